import { placesOf, recordOf, type Alternatives, type WeakOrder } from './alternatives.ts';
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
  count: Recount,
  { topK, seed, draws = 1000 }: StabilityOptions,
): Stability {
  const draw = seededDraws(seed);
  const times = new Int32Array(people).fill(1);
  const top = topOf(count(times), topK);
  const seen = recordOf(alternatives, () => ({ best: histogram(alternatives), worst: histogram(alternatives), inTop: 0 }));
  let held = 0;
  for (let i = 0; i < draws; i += 1) {
    times.fill(0);
    for (let j = 0; j < people; j += 1) times[draw(people)]! += 1;
    const order = count(times);
    if (topOf(order, topK) === top) held += 1;
    let above = 0;
    for (const group of order) {
      const part = Math.min(1, Math.max(0, topK - above) / group.length);
      for (const id of group) {
        const own = seen[id]!;
        own.best[above + 1]! += 1;
        own.worst[above + group.length]! += 1;
        own.inTop += part;
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

/** How often each place was seen; place 0 is none. */
function histogram(alternatives: Alternatives): Uint32Array {
  return new Uint32Array(alternatives.length + 1);
}

/** The least place that at least this part of all seen are at or before; 0 where none were seen. */
function quantile(seen: Uint32Array, part: number): number {
  const enough = Math.max(1, Math.ceil(part * seen.reduce((sum, times) => sum + times, 0)));
  let before = 0;
  return Math.max(
    0,
    seen.findIndex((times) => (before += times) >= enough),
  );
}

/** The order by a rule, where each ballot counts as often as it is told. */
export type Recount = (times: ArrayLike<number>) => WeakOrder;

/** What a rule chooses where each ballot counts as often as it is told, and an order that has the chosen before the others. */
export type Bundling = (times: ArrayLike<number>) => { chosen: readonly string[]; order: WeakOrder };

/**
 * The count for rules that add up what each ballot gives each alternative; higher is better. What a ballot gives most of them alike it need not give at
 * all: that changes no order, and short ballots give nearly all of them the same.
 */
export function additiveCount(alternatives: Alternatives, given: readonly (readonly number[])[]): Recount {
  const placeOf = placesOf(alternatives);
  const ends: number[] = [];
  const places: number[] = [];
  const extras: number[] = [];
  for (const points of given) {
    const usual = mostFrequent(points);
    points.forEach((own, place) => {
      if (own === usual) return;
      places.push(place);
      extras.push(own - usual);
    });
    ends.push(places.length);
  }
  const [end, place, extra] = [Uint32Array.from(ends), Uint32Array.from(places), Float64Array.from(extras)];
  return (times) => {
    const sums = new Float64Array(alternatives.length);
    for (let person = 0, at = 0; person < end.length; person += 1) {
      const weight = times[person]!;
      if (weight === 0) at = end[person]!;
      else for (; at < end[person]!; at += 1) sums[place[at]!]! += weight * extra[at]!;
    }
    return orderOf(alternatives, (id) => sums[placeOf.get(id)!]!);
  };
}

function mostFrequent(values: readonly number[]): number {
  const times = new Map<number, number>();
  let usual = values[0] ?? 0;
  for (const value of values) {
    times.set(value, (times.get(value) ?? 0) + 1);
    if (times.get(value)! > times.get(usual)!) usual = value;
  }
  return usual;
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
  const columns = alternatives.map((_, place) => Float64Array.from(given, (points) => points[place]!));
  const totals = columns.map((column) => column.reduce((sum, own) => sum + own, 0));
  const pairs = inside.flatMap((a) => outsiders.map((b) => ({ a, b, lead: totals[a]! - totals[b]! }))).sort((p, q) => p.lead - q.lead);
  let fewest = given.length;
  for (const { a, b, lead } of pairs) {
    const leads = columns[a]!.map((own, person) => own - columns[b]![person]!);
    const most = leads.reduce((high, own) => Math.max(high, own), 0);
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
 * nothing. It stops short after `triesMost` counts; left out, each ballot by itself is tried whatever their number.
 */
export function droppableTried(people: number, count: Recount, topK: number, triesMost = Math.max(400, people)): number {
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
