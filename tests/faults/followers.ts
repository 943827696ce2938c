import fc from 'fast-check';
import { expect } from 'vitest';
import * as Y from 'yjs';
import { openKiosk } from '../../server/session/decide-room.ts';
import { eraseWords } from '../../server/session/decide-erase.ts';
import { makeSeats } from '../../server/session/decide-seat.ts';
import type { Caller } from '../../server/session/decide.ts';
import type { Published } from '../../server/session/live-session-options.ts';
import type { LiveSession } from '../../server/session/live-session.ts';
import type { Answer } from '../../server/session/outcomes.ts';
import { noMeters } from '../../server/session/meters.ts';
import { rebuild, type Memory } from '../../server/session/rebuild.ts';
import { Sessions } from '../../server/session/sessions.ts';
import { Tokens } from '../../server/session/tokens.ts';
import { packLogged, type State } from '../../server/session/state.ts';
import type { Changes, SharedStore } from '../../server/store/store.ts';
import { parts } from '../../shared/document.ts';
import { orderBetween } from '../../shared/order.ts';
import { needIds, noteIds, removeNeed, writeNeed, writePlaces } from '../../shared/wall.ts';
import { commands, type Command, type CommandName, type Payload } from '../../shared/wire.ts';
import { SharedMemoryStore } from '../support/shared-memory-store.ts';

const processes = 2;
const needs = ['need-lamps', 'need-lunch', 'need-bikes', 'need-bins'];
const slips = ['A-1', 'A-2', 'A-3'];
const seatCodes = ['SEAT-AAAA', 'SEAT-BBBB', 'SEAT-CCCC'];
const beyond = ['join', 'take-seat', 'make-seats', 'open-kiosk', 'arrange', 'erase', 'snapshot'] as const;
type Doing = CommandName | (typeof beyond)[number];

/** Somebody does something at one of the processes. `isAlone`: it is answered, and everybody knows of it, before anything else is done. */
export interface Step {
  what: Doing;
  at: number;
  isAlone: boolean;
  n: readonly number[];
}

const often: Partial<Record<Doing, number>> = {
  'note:add': 6,
  'note:withdraw': 3,
  'ballot:cast': 14,
  'ballot:withdraw': 4,
  'ballot:enter': 3,
  'exercise:open': 4,
  'exercise:close': 4,
  'exercise:reveal': 5,
  'exercise:reopen': 3,
  arrange: 8,
  join: 3,
  'session:reopen': 4,
};

/** What a person may do: every command there is, and what is done over HTTP. */
export const doings: readonly Doing[] = [...(Object.keys(commands) as CommandName[]), ...beyond];

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    what: fc.oneof(...doings.map((what) => ({ weight: often[what] ?? 1, arbitrary: fc.constant(what) }))),
    at: fc.nat({ max: processes - 1 }),
    isAlone: fc.boolean(),
    n: fc.array(fc.nat({ max: 7 }), { minLength: 4, maxLength: 4 }),
  }),
  { minLength: 20, maxLength: 80, size: 'max' },
);

/** How a meeting went. */
export interface Followed {
  /** What was done, and not refused. */
  done: Set<Doing>;
  /** How often a process read what was new alone. */
  forward: number;
  /** How often it read all, though nothing was erased. */
  anew: number;
  /** How often another process was first. */
  beaten: number;
  lost: Set<string>;
}

/**
 * Plays a meeting on two processes that share a store, and compares what each has in memory with what is stored, after every step that is done alone and
 * at the end. Throws where it is not the same. `stores`: each process's own way to it; one in memory where they are left out. `distort`: what that one answers
 * instead of what is new.
 */
export async function playFollowers(
  play: readonly Step[],
  { stores, distort }: { stores?: readonly SharedStore[]; distort?: (changes: Changes) => Changes } = {},
): Promise<Followed> {
  const cast = await (stores ? Followers.on(stores) : Followers.inMemory(distort));
  try {
    for (const step of play) await cast.take(step);
    await cast.compare();
    return cast.followed;
  } finally {
    await cast.close();
  }
}

class Followers {
  readonly followed: Followed = { done: new Set(), forward: 0, anew: 0, beaten: 0, lost: new Set() };
  readonly #store: SharedStore;
  readonly #all: { sessions: Sessions; session: LiveSession }[] = [];
  readonly #troubles: string[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #count = 0;

  private constructor(store: SharedStore) {
    this.#store = store;
  }

