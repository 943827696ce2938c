import type { ListedKey, MadeKey } from '../../shared/organizer-key.ts';
import { listSessions, renewLinks, type ListedSession } from '../net/desk-api.ts';
import { listKeys, makeKey, revokeKey } from '../net/desk-keys.ts';
import { troubleOf, type Trouble } from './trouble.ts';

/** [S11] A key that was just revoked, and the sessions made with it whose facilitators' links go on. */
export interface RevokedKey {
  name: string;
  sessions: ListedSession[];
}

/** [S11] The keys of the desk: all of them for the owner, who makes and revokes them; for others their own. */
export class OrganizerKeysState {
  #keys: ListedKey[] | null = $state.raw(null);
  #mine: string | null = $state(null);
  #made: MadeKey | null = $state.raw(null);
  #revoked: RevokedKey | null = $state.raw(null);
  #trouble: Trouble | null = $state(null);
  readonly #key: string;

  constructor(organizerKey: string) {
    this.#key = organizerKey;
    void this.load();
  }

  /** Null until they are here. */
  get keys(): ListedKey[] | null {
    return this.#keys;
  }

  /** True for who may make and revoke them. */
  get isOwner(): boolean {
    return this.#keys !== null && this.#mine === null;
  }

  /** The one that was just made; it cannot be shown again. */
  get made(): MadeKey | null {
    return this.#made;
  }

  /** Null while none was revoked on this page. */
  get revoked(): RevokedKey | null {
    return this.#revoked;
  }

  get trouble(): Trouble | null {
    return this.#trouble;
  }

  async load(): Promise<void> {
    await this.#attempt(() => this.#list());
  }

  /** False where it was refused. */
  async make(name: string): Promise<boolean> {
    return this.#attempt(async () => {
      this.#made = await makeKey(this.#key, name);
      await this.#list();
    });
  }

  async revoke(id: string): Promise<void> {
    await this.#attempt(async () => {
      const name = this.#keys?.find((key) => key.id === id)?.name ?? '';
      await revokeKey(this.#key, id);
      const { sessions, rehearsals } = await listSessions(this.#key);
      this.#revoked = { name, sessions: [...sessions, ...rehearsals].filter((one) => one.madeBy === name && one.status === 'open') };
      if (this.#made?.id === id) this.#made = null;
      await this.#list();
    });
  }

  /** [S4] Makes a session's facilitators' links anew; false where it was not done. */
  renewLinks(sessionId: string): Promise<boolean> {
    return this.#attempt(() => renewLinks(this.#key, sessionId));
  }

  async #list(): Promise<void> {
    const { keys, mine } = await listKeys(this.#key);
    this.#keys = keys;
    this.#mine = mine;
  }

  async #attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      this.#trouble = null;
    } catch (error) {
      this.#trouble = troubleOf(error);
    }
    return this.#trouble === null;
  }
}
