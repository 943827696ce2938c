import { fractionOf, type Fraction } from './fraction.ts';

/** What each person has left, as whole numbers over one denominator. */
export class Purses {
  #denominator: bigint;
  #left: bigint[];

  constructor(people: number, endowment: Fraction) {
    this.#denominator = endowment.d;
    this.#left = new Array<bigint>(people).fill(endowment.n);
  }

  /**
   * The most that any of these pays when they buy something together, each paying the same as far as their purse goes; null where they cannot.
   * `cost` is a whole number.
   */
  price(people: readonly number[], cost: bigint): Fraction | null {
    const shares = this.#shares(people, cost);
    return shares && fractionOf(shares.remaining, BigInt(shares.rich.length) * this.#denominator);
  }

  /** Lets these buy it. Throws RangeError where they cannot. */
  pay(people: readonly number[], cost: bigint): Fraction {
    const price = this.price(people, cost);
    const shares = this.#shares(people, cost);
    if (!price || !shares) throw new RangeError('more than they have');
    const measure = fractionOf(price.d, this.#denominator).n;
    this.#denominator *= measure;
    this.#left = this.#left.map((left) => left * measure);
    for (const i of shares.poor) this.#left[i] = 0n;
    for (const i of shares.rich) this.#left[i]! -= (price.n * this.#denominator) / price.d;
    return price;
  }

  left(): Fraction[] {
    return this.#left.map((left) => fractionOf(left, this.#denominator));
  }

  /** Who gives all they have, who gives the same as the others, and what is left for these to give. */
  #shares(people: readonly number[], cost: bigint): { poor: number[]; rich: number[]; remaining: bigint } | null {
    const poor: number[] = [];
    let rich = [...people];
    let remaining = cost * this.#denominator;
    while (rich.length > 0) {
      const sharers = BigInt(rich.length);
      const short = rich.filter((i) => this.#left[i]! * sharers < remaining);
      if (short.length === 0) return { poor, rich, remaining };
      for (const i of short) remaining -= this.#left[i]!;
      poor.push(...short);
      rich = rich.filter((i) => !short.includes(i));
    }
    return null;
  }
}
