import type { Stage } from '../../shared/stage.ts';
import type { Drafts } from './drafts.svelte.ts';
import type { Room } from './phone.svelte.ts';

/** Whoever fills in a ballot: the owner of a phone, whoever sits before a shared tablet, or somebody whom a helper fills it in for. */
export interface Sitter extends Pick<Room, 'participantId' | 'ballotOf' | 'castBallot'>, Partial<Pick<Room, 'mine' | 'say'>> {
  readonly drafts: Pick<Drafts, 'read' | 'write'>;
  readonly stage: { readonly stage: Stage };
  /** Somebody fills it in for them, and sees it. */
  readonly isHelped?: boolean;
}
