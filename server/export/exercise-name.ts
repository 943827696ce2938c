import { kindOf } from '../../shared/exercise.ts';
import type { RecordRun } from '../../shared/need-record.ts';
import type { Locale } from '../../shared/refusal.ts';

/** What an exercise was called, or what its kind is. */
export function exerciseName({ title, kind }: Pick<RecordRun, 'title' | 'kind'>, locale: Locale): string {
  return title ? title : (kindOf(kind)?.called[locale] ?? kind);
}
