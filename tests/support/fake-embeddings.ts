import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  path: string;
  authorization: string | undefined;
  model: unknown;
  texts: string[];
}

/** How a fake endpoint answers one request. */
export type Answering = (asked: Asked, response: ServerResponse, request: IncomingMessage) => void;

/** As an honest one does: a vector a text, in the order of the texts or of their `index`. */
export function honest(vectorOf: (text: string) => readonly number[]): Answering {
  return ({ texts }, response) => {
    const data = texts.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) }));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ object: 'list', data: data.reverse(), model: 'fake' }));
  };
}

/** An embeddings endpoint on loopback that answers as it is told to, and keeps everything it was asked. */
export class FakeEmbeddings {
  readonly asked: Asked[] = [];
  /** Every byte of every request's body and head, as text, for scans. */
  readonly heard: string[] = [];
  answering: Answering;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  constructor(answering: Answering) {
    this.answering = answering;
  }

  /** `http://127.0.0.1:PORT/v1` */
  get url(): string {
    return `http://${this.host}/v1`;
  }
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  get texts(): string[] {
    return this.asked.flatMap(({ texts }) => texts);
  }

  async listen(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    this.heard.push(JSON.stringify(request.headers), body);
    const { model, input } = JSON.parse(body) as { model: unknown; input: string[] };
    const asked = { path: request.url ?? '', authorization: request.headers.authorization, model, texts: input };
    this.asked.push(asked);
    this.answering(asked, response, request);
  }
}
