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
   * `cost` is a whole number. Not in lowest terms: reducing takes longer than all else, and comparing does not need it.
   */
  price(people: readonly number[], cost: bigint): Fraction | null {
    const shares = this.#shares(people, cost);
    return shares && { n: shares.remaining, d: BigInt(shares.rich.length) * this.#denominator };
  }

  /** Lets these buy it, and says the most that any of them paid. Throws RangeError where they cannot. */
  pay(people: readonly number[], cost: bigint): Fraction {
    const shares = this.#shares(people, cost);
    if (!shares) throw new RangeError('more than they have');
    const { poor, rich, remaining } = shares;
    const sharers = BigInt(rich.length);
    const { n: part, d: measure } = fractionOf(remaining % sharers, sharers);
    const payment = (remaining / sharers) * measure + part;
    this.#denominator *= measure;
    if (measure !== 1n) this.#left = this.#left.map((left) => left * measure);
    for (const i of poor) this.#left[i] = 0n;
    for (const i of rich) this.#left[i]! -= payment;
    return { n: payment, d: this.#denominator };
  }

  left(): Fraction[] {
    return this.#left.map((left) => fractionOf(left, this.#denominator));
  }

  /** Who gives all they have, who gives the same as the others, and what these still have to pay. */
  #shares(people: readonly number[], cost: bigint): { poor: number[]; rich: number[]; remaining: bigint } | null {
    const poor: number[] = [];
    let rich = [...people];
    let remaining = cost * this.#denominator;
    while (rich.length > 0) {
      const sharers = BigInt(rich.length);
      const enough: number[] = [];
      let given = 0n;
      for (const i of rich) {
        if (this.#left[i]! * sharers >= remaining) enough.push(i);
        else {
          poor.push(i);
          given += this.#left[i]!;
        }
      }
      if (enough.length === rich.length) return { poor, rich, remaining };
      rich = enough;
      remaining -= given;
    }
    return null;
  }
}
