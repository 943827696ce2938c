import { randomBytes, randomInt } from 'node:crypto';
import { nanoid } from 'nanoid';
import { joinCodeAlphabet } from '../../shared/join-code.ts';
import { RefusalError } from '../../shared/refusal.ts';
import type { SessionDetails } from '../../shared/session.ts';
import { isShared, JoinCodeTakenError, NotStoredError, type Commit, type SessionRow, type Store } from '../store/store.ts';
import { carriedFrom, foundingCommit, foundingOf } from './founding.ts';
import type { LiveSessionOptions, Published } from './live-session-options.ts';
import { LiveSession } from './live-session.ts';
import type { Meters } from './meters.ts';
import { rebuild } from './rebuild.ts';
import { shuffle } from './shuffle.ts';
import type { Tokens, Grant } from './tokens.ts';

export interface SessionsOptions {
  meters: Meters;
  store: Store;
  tokens: Tokens;
  now: () => number;
  /** Whether whoever comes in does so over HTTPS; left out, they do not. */
  isEncrypted?: boolean;
  computeStability: LiveSessionOptions['computeStability'];
  /** Who serves the same sessions elsewhere; left out, nobody does. */
  elsewhere?: Elsewhere;
  onTrouble: LiveSessionOptions['onTrouble'];
}

/** Other processes that serve the same sessions, as far as a session here has to do with them. */
export interface Elsewhere {
  /** So long they have to say who is with them. */
  answerMs: number;
  /** A session is in memory here from now on. */
  opened: (sessionId: string) => void;
  /** It is no more. */
  letGo: (sessionId: string) => void;
  /** Somebody came or went here. */
  peopleChanged: (sessionId: string) => void;
  /** A commit became durable. */
  stored: (sessionId: string, seq: number) => void;
  /** It was erased. */
  erased: (sessionId: string) => void;
}

/** All sessions of this server: made, found, opened once and kept open. */
export class Sessions {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly now: () => number;
  readonly meters: Meters;
  readonly #computeStability: LiveSessionOptions['computeStability'];
  readonly #elsewhere: Elsewhere | null;
  readonly #onTrouble: LiveSessionOptions['onTrouble'];
  readonly #isEncrypted: boolean;
  readonly #open = new Map<string, Promise<LiveSession | null>>();
  /** When each was last asked for, by a clock that never jumps. */
  readonly #askedAt = new Map<string, number>();
  #isClosing = false;
  readonly #listeners = new Set<(sessionId: string, published: Published) => void>();
  readonly #brokenListeners = new Set<(sessionId: string, how: { isGone: boolean }) => void>();

  constructor({ store, tokens, now, meters, isEncrypted = false, computeStability, elsewhere, onTrouble }: SessionsOptions) {
    this.store = store;
    this.tokens = tokens;
    this.now = now;
    this.meters = meters;
    this.#computeStability = computeStability;
    this.#elsewhere = elsewhere ?? null;
    this.#onTrouble = onTrouble;
    this.#isEncrypted = isEncrypted;
  }

  /** Calls back after every durable commit of every open session, in order. */
  onPublished(listener: (sessionId: string, published: Published) => void): void {
    this.#listeners.add(listener);
  }

  /** Calls back where a session in memory is of no use any more: whoever holds it is to ask again. `isGone`: it was erased at another process. */
  onBroken(listener: (sessionId: string, how: { isGone: boolean }) => void): void {
    this.#brokenListeners.add(listener);
  }

  /** The session, opened if need be; a refusal `not-found` where there is none. */
  async get(sessionId: string): Promise<LiveSession> {
    const session = await this.#opened(sessionId);
    if (!session) throw new RefusalError('not-found');
    return session;
  }

  /** Those in memory, or on their way there. */
  openIds(): string[] {
    return [...this.#open.keys()];
  }

  /** Those in memory, as far as they are open by now. */
  async opened(): Promise<LiveSession[]> {
    const all = await Promise.allSettled(this.#open.values());
    return all.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []));
  }

