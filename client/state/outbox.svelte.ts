import { openOutbox, type Outbox, type OutboxEntry, type Said } from '../net/outbox.ts';
import type { Connection } from '../net/socket.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
import { NoAnswerError } from '../net/no-answer.ts';
import { onDevice } from '../net/storage.ts';
import { randomId } from '../net/identity.ts';

/** The outbox as a page sees it: what waits and what was refused, in the order it was said. */
export class OutboxState {
  #entries: readonly OutboxEntry[] = $state.raw([]);
  #connection: Connection | null = null;
  readonly #outbox: Outbox;

  constructor({
    sessionId,
    onDelivered,
    onRefused,
  }: {
    sessionId: string;
    onDelivered: (entry: OutboxEntry) => void;
    onRefused: (entry: OutboxEntry, code: RefusalCode) => void;
  }) {
    this.#outbox = openOutbox({
      sessionId,
      strings: onDevice,
      send: async ({ name, payload, commandId }) => {
        if (!this.#connection) throw new NoAnswerError();
        return this.#connection.send(name, payload, { commandId });
      },
      onDelivered,
      onRefused,
      onChange: () => (this.#entries = this.#outbox.entries),
      newId: () => randomId(),
      now: () => Date.now(),
    });
    this.#entries = this.#outbox.entries;
  }

  /** In the order they were said. */
  get entries(): readonly OutboxEntry[] {
    return this.#entries;
  }

  /** True where something that nobody acknowledged would go with the page. */
  get wouldBeLost(): boolean {
    return this.#entries.length > 0 && this.#outbox.wouldBeLost;
  }

  put(said: Said): void {
    this.#outbox.put(said);
  }

  shelve(said: Said, code: RefusalCode): void {
    this.#outbox.shelve(said, code);
  }

  again(commandId: string): void {
    this.#outbox.again(commandId);
  }

  waitForOpening(commandId: string): void {
    this.#outbox.waitForOpening(commandId);
  }

  discard(commandId: string): void {
    this.#outbox.discard(commandId);
  }

  /** Null while there is no connection. */
  connectTo(connection: Connection | null): void {
    this.#connection = connection;
    this.#outbox.setOnline(connection !== null);
  }

  close(): void {
    this.#outbox.close();
  }
}
