import * as z from 'zod/mini';
import { ClientId } from './ids.ts';
import { needScopes, needTypes, responderTypes, responseRoles, stages } from './need-record/vocabulary.ts';
import { isUscc } from './uscc.ts';

/** In UTF-16 units. */
export const planWordsMax = { short: 200, long: 2000 };
export const respondersMax = 200;
export const responsesMax = 20;

const Short = z.string().check(z.maxLength(planWordsMax.short));
const Long = z.string().check(z.maxLength(planWordsMax.long));
const Grade = z.int().check(z.gte(1), z.lte(5));

/** A day that the calendar has: 2026-05-16. */
export const Day = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}$/),
  z.refine((day) => {
    const time = new Date(`${day}T00:00:00Z`).getTime();
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
  }),
);

const fields = {
  statement: Long,
  needTypes: z.array(z.enum(needTypes)).check(z.maxLength(needTypes.length)),
  scope: z.enum(needScopes),
  affectedGroups: z.array(Short).check(z.maxLength(20)),
  affectedEstimate: z.int().check(z.gte(0), z.lte(10_000_000)),
  affectedBasis: Long,
  location: Short,
  severity: Grade,
  urgency: Grade,
  minorityReason: Long,
  stage: z.enum(stages),
  stageReason: Long,
  duty: Short,
  reply: Long,
  nextWord: Day,
};

const responder = {
  name: Short,
  type: z.enum(responderTypes),
  uscc: z.string().check(z.refine(isUscc)),
  hsdsOrganizationId: Short,
  hsdsServiceId: Short,
  verified: z.boolean(),
  capacity: Long,
};

const response = {
  responderId: ClientId,
  role: z.enum(responseRoles),
  action: Long,
  stage: z.enum(stages),
  plannedAt: Day,
  doneAt: Day,
  indicator: Short,
  baseline: Short,
  target: Short,
  followUp: Long,
};

/** Somebody who may act, known to the whole session. */
export const Responder = z.extend(z.partial(z.strictObject(responder)), { name: responder.name, type: responder.type });
export type Responder = z.infer<typeof Responder>;

/** What one responder is to do about one need. */
export const NeedResponse = z.extend(z.partial(z.strictObject(response)), { responderId: response.responderId, role: response.role });
export type NeedResponse = z.infer<typeof NeedResponse>;

const known = (count: number) => z.refine<Record<string, unknown>>((entries) => Object.keys(entries).length <= count);

/** [R7] What people have filled in about a need beyond what stands on the wall: what it is, how far it is, and who acts, by response id. */
export const NeedPlan = z.extend(z.partial(z.strictObject(fields)), {
  responses: z.optional(z.record(ClientId, NeedResponse).check(known(responsesMax))),
});
export type NeedPlan = z.infer<typeof NeedPlan>;

type Clearable<Shape> = { [Name in keyof Shape]: z.ZodMiniOptional<z.ZodMiniNullable<Shape[Name] & z.core.$ZodType>> };
/** Each field may be left out, which leaves it as it is, or be null, which clears it. */
function clearable<Shape extends Record<string, z.core.$ZodType>>(shape: Shape): Clearable<Shape> {
  return Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, z.optional(z.nullable(field))])) as Clearable<Shape>;
}
/** A change of a need's plan. Responders and responses are changed one by one under their ids, null takes one away; a text that shows nothing is as null. */
export const planEdits = {
  ...clearable(fields),
  responders: z.optional(z.record(ClientId, z.nullable(z.strictObject(clearable(responder)))).check(known(respondersMax))),
  responses: z.optional(z.record(ClientId, z.nullable(z.strictObject(clearable(response)))).check(known(responsesMax))),
};
export const NeedPlanEdits = z.strictObject(planEdits);
export type NeedPlanEdits = z.infer<typeof NeedPlanEdits>;
