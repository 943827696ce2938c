import type { Ballot } from './recount.ts';

/** How a kind is put to the test in a room: under which settings, and with what ballots. */
export interface KindCase {
  settings: (needIds: readonly string[]) => Record<string, unknown>;
  /** Somebody's ballot by chance: full, short or empty. */
  ballotBy: (needIds: readonly string[], random: () => number) => Ballot;
}

const upTo = (random: () => number, most: number) => Math.floor(random() * (most + 1));

/** Some of the needs, in any order; perhaps none. */
function someOf(needIds: readonly string[], random: () => number): string[] {
  return needIds
    .map((id) => ({ id, lot: random() }))
    .sort((a, b) => a.lot - b.lot)
    .slice(0, upTo(random, needIds.length))
    .map(({ id }) => id);
}

/** A case for each kind that has ballots. */
export const kindCases: Record<string, KindCase> = {
  'dot-vote': {
    settings: () => ({}),
    ballotBy: (needIds, random) => ({
      kind: 'dot-vote',
      dots: Object.fromEntries(
        someOf(needIds, random)
          .slice(0, 3)
          .map((id, i) => [id, i === 0 ? 1 + upTo(random, 2) : 1]),
      ),
    }),
  },
  rank: {
    settings: () => ({}),
    ballotBy: (needIds, random) => ({ kind: 'rank', ranking: someOf(needIds, random) }),
  },
  points: {
    settings: () => ({}),
    ballotBy(needIds, random) {
      const points: Record<string, number> = {};
      const among = someOf(needIds, random);
      if (among.length > 0) for (let i = 0; i < 10; i += 1) give(points, among[upTo(random, among.length - 1)]!);
      return { kind: 'points', points };
    },
  },
};

function give(points: Record<string, number>, id: string): void {
  points[id] = (points[id] ?? 0) + 1;
}
