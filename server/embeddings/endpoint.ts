import * as z from 'zod/mini';
import { areVectors, type Embed } from '../../shared/grouping/vectors.ts';

/** An OpenAI-compatible embeddings endpoint. */
export interface EmbeddingsEndpoint {
  /** Without its last part: `https://models.example.org/v1`. */
  url: string;
  model: string;
  key: string | null;
}

/** What an endpoint did instead of answering. Says nothing of what was asked, and nothing of the key. */
export class EmbeddingsError extends Error {
  override name = 'EmbeddingsError';
}

/** An answer for one batch is parsed at once, on the loop that serves the room: a few milliseconds for the longest vectors there are. */
export const batchTextsMax = 16;
export const vectorLengthMax = 4096;
const answerBytesMax = batchTextsMax * vectorLengthMax * 32;
const patienceMs = 10_000;

const Answer = z.object({ data: z.array(z.object({ index: z.optional(z.int()), embedding: z.unknown() })) });

/**
 * Asks an endpoint for the vectors of at most `batchTextsMax` texts. Throws EmbeddingsError where it refuses, is slow, redirects, or answers something else
 * than one vector a text; redirects are not followed, since notes go to the address that the facilitator was shown.
 */
export function embedAt({ url, model, key }: EmbeddingsEndpoint, timeoutMs = patienceMs): Embed {
  return async (texts) => {
    try {
      const response = await fetch(`${url}/embeddings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key !== null && { authorization: `Bearer ${key}` }) },
        body: JSON.stringify({ model, input: texts, encoding_format: 'float' }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw new EmbeddingsError(`it answered ${response.status}`);
      }
      return vectorsIn(await textOf(response), texts.length);
    } catch (error) {
      if (error instanceof EmbeddingsError) throw error;
      throw new EmbeddingsError(error instanceof Error && error.name === 'TimeoutError' ? 'it was too slow' : 'it could not be reached');
    }
  };
}

/** The body, read no further than an answer may be long. */
async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > answerBytesMax) throw new EmbeddingsError('its answer was too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function vectorsIn(text: string, count: number): number[][] {
  const answer = Answer.safeParse(parsed(text));
  if (!answer.success) throw new EmbeddingsError('its answer had another shape');
  const vectors = answer.data.data
    .map(({ index, embedding }, i) => ({ index: index ?? i, embedding }))
    .sort((a, b) => a.index - b.index)
    .map(({ embedding }) => (isVector(embedding) ? embedding : []));
  if (!areVectors(vectors, count)) throw new EmbeddingsError('its answer had other vectors than asked for');
  return vectors;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isVector(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= vectorLengthMax && value.every((one) => typeof one === 'number');
}
