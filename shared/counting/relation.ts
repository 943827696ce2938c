/** Which of a few places are above which, closed under going by way of others: a bit a pair, 32 in a word. Never changed once made. */
export class Relation {
  readonly #size: number;
  readonly #words: number;
  readonly #bits: Uint32Array;

  constructor(size: number, bits?: Uint32Array) {
    this.#size = size;
    this.#words = Math.ceil(size / 32);
    this.#bits = bits ?? new Uint32Array(size * this.#words);
  }

  has(above: number, below: number): boolean {
    return ((this.#bits[above * this.#words + (below >>> 5)]! >>> (below & 31)) & 1) === 1;
  }

  /** The relation with these pairs added, and all that follows from them. */
  with(pairs: readonly (readonly [above: number, below: number])[]): Relation {
    const closed = new Relation(this.#size, this.#bits.slice());
    for (const [above, below] of pairs) if (!closed.has(above, below)) closed.#add(above, below);
    return closed;
  }

  /** What holds in both. */
  and(other: Relation): Relation {
    return new Relation(
      this.#size,
      this.#bits.map((word, i) => word & other.#bits[i]!),
    );
  }

  /** The same for two relations that hold of the same pairs. */
  key(): string {
    return this.#bits.join();
  }

  #add(above: number, below: number): void {
    const words = this.#words;
    const bits = this.#bits;
    const from = below * words;
    const [inWord, bit] = [above >>> 5, 1 << (above & 31)];
    for (let place = 0, at = 0; place < this.#size; place += 1, at += words) {
      if (place !== above && (bits[at + inWord]! & bit) === 0) continue;
      for (let word = 0; word < words; word += 1) bits[at + word]! |= bits[from + word]!;
      bits[at + (below >>> 5)]! |= 1 << (below & 31);
    }
  }
}