  static async inMemory(distort?: (changes: Changes) => Changes): Promise<Followers> {
    const store = new SharedMemoryStore();
    const followers = await Followers.on([store, store]);
    store.distort = (changes) => {
      for (const name of changes.lost) followers.followed.lost.add(name);
      return distort ? distort(changes) : changes;
    };
    return followers;
  }

  static async on(stores: readonly SharedStore[]): Promise<Followers> {
    const followers = new Followers(stores[0]!);
    const secret = await stores[0]!.secret();
    const all = stores.map((store) => followers.#process(store, secret));
    const { id } = await all[0]!.create({
      title: '槐树里社区',
      groupQuestions: [{ questionId: 'age', title: '年纪', options: [{ optionId: 'old', label: '老' }] }],
    });
    for (const sessions of all) {
      sessions.onPublished((_id, published) => followers.#hear(published));
      followers.#all.push({ sessions, session: await sessions.get(id) });
    }
    for (const [i, { session }] of followers.#all.entries())
      for (const j of followers.#all.keys()) if (i !== j) session.meet(`process ${j}`);
    await followers.#seat();
    return followers;
  }

  #process(store: SharedStore, secret: Uint8Array): Sessions {
    return new Sessions({
      store,
      tokens: new Tokens(secret),
      now: () => Date.UTC(2026, 5, 1, 9),
      meters: { ...noMeters, commitFailed: () => (this.followed.beaten += 1) },
      computeStability: () => Promise.resolve(null),
      onTrouble: (what, details) => this.#troubles.push(`${what} ${JSON.stringify(details)}`),
    });
  }

  #hear({ isElsewhere, rebuilt, events }: Published): void {
    if (!rebuilt) this.followed.forward += isElsewhere ? 1 : 0;
    else if (!events.some(({ type }) => type === 'notes-erased')) this.followed.anew += 1;
  }

  async #seat(): Promise<void> {
    for (let i = 0; i < 3; i += 1) await this.#all[i % processes]!.session.join(`join-${i}-0123456789abcdef`);
    await this.#catchUp();
    const { session } = this.#all[0]!;
    for (const [i, id] of needs.entries())
      await session.arrange(
        'wall',
        this.#byFacilitator(session, 'wall', (doc) => writeNeed(doc, { id, title: id }, { x: i, y: 0, order: 'V' }, {})),
      );
    await this.#catchUp();
  }

  async take(step: Step): Promise<void> {
    const { session } = this.#all[step.at]!;
    this.#count += 1;
    const doing = this.#do(session, step).then((answer) => {
      if (answer === null || answer.ok) this.followed.done.add(step.what);
      else if (answer.code === 'internal') throw new Error(`${step.what} went wrong: ${this.#troubles.join('\n')}`);
    });
    this.#underWay.add(doing);
    if (step.isAlone) await this.compare();
  }

  /** Waits until everything is answered and everybody knows; then what each has in memory is what is stored. */
  async compare(): Promise<void> {
    await Promise.all(this.#underWay);
    this.#underWay.clear();
    const { stored, known } = await this.#quiet();
    for (const one of known) expect(one).toEqual(stored);
    const surprises = this.#troubles.filter((what) => !what.startsWith('a facilitator wrote to a server part'));
    expect({ surprises, anew: this.followed.anew }).toEqual({ surprises: [], anew: 0 });
  }

  /** What is stored, and what each process knows at the same seq: counts of people may be written at any time. */
  async #quiet() {
    const { id } = this.#all[0]!.session;
    for (;;) {
      await this.#catchUp();
      const rebuilt = (await rebuild(this.#store, id))!;
      const stored = pictureOf(rebuilt);
      rebuilt.documents.destroy();
      const known = await Promise.all(this.#all.map(({ session }) => session.atRest(pictureOf)));
      if (known.every(({ seq }) => seq === stored.seq)) return { stored, known };
    }
  }

  /** Until everybody knows what was stored last. */
  async #catchUp(): Promise<void> {
    const { id } = this.#all[0]!.session;
    for (;;) {
      const head = (await this.#store.heads([id])).get(id)!;
      for (const { session } of this.#all) await session.catchUp(head);
      const seqs = await Promise.all(this.#all.map(({ session }) => session.atRest(({ seq }) => seq)));
      if (seqs.every((seq) => seq === head)) return;
    }
  }

  async #do(session: LiveSession, { what, n }: Step): Promise<Answer | null> {
    const [a = 0, b = 0, c = 0] = n;
    const commandId = `command-${String(this.#count).padStart(12, '0')}`;
    switch (what) {
      case 'join':
        return (await session.join(commandId)).answer;
      case 'take-seat':
        return (await session.join(commandId, seatCodes[a % seatCodes.length])).answer;
      case 'make-seats':
        return session.edit((state) => makeSeats(state, state.seatsMade < 20 ? seatCodes : []));
      case 'open-kiosk':
        return session.edit(openKiosk);
      case 'erase': {
        const noteId = noteOf(session.state, a);
        const whatFor = b < 2 ? { all: true as const } : b < 5 ? { noteIds: [noteId] } : { noteId, spans: [{ from: 0, to: 1 }] };
        return session.edit((state, around) => eraseWords(state, whatFor, around));
      }
      case 'snapshot':
        return this.#takeSnapshot(session);
      case 'arrange':
        return session.arrange(
          'wall',
          this.#byFacilitator(session, 'wall', (doc) => arrange(doc, { a, b, c })),
        );
      default: {
        const { caller, payload } = asked[what](session.state, n, this.#count);
        return session.command({ name: what, payload: { ...payload, commandId } } as Command, caller);
      }
    }
  }

  /** As when a process leaves a session, and comes back to it. */
  async #takeSnapshot(session: LiveSession): Promise<null> {
    await session.atRest(({ id, seq, hash, state, documents }) =>
      this.#store.saveSnapshot(id, {
        ...{ seq, hash, state: packLogged(state) },
        ...{ stage: documents.encode('stage'), wall: documents.encode('wall'), backstage: documents.encode('backstage') },
      }),
    );
    return null;
  }

  /** What a facilitator's page sends, who sees what this process has. */
  #byFacilitator(session: LiveSession, part: 'wall', change: (doc: Y.Doc) => void): Uint8Array {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, session.encode(part));
    const before = Y.encodeStateVector(doc);
    change(doc);
    return Y.encodeStateAsUpdate(doc, before);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#underWay);
    for (const { sessions } of this.#all) await sessions.close();
  }
}

function arrange(doc: Y.Doc, { a, b, c }: { a: number; b: number; c: number }): void {
  const id = [...needs, 'need-new'][a % 5]!;
  const place = { x: b * 10, y: c * 10, order: orderBetween(null, null) };
  const notes = noteIds(doc);
  if (c === 0) removeNeed(doc, id, {});
  else if (c === 1 && needIds(doc).includes(id)) writeNeed(doc, { id, title: id, mergedInto: needs[b % 4]! }, null, {});
  else if (c < 4 || notes.length === 0) writeNeed(doc, { id, title: `题 ${b}` }, place, {});
  else writePlaces(doc, new Map([[notes[b % notes.length]!, { ...place, needId: c > 6 ? null : id }]]), {});
}

interface Asked<N extends CommandName> {
  caller: Caller;
  payload: Omit<Payload<N>, 'commandId'>;
}

const facilitator: Caller = { role: 'facilitator', participantId: null };
const personOf = (state: State, n: number) => pick([...state.participants.keys()], n, 'nobody');
const resident = (state: State, n: number): Caller => ({ role: 'resident', participantId: personOf(state, n) });
const noteOf = (state: State, n: number) => pick([...state.notes.keys()], n, 'note-nowhere');
const exercise = (state: State, n: number) => pick([...state.exercises.keys()], n, 'exercise-nowhere');
const ofKind = (state: State, kind: string) => [...state.exercises.values()].find((one) => one.kind === kind)?.id ?? 'exercise-nowhere';
const openOr = (state: State, kind: string) => [...state.exercises.values()].find((one) => one.phase === 'open')?.id ?? ofKind(state, kind);
const needOf = (n: number) => needs[n % needs.length]!;
const ballot = ([a = 0, b = 0]: readonly number[]) => ({ kind: 'dot-vote' as const, dots: { [needOf(a)]: 1 + (b % 2) } });

function pick<T>(all: readonly T[], n: number, none: T): T {
  return all[n % Math.max(1, all.length)] ?? none;
}

/** How each command is put, by numbers that choose among who and what is there. */
const asked: { [N in CommandName]: (state: State, n: readonly number[], count: number) => Asked<N> } = {
  'note:add': (state, [a = 0, b = 0], count) => ({
    caller: resident(state, a),
    payload: { exerciseId: openOr(state, 'collect'), noteId: `note-by-number-${count}`, text: `第 ${b} 句 ${count}` },
  }),
  'note:edit': (state, [a = 0], count) => {
    const noteId = noteOf(state, a);
    return {
      caller: { role: 'resident', participantId: state.authors.get(noteId) ?? 'nobody' },
      payload: { noteId, text: `改成 ${count}` },
    };
  },
  'note:withdraw': (state, [a = 0]) => {
    const noteId = noteOf(state, a);
    return { caller: { role: 'resident', participantId: state.authors.get(noteId) ?? 'nobody' }, payload: { noteId } };
  },
  'ballot:cast': (state, n) => ({
    caller: resident(state, n[2] ?? 0),
    payload: { exerciseId: openOr(state, 'dot-vote'), ballot: ballot(n) },
  }),
  'ballot:withdraw': (state, [a = 0]) => ({ caller: resident(state, a), payload: { exerciseId: openOr(state, 'dot-vote') } }),
  'note:enter': (state, [a = 0], count) => ({
    caller: facilitator,
    payload: {
      exerciseId: openOr(state, 'collect'),
      noteId: `note-by-number-${count}`,
      text: `纸上 ${count}`,
      slip: pick(slips, a, ''),
      channel: 'paper',
    },
  }),
  'ballot:enter': (state, n) => ({
    caller: facilitator,
    payload: { exerciseId: openOr(state, 'dot-vote'), ballot: ballot(n), slip: pick(slips, n[2] ?? 0, ''), channel: 'paper' },
  }),
  'ballot:strike': (state, [a = 0]) => ({
    caller: facilitator,
    payload: { exerciseId: ofKind(state, 'dot-vote'), slip: pick(slips, a, '') },
  }),
  'hands:enter': (state, [a = 0, b = 0]) => ({
    caller: facilitator,
    payload: { exerciseId: ofKind(state, 'dot-vote'), present: 9, counts: { [needOf(a)]: b } },
  }),
  'participant:describe': (state, [a = 0, b = 0]) => ({
    caller: resident(state, a),
    payload: { groups: { age: b > 3 ? 'old' : null } },
  }),
  'participant:ready': (state, [a = 0, b = 0]) => ({
    caller: resident(state, a),
    payload: { exerciseId: openOr(state, 'dot-vote'), ready: b > 3 },
  }),
  'session:attendance': (_state, [a = 0]) => ({ caller: facilitator, payload: { present: a } }),
  'session:wifi': (_state, [a = 0]) => ({ caller: facilitator, payload: { wifi: a > 3 ? { name: `屋里 ${a}`, password: null } : null } }),
  'session:let-in': (_state, [a = 0]) => ({ caller: facilitator, payload: { more: 1 + a } }),
  'session:lock': () => ({ caller: facilitator, payload: {} }),
  'session:unlock': () => ({ caller: facilitator, payload: {} }),
  'session:new-code': () => ({ caller: facilitator, payload: {} }),
  'session:end': () => ({ caller: facilitator, payload: {} }),
  'session:reopen': () => ({ caller: facilitator, payload: {} }),
  'exercise:add': (_state, [a = 0]) => ({
    caller: facilitator,
    payload: { exercise: { kind: a > 3 ? 'dot-vote' : 'collect', title: `第 ${a}` } },
  }),
  'exercise:change': (state, [a = 0, b = 0]) => ({
    caller: facilitator,
    payload:
      a > 3
        ? { exerciseId: ofKind(state, 'collect'), settings: { roundRobin: b > 2 } }
        : { exerciseId: exercise(state, a), title: `改 ${b}` },
  }),
  'exercise:move': (state, [a = 0, b = 0]) => ({
    caller: facilitator,
    payload: { exerciseId: exercise(state, a), before: b > 5 ? null : exercise(state, b) },
  }),
  'exercise:remove': (state, [a = 0]) => ({ caller: facilitator, payload: { exerciseId: exercise(state, a + 4) } }),
  'exercise:skip': (state, [a = 0, b = 0]) => ({ caller: facilitator, payload: { exerciseId: exercise(state, a), skip: b > 3 } }),
  'exercise:open': (state, [a = 0]) => ({
    caller: facilitator,
    payload: { exerciseId: a > 4 ? exercise(state, a) : ofKind(state, a > 1 ? 'dot-vote' : 'collect') },
  }),
  'exercise:close': (state, [a = 0]) => ({
    caller: facilitator,
    payload: { exerciseId: a > 5 ? exercise(state, a) : openOr(state, 'dot-vote') },
  }),
  'exercise:reopen': (state, [a = 0]) => ({
    caller: facilitator,
    payload: { exerciseId: a > 4 ? exercise(state, a) : ofKind(state, 'dot-vote') },
  }),
  'exercise:reveal': (state, [a = 0]) => ({
    caller: facilitator,
    payload: { exerciseId: a > 5 ? exercise(state, a) : ofKind(state, a > 1 ? 'dot-vote' : 'collect') },
  }),
  'exercise:conceal': (state, [a = 0]) => ({ caller: facilitator, payload: { exerciseId: exercise(state, a) } }),
  'timer:set': (state, [a = 0, b = 0]) => ({
    caller: facilitator,
    payload: { exerciseId: openOr(state, 'dot-vote'), endsInMs: a > 2 ? b * 1000 : null },
  }),
  'note:hide': (state, [a = 0]) => ({ caller: facilitator, payload: { noteId: noteOf(state, a) } }),
  'note:show': (state, [a = 0]) => ({ caller: facilitator, payload: { noteId: noteOf(state, a) } }),
  'note:mask': (state, [a = 0, b = 0]) => ({
    caller: facilitator,
    payload: { noteId: noteOf(state, a), spans: b > 3 ? [{ from: 0, to: 1 }] : null },
  }),
  'note:refer': (state, [a = 0]) => ({ caller: facilitator, payload: { noteId: noteOf(state, a) } }),
  'note:translate': (state, [a = 0, b = 0]) => ({
    caller: facilitator,
    payload: { noteId: noteOf(state, a), lang: 'en', text: b > 2 ? `lamp ${b}` : null },
  }),
  'need:describe': (state, [a = 0, b = 0]) => ({
    caller: facilitator,
    payload: { needId: pick([...state.needNumbers.keys()], a, 'need-nowhere'), statement: b > 3 ? `说 ${b}` : null },
  }),
  'exercise:show-held': (state) => ({ caller: facilitator, payload: { exerciseId: ofKind(state, 'collect') } }),
  'wall:look': (state, [a = 0, b = 0]) => ({
    caller: facilitator,
    payload: {
      at: b < 2 ? null : b < 4 ? { ledger: true } : b < 6 ? { needId: needOf(a), large: true } : { noteId: noteOf(state, a), large: false },
    },
  }),
  'turn:take': (state, [a = 0]) => {
    const noteId = noteOf(state, a);
    return { caller: { role: 'resident', participantId: state.authors.get(noteId) ?? 'nobody' }, payload: { noteId } };
  },
  'turn:pass': (state, [a = 0]) => ({
    caller: facilitator,
    payload: { exerciseId: openOr(state, 'collect'), participantId: personOf(state, a) },
  }),
  'participant:remove': (state, [a = 0]) => ({ caller: facilitator, payload: { participantId: personOf(state, a) } }),
  'participant:make-scribe': (state, [a = 0, b = 0]) => ({
    caller: facilitator,
    payload: { participantId: personOf(state, a), scribe: b > 3 },
  }),
  'seat:void': (_state, [a = 0]) => ({ caller: facilitator, payload: { serials: [1 + a] } }),
  'token:revoke': (_state, [a = 0]) => ({
    caller: facilitator,
    payload: { role: pick(['projector', 'kiosk', 'scribe'], a, 'kiosk') },
  }),
};

/** All that a process knows of a session, as far as it decides or shows anything. */
function pictureOf({ row, seq, hash, state, documents }: Memory) {
  return {
    ...{ row, seq, hash, state: comparable(state) },
    documents: parts.map((part) => {
      const doc = documents.parts[part];
      const { sv, ds } = Y.snapshot(doc);
      const deleted = [...ds.clients].map(([client, items]) => [client, items.map(({ clock, len }) => `${clock} ${len}`)] as const);
      return { part, clients: new Map(sv), deleted: new Map(deleted), waits: doc.store.pendingStructs };
    }),
    needs: documents.needs(),
    covered: documents.coveredNeeds(state),
    needOfNote: [...state.notes.keys()].map((noteId) => documents.needIdOf(noteId)),
  };
}

/** A key is the same key, whether it is held as a Buffer or not; a round whose last ballot was taken back is as good as none. */
function comparable({ keys, ballots, ...state }: State) {
  return {
    ...state,
    ballots: new Map([...ballots].filter(([, round]) => round.size > 0)),
    keys: new Map([...keys].map(([keyId, key]) => [keyId, Buffer.from(key).toString('hex')])),
  };
}
