import { RefusalError } from '../../shared/refusal.ts';
import type { Embed } from '../../shared/grouping/vectors.ts';
import { batchTextsMax, EmbeddingsError } from './endpoint.ts';
import { quantised, VectorCache } from './vector-cache.ts';

/** Longer texts are not sent: models cut them anyway, and nobody writes so much on a slip. */
const textUnitsMax = 2_000;
/** After a failure nobody is asked for so long: who groups notes meanwhile waits for nothing. */
const restMs = 20_000;

export interface NoteVectorsOptions {
  embed: Embed;
  now: () => number;
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

export interface Wanted {
  sessionId: string;
  noteIds: readonly string[];
  /** What of these notes may be sent now, by note id. Asked before each batch, so that a note hidden meanwhile stays here. */
  textsOf: (noteIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** False once nobody waits for the answer: nothing more is sent. */
  isWanted: () => boolean;
}

export interface FoundVectors {
  vectors: Map<string, Int8Array>;
  /** False where the endpoint owes some. */
  isComplete: boolean;
}

/** [G15] Vectors of notes: those that are known, and the others from the endpoint, batch after batch. Whatever it does, there is an answer. */
export class NoteVectors {
  readonly #options: NoteVectorsOptions;
  readonly #cache = new VectorCache();
  readonly #busy = new Set<string>();
  #length: number | null = null;
  #restsUntil = 0;

  constructor(options: NoteVectorsOptions) {
    this.#options = options;
  }

  /** One request a session at a time; another one meanwhile is refused with `try-later`. */
  async find(wanted: Wanted): Promise<FoundVectors> {
    const { sessionId } = wanted;
    if (this.#busy.has(sessionId)) throw new RefusalError('try-later');
    this.#busy.add(sessionId);
    try {
      return await this.#findAll(wanted);
    } finally {
      this.#busy.delete(sessionId);
    }
  }

  /** Forgets all of an erased session. */
  forget(sessionId: string): void {
    this.#cache.forget(sessionId);
  }

  async #findAll({ sessionId, noteIds, textsOf, isWanted }: Wanted): Promise<FoundVectors> {
    const found: FoundVectors = { vectors: new Map(), isComplete: true };
    for (let from = 0; from < noteIds.length && isWanted(); from += batchTextsMax) {
      const texts = await textsOf(noteIds.slice(from, from + batchTextsMax));
      const unknown = [...new Set(texts.values())].filter((text) => text.length <= textUnitsMax && !this.#cache.get(sessionId, text));
      if (unknown.length > 0 && !(await this.#learn(sessionId, unknown))) found.isComplete = false;
      for (const [noteId, text] of texts) {
        const vector = this.#cache.get(sessionId, text);
        if (vector) found.vectors.set(noteId, vector);
      }
    }
    return found;
  }

  async #learn(sessionId: string, texts: readonly string[]): Promise<boolean> {
    const { embed, now, onTrouble } = this.#options;
    if (now() < this.#restsUntil) return false;
    try {
      const vectors = await embed(texts);
      this.#length ??= vectors[0]!.length;
      if (vectors[0]!.length !== this.#length) throw new EmbeddingsError('its vectors have another length than before');
      for (const [i, text] of texts.entries()) this.#cache.set(sessionId, text, quantised(vectors[i]!));
      return true;
    } catch (error) {
      this.#restsUntil = now() + restMs;
      onTrouble('the embeddings endpoint did not answer', { reason: error instanceof EmbeddingsError ? error.message : 'internal' });
      return false;
    }
  }
}
