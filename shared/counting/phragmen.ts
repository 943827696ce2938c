import { approvedPlaces } from './approval.ts';
import type { Alternatives } from './alternatives.ts';
import { fractionOf, zero, type Fraction } from './fraction.ts';
import type { TieBreak } from './tie-break.ts';

export interface PhragmenOptions {
  k: number;
  tieBreak: TieBreak;
  /** With a budget, whole costs instead of one each; what no longer fits is passed over. */
  costs?: Readonly<Record<string, number>>;
  budget?: number;
  /** What each ballot carries at the start; below zero for money that is left over. */
  start?: readonly Fraction[];
  /** What is chosen already. */
  chosen?: readonly string[];
}

export interface Phragmen {
  /** In the order they were taken, after those that were chosen already. Fewer than k where nobody approves the rest. */
  chosen: string[];
  /** What each ballot carries in the end. */
  loads: Fraction[];
  /** Who carries what: each one's approvers and the load at which they could carry it together. */
  rounds: { taken: string; supporters: number; load: Fraction }[];
}

/**
 * Sequential Phragmén: each alternative is a load of one (or of what it costs) that its approvers share; taken is always what leaves the highest load lowest, the approvers
 * then carrying all the same.
 * E. Phragmén (1894); S. Janson, Phragmén's and Thiele's election methods, arXiv:1611.08826. With `start`, the completion of Equal Shares by D.
 * Peters and P. Skowron, Proportionality and the limits of welfarism, EC 2020.
 */
export function seqPhragmen(alternatives: Alternatives, ballots: readonly (readonly string[])[], options: PhragmenOptions): Phragmen {
  const approved = approvedPlaces(alternatives, ballots);
  const approversOf = alternatives.map((): number[] => []);
  approved.forEach((ballot, b) => ballot.forEach((place) => approversOf[place]!.push(b)));
  const loads = new Loads(options.start ?? ballots.map(() => zero));
  const chosen = [...(options.chosen ?? [])];
  const costOf = (id: string) => options.costs?.[id] ?? 1;
  const room = () => (options.budget ?? Infinity) - chosen.reduce((sum, id) => sum + costOf(id), 0);
  const rounds: Phragmen['rounds'] = [];
  while (chosen.length < options.k) {
    const left = room();
    const isOpen = (id: string, place: number) => approversOf[place]!.length > 0 && !chosen.includes(id) && costOf(id) <= left;
    const open = [...alternatives.keys()].filter((place) => isOpen(alternatives[place]!, place));
    if (open.length === 0) break;
    const needed = open.map((place) => ({ place, ...loads.withMore(approversOf[place]!, costOf(alternatives[place]!)) }));
    const least = needed.reduce((a, b) => (b.sum * BigInt(a.people) < a.sum * BigInt(b.people) ? b : a));
    const tied = needed.filter(({ sum, people }) => sum * BigInt(least.people) === least.sum * BigInt(people));
    const taken = tieBreakAmong(
      tied.map(({ place }) => alternatives[place]!),
      options.tieBreak,
    );
    const supporters = approversOf[alternatives.indexOf(taken)]!;
    rounds.push({ taken, supporters: supporters.length, load: loads.share(supporters, costOf(taken)) });
    chosen.push(taken);
  }
  return { chosen, loads: loads.all(), rounds };
}

function tieBreakAmong(tied: readonly string[], tieBreak: TieBreak): string {
  return tied.length === 1 ? tied[0]! : tieBreak(tied);
}

/** What each ballot carries, as whole numbers over one denominator. Ballots that carry the same share a class, of which there are few. */
class Loads {
  #denominator = 1n;
  #classes: bigint[] = [];
  #classOf: number[];

  constructor(start: readonly Fraction[]) {
    const known = new Map<string, number>();
    const distinct: Fraction[] = [];
    this.#classOf = start.map((load) => {
      const key = `${load.n}/${load.d}`;
      const place = known.get(key) ?? distinct.push(load) - 1;
      known.set(key, place);
      return place;
    });
    for (const { d } of distinct) this.#denominator *= fractionOf(d, this.#denominator).n;
    this.#classes = distinct.map(({ n, d }) => (n * this.#denominator) / d);
  }

  /** What these would carry together with `cost` more, in the common measure, and how many they are. */
  withMore(ballots: readonly number[], cost: number): { sum: bigint; people: number } {
    const counts = new Array<number>(this.#classes.length).fill(0);
    for (const b of ballots) counts[this.#classOf[b]!]! += 1;
    const sum = counts.reduce(
      (total, count, c) => (count === 0 ? total : total + BigInt(count) * this.#classes[c]!),
      BigInt(cost) * this.#denominator,
    );
    return { sum, people: ballots.length };
  }

  /** Lets these carry `cost` more together, each the same, and says how much that is. */
  share(ballots: readonly number[], cost: number): Fraction {
    const { sum, people } = this.withMore(ballots, cost);
    const load = fractionOf(sum, BigInt(people) * this.#denominator);
    const factor = fractionOf(load.d, this.#denominator).n;
    this.#denominator *= factor;
    this.#classes = this.#classes.map((numerator) => numerator * factor);
    const place = this.#classes.push((load.n * this.#denominator) / load.d) - 1;
    for (const b of ballots) this.#classOf[b] = place;
    return load;
  }

  all(): Fraction[] {
    const loads = this.#classes.map((numerator) => fractionOf(numerator, this.#denominator));
    return this.#classOf.map((place) => loads[place]!);
  }
}
