import type { NeedPlan, NeedResponse, Responder } from '../../shared/need-plan.ts';
import type { NeedRecords, RecordNeed } from '../../shared/need-record.ts';
import { withoutNulls } from '../../shared/read-records.ts';
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
          {
            ...planOf(need),
            responses: Object.fromEntries(own.map(({ id, needId: _, ...rest }) => [id, withoutNulls(rest) as NeedResponse])),
          },
        ];
      }),
    ),
    responders: new Map(responders.map(({ id, ...rest }) => [id, withoutNulls(rest) as Responder])),
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
  return withoutNulls(Object.fromEntries(fields.map((field) => [field, need[field]])));
}
