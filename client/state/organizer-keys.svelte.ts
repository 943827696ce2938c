import type { ListedKey, MadeKey } from '../../shared/organizer-key.ts';
import { listKeys, makeKey, revokeKey } from '../net/desk-keys.ts';
import { troubleOf, type Trouble } from './trouble.ts';

/** [S11] The keys of the desk: all of them for the owner, who makes and revokes them; for others their own. */
export class OrganizerKeysState {
  #keys: ListedKey[] | null = $state.raw(null);
  #mine: string | null = $state(null);
  #made: MadeKey | null = $state.raw(null);
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
      await revokeKey(this.#key, id);
      if (this.#made?.id === id) this.#made = null;
      await this.#list();
    });
  }

  async #list(): Promise<void> {
    const { keys, mine } = await listKeys(this.#key);
    this.#keys = keys;
    this.#mine = mine;
  }

  async #attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      this.#trouble = null;
    } catch (error) {
      this.#trouble = troubleOf(error);
    }
    return this.#trouble === null;
  }
}
