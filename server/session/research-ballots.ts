import { kindOf, type Ballot } from '../../shared/exercise.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { researchBallotsMin } from '../../shared/session-limits.ts';
import type { RoundBallots } from '../export/files.ts';
import type { Store } from '../store/store.ts';
import type { LiveSession } from './live-session.ts';
import { shuffle } from './shuffle.ts';

/**
 * [E9] The nameless ballots of the sealed rounds that are large enough, in an order drawn by lot. Refuses `not-allowed` where the organizer has not chosen to
 * give them away, `too-few` where no round is large enough.
 */
export async function researchRounds(session: LiveSession, store: Store): Promise<RoundBallots[]> {
  const told = await session.atRest(({ state }) => {
    if (state.details.ballotsForResearch !== true) throw new RefusalError('not-allowed');
    return state.rounds.filter(({ kind, tally, ballots }) => tally && ballots >= researchBallotsMin && kindOf(kind)?.ballot?.research);
  });
  if (told.length === 0) throw new RefusalError('too-few');
  const rows = (await store.load(session.id))?.ballots ?? [];
  return told.map(({ exerciseId, round, ballotsSalt }) => ({
    exerciseId,
    round,
    salt: ballotsSalt ?? null,
    ballots: shuffle(
      rows.filter((row) => row.exerciseId === exerciseId && row.round === round).map(({ body }) => JSON.parse(body) as Ballot),
    ),
  }));
}
