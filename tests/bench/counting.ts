import { borda, doubledBordaPoints } from '../../shared/counting/borda.ts';
import { bradleyTerry } from '../../shared/counting/bradley-terry.ts';
import { condorcetLoser, condorcetWinner } from '../../shared/counting/condorcet.ts';
import { copeland } from '../../shared/counting/copeland.ts';
import { countDots } from '../../shared/counting/dots.ts';
import { equalShares } from '../../shared/counting/equal-shares.ts';
import { greedyByApprovals } from '../../shared/counting/greedy.ts';
import { kemeny, kemenyMost } from '../../shared/counting/kemeny.ts';
import { kendallW } from '../../shared/counting/kendall.ts';
import { minimax } from '../../shared/counting/minimax.ts';
import { pairwise } from '../../shared/counting/pairwise.ts';
import { seqPhragmen } from '../../shared/counting/phragmen.ts';
import { rankedPairs } from '../../shared/counting/ranked-pairs.ts';
import { schulze } from '../../shared/counting/schulze.ts';
import { seededDraws } from '../../shared/counting/seeded.ts';
import { shortList } from '../../shared/counting/short-list.ts';
import { additiveCount, droppable, stability } from '../../shared/counting/stability.ts';
import { bestCommittees, sequentialThiele } from '../../shared/counting/thiele.ts';
import { kindOf } from '../../shared/exercise.ts';
import { roundStability } from '../../shared/round-stability.ts';
import { median, round } from './figures.ts';

export interface CountingRow {
  work: string;
  ballots: number;
  needs: number;
  medianMs: number;
  /** counting.md's bound; null where it names none for this size. */
  boundMs: number | null;
  isWithin: boolean | null;
}

const runs = 3;
const sizes = [
  { ballots: 1000, needs: 30 },
  { ballots: 5000, needs: 50 },
];

/** A room that is of several minds: each person likes what is near a spot of their own, and names up to `most`. */
function room(ballots: number, needs: number, most = 5) {
  const draw = seededDraws(ballots + needs);
  const ids = Array.from({ length: needs }, (_, i) => `need-${String(i).padStart(4, '0')}`);
  const rankings = Array.from({ length: ballots }, () => {
    const spot = draw(needs);
    const scored = ids.map((id, i) => ({ id, far: Math.abs(i - spot) + draw(needs / 2) }));
    return scored
      .sort((a, b) => a.far - b.far || (a.id < b.id ? -1 : 1))
      .slice(0, draw(most + 1))
      .map(({ id }) => id);
  });
  return { ids, rankings, orders: rankings.map((ranking) => ranking.map((id) => [id])) };
}

/** W11: every rule that is shown or audited, the bootstrap, and whole tallies, each by itself on this core. */
export function counting(): CountingRow[] {
  const rows: CountingRow[] = [];
  for (const { ballots, needs } of sizes) {
    const { ids, rankings, orders } = room(ballots, needs);
    const dots = rankings.map((ranking) => Object.fromEntries(ranking.map((id, i) => [id, 1 + (i % 3)])));
    const matrix = pairwise(ids, orders);
    const ten = room(ballots, kemenyMost);
    const tieBreak = (tied: readonly string[]) => tied[0]!;
    const costs = Object.fromEntries(ids.map((id, i) => [id, 1000 + 37 * i]));
    const isSized = ballots === 1000;
    const measure = (work: string, bound: number | null, run: () => unknown, size = needs) => {
      const times = Array.from({ length: runs }, () => {
        const start = performance.now();
        run();
        return performance.now() - start;
      });
      const medianMs = round(median(times));
      const boundMs = isSized ? bound : null;
      rows.push({ work, ballots, needs: size, medianMs, boundMs, isWithin: boundMs === null ? null : medianMs < boundMs });
    };
    measure('dots and people', 50, () => countDots(ids, dots));
    measure('borda', 50, () => borda(ids, orders));
    measure('pairwise, condorcet, copeland, minimax', 50, () => {
      const counted = pairwise(ids, orders);
      return [condorcetWinner(ids, counted), condorcetLoser(ids, counted), copeland(ids, counted), minimax(ids, counted, 'winning-votes')];
    });
    measure('schulze', 50, () => schulze(ids, orders));
    measure('ranked pairs', 50, () => rankedPairs(ids, orders));
    const few = room(100, needs, needs);
    measure('ranked pairs of 100 long ballots, many pairs equally strong', 50, () => rankedPairs(few.ids, few.orders));
    measure('kemeny', 200, () => kemeny(ten.ids, pairwise(ten.ids, ten.orders)), kemenyMost);
    measure('equal shares, unit costs, by Phragmén', 50, () => equalShares(ids, rankings, { budget: 3, completion: 'phragmen', tieBreak }));
    measure('equal shares, costs, Add1', 50, () => equalShares(ids, rankings, { costs, budget: 8000, completion: 'add1', tieBreak }));
    measure('greedy by approvals', 50, () => greedyByApprovals(ids, rankings, { costs, budget: 8000, tieBreak }));
    measure('sequential Phragmén', 50, () => seqPhragmen(ids, rankings, { k: 3, tieBreak }));
    measure('PAV, three of them', 50, () => bestCommittees(ids, rankings, 3));
    measure('sequential PAV', 50, () => sequentialThiele(ids, rankings, { k: 3, tieBreak }));
    measure('short-list', 50, () => shortList(ids, rankings, 3, tieBreak));
    measure('bradley-terry', 50, () => bradleyTerry(ids, matrix));
    const points = doubledBordaPoints(ids, orders);
    measure("Kendall's W", 50, () => kendallW(points));
    measure('droppable', 50, () => droppable(ids, points, 3));
    measure('bootstrap of 1,000 draws', 1000, () => stability(ids, ballots, additiveCount(ids, points), { topK: 3, seed: 1, draws: 1000 }));
    const bodies = rankings.map((ranking) => JSON.stringify({ kind: 'rank', ranking }));
    measure('whole stability of rank, as the thread does it', 1000, () =>
      roundStability({ kind: 'rank', settings: { rankAtMost: 5 }, options: ids, bodies, seed: 1 }),
    );
    for (const kind of ['dot-vote', 'rank']) {
      const rules = kindOf(kind)!;
      const cast = kind === 'rank' ? rankings.map((ranking) => ({ kind, ranking })) : dots.map((given) => ({ kind, dots: given }));
      const terms = { settings: rules.settings({})!, options: ids };
      measure(`whole tally of ${kind}, with its audits`, null, () => rules.ballot!.tally(cast, terms));
    }
  }
  return rows;
}
