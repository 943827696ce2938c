import { recordOf, type Alternatives, type WeakOrder } from './alternatives.ts';
import { cutAt, orderOf } from './order.ts';
import type { PairwiseMatrix } from './pairwise.ts';
import { seededDraws } from './seeded.ts';

/** The part of the draws that an interval of places leaves out, half at each end. */
const outside = 0.05;

export interface StabilityOptions {
  topK: number;
  seed: number;
  draws?: number;
}

export interface Stability {
  topK: number;
  /** In how many of the resamples the same alternatives come first, k of them. */
  held: number;
  resamples: number;
  seed: number;
  /** The places between which 95 in 100 resamples put it, and the part of them that has it among the first k. */
  places: Record<string, { low: number; high: number; chanceTopK: number }>;
}

/**
 * How much an order depends on who happened to come: people are drawn with replacement, as many as there are, and their ballots are counted again.
 * `count` is told how often each person was drawn. Within a tie at the cut, the places left are shared out.
 * B. Efron, Bootstrap methods: another look at the jackknife, Annals of Statistics 7 (1979).
 */
export function stability(
  alternatives: Alternatives,
  people: number,
  count: (times: readonly number[]) => WeakOrder,
  { topK, seed, draws = 1000 }: StabilityOptions,
): Stability {
  const draw = seededDraws(seed);
  const top = topOf(count(new Array<number>(people).fill(1)), topK);
  const seen = recordOf(alternatives, () => ({ best: [] as number[], worst: [] as number[], inTop: 0 }));
  let held = 0;
  for (let i = 0; i < draws; i += 1) {
    const times = new Array<number>(people).fill(0);
    for (let j = 0; j < people; j += 1) times[draw(people)]! += 1;
    const order = count(times);
    if (topOf(order, topK) === top) held += 1;
    let above = 0;
    for (const group of order) {
      const part = Math.min(1, Math.max(0, topK - above) / group.length);
      for (const id of group) {
        seen[id]!.best.push(above + 1);
        seen[id]!.worst.push(above + group.length);
        seen[id]!.inTop += part;
      }
      above += group.length;
    }
  }
  return {
    topK,
    held,
    resamples: draws,
    seed,
    places: recordOf(alternatives, (id) => {
      const { best, worst, inTop } = seen[id]!;
      return { low: quantile(best, outside / 2), high: quantile(worst, 1 - outside / 2), chanceTopK: draws === 0 ? 0 : inTop / draws };
    }),
  };
}

/** The count for rules that add up what each ballot gives each alternative; higher is better. */
export function additiveCount(alternatives: Alternatives, given: readonly (readonly number[])[]): (times: readonly number[]) => WeakOrder {
  const size = alternatives.length;
  const placeOf = new Map(alternatives.map((id, place) => [id, place]));
  const points = Float64Array.from(given.flat());
  return (times) => {
    const sums = new Float64Array(size);
    for (let person = 0; person < given.length; person += 1) {
      const weight = times[person]!;
      if (weight === 0) continue;
      const from = person * size;
      for (let place = 0; place < size; place += 1) sums[place]! += weight * points[from + place]!;
    }
    return orderOf(alternatives, (id) => sums[placeOf.get(id)!]!);
  };
}

/**
 * The most ballots that can be taken away, whichever they are, with the same k coming first: exact for rules that add up. 0 where a tie stands at the
 * cut. The cheapest way to bring an outsider level is to take away those ballots that favour the insider most.
 */
export function droppable(alternatives: Alternatives, given: readonly (readonly number[])[], topK: number): number {
  const all = additiveCount(alternatives, given)(given.map(() => 1));
  const { chosen, onTheLine } = cutAt(all, topK);
  if (onTheLine.length > 0) return 0;
  const inside = alternatives.map((_, place) => place).filter((place) => chosen.includes(alternatives[place]!));
  const outsiders = alternatives.map((_, place) => place).filter((place) => !inside.includes(place));
  const totals = alternatives.map((_, place) => given.reduce((sum, points) => sum + points[place]!, 0));
  const pairs = inside.flatMap((a) => outsiders.map((b) => ({ a, b, lead: totals[a]! - totals[b]! }))).sort((p, q) => p.lead - q.lead);
  let fewest = given.length;
  for (const { a, b, lead } of pairs) {
    const leads = Float64Array.from(given, (points) => points[a]! - points[b]!);
    const most = leads.reduce((high, own) => Math.max(high, own), 0);
    // Not even ballots that all favour the insider as much as one does would make it fewer.
    if (Math.ceil(lead / most) - 1 >= fewest) continue;
    leads.sort();
    let left = lead;
    let dropped = 0;
    while (left > 0) left -= leads[leads.length - ++dropped]!;
    // One fewer still leaves a lead.
    fewest = Math.min(fewest, dropped - 1);
  }
  return fewest;
}

/**
 * A lower bound of the same for rules by which alternatives that each beat all others come first (Schulze, Ranked Pairs and Kemeny are such: M. Truchon,
 * An extension of the Condorcet criterion and Kemeny orders, 1998). A ballot less changes no margin by more than one, so that the first k go on beating
 * everybody else. 0 where they do not beat everybody else: the rule may hold for more.
 */
export function droppableByMargins(alternatives: Alternatives, matrix: PairwiseMatrix, order: WeakOrder, topK: number): number {
  const { chosen, onTheLine } = cutAt(order, topK);
  if (onTheLine.length > 0) return 0;
  const isInside = alternatives.map((id) => chosen.includes(id));
  let least = matrixPeople(matrix);
  for (const [i, row] of matrix.entries()) {
    for (const [j, own] of row.entries()) if (isInside[i] && !isInside[j]) least = Math.min(least, own - matrix[j]![i]! - 1);
  }
  return Math.max(0, least);
}

/** No fewer people than any pair has opinions. */
function matrixPeople(matrix: PairwiseMatrix): number {
  return matrix.reduce((most, row, i) => row.reduce((higher, own, j) => Math.max(higher, own + matrix[j]![i]!), most), 0);
}

/**
 * A lower bound of the same for any rule: the largest number of ballots such that every way to take away as many, or fewer, was tried and changed
 * nothing. It stops short after `triesMost` counts.
 */
export function droppableTried(people: number, count: (times: readonly number[]) => WeakOrder, topK: number, triesMost = 400): number {
  const times = new Array<number>(people).fill(1);
  const whole = count(times);
  if (cutAt(whole, topK).onTheLine.length > 0) return 0;
  const top = topOf(whole, topK);
  let tries = 0;
  const holds = (left: number, from: number): boolean => {
    if (left === 0) return ++tries <= triesMost && topOf(count(times), topK) === top;
    for (let person = from; person <= people - left; person += 1) {
      times[person] = 0;
      const isSame = holds(left - 1, person + 1);
      times[person] = 1;
      if (!isSame) return false;
    }
    return true;
  };
  let dropped = 0;
  while (dropped < people && holds(dropped + 1, 0)) dropped += 1;
  return dropped;
}

function topOf(order: WeakOrder, topK: number): string {
  const { chosen, onTheLine } = cutAt(order, topK);
  return JSON.stringify([chosen.sort(), onTheLine.sort()]);
}

function quantile(values: readonly number[], part: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1))] ?? 0;
}
