import { setTimeout as wait } from 'node:timers/promises';
import { normaliseJoinCode } from '../../shared/join-code.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { importedIn } from '../session/session-row.ts';
import type { Sessions } from '../session/sessions.ts';
import type { SessionRow } from '../store/store.ts';
import { WrongCodes } from '../session/wrong-codes.ts';

/** While codes are being guessed the list of those there are is read so often, instead of looking each guess up. */
const listedForMs = 1_000;

export interface JoinCodesOptions {
  sessions: Pick<Sessions, 'store' | 'meters' | 'onPublished'>;
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

/** From a join code to its session. A right code is answered at once, whatever is going on; wrong ones later and later, and at last not at all. */
export class JoinCodes {
  readonly #options: JoinCodesOptions;
  readonly #wrong = new WrongCodes();
  #underWay = 0;
  #listedAt = -Infinity;
  #listed: Promise<Set<string>> = Promise.resolve(new Set<string>());

  constructor(options: JoinCodesOptions) {
    this.#options = options;
    options.sessions.onPublished((_sessionId, { events }) => {
      for (const event of events) if (event.type === 'code-changed') this.learn(event.joinCode);
    });
  }

  /** There is a new code, which the list does not have yet. */
  learn(code: string): void {
    void this.#listed.then((codes) => codes.add(code)).catch(() => undefined);
  }

  /**
   * [J1] The session that a code leads to, however it is typed. [J9] Seat cards lead to their session by its id: a new join code does not shut out who
   * holds one.
   */
  async rowOf(typed: string): Promise<SessionRow> {
    const { sessions } = this.#options;
    const printed = isSessionId(typed) ? await sessions.store.session(typed) : null;
    // The id of what was imported stands in its bundle, and opens nothing.
    return printed && !importedIn(printed) ? printed : this.find(normaliseJoinCode(typed));
  }

  /** Refuses `code-unknown`, or `too-fast` where there were far too many wrong ones lately. */
  async find(code: string): Promise<SessionRow> {
    const { sessions, onTrouble } = this.#options;
    if (this.#wrong.isFull(performance.now(), this.#underWay) && !(await this.#isListed(code))) {
      sessions.meters.codeUnknown();
      throw new RefusalError('too-fast');
    }
    const row = await this.#lookUp(code);
    if (row) return row;
    sessions.meters.codeUnknown();
    const { delayMs, isFirst } = this.#wrong.count(performance.now());
    if (isFirst) onTrouble('join codes are being guessed', {});
    if (delayMs > 0) await wait(delayMs);
    throw new RefusalError('code-unknown');
  }

  async #lookUp(code: string): Promise<SessionRow | null> {
    this.#underWay += 1;
    try {
      return code === '' ? null : await this.#options.sessions.store.sessionByCode(code);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #isListed(code: string): Promise<boolean> {
    if (performance.now() - this.#listedAt >= listedForMs) {
      this.#listedAt = performance.now();
      this.#listed = this.#options.sessions.store.sessions().then((rows) => new Set(rows.map(({ joinCode }) => joinCode)));
    }
    return (await this.#listed).has(code);
  }
}

function isSessionId(typed: string): boolean {
  return /^[A-Za-z0-9_-]{16}$/.test(typed);
}
