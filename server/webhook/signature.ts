import { createHmac } from 'node:crypto';

const prefix = 'whsec_';
/** In bytes, as the Standard Webhooks specification has it. */
const lengths = { min: 24, max: 64 };

/** The bytes of a secret that is written `whsec_` and base64; null where it is none. */
export function secretOf(text: string): Uint8Array | null {
  const [, encoded] = new RegExp(`^${prefix}([A-Za-z0-9+/]+={0,2})$`).exec(text) ?? [];
  if (encoded === undefined) return null;
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length >= lengths.min && bytes.length <= lengths.max ? bytes : null;
}

/**
 * What stands in `webhook-signature`: by each secret HMAC-SHA-256 over id, second and body, so that one secret can be changed for another while both are
 * believed. Standard Webhooks 1.0.0, https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signatureOf({ id, second, body }: { id: string; second: number; body: string }, secrets: readonly Uint8Array[]): string {
  return secrets.map((secret) => `v1,${createHmac('sha256', secret).update(`${id}.${second}.${body}`).digest('base64')}`).join(' ');
}
