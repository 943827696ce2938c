import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const webhookSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwTeSt0123456=';

export interface Heard {
  path: string;
  headers: IncomingHttpHeaders;
  /** Byte for byte. */
  body: string;
}

/** Answers one post, or leaves it waiting. */
export type Answering = (response: ServerResponse, heard: Heard) => void;

export const status =
  (code: number): Answering =>
  (response) =>
    response.writeHead(code).end();

/** A receiver of webhooks on loopback that answers as it is told to and keeps all that it heard. */
export class WebhookReceiver {
  readonly heard: Heard[] = [];
  answering: Answering = status(204);
  #port = 0;
  #server = this.#made();

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hooks/yishi`;
  }

  /** Takes a port, the same one each time. */
  async listen(): Promise<this> {
    this.#server = this.#made();
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  /** Nobody is there any more. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #made() {
    return createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const heard = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
        this.heard.push(heard);
        this.answering(response, heard);
      })().catch(() => response.destroy());
    });
  }
}

/** In seconds: older or newer webhooks may be somebody's who heard them. */
const toleranceS = 300;

/** As receivers are told to verify a webhook, written apart from who signs it: WebCrypto checks the MAC, in constant time. */
export async function isSigned({ headers, body }: Pick<Heard, 'headers' | 'body'>, secret: string, nowMs: number): Promise<boolean> {
  const said = (name: string) => String(headers[name] ?? '');
  const second = Number(said('webhook-timestamp'));
  if (!Number.isInteger(second) || Math.abs(nowMs / 1000 - second) > toleranceS) return false;
  const raw = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (character) => character.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const signed = new TextEncoder().encode(`${said('webhook-id')}.${said('webhook-timestamp')}.${body}`);
  for (const one of said('webhook-signature').split(' ')) {
    const [version, mac = ''] = one.split(',');
    if (version !== 'v1') continue;
    const bytes = Uint8Array.from(atob(mac), (character) => character.charCodeAt(0));
    if (await crypto.subtle.verify('HMAC', key, bytes, signed)) return true;
  }
  return false;
}
