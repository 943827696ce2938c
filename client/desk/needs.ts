import type {
  NeedRecords,
  RecordGroup,
  RecordNeed,
  RecordNote,
  RecordResponse,
  RecordResult,
  RecordRun,
} from '../../shared/need-record.ts';
import { inOrder } from '../../shared/read-records.ts';

/** A need as a row of the page: where it came out, and the words it is made of. */
export interface NeedRow {
  need: RecordNeed;
  /** Of the run that the needs' order comes from; null before anything was counted. */
  result: RecordResult | null;
  /** Those that may be quoted. */
  quotes: RecordNote[];
  /** Where each group puts it; null where that is not told. Groups that nobody is in are left out. */
  groups: { id: string; label: RecordGroup['label']; place: number | null; isTied: boolean }[];
  acting: { id: string; name: string; role: RecordResponse['role']; action: string | null }[];
}

export interface NeedList {
  rows: NeedRow[];
  /** The run that the order comes from. */
  run: RecordRun | null;
  /** How many rows stand above the cut. */
  inside: number;
  topK: number;
  /** Those in no need that may be quoted, and how many there are in all. */
  loose: RecordNote[];
  ungrouped: number;
}

const topKDefault = 3;

/** The needs in their order, those without a place last; needs that went into another one are left out. */
export function needList({ needs, notes, runs, results, groups, responders, responses }: NeedRecords): NeedList {
  const runId = needs.find(({ mergedInto, priorityRunId }) => mergedInto === null && priorityRunId !== null)?.priorityRunId ?? null;
  const run = runs.find(({ id }) => id === runId) ?? null;
  const rows = inOrder(needs).map((need) => ({
    need,
    result: results.find(({ runId: of, needId, group }) => of === runId && needId === need.id && group === null) ?? null,
    quotes: notes.filter((note) => note.needId === need.id && isQuotable(note)),
    groups: groups.flatMap((group) => {
      const own = results.find(
        ({ runId: of, needId, group: its }) =>
          of === runId && needId === need.id && its?.questionId === group.questionId && its.optionId === group.optionId,
      );
      const id = `${group.questionId} ${group.optionId}`;
      return own ? [{ id, label: group.label, place: own.suppressed ? null : own.rank, isTied: own.tied === true }] : [];
    }),
    acting: responses.flatMap(({ id, needId, responderId, role, action }) => {
      const responder = responders.find((one) => one.id === responderId);
      return needId === need.id && responder ? [{ id, name: responder.name, role, action }] : [];
    }),
  }));
  const topK = run?.stability?.topK ?? topKDefault;
  return {
    rows,
    run,
    topK,
    inside: rows.filter(({ need }) => need.priorityRank !== null && need.priorityRank <= topK).length,
    loose: notes.filter((note) => note.needId === null && isQuotable(note)),
    ungrouped: notes.filter(({ needId }) => needId === null).length,
  };
}

function isQuotable({ text, hidden, referred }: RecordNote): boolean {
  return text !== null && !hidden && !referred;
}
