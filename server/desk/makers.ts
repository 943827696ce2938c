import type { Store } from '../store/store.ts';

const kind = 'maker';

export interface MakersOptions {
  store: Pick<Store, 'deskRows' | 'putDeskRow' | 'dropDeskRow'>;
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

/** [S11] By whose key sessions were made. It stands beside the log, which cannot forget a name, and in no export. */
export class Makers {
  readonly #store: MakersOptions['store'];
  readonly #onTrouble: MakersOptions['onTrouble'];

  constructor({ store, onTrouble }: MakersOptions) {
    this.#store = store;
    this.#onTrouble = onTrouble;
  }

  /** By session id, the name of the key. */
  async all(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#store.deskRows(kind);
    return new Map(rows.map(({ id, body }) => [id, (JSON.parse(body) as { name: string }).name]));
  }

  /** Never rejects: the session is there, whether or not it can be kept who made it. */
  async keep(sessionId: string, name: string): Promise<void> {
    try {
      await this.#store.putDeskRow({ kind, id: sessionId, body: JSON.stringify({ name }) });
    } catch (error) {
      this.#onTrouble('it was not kept whose key made a session', { session: sessionId, error: String(error) });
    }
  }

  drop(sessionId: string): Promise<void> {
    return this.#store.dropDeskRow({ kind, id: sessionId });
  }
}
