import type { CommandName, Payload } from '../../shared/wire.ts';

/** What a facilitator looks at. `agenda` and `room` have a column of their own where there is width for it. */
export const views = ['now', 'group', 'agenda', 'room', 'people', 'paper'] as const;
/** `cards` is gone to from the room's column and has no tab of its own. */
export type View = (typeof views)[number] | 'cards';

/** Sends a command; what comes back is null where it was refused, and the refusal is on a toast. */
export type Send = <N extends CommandName>(name: N, payload: Omit<Payload<N>, 'commandId'>) => Promise<unknown>;
