import { readBundle, type ImportRefusal } from '../../shared/imported.ts';
import type { NeedRecords, RecordProgramme, RecordResponder, RecordResponse } from '../../shared/need-record.ts';
import type { NeedPlanEdits } from '../../shared/need-plan.ts';
import { recordsIn } from '../../shared/read-records.ts';
import { RefusalError, type RefusalCode } from '../../shared/refusal.ts';
import type { SessionEdits } from '../../shared/session.ts';
import { sha256 } from '../session/digest.ts';
import { bundleText } from './bundle-text.ts';
import { changedIn, describedIn, erasedIn, hasWords } from './edit-records.ts';

/** What takes longer than a ballot may wait: a bundle is read, or changed and written anew. `at` in milliseconds since 1970. */
export type ImportWork =
  | { do: 'read'; file: Uint8Array }
  | { do: 'describe'; text: string; needId: string; edits: NeedPlanEdits; at: number }
  | { do: 'change'; text: string; edits: SessionEdits; programme: RecordProgramme | null; at: number }
  | { do: 'erase'; text: string; at: number };

/** The bundle's text as it is to be stored, and what lists say of it. */
export interface Bundle {
  text: string;
  checksum: string;
  generatedAt: number;
  programme: RecordProgramme | null;
  session: Pick<NeedRecords['session'], 'id' | 'title' | 'place' | 'heldAt' | 'endedAt' | 'wave'> & { locale: string; joined: number };
  notes: number;
  needs: number;
  ballots: number;
  /** Whether a note still has a resident's words. */
  hasWords: boolean;
  /** What is filled in about the need that was changed. */
  described: { responders: RecordResponder[]; responses: RecordResponse[]; need: NeedRecords['needs'][number] } | null;
}

export type ImportDone = { bundle: Bundle } | { unfit: ImportRefusal } | { code: RefusalCode };

export function doImportWork(work: ImportWork): ImportDone {
  if (work.do === 'read') {
    const found = bundleText(work.file);
    if ('refused' in found) return { unfit: found.refused };
    const read = readBundle(found.text, sha256);
    return 'refused' in read ? { unfit: read.refused } : { bundle: bundleOf(read.records, found.text) };
  }
  try {
    const records = recordsIn(work.text);
    const made = madeOf(records, work);
    return { bundle: bundleOf(made, JSON.stringify(made, null, 2), work.do === 'describe' ? work.needId : null) };
  } catch (error) {
    if (error instanceof RefusalError) return { code: error.code };
    throw error;
  }
}

function madeOf(records: NeedRecords, work: Exclude<ImportWork, { do: 'read' }>): NeedRecords {
  switch (work.do) {
    case 'describe':
      return describedIn(records, work.needId, work.edits, work.at);
    case 'change':
      return changedIn(records, work.edits, work.programme, work.at);
    case 'erase':
      return erasedIn(records, work.at);
    default:
      return work satisfies never;
  }
}

function bundleOf(records: NeedRecords, text: string, needId: string | null = null): Bundle {
  const { session, notes, needs, runs, responders, responses } = records;
  const { id, title, place, heldAt, endedAt, wave } = session;
  const need = needs.find((one) => one.id === needId);
  const own = responses.filter((one) => one.needId === needId);
  return {
    text,
    checksum: records.checksum,
    generatedAt: Date.parse(records.generatedAt),
    programme: records.programme ?? null,
    session: { id, title, place, heldAt, endedAt, wave, locale: session.languages[0] ?? 'zh-CN', joined: session.joined ?? 0 },
    notes: notes.length,
    needs: needs.filter(({ mergedInto }) => mergedInto === null).length,
    ballots: Math.max(0, ...runs.map(({ ballots }) => ballots ?? 0)),
    hasWords: hasWords(records),
    described: need
      ? { need, responses: own, responders: responders.filter((one) => own.some(({ responderId }) => responderId === one.id)) }
      : null,
  };
}
