import type { NeedPlan, NeedResponse, Responder } from '../../shared/need-plan.ts';
import type { NeedRecords, RecordNeed } from '../../shared/need-record.ts';
import type { Plans } from '../../shared/wall.ts';

/** What is filled in about a session's needs, as its records tell it: the organizer reads no backstage. */
export function plansIn(records: NeedRecords | null): Plans {
  const { needs = [], responders = [], responses = [] } = records ?? {};
  return {
    ofNeeds: new Map(
      needs.map((need) => {
        const own = responses.filter(({ needId }) => needId === need.id);
        return [
          need.id,
          { ...planOf(need), responses: Object.fromEntries(own.map(({ id, needId: _, ...rest }) => [id, known(rest) as NeedResponse])) },
        ];
      }),
    ),
    responders: new Map(responders.map(({ id, ...rest }) => [id, known(rest) as Responder])),
  };
}

const fields = [
  'statement',
  'needTypes',
  'scope',
  'affectedGroups',
  'affectedEstimate',
  'affectedBasis',
  'location',
  'severity',
  'urgency',
  'minorityReason',
  'stage',
  'stageReason',
  'duty',
  'reply',
  'nextWord',
] as const;

function planOf(need: RecordNeed): NeedPlan {
  return known(Object.fromEntries(fields.map((field) => [field, need[field]])));
}

/** Records say null where a plan leaves out. */
function known(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}
