import type { Stage } from '../../shared/stage.ts';
import type { Drafts } from './drafts.svelte.ts';
import type { Room } from './phone.svelte.ts';

/** Whoever fills in a ballot: the owner of a phone, or whoever sits before a shared tablet. */
export interface Sitter extends Pick<Room, 'participantId' | 'ballotOf' | 'castBallot'> {
  readonly drafts: Pick<Drafts, 'read' | 'write'>;
  readonly stage: { readonly stage: Stage };
}
