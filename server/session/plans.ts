import type { NeedPlan, Responder } from '../../shared/need-plan.ts';
import type { State } from './state.ts';

// What people fill in about needs are words: they stand beside the log, as JSON, and events hold their hashes alone [R7] [S8].

/** Where a need's plan stands among the texts. No other text's id has a single dot. */
export const planTextId = (needId: string) => `${needId}.plan`;
export const responderTextId = (responderId: string) => `${responderId}.responder`;

/** What people have filled in about a need; nothing where nobody has. */
export function planOf(state: State, needId: string): NeedPlan {
  const row = state.texts.get(planTextId(needId));
  return row ? (JSON.parse(row.text) as NeedPlan) : {};
}

export function responderOf(state: State, responderId: string): Responder | null {
  const row = state.texts.get(responderTextId(responderId));
  return row ? (JSON.parse(row.text) as Responder) : null;
}

/** Everybody of whom somebody said in this session that they may act, by id. */
export function respondersOf(state: State): Map<string, Responder> {
  const responders = new Map<string, Responder>();
  for (const { id, text } of state.texts.values()) {
    const responderId = /^([^.]+)\.responder$/.exec(id)?.[1];
    if (responderId !== undefined) responders.set(responderId, JSON.parse(text) as Responder);
  }
  return responders;
}

/** The plans of all needs that have one, by need. */
export function plansOf(state: State): Map<string, NeedPlan> {
  const plans = new Map<string, NeedPlan>();
  for (const needId of state.needNumbers.keys()) if (state.texts.has(planTextId(needId))) plans.set(needId, planOf(state, needId));
  return plans;
}
