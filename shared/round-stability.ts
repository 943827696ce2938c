import { standingBy } from './counting/merges.ts';
import { additiveCount, droppable, droppableTried, stability, type Recount } from './counting/stability.ts';
import { orderOf } from './counting/order.ts';
import { kindOf } from './exercise.ts';
import type { ExerciseKind, Terms } from './exercises/kind.ts';
import { topK, type Tally } from './tally.ts';

/** A sealed round as it is counted again and again: ballots without their voters. */
export interface RoundBallots {
  kind: string;
  settings: Record<string, unknown>;
  /** The options' need ids in their order. */
  options: readonly string[];
  /** Canonical JSON, one ballot each; their order is of no consequence. */
  bodies: readonly string[];
  /** Needs that had been merged, and the option that each was counted with. */
  merged?: Readonly<Record<string, string>>;
  seed: number;
  /** How often people are drawn anew: 1,000 where nothing else is said. */
  draws?: number;
}

/** How sure a round's order is, and where each need may stand: its places in 95 of 100 draws, and the part of them that has it among the first. */
export interface RoundStability extends NonNullable<Tally['stability']> {
  places: Record<string, { rankLow: number; rankHigh: number; chanceTopK: number }>;
}

/**
 * [T4] The stability of a round by the rule that is shown; the same for the same ballots and seed, in whatever order the ballots come. Null where nothing
 * can be said: no ballots, no options, or another kind's.
 */
export function roundStability({ kind, settings, options, bodies, merged = {}, seed, draws = 1000 }: RoundBallots): RoundStability | null {
  const rules = kindOf(kind)?.ballot;
  const cast = [...bodies].sort().map((body) => rules?.parse(JSON.parse(body)));
  if (!rules || options.length === 0 || cast.length === 0 || cast.includes(null)) return null;
  const ballots = cast.map((ballot) => rules.merged(ballot, standingBy(merged)));
  const terms = { settings, options, seed };
  const first = Math.min(topK, options.length);
  const points = rules.given?.(ballots, terms);
  const count = shownOrder(rules, ballots, terms);
  const found = stability(options, ballots.length, count, { topK: first, seed, draws });
  return {
    topK: first,
    held: found.held,
    resamples: found.resamples,
    droppable: points ? droppable(options, points, first) : droppableTried(ballots.length, count, first),
    seed,
    places: Object.fromEntries(
      Object.entries(found.places).map(([needId, { low, high, chanceTopK }]) => [
        needId,
        { rankLow: low, rankHigh: high, chanceTopK: Math.round(chanceTopK * 100) / 100 },
      ]),
    ),
  };
}

/** The order by the rule that is shown, where each ballot counts as often as it is told. */
export function shownOrder(rules: NonNullable<ExerciseKind['ballot']>, ballots: readonly unknown[], terms: Terms): Recount {
  if (rules.given) return additiveCount(terms.options, rules.given(ballots, terms));
  if (rules.weighed) return rules.weighed(ballots, terms);
  return (times) => {
    const drawn = ballots.flatMap((ballot, person) => new Array<unknown>(times[person]!).fill(ballot));
    const ranks = new Map(rules.tally(drawn, terms).options.map(({ needId, rank }) => [needId, rank]));
    return orderOf(terms.options, (needId) => -(ranks.get(needId) ?? terms.options.length));
  };
}
