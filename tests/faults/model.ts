import fc from 'fast-check';
import { expect } from 'vitest';
import { Room } from '../../server/realtime/room.ts';
import type { Caller } from '../../server/session/decide.ts';
import type { LiveSession } from '../../server/session/live-session.ts';
import type { Answer } from '../../server/session/outcomes.ts';
import { noMeters } from '../../server/session/meters.ts';
import { mineOf } from '../../server/session/mine.ts';
import { SaidBySessions, saidIn } from '../../server/session/need-records.ts';
import { rebuild, type Rebuilt } from '../../server/session/rebuild.ts';
import { Sessions } from '../../server/session/sessions.ts';
import { Tokens, type Grant } from '../../server/session/tokens.ts';
import type { State } from '../../server/session/state.ts';
import { senderOf } from '../../server/session/voters.ts';
import { orderBetween } from '../../shared/order.ts';
import { readStage } from '../../shared/stage.ts';
import { needIds, noteIds, readPeople, readWall, removeNeed, writeNeed, writePlaces } from '../../shared/wall.ts';
import type { Command, Mine } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { eventually } from '../support/eventually.ts';
import { MoodyStore } from '../support/moody-store.ts';
import { QuietLine } from '../support/quiet-line.ts';

const people = 6;
const hosts = 2;
const needs = ['need-lamps', 'need-lunch', 'need-bikes', 'need-bins'];
const limits = { notesPerPerson: 5, dots: 5, maxPerNeed: 3 };

/** What may happen in a room. Numbers choose among who and what is there. */
export type Step =
  | { is: 'says'; who: number; what: 'add' | 'edit' | 'withdraw' | 'dots' | 'rank' | 'take-back' | 'describe'; n: readonly number[] }
  | { is: 'repeats'; who: number; n: number }
  | { is: 'leads'; what: 'open' | 'close' | 'reopen' | 'reveal' | 'conceal' | 'hide' | 'show' | 'attendance'; n: number }
  | { is: 'arranges'; who: number; what: 'move' | 'name' | 'merge' | 'remove' | 'group-backstage'; n: readonly number[] }
  | { is: 'drops' | 'returns'; who: number }
  | { is: 'hears'; who: number; frames: number }
  | { is: 'fails'; how: 'full' | 'beaten'; times: number }
  | { is: 'waits' };

const index = fc.nat({ max: 11 });
const numbers = fc.array(fc.nat({ max: 4 }), { minLength: 4, maxLength: 4 });

/** Meetings: a vote is under way in most, so that ballots meet all the rest. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        is: fc.constant('says' as const),
        who: index,
        what: fc.constantFrom(...(['add', 'add', 'edit', 'withdraw', 'dots', 'dots', 'dots', 'rank', 'take-back', 'describe'] as const)),
        n: numbers,
      }),
    },
    { weight: 3, arbitrary: fc.record({ is: fc.constant('repeats' as const), who: index, n: index }) },
    {
      weight: 5,
      arbitrary: fc.record({
        is: fc.constant('leads' as const),
        what: fc.constantFrom(
          ...(['open', 'open', 'close', 'close', 'reopen', 'reveal', 'reveal', 'conceal', 'hide', 'show', 'attendance'] as const),
        ),
        n: index,
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        is: fc.constant('arranges' as const),
        who: index,
        what: fc.constantFrom(...(['move', 'move', 'name', 'merge', 'remove', 'group-backstage'] as const)),
        n: numbers,
      }),
    },
    { weight: 2, arbitrary: fc.record({ is: fc.constantFrom('drops' as const, 'returns' as const), who: index }) },
    { weight: 3, arbitrary: fc.record({ is: fc.constant('hears' as const), who: index, frames: fc.integer({ min: 1, max: 3 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constant('fails' as const),
        how: fc.constantFrom('full' as const, 'beaten' as const),
        times: fc.integer({ min: 1, max: 3 }),
      }),
    },
    { weight: 4, arbitrary: fc.record({ is: fc.constant('waits' as const) }) },
  ),
  { minLength: 10, maxLength: 70, size: 'max' },
);

interface Said {
  caller: Caller;
  command: Command;
  /** Null until an answer reached the person. */
  heard: Answer | null;
}

