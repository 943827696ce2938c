import { createHash } from 'node:crypto';

/** At the longest vectors, one byte a number, sixteen megabytes. */
const vectorsMax = 4_000;

/** Vectors of texts that were asked for lately, in memory alone, a byte a number: what a note says is kept as a hash. */
export class VectorCache {
  readonly #vectors = new Map<string, Int8Array>();
  readonly #max: number;

  constructor(max = vectorsMax) {
    this.#max = max;
  }

  get size(): number {
    return this.#vectors.size;
  }

  get(sessionId: string, text: string): Int8Array | null {
    const key = keyOf(sessionId, text);
    const vector = this.#vectors.get(key);
    if (!vector) return null;
    this.#vectors.delete(key);
    this.#vectors.set(key, vector);
    return vector;
  }

  /** Keeps a vector; beyond the bound the one that was asked for longest ago goes. */
  set(sessionId: string, text: string, vector: Int8Array): void {
    this.#vectors.set(keyOf(sessionId, text), vector);
    for (const key of this.#vectors.keys()) {
      if (this.#vectors.size <= this.#max) return;
      this.#vectors.delete(key);
    }
  }

  /** Forgets all of a session. */
  forget(sessionId: string): void {
    for (const key of this.#vectors.keys()) if (key.startsWith(`${sessionId} `)) this.#vectors.delete(key);
  }
}

function keyOf(sessionId: string, text: string): string {
  return `${sessionId} ${createHash('sha256').update(text).digest('base64')}`;
}

/** A vector as bytes: its directions, which are all that is compared, to one part in 127 of its largest number. */
export function quantised(vector: readonly number[]): Int8Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Int8Array.from(vector, (value) => (largest === 0 ? 0 : Math.round((value / largest) * 127)));
}