  /** A session that is in memory and of use; null where there is none. */
  async live(sessionId: string): Promise<LiveSession | null> {
    const open = await this.#open.get(sessionId)?.catch(() => null);
    return open && !open.isBroken ? open : null;
  }

  /**
   * [D44] Lets sessions leave memory that nobody has asked for in `idleMs` and nobody is connected to; `isHeld` says who else holds one. Resolves with
   * their ids.
   */
  async letIdleGo({ idleMs, isHeld }: { idleMs: number; isHeld: (sessionId: string) => boolean }): Promise<string[]> {
    const gone: string[] = [];
    for (const [id, askedAt] of [...this.#askedAt]) {
      if (performance.now() - askedAt < idleMs) continue;
      const open = await this.live(id);
      // Somebody may have asked for it while another one left.
      const isAskedFor = performance.now() - (this.#askedAt.get(id) ?? -Infinity) < idleMs;
      if (isAskedFor || isHeld(id) || (open && !open.isIdle)) continue;
      await this.letGo(id);
      gone.push(id);
    }
    return gone;
  }

  /** Out of memory it goes, as it is stored; another process may have erased it [D33]. */
  async letGo(sessionId: string): Promise<void> {
    const open = this.#open.get(sessionId);
    this.#open.delete(sessionId);
    this.#askedAt.delete(sessionId);
    if (open) this.#elsewhere?.letGo(sessionId);
    await (await open?.catch(() => null))?.close();
  }

  /** What lists show of every session as it is now, newest first. */
  async rows(): Promise<SessionRow[]> {
    const rows = await this.store.sessions();
    await this.#lookElsewhere();
    return Promise.all(
      rows.map(async (row) => {
        const open = await this.#open.get(row.id);
        return open && !open.isBroken ? open.atRest(() => open.listedRow()).catch(() => row) : row;
      }),
    );
  }

  /** [D54] All that are in memory become what is stored by now; where the store does not say, what is known here has to do. */
  async #lookElsewhere(): Promise<void> {
    if (!isShared(this.store)) return;
    const open = await this.opened();
    const heads = await this.store.heads(open.map(({ id }) => id)).catch(() => new Map<string, number>());
    await Promise.all(open.map((session) => session.catchUp(heads.get(session.id) ?? 0)));
  }

  async #opened(sessionId: string): Promise<LiveSession | null> {
    this.#askedAt.set(sessionId, performance.now());
    const found = this.#open.get(sessionId);
    const known = await found;
    if (known && !known.isBroken) {
      // [D54] Where the store does not say, what is known here has to do.
      await known.lookElsewhere().catch(() => undefined);
      // It may have left memory meanwhile, or be gone.
      return known.isClosed && !this.#isClosing ? this.#opened(sessionId) : known;
    }
    // Whoever asked at the same time may be reading it again by now.
    if (known && this.#open.get(sessionId) === found) this.#open.delete(sessionId);
    if (this.#isClosing) throw new RefusalError('try-later');
    const opening = this.#open.get(sessionId) ?? this.#read(sessionId);
    this.#open.set(sessionId, opening);
    try {
      const session = await opening;
      if (!session) this.#forget(sessionId);
      return session;
    } catch (error) {
      this.#forget(sessionId);
      // The database cannot be reached: whoever asked is to come back.
      if (error instanceof NotStoredError) throw new RefusalError('try-later');
      throw error;
    }
  }

  #forget(sessionId: string): void {
    this.#open.delete(sessionId);
    this.#askedAt.delete(sessionId);
  }

  async #read(sessionId: string): Promise<LiveSession | null> {
    const rebuilt = await rebuild(this.store, sessionId);
    if (!rebuilt) return null;
    this.#elsewhere?.opened(sessionId);
    return new LiveSession(rebuilt, {
      store: this.store,
      meters: this.meters,
      around: { now: this.now, id: () => nanoid(), bytes: (count) => randomBytes(count), shuffle, joinCode: () => randomCode(4) },
      onPublished: (published) => {
        // What was built again may be an own commit: whoever knows it passes it over.
        if (!published.isElsewhere || published.rebuilt) this.#elsewhere?.stored(sessionId, published.seq);
        for (const listener of this.#listeners) listener(sessionId, published);
      },
      onBroken: (how) => {
        for (const listener of this.#brokenListeners) listener(sessionId, how);
      },
      onPeople: () => this.#elsewhere?.peopleChanged(sessionId),
      quietMs: this.#elsewhere?.answerMs ?? 0,
      computeStability: this.#computeStability,
      onTrouble: this.#onTrouble,
    });
  }

  /** Makes a session with its template's agenda, and with an earlier session's needs where it follows one. Refuses an unknown template or session. */
  async create(details: SessionDetails): Promise<SessionRow> {
    if (this.#isClosing) throw new RefusalError('try-later');
    const { carryNeedsFrom } = details;
    const earlier = carryNeedsFrom === undefined ? null : await this.get(carryNeedsFrom);
    const carried = earlier && (await earlier.atRest(carriedFrom));
    const founding = foundingOf(details, { carried, isEncrypted: this.#isEncrypted });
    return this.found((joinCode) => foundingCommit(founding, { joinCode, at: this.now() }));
  }

  /** Writes a new session under a join code that no other has; resolves with its row. */
  async found(made: (joinCode: string) => { session: SessionRow; commit: Commit }): Promise<SessionRow> {
    if (this.#isClosing) throw new RefusalError('try-later');
    for (let tries = 0; ; tries += 1) {
      const { session, commit } = made(randomCode(4 + Math.floor(tries / 4)));
      try {
        await this.store.createSession(session, commit);
        return session;
      } catch (error) {
        if (!(error instanceof JoinCodeTakenError) || tries >= 12) throw error;
      }
    }
  }

  /** Erases a session for good. */
  async erase(sessionId: string): Promise<void> {
    await this.letGo(sessionId);
    await this.store.eraseSession(sessionId);
    // Whoever asked meanwhile had it read again.
    await this.letGo(sessionId);
    this.#elsewhere?.erased(sessionId);
  }

  /** [S4] What a token grants in a session that is open here; refuses `bad-token` where it is forged, of another session, or revoked. */
  async grant(token: string, sessionId?: string): Promise<{ grant: Grant; session: LiveSession }> {
    const grant = readToken(this.tokens, token);
    if (!grant || (sessionId !== undefined && grant.sessionId !== sessionId)) throw new RefusalError('bad-token');
    const session = await this.#opened(grant.sessionId);
    if (!session) throw new RefusalError('bad-token');
    if (!(await session.atRest(() => session.honours(grant)))) throw new RefusalError('bad-token');
    return { grant, session };
  }

  /** A token for a role of this session, of the present generation; `device` where it is a seat's, `kiosk` where it is a shared tablet's. */
  tokenFor(
    session: LiveSession,
    role: Grant['role'],
    participantId: string | null,
    { device, kiosk }: Pick<Grant, 'device' | 'kiosk'> = {},
  ): string {
    const generation = session.state.generations[role] ?? 0;
    return this.tokens.sign({
      sessionId: session.id,
      role,
      participantId,
      generation,
      ...(device !== undefined && { device }),
      ...(kiosk !== undefined && { kiosk }),
    });
  }

  /** Finishes what was accepted, and keeps snapshots. */
  async close(): Promise<void> {
    this.#isClosing = true;
    // One that cannot be opened keeps none of the others waiting.
    await Promise.allSettled([...this.#open.values()].map(async (opening) => (await opening)?.close()));
  }
}

function readToken(tokens: Tokens, token: string): Grant | null {
  try {
    return tokens.read(token);
  } catch {
    // The signature was right and the body no JSON: signed by something else with this secret.
    return null;
  }
}

function randomCode(length: number): string {
  return Array.from({ length }, () => joinCodeAlphabet[randomInt(joinCodeAlphabet.length)]).join('');
}