/** A person: commands on one line, the document on others, all of them theirs to lose. */
interface Face {
  caller: Caller;
  lines: QuietLine[];
  said: Said[];
  isOnline: boolean;
}

/** Plays a meeting and compares every picture of it. Throws where two differ, or where the model knows better. */
export async function playMeeting(play: readonly Step[]): Promise<void> {
  const table = await Table.lay();
  try {
    for (const step of play) await table.take(step);
    await table.becomeQuiet();
    await table.compare();
  } finally {
    await table.clear();
  }
}

class Table {
  readonly #store: MoodyStore;
  readonly #sessions: Sessions;
  readonly #session: LiveSession;
  readonly #said = new SaidBySessions();
  readonly #room: Room;
  readonly #faces: Face[];
  readonly #troubles: string[];
  /** Every answer of the server in the order in which it took the commands. */
  readonly #taken: { at: number; said: Said; answer: Answer }[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #exercises: string[] = [];
  #count = 0;

  private constructor(store: MoodyStore, sessions: Sessions, session: LiveSession, room: Room, troubles: string[]) {
    this.#store = store;
    this.#sessions = sessions;
    this.#session = session;
    this.#room = room;
    this.#troubles = troubles;
    this.#faces = [];
  }

  static async lay(): Promise<Table> {
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
    const room = new Room(session, noMeters);
    sessions.onPublished((_sessionId, published) => room.publish(published));
    const table = new Table(store, sessions, session, room, troubles);
    await table.#seat();
    return table;
  }

