import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { nanoid } from 'nanoid';
import { dayOf } from '../../shared/day.ts';
import { keysMax, type ListedKey } from '../../shared/organizer-key.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { isBlank, normaliseText } from '../../shared/text.ts';
import type { Store } from '../store/store.ts';
import { InTurn } from './in-turn.ts';

/** Who holds the key that was given: the owner, or somebody by name. */
export type Organizer = { isOwner: true } | { isOwner: false; id: string; name: string };

interface Body {
  name: string;
  /** SHA-256 in hex. A key has 192 random bits, so that nothing slower is needed to hide it. */
  hash: string;
  createdAt: number;
  lastUsedOn: string | null;
}

export interface OrganizerKeysOptions {
  store: Pick<Store, 'deskRows' | 'putDeskRow' | 'dropDeskRow'>;
  /** The owner's, from the surroundings or the data folder: it makes and revokes the others and is revoked by neither. */
  ownerKey: string;
  now: () => number;
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

const kind = 'organizer-key';
/** Apart from the key: a note that is late, from another process, must not bring back one that was revoked meanwhile. */
const usedKind = 'organizer-key-used';

/** [S11] The keys that open the desk: the owner's, and those that the owner made for somebody by name. */
export class OrganizerKeys {
  readonly #options: OrganizerKeysOptions;
  readonly #owner: Buffer;
  readonly #keys = new Map<string, Body>();
  /** One change after the other: each looks at what the last one left. */
  readonly #changes = new InTurn();

  private constructor(options: OrganizerKeysOptions) {
    this.#options = options;
    this.#owner = digestOf(options.ownerKey);
  }

  static async open(options: OrganizerKeysOptions): Promise<OrganizerKeys> {
    const keys = new OrganizerKeys(options);
    await keys.refresh();
    return keys;
  }

  /** Another process may have made or revoked some. */
  refresh(): Promise<void> {
    return this.#changes.do(async () => {
      const [rows, used] = [await this.#options.store.deskRows(kind), await this.#options.store.deskRows(usedKind)];
      const days = new Map(used.map(({ id, body }) => [id, (JSON.parse(body) as Pick<Body, 'lastUsedOn'>).lastUsedOn]));
      this.#keys.clear();
      for (const { id, body } of rows) {
        const known = JSON.parse(body) as Body;
        this.#keys.set(id, { ...known, lastUsedOn: days.get(id) ?? known.lastUsedOn });
      }
    });
  }

  /** Whose key this is; null where it is nobody's. Every key is compared, each in constant time: how long it takes tells nothing of any. */
  holderOf(key: string): Organizer | null {
    const given = digestOf(key);
    let holder: Organizer | null = timingSafeEqual(given, this.#owner) ? { isOwner: true } : null;
    for (const [id, { name, hash }] of this.#keys)
      if (timingSafeEqual(given, Buffer.from(hash, 'hex'))) holder ??= { isOwner: false, id, name };
    return holder;
  }

  /** In the order in which they were made. */
  list(): ListedKey[] {
    return [...this.#keys].map(([id, { name, createdAt, lastUsedOn }]) => ({ id, name, createdAt, lastUsedOn }));
  }

  /** Notes the day; nobody waits for it. */
  used({ id }: { id: string }): void {
    const body = this.#keys.get(id);
    const today = dayOf(new Date(this.#options.now()).toISOString());
    if (!body || body.lastUsedOn === today) return;
    body.lastUsedOn = today;
    this.#changes
      .do(async () => {
        if (this.#keys.has(id)) await this.#options.store.putDeskRow({ kind: usedKind, id, body: JSON.stringify({ lastUsedOn: today }) });
      })
      .catch((error: unknown) => this.#options.onTrouble('the day a key was used was not stored', { error: String(error) }));
  }

  /** Makes a key, whose words are given this once. Refuses a name that shows nothing or that a key goes by already, and too many keys. */
  make(name: string): Promise<ListedKey & { key: string }> {
    const shown = normaliseText(name).trim();
    return this.#changes.do(async () => {
      if (isBlank(shown) || [...this.#keys.values()].some((body) => body.name === shown)) throw new RefusalError('bad-input');
      if (this.#keys.size >= keysMax) throw new RefusalError('not-allowed');
      const key = randomBytes(24).toString('base64url');
      const id = nanoid();
      const body: Body = { name: shown, hash: digestOf(key).toString('hex'), createdAt: this.#options.now(), lastUsedOn: null };
      await this.#put(id, body);
      this.#keys.set(id, body);
      return { id, name: shown, createdAt: body.createdAt, lastUsedOn: null, key };
    });
  }

  /** It opens nothing from here on, also after a restart. Refuses `not-found`. */
  revoke(id: string): Promise<void> {
    return this.#changes.do(async () => {
      if (!this.#keys.has(id)) throw new RefusalError('not-found');
      for (const of of [kind, usedKind]) await this.#options.store.dropDeskRow({ kind: of, id });
      this.#keys.delete(id);
    });
  }

  #put(id: string, body: Body): Promise<void> {
    return this.#options.store.putDeskRow({ kind, id, body: JSON.stringify(body) });
  }
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
