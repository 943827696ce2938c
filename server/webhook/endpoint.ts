import { signatureOf } from './signature.ts';

/** Who hears when need records are ready. */
export interface WebhookEndpoint {
  url: string;
  /** The first is the newest. */
  secrets: readonly Uint8Array[];
  /** How long one attempt may take; left out, as long as receivers usually need. */
  timeoutMs?: number;
}

/** `taken` is a 2xx; `refused` an answer that will hardly change; `later` everything else. `why` says nothing of what was sent. */
export interface Attempt {
  is: 'taken' | 'refused' | 'later';
  why: string;
}

const patienceMs = 15_000;
/** Among the client's faults, those that pass: too slow, too many. */
const passing = new Set([408, 429]);

/**
 * Posts one webhook and says what came of it; never rejects. No redirect is followed, since records would go where nobody configured them to, and what the
 * receiver answers beyond its status is not read.
 */
export async function postTo(
  { url, secrets, timeoutMs = patienceMs }: WebhookEndpoint,
  { id, second, body }: { id: string; second: number; body: string },
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Yishi',
        'webhook-id': id,
        'webhook-timestamp': String(second),
        'webhook-signature': signatureOf({ id, second, body }, secrets),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    return { is: verdictOn(response.status), why: `it answered ${response.status}` };
  } catch (error) {
    return { is: 'later', why: error instanceof Error && error.name === 'TimeoutError' ? 'it was too slow' : 'it could not be reached' };
  }
}

function verdictOn(status: number): Attempt['is'] {
  if (status >= 200 && status < 300) return 'taken';
  return status >= 300 && status < 500 && !passing.has(status) ? 'refused' : 'later';
}