  async #seat(): Promise<void> {
    for (let i = 0; i < people; i += 1) {
      const { participantId } = await this.#session.join(`join-${String(i)}-0123456789abcdef`);
      this.#faces.push(this.#face({ role: 'resident', participantId }, i === 0 ? ['stage', 'wall'] : ['stage']));
    }
    for (let i = 0; i < hosts; i += 1)
      this.#faces.push(this.#face({ role: 'facilitator', participantId: null }, ['stage', 'wall', 'backstage']));
    this.#faces.push(this.#face({ role: 'projector', participantId: null }, ['stage', 'wall']));
    for (const face of this.#faces) this.#goOnline(face);
    const wall = this.#hosts[0]!.lines[1]!;
    let order: string | null = null;
    for (const id of needs) {
      order = orderBetween(order, null);
      writeNeed(wall.doc, { id, title: id }, { x: 0, y: 0, order }, {});
    }
    wall.let();
    await eventually(() => expect([...this.#session.state.needNumbers.keys()]).toEqual(needs));
    this.#exercises = ['collect', 'dot-vote', 'rank'].map((kind) => exerciseOf(this.#session.state, kind).id);
    for (const face of this.#faces) for (const line of face.lines) line.let();
    this.#lead('open', 1);
    await this.#settle();
  }

  #face(caller: Caller, parts: ('stage' | 'wall' | 'backstage')[]): Face {
    const grant: Grant = { ...caller, sessionId: this.#session.id, generation: 0 };
    const lines = parts.map((part) => new QuietLine({ room: this.#room, session: this.#session, grant, part }));
    return { caller, lines, said: [], isOnline: false };
  }
  get #residents(): Face[] {
    return this.#faces.slice(0, people);
  }
  get #hosts(): Face[] {
    return this.#faces.slice(people, people + hosts);
  }

  async take(step: Step): Promise<void> {
    switch (step.is) {
      case 'says':
        return this.#says(this.#residents[step.who % people]!, step.what, step.n);
      case 'repeats': {
        const face = this.#residents[step.who % people]!;
        const said = face.said[step.n % Math.max(1, face.said.length)];
        if (said && face.isOnline) this.#send(face, said);
        return;
      }
      case 'leads':
        return this.#lead(step.what, step.n);
      case 'arranges':
        return this.#arrange(this.#hosts[step.who % hosts]!, step.what, step.n);
      case 'drops':
        return this.#goOffline(this.#faces[step.who % this.#faces.length]!);
      case 'returns':
        return this.#goOnline(this.#faces[step.who % this.#faces.length]!);
      case 'hears':
        for (const line of this.#faces[step.who % this.#faces.length]!.lines) line.let(step.frames);
        return;
      case 'fails':
        return this.#store.next(step.how, step.times);
      case 'waits':
        for (let i = 0; i < 4; i += 1) await new Promise(setImmediate);
        return this.#compareRecords();
      default:
        throw new Error(JSON.stringify(step satisfies never));
    }
  }

  #goOnline(face: Face): void {
    if (face.isOnline) return;
    face.isOnline = true;
    this.#session.countSocket(face.caller, 1);
    for (const line of face.lines) line.connect();
    // What has no answer yet goes out again, as it was.
    for (const said of face.said) if (!said.heard) this.#send(face, said);
  }

  #goOffline(face: Face): void {
    if (!face.isOnline) return;
    face.isOnline = false;
    this.#session.countSocket(face.caller, -1);
    for (const line of face.lines) line.drop();
  }

  #says(face: Face, what: (Step & { is: 'says' })['what'], [a = 0, b = 0, c = 0, d = 0]: readonly number[]): void {
    const [collect = '', vote = '', rank = ''] = this.#exercises;
    const noteId = `note-${face.caller.participantId!.slice(0, 8)}-${String(a)}`;
    this.#count += 1;
    const commandId = `command-${String(this.#count)}`;
    const given = [a, b, c, d];
    const dots = Object.fromEntries(needs.flatMap((id, i) => (given[i] ? [[id, given[i]] as const] : [])));
    const commands: Record<typeof what, Command> = {
      add: { name: 'note:add', payload: { commandId, exerciseId: collect, noteId, text: `第 ${String(this.#count)} 句` } },
      edit: { name: 'note:edit', payload: { commandId, noteId, text: `改成 ${String(this.#count)}` } },
      withdraw: { name: 'note:withdraw', payload: { commandId, noteId } },
      dots: { name: 'ballot:cast', payload: { commandId, exerciseId: vote, ballot: { kind: 'dot-vote', dots } } },
      rank: { name: 'ballot:cast', payload: { commandId, exerciseId: rank, ballot: { kind: 'rank', ranking: needs.slice(0, a) } } },
      'take-back': { name: 'ballot:withdraw', payload: { commandId, exerciseId: b > 2 ? rank : vote } },
      describe: { name: 'participant:describe', payload: { commandId, groups: {} } },
    };
    const said: Said = { caller: face.caller, command: commands[what], heard: null };
    face.said.push(said);
    if (face.isOnline) this.#send(face, said);
  }

  #lead(what: (Step & { is: 'leads' })['what'], n: number): void {
    const face = this.#hosts[0]!;
    this.#count += 1;
    const commandId = `command-${String(this.#count)}`;
    const exerciseId = this.#exercises[n % this.#exercises.length]!;
    const noteId = [...this.#session.state.notes.keys()][n] ?? 'note-nowhere';
    const command: Command =
      what === 'hide' || what === 'show'
        ? { name: `note:${what}`, payload: { commandId, noteId } }
        : what === 'attendance'
          ? { name: 'session:attendance', payload: { commandId, present: n } }
          : { name: `exercise:${what}`, payload: { commandId, exerciseId } };
    const said: Said = { caller: face.caller, command, heard: null };
    face.said.push(said);
    if (face.isOnline) this.#send(face, said);
  }

  /** A facilitator works on what they see, which may be behind, also while their line is down. */
  #arrange(face: Face, what: (Step & { is: 'arranges' })['what'], [a = 0, b = 0, c = 0, d = 0]: readonly number[]): void {
    const [, wall, backstage] = face.lines;
    const side = what === 'group-backstage' ? backstage!.doc : wall!.doc;
    const id = [...needs, 'need-new'][a]!;
    const place = { x: b * 10, y: c * 10, order: orderBetween(null, null) };
    const notes = noteIds(side);
    if (what === 'name') writeNeed(wall!.doc, { id, title: `题 ${String(d)}` }, place, {});
    else if (what === 'merge' && needIds(side).includes(id)) writeNeed(side, { id, title: id, mergedInto: needs[b % 4]! }, null, {});
    else if (what === 'remove') removeNeed(side, id, {});
    else if (notes.length > 0) writePlaces(side, new Map([[notes[b % notes.length]!, { ...place, needId: d > 2 ? null : id }]]), {});
    for (const line of [wall!, backstage!]) if (d % 2 === 0) line.let();
  }

  #send(face: Face, said: Said): void {
    const connection = face.lines[0]!.isOpen;
    this.#count += 1;
    const at = this.#count;
    const answering = this.#session.command(said.command, said.caller).then((answer) => {
      this.#taken.push({ at, said, answer });
      if (connection && face.isOnline && !isPassing(answer)) said.heard = answer;
    });
    this.#underWay.add(answering);
    void answering.finally(() => this.#underWay.delete(answering));
  }

