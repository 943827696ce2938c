import { isSame } from '../../shared/document.ts';
import { NeedPlan, Responder, respondersMax, type NeedPlanEdits } from '../../shared/need-plan.ts';
import { RefusalError } from '../../shared/refusal.ts';
import type { Write } from '../store/store.ts';
import { nothing, type Decision, type Surroundings } from './decide.ts';
import { textHash } from './digest.ts';
import { changed, changedEach, parsed } from './edits.ts';
import { planOf, plansOf, planTextId, respondersOf, responderTextId } from './plans.ts';
import type { State } from './state.ts';

/**
 * [R7] Fills in what a need is, how far it is and who acts; what is not named stays. A need that was merged into another, or taken off the wall, is
 * `not-found`: what is filled in there would be lost from sight. Refuses `bad-input` where a new response lacks its responder or role, and where somebody
 * is taken away who still acts.
 */
export function describeNeed(
  state: State,
  { needId, responders: peopleEdits = {}, responses: responseEdits = {}, ...fields }: NeedPlanEdits & { needId: string },
  around: Surroundings,
): Decision<Record<string, never>> {
  if (!around.needs().some(({ id, number }) => id === needId && number !== null)) throw new RefusalError('not-found');
  const before = planOf(state, needId);
  const people = respondersOf(state);
  const { responses: responsesBefore = {}, ...fieldsBefore } = before;
  const responses = changedEach(responsesBefore, responseEdits);
  const plan = parsed(NeedPlan, { ...changed(fieldsBefore, fields), ...(Object.keys(responses).length > 0 && { responses }) });
  const peopleAfter = new Map(Object.entries(changedEach(Object.fromEntries(people), peopleEdits)));
  refuseMisfits(state, needId, plan, peopleAfter);

  const kept = Object.keys(peopleEdits).map((responderId) => {
    const person = peopleAfter.has(responderId) ? parsed(Responder, peopleAfter.get(responderId)) : null;
    return { responderId, ...keep(responderTextId(responderId), people.get(responderId) ?? null, person, around) };
  });
  const planKept = keep(planTextId(needId), empty(before) ? null : before, empty(plan) ? null : plan, around);
  const writes = [...kept, planKept].flatMap(({ write }) => write ?? []);
  if (writes.length === 0) return nothing;
  const hashes = Object.fromEntries(kept.filter(({ write }) => write).map(({ responderId, hash }) => [responderId, hash]));
  return { events: [{ type: 'need-described', needId, hash: planKept.hash, responders: hashes }], writes, value: {} };
}

function refuseMisfits(state: State, needId: string, plan: NeedPlan, people: ReadonlyMap<string, unknown>): void {
  const plans = plansOf(state).set(needId, plan);
  const responses = [...plans.values()].flatMap(({ responses = {} }) => Object.entries(responses));
  const isTwice = new Set(responses.map(([id]) => id)).size !== responses.length;
  if (isTwice || people.size > respondersMax) throw new RefusalError('bad-input');
  if (responses.some(([, { responderId }]) => !people.has(responderId))) throw new RefusalError('bad-input');
}

/** A text beside the log and its hash for it; no write where it stands already. */
function keep(id: string, before: object | null, after: object | null, around: Surroundings): { write: Write | null; hash: string | null } {
  if (after === null) return { write: before === null ? null : { op: 'drop-text', id }, hash: null };
  const [salt, text] = [around.id(), JSON.stringify(after)];
  const write: Write | null = isSame(before, after) ? null : { op: 'put-text', id, text, translations: null, salt };
  return { write, hash: textHash(salt, text) };
}

const empty = (plan: NeedPlan) => Object.keys(plan).length === 0;
