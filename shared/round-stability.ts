import { standingBy } from './counting/merges.ts';
import { additiveCount, droppable, droppableTried, stability, type Bundling, type Recount } from './counting/stability.ts';
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
  /** How often people are drawn anew; left out, as often as a rule can be counted in a few seconds, 1,000 times at most. */
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
export function roundStability({ kind, settings, options, bodies, merged = {}, seed, draws }: RoundBallots): RoundStability | null {
  const rules = kindOf(kind)?.ballot;
  const cast = [...bodies].sort().map((body) => rules?.parse(JSON.parse(body)));
  if (!rules || options.length === 0 || cast.length === 0 || cast.includes(null)) return null;
  const ballots = cast.map((ballot) => rules.merged(ballot, standingBy(merged)));
  const terms = { settings, options, seed };
  if (rules.bundled) {
    const usual = Math.max(drawsMin, Math.min(drawsMost, Math.floor(cellsInTime / (ballots.length * options.length))));
    return bundleStability(options, ballots.length, rules.bundled(ballots, terms), { seed, draws: draws ?? usual });
  }
  const first = Math.min(topK, options.length);
  const points = rules.given?.(ballots, terms);
  const count = shownOrder(rules, ballots, terms);
  const found = stability(options, ballots.length, count, { topK: first, seed, draws: draws ?? drawsMost });
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

const drawsMost = 1000;
const drawsMin = 100;
const triesMost = 400;
/** So many times ballots times options a rule that chooses a bundle counts in a few seconds. */
const cellsInTime = 6_000_000;

/** The same for a rule that chooses a bundle: how often the very same is chosen, and each option's chance to be in it. `topK` is how many were chosen. */
function bundleStability(
  options: readonly string[],
  people: number,
  bundle: Bundling,
  { seed, draws }: { seed: number; draws: number },
): RoundStability {
  const times = new Map(options.map((needId) => [needId, 0]));
  const nameOf = (chosen: readonly string[]) => [...chosen].sort().join(' ');
  const all = bundle(new Array<number>(people).fill(1)).chosen;
  let held = 0;
  let counted = 0;
  const found = stability(
    options,
    people,
    (drawn) => {
      const { chosen, order } = bundle(drawn);
      counted += 1;
      // The first count is of everybody as they came.
      if (counted === 1) return order;
      if (nameOf(chosen) === nameOf(all)) held += 1;
      for (const needId of chosen) times.set(needId, times.get(needId)! + 1);
      return order;
    },
    { topK: all.length, seed, draws },
  );
  const inOrOut: Recount = (drawn) => {
    const { chosen } = bundle(drawn);
    return [chosen, options.filter((needId) => !chosen.includes(needId))].filter((group) => group.length > 0).map((group) => [...group]);
  };
  return {
    topK: all.length,
    held,
    resamples: draws,
    droppable: droppableTried(people, inOrOut, all.length, Math.min(draws, triesMost)),
    seed,
    places: Object.fromEntries(
      Object.entries(found.places).map(([needId, { low, high }]) => [
        needId,
        { rankLow: low, rankHigh: high, chanceTopK: Math.round((times.get(needId)! / draws) * 100) / 100 },
      ]),
    ),
  };
}

/** The order by the rule that is shown, where each ballot counts as often as it is told. */
export function shownOrder(rules: NonNullable<ExerciseKind['ballot']>, ballots: readonly unknown[], terms: Terms): Recount {
  if (rules.given) return additiveCount(terms.options, rules.given(ballots, terms));
  if (rules.bundled) {
    const bundle = rules.bundled(ballots, terms);
    return (times) => bundle(times).order;
  }
  if (rules.weighed) return rules.weighed(ballots, terms);
  return (times) => {
    const drawn = ballots.flatMap((ballot, person) => new Array<unknown>(times[person]!).fill(ballot));
    const ranks = new Map(rules.tally(drawn, terms).options.map(({ needId, rank }) => [needId, rank]));
    return orderOf(terms.options, (needId) => -(ranks.get(needId) ?? terms.options.length));
  };
}