  async #settle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** The disk is well, everybody is back, and says again what nobody answered. */
  async becomeQuiet(): Promise<void> {
    this.#store.cheerUp();
    await this.#settle();
    for (const face of this.#faces) this.#goOnline(face);
    await this.#settle();
    for (const face of this.#faces) for (const said of face.said) if (!said.heard) this.#send(face, said);
    await this.#settle();
    for (const face of this.#faces) expect(face.said.filter(({ heard }) => heard === null)).toEqual([]);
    // Beyond the ticks, the second in which writers are asked.
    await eventually(async () => {
      for (const face of this.#faces) for (const line of face.lines) line.let();
      const rebuilt = (await rebuild(this.#store, this.#session.id))!;
      const truth = pictureOf(rebuilt);
      expect(await this.#session.atRest((session) => pictureOf(session))).toEqual(truth);
      for (const { caller, lines } of this.#faces)
        for (const [i, name] of (['stage', 'wall', 'backstage'] as const).entries()) {
          const line = lines[i];
          if (!line) continue;
          const seen = name === 'stage' ? readStage(line.doc) : readWall(line.doc);
          expect({ role: caller.role, name, seen }).toEqual({ role: caller.role, name, seen: truth[name] });
          expect(line.doc.store.pendingStructs).toBeNull();
        }
    });
  }

  /** What is kept of a session's records is what would be written of it now. */
  async #compareRecords(): Promise<void> {
    const { kept, now } = await this.#session.atRest((session) => ({ kept: this.#said.of(session), now: saidIn(session) }));
    expect(new TextDecoder().decode(kept)).toBe(JSON.stringify(now));
  }

  async compare(): Promise<void> {
    await this.#compareRecords();
    const rebuilt = (await rebuild(this.#store, this.#session.id))!;
    const stored = (await this.#store.load(this.#session.id))!;
    const { state } = this.#session;
    expect(comparable(rebuilt.state)).toEqual(comparable(state));

    // [D1] [D2] Every ack has its row, and the same command was answered the same.
    const receipts = new Map(stored.receipts.map((receipt) => [`${receipt.sender} ${receipt.commandId}`, receipt]));
    const firstAnswers = new Map<string, Answer & { ok: true }>();
    const seqs = new Set<number>(stored.commits.map(({ seq }) => seq));
    const inOrder = [...this.#taken].sort((x, y) => x.at - y.at);
    for (const { said, answer } of inOrder) {
      const { name, payload } = said.command;
      const first = firstAnswers.get(payload.commandId);
      if (!answer.ok) {
        // Once it was ok it stays so, but for a disk that takes nothing.
        if (first) expect({ name, code: answer.code }).toEqual({ name, code: isPassing(answer) ? answer.code : 'ok' });
        continue;
      }
      expect(seqs).toContain(answer.seq);
      expect({ name, has: receipts.has(`${senderOf(state, said.caller)} ${payload.commandId}`) }).toEqual({ name, has: true });
      firstAnswers.set(payload.commandId, first ?? answer);
      if (!first || name === 'exercise:reveal') continue;
      // A ballot's receipt goes when its round is sealed.
      const isForgotten = name === 'ballot:cast' && Object.keys(answer.value as object).length === 0;
      if (!isForgotten) expect({ name, answer }).toEqual({ name, answer: first });
    }

    const model = new Model();
    const effects = new Set<string>();
    for (const { said, answer } of inOrder) {
      const { commandId } = said.command.payload;
      if (!answer.ok || effects.has(commandId)) continue;
      effects.add(commandId);
      model.take(said, answer.value);
    }
    for (const { caller } of this.#residents) {
      const mine = mineOf(state, caller);
      expect(mine.notes.map(({ noteId, text }) => [noteId, text])).toEqual([...model.notesOf(caller)]);
      expect(mine.notes.length).toBeLessThanOrEqual(limits.notesPerPerson);
      expect(openBallots(mine)).toEqual(model.ballotsOf(caller));
    }
    for (const row of stored.ballots) {
      const { ballot = JSON.parse(row.body) as unknown } = JSON.parse(row.body) as { ballot?: unknown };
      const given = Object.values((ballot as { dots?: Record<string, number> }).dots ?? {});
      expect(given.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(limits.dots);
      expect(Math.max(0, ...given)).toBeLessThanOrEqual(limits.maxPerNeed);
    }
    const surprises = this.#troubles.filter((what) => !/^a commit failed|^a facilitator wrote to a server part/.test(what));
    expect(surprises).toEqual([]);
  }

  async clear(): Promise<void> {
    for (const face of this.#faces) this.#goOffline(face);
    this.#room.close(1000);
    await this.#sessions.close();
  }
}

function pictureOf({ documents: { parts } }: Pick<Rebuilt, 'documents'>) {
  return {
    stage: readStage(parts.stage),
    wall: readWall(parts.wall),
    backstage: readWall(parts.backstage),
    people: readPeople(parts.backstage),
  };
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

function isPassing(answer: Answer): boolean {
  return !answer.ok && (answer.code === 'not-stored' || answer.code === 'try-later');
}

function openBallots({ ballots }: Mine): Record<string, unknown> {
  return Object.fromEntries(Object.entries(ballots).filter(([, ballot]) => ballot !== true));
}

/** What residents' words and ballots come to, in the order in which the server took them. It knows nothing of logs, receipts or documents. */
class Model {
  readonly #notes = new Map<string, { author: string; text: string }>();
  readonly #ballots = new Map<string, Map<string, unknown>>();
  readonly #sealed = new Set<string>();

  take({ caller, command }: Said, value: unknown): void {
    const author = caller.participantId ?? '';
    const { name, payload } = command;
    if (name === 'note:add' || name === 'note:edit') this.#notes.set(payload.noteId, { author, text: payload.text });
    else if (name === 'note:withdraw') this.#notes.delete(payload.noteId);
    else if (name === 'ballot:cast') this.#round(payload.exerciseId).set(author, payload.ballot);
    else if (name === 'ballot:withdraw') this.#round(payload.exerciseId).delete(author);
    else if (name === 'exercise:reveal') this.#seal(payload.exerciseId, value);
    else if ((name === 'exercise:open' || name === 'exercise:reopen') && this.#sealed.delete(payload.exerciseId))
      this.#round(payload.exerciseId).clear();
  }

  notesOf({ participantId }: Caller): [string, string][] {
    return [...this.#notes].filter(([, { author }]) => author === participantId).map(([noteId, { text }]) => [noteId, text]);
  }

  ballotsOf({ participantId }: Caller): Record<string, unknown> {
    const mine: [string, unknown][] = [];
    for (const [exerciseId, round] of this.#ballots)
      if (!this.#sealed.has(exerciseId) && round.has(participantId!)) mine.push([exerciseId, round.get(participantId!)]);
    return Object.fromEntries(mine);
  }

  #round(exerciseId: string): Map<string, unknown> {
    const round = this.#ballots.get(exerciseId) ?? new Map<string, unknown>();
    this.#ballots.set(exerciseId, round);
    return round;
  }

  #seal(exerciseId: string, value: unknown): void {
    const tally = value as { kind?: string; ballots?: number; options?: { needId: string; score: number }[] };
    if (this.#sealed.has(exerciseId) || tally.options === undefined) return;
    this.#sealed.add(exerciseId);
    const ballots = [...this.#round(exerciseId).values()] as { dots?: Record<string, number> }[];
    expect(tally.ballots).toBe(ballots.length);
    if (tally.kind !== 'dot-vote') return;
    const sums = tally.options.map(({ needId }) => [needId, ballots.reduce((sum, { dots }) => sum + (dots?.[needId] ?? 0), 0)]);
    expect(tally.options.map(({ needId, score }) => [needId, score])).toEqual(sums);
  }
}
