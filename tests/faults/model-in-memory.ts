import fc from 'fast-check';
import { expect } from 'vitest';
import { Room } from '../../server/realtime/room.ts';
import type { Caller } from '../../server/session/decide.ts';
import type { LiveSession } from '../../server/session/live-session.ts';
import { noMeters } from '../../server/session/meters.ts';
import { SaidBySessions, saidIn } from '../../server/session/need-records.ts';
import type { Rebuilt } from '../../server/session/rebuild.ts';
import { Sessions } from '../../server/session/sessions.ts';
import type { State } from '../../server/session/state.ts';
import { Tokens, type Grant } from '../../server/session/tokens.ts';
import type { Part } from '../../shared/document.ts';
import type { Command } from '../../shared/wire.ts';
import { MoodyStore } from '../support/moody-store.ts';
import { QuietLine } from '../support/quiet-line.ts';
import { pictureOf, type Hall, type Seat } from './model.ts';

/** The next commits fail: the disk is full, or another process was there first. */
export interface Mood {
  how: 'full' | 'beaten';
  times: number;
}

export const moods: fc.Arbitrary<Mood> = fc.record({
  how: fc.constantFrom('full' as const, 'beaten' as const),
  times: fc.integer({ min: 1, max: 3 }),
});

/** A session without a network: each frame comes when a step says so. */
export class MemoryHall implements Hall<Mood> {
  readonly isOneQueue = true;
  readonly quietWithinMs = 5_000;
  readonly store: MoodyStore;
  readonly #sessions: Sessions;
  readonly #session: LiveSession;
  readonly #room: Room;
  readonly #troubles: string[];
  readonly #said = new SaidBySessions();
  readonly #seats: MemorySeat[] = [];

  private constructor({ store, sessions, session, troubles }: Pick<MemoryHall, 'store'> & Opened) {
    this.store = store;
    this.#sessions = sessions;
    this.#session = session;
    this.#troubles = troubles;
    this.#room = new Room(session, noMeters);
    sessions.onPublished((_sessionId, published) => this.#room.publish(published));
  }

  static async open(): Promise<MemoryHall> {
    const store = new MoodyStore();
    const troubles: string[] = [];
    const sessions = new Sessions({
      store,
      tokens: new Tokens(await store.secret()),
      now: () => Date.UTC(2026, 5, 1, 9),
      meters: noMeters,
      computeStability: () => Promise.resolve(null),
      onTrouble: (what, details) => troubles.push(`${what} ${JSON.stringify(details)}`),
    });
    const { id } = await sessions.create({ title: '槐树里社区' });
    const session = await sessions.get(id);
    session.meet('another process');
    return new MemoryHall({ store, sessions, session, troubles });
  }

  get sessionId(): string {
    return this.#session.id;
  }

  async join(commandId: string): Promise<Caller> {
    const { participantId } = await this.#session.join(commandId);
    return { role: 'resident', participantId };
  }

  seat(caller: Caller, parts: readonly Part[]): Promise<Seat> {
    const grant: Grant = { ...caller, sessionId: this.sessionId, generation: 0 };
    const lines = parts.map((part) => new QuietLine({ room: this.#room, session: this.#session, grant, part }));
    const seat = new MemorySeat({ session: this.#session, caller, lines });
    this.#seats.push(seat);
    return Promise.resolve(seat);
  }

  befall({ how, times }: Mood): void {
    this.store.next(how, times);
  }

  goOn(): void {
    // The next step comes at once.
  }

  async rest(): Promise<void> {
    for (let i = 0; i < 4; i += 1) await new Promise(setImmediate);
    await this.#compareRecords();
  }

  async heal(): Promise<void> {
    this.store.cheerUp();
    await Promise.all(this.#seats.map((seat) => seat.settle()));
  }

  async check(truth: Rebuilt): Promise<void> {
    expect(await this.#session.atRest((session) => pictureOf(session))).toEqual(pictureOf(truth));
    expect(comparable(truth.state)).toEqual(comparable(this.#session.state));
    await this.#compareRecords();
  }

  surprises(): string[] {
    return this.#troubles.filter((what) => !/^a commit failed|^a facilitator wrote to a server part/.test(what));
  }

  async close(): Promise<void> {
    for (const seat of this.#seats) seat.drop();
    this.#room.close(1000);
    await this.#sessions.close();
  }

  /** What is kept of a session's records is what would be written of it now. */
  async #compareRecords(): Promise<void> {
    const { kept, now } = await this.#session.atRest((session) => ({ kept: this.#said.of(session), now: saidIn(session) }));
    expect(new TextDecoder().decode(kept)).toBe(JSON.stringify(now));
  }
}

interface Opened {
  sessions: Sessions;
  session: LiveSession;
  troubles: string[];
}

class MemorySeat implements Seat {
  readonly lines: readonly QuietLine[];
  readonly #session: LiveSession;
  readonly #caller: Caller;
  readonly #underWay = new Set<Promise<unknown>>();
  #isOnline = false;

  constructor({ session, caller, lines }: { session: LiveSession; caller: Caller; lines: readonly QuietLine[] }) {
    this.#session = session;
    this.#caller = caller;
    this.lines = lines;
  }

  connect(): void {
    this.#isOnline = true;
    this.#session.countSocket(this.#caller, 1);
    for (const line of this.lines) line.connect();
  }

  drop(): void {
    if (!this.#isOnline) return;
    this.#isOnline = false;
    this.#session.countSocket(this.#caller, -1);
    for (const line of this.lines) line.drop();
  }

  async ask(command: Command) {
    const isConnected = this.lines[0]!.isOpen;
    const answering = this.#session.command(command, this.#caller);
    this.#underWay.add(answering);
    const answer = await answering;
    this.#underWay.delete(answering);
    return { answer, isHeard: isConnected && this.#isOnline };
  }

  async settle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }
}

/** A key is the same key, whether it is held as a Buffer or not; a round whose last ballot was taken back is as good as none. */
function comparable({ keys, ballots, ...state }: State) {
  const cast = [...ballots].filter(([, round]) => round.size > 0);
  return {
    ...state,
    ballots: new Map(cast),
    keys: Object.fromEntries([...keys].map(([keyId, key]) => [keyId, Buffer.from(key).toString('hex')])),
  };
}
