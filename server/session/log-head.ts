import { checkCodeOf } from '../../shared/check-code.ts';
import type { LogHead } from '../../shared/stage.ts';
import type { State } from './state.ts';

/** [V4] Another one whenever something opens, is sealed or ends: then the room is shown anew where the log stands. Null before anything was opened. */
function momentOf({ status, endedAt, rounds, current, exercises }: State): string | null {
  if (status === 'ended') return `ended ${endedAt}`;
  const exercise = current === null ? undefined : exercises.get(current);
  if (!exercise || exercise.phase === 'draft') return null;
  return `${rounds.length} ${exercise.id} ${exercise.round}`;
}

/** Where the log stands, as the room is to be shown; null where it has been, or nothing has happened since. */
export function headToShow(state: State, { seq, hash }: { seq: number; hash: string }, shown: LogHead | null): LogHead | null {
  const moment = momentOf(state);
  return moment === null || moment === shown?.moment ? null : { seq, code: checkCodeOf(hash), moment };
}
