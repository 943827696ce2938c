import type { NeedPlanEdits, Responder } from '../../shared/need-plan.ts';

/** Who is asked to act on a need, as it is typed. */
export interface Asked {
  name: string;
  type: Responder['type'];
  role: NonNullable<NonNullable<NonNullable<NeedPlanEdits['responses']>[string]>['role']>;
}

/** [R7] The change that lets somebody act: one whom the session knows by this name already, or somebody new. */
export function askedToAct(responders: ReadonlyMap<string, Responder>, { name, type, role }: Asked, freshId: () => string): NeedPlanEdits {
  const known = [...responders].find(([, responder]) => responder.name === name.trim());
  const responderId = known?.[0] ?? freshId();
  return { ...(!known && { responders: { [responderId]: { name, type } } }), responses: { [freshId()]: { responderId, role } } };
}
