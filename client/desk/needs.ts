import type { NeedRecords, RecordNeed, RecordNote, RecordResult, RecordRun } from '../../shared/need-record.ts';
import { inOrder } from '../../shared/read-records.ts';

/** A need as a row of the page: where it came out, and the words it is made of. */
export interface NeedRow {
  need: RecordNeed;
  /** Of the run that the needs' order comes from; null before anything was counted. */
  result: RecordResult | null;
  /** Those that may be quoted. */
  quotes: RecordNote[];
}

export interface NeedList {
  rows: NeedRow[];
  /** The run that the order comes from. */
  run: RecordRun | null;
  /** How many rows stand above the cut. */
  inside: number;
  topK: number;
  ungrouped: number;
}

const topKDefault = 3;

/** The needs in their order, those without a place last; needs that went into another one are left out. */
export function needList({ needs, notes, runs, results }: NeedRecords): NeedList {
  const runId = needs.find(({ mergedInto, priorityRunId }) => mergedInto === null && priorityRunId !== null)?.priorityRunId ?? null;
  const run = runs.find(({ id }) => id === runId) ?? null;
  const rows = inOrder(needs).map((need) => ({
    need,
    result: results.find(({ runId: of, needId, group }) => of === runId && needId === need.id && group === null) ?? null,
    quotes: notes.filter(({ needId, text, hidden, referred }) => needId === need.id && text !== null && !hidden && !referred),
  }));
  const topK = run?.stability?.topK ?? topKDefault;
  return {
    rows,
    run,
    topK,
    inside: rows.filter(({ need }) => need.priorityRank !== null && need.priorityRank <= topK).length,
    ungrouped: notes.filter(({ needId }) => needId === null).length,
  };
}
