import type { SharedStore } from '../store/store.ts';
import { together, type People } from './people.ts';
import type { Sessions } from './sessions.ts';

const usualLookMs = 1_000;
/** Whom the database knows of beside whoever is heard on a bus. */
const byDatabase = 'by the database';
/** What only one process does is looked after less often. */
const looksPerLead = 5;

export interface OthersOptions {
  store: SharedStore;
  sessions: Sessions;
  /** How often it is looked; left out, once a second. */
  lookEveryMs?: number | undefined;
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

/** Whom to tell. */
export interface OthersListener {
  everyLook: () => Promise<void>;
  whileLeading: () => void;
  /** Another process leads from now on, or nobody. */
  onLeadLost: () => void;
  /** A session that is open here was erased elsewhere. */
  onGone: (sessionId: string) => void;
}

/**
 * [D33] The other processes on this store: what they wrote to sessions that are open here is seen within a second or so, and one of all does what must be
 * done once.
 */
export class Others {
  readonly #options: OthersOptions;
  #listener: OthersListener | null = null;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;
  #looks = 0;
  #isLeading = false;
  #isAway = false;
  #isAskedAgain = false;

  constructor(options: OthersOptions) {
    this.#options = options;
  }

  /** True where this process does what only one must do. */
  get isLeading(): boolean {
    return this.#isLeading;
  }

  begin(listener: OthersListener): void {
    this.#listener = listener;
    this.#timer = setInterval(() => this.#look(), this.#options.lookEveryMs ?? usualLookMs).unref();
    this.#look();
  }

  /** Looks now: what is being looked at may be older than what is asked about. */
  lookNow(): void {
    if (!this.#listener) return;
    this.#isAskedAgain = this.#looking !== null;
    this.#look();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#listener = null;
    await this.#looking;
  }

  #look(): void {
    this.#looking ??= this.#lookOnce()
      .then(() => {
        this.#isAway = false;
      })
      .catch((error: unknown) => {
        if (!this.#isAway) this.#options.onTrouble('other processes could not be followed', { error: String(error) });
        this.#isAway = true;
      })
      .finally(() => {
        this.#looking = null;
        if (this.#isAskedAgain) this.lookNow();
      });
  }

  async #lookOnce(): Promise<void> {
    const { store, sessions } = this.#options;
    if (this.#looks++ % looksPerLead === 0) {
      const wasLeading = this.#isLeading;
      this.#isLeading = await store.leads();
      if (this.#isLeading) this.#listener?.whileLeading();
      else if (wasLeading) this.#listener?.onLeadLost();
    }
    await this.#listener?.everyLook();
    const open = await sessions.opened();
    if (open.length === 0) return;
    const heads = await store.heads(open.map(({ id }) => id));
    const ours = new Map(open.map((session) => [session.id, JSON.stringify(session.people())]));
    const theirs = await store.exchangePresent(ours);
    for (const session of open) {
      const head = heads.get(session.id);
      if (head === undefined) {
        this.#listener?.onGone(session.id);
        await sessions.letGo(session.id);
      } else await session.catchUp(head);
      const said = theirs.get(session.id)?.map((people) => JSON.parse(people) as People);
      session.hearPeople(byDatabase, said ? together(said) : null);
    }
  }
}
