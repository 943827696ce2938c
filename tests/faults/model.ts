import fc from 'fast-check';
import { expect } from 'vitest';
import type * as Y from 'yjs';
import type { Caller } from '../../server/session/decide.ts';
import { chainStart, firstBroken } from '../../server/session/digest.ts';
import type { Answer } from '../../server/session/outcomes.ts';
import { mineOf } from '../../server/session/mine.ts';
import { rebuild, type Rebuilt } from '../../server/session/rebuild.ts';
import { senderOf } from '../../server/session/voters.ts';
import type { Store } from '../../server/store/store.ts';
import type { Part } from '../../shared/document.ts';
import { orderBetween } from '../../shared/order.ts';
import { readStage } from '../../shared/stage.ts';
import { needIds, noteIds, readPeople, readWall, removeNeed, writeNeed, writePlaces } from '../../shared/wall.ts';
import type { Command, Mine } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { eventually } from '../support/eventually.ts';

export const people = 6;
const hosts = 2;
const needs = ['need-lamps', 'need-lunch', 'need-bikes', 'need-bins'];
const limits = { notesPerPerson: 5, dots: 5, maxPerNeed: 3 };

/** A part of the document as somebody sees it, who may be behind. */
export interface Line {
  doc: Y.Doc;
  /** Lets so many frames through, either way, where a test says when they come. */
  let: (frames?: number) => void;
}

/** Where somebody sits: commands on one line, the document on others, all of them theirs to lose. */
export interface Seat {
  lines: readonly Line[];
  connect: () => void;
  drop: () => void;
  /** `isHeard`: the answer reached them. */
  ask: (command: Command) => Promise<{ answer: Answer; isHeard: boolean }>;
}

/** Where a meeting is held: who serves its session, and what may befall whoever does. */
export interface Hall<Blow> {
  sessionId: string;
  /** What is stored, whoever stored it. */
  store: Store;
  /** True where what is said is taken in the order in which it is said. */
  isOneQueue: boolean;
  /** So long it may take until everybody sees the same. */
  quietWithinMs: number;
  join: (commandId: string) => Promise<Caller>;
  seat: (caller: Caller, parts: readonly Part[]) => Promise<Seat>;
  befall: (blow: Blow) => void | Promise<void>;
  /** Between one step and the next, and for a longer while; `underWay` is what has no answer yet. */
  goOn: (underWay: ReadonlySet<Promise<void>>) => void | Promise<void>;
  rest: (underWay: ReadonlySet<Promise<void>>) => Promise<void>;
  /** Nothing is wrong with it any more. */
  heal: () => Promise<void>;
  /** Throws where what the hall itself knows is not this. */
  check: (truth: Rebuilt) => Promise<void>;
  /** What was logged that nothing explains. */
  surprises: () => string[];
  close: () => Promise<void>;
}

/** What may happen in a room. Numbers choose among who and what is there. */
export type Step<Blow> =
  | { is: 'says'; who: number; what: 'add' | 'edit' | 'withdraw' | 'dots' | 'rank' | 'take-back' | 'describe'; n: readonly number[] }
  | { is: 'repeats'; who: number; n: number }
  | { is: 'leads'; what: 'open' | 'close' | 'reopen' | 'reveal' | 'conceal' | 'hide' | 'show' | 'attendance'; n: number }
  | { is: 'arranges'; who: number; what: 'move' | 'name' | 'merge' | 'remove' | 'group-backstage'; n: readonly number[] }
  | { is: 'drops' | 'returns'; who: number }
  | { is: 'hears'; who: number; frames: number }
  | { is: 'befalls'; blow: Blow }
  | { is: 'waits' };

const index = fc.nat({ max: 11 });
const numbers = fc.array(fc.nat({ max: 4 }), { minLength: 4, maxLength: 4 });

/** Meetings: a vote is under way in most, so that ballots meet all the rest. */
export function meetings<Blow>(blows: fc.Arbitrary<Blow>): fc.Arbitrary<Step<Blow>[]> {
  return fc.array(
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
      { weight: 1, arbitrary: fc.record({ is: fc.constant('befalls' as const), blow: blows }) },
      { weight: 4, arbitrary: fc.record({ is: fc.constant('waits' as const) }) },
    ),
    { minLength: 10, maxLength: 70, size: 'max' },
  );
}

interface Said {
  caller: Caller;
  command: Command;
  /** Null until an answer reached the person. */
  heard: Answer | null;
}

interface Face {
  caller: Caller;
  seat: Seat;
  said: Said[];
  isOnline: boolean;
}

/** Plays a meeting in a hall, which it closes, and compares every picture of it. Throws where two differ, or where the model knows better. */
export async function playMeeting<Blow>(hall: Hall<Blow>, play: readonly Step<Blow>[]): Promise<void> {
  try {
    const table = await Table.lay(hall);
    for (const step of play) {
      await table.take(step);
      await table.goOn();
    }
    await table.becomeQuiet();
    await table.compare();
  } finally {
    await hall.close();
  }
}

class Table<Blow> {
  readonly #hall: Hall<Blow>;
  readonly #faces: Face[] = [];
  /** Every answer, as they were taken where one queue takes all, else as they were heard. */
  readonly #taken: { at: number; said: Said; answer: Answer }[] = [];
  readonly #underWay = new Set<Promise<void>>();
  readonly #noteIds = new Set<string>();
  #exercises: string[] = [];
  #count = 0;

  private constructor(hall: Hall<Blow>) {
    this.#hall = hall;
  }

  static async lay<Blow>(hall: Hall<Blow>): Promise<Table<Blow>> {
    const table = new Table(hall);
    await table.#seat();
    return table;
  }

  async #seat(): Promise<void> {
    for (let i = 0; i < people; i += 1) {
      const caller = await this.#hall.join(`join-${String(i)}-0123456789abcdef`);
      await this.#sit(caller, i === 0 ? ['stage', 'wall'] : ['stage']);
    }
    for (let i = 0; i < hosts; i += 1) await this.#sit({ role: 'facilitator', participantId: null }, ['stage', 'wall', 'backstage']);
    await this.#sit({ role: 'projector', participantId: null }, ['stage', 'wall']);
    for (const face of this.#faces) this.#goOnline(face);
    const wall = this.#hosts[0]!.seat.lines[1]!;
    let order: string | null = null;
    for (const id of needs) {
      order = orderBetween(order, null);
      writeNeed(wall.doc, { id, title: id }, { x: 0, y: 0, order }, {});
    }
    wall.let();
    const { state } = await eventually(
      async () => {
        const rebuilt = await this.#rebuilt();
        expect([...rebuilt.state.needNumbers.keys()]).toEqual(needs);
        return rebuilt;
      },
      { withinMs: this.#hall.quietWithinMs },
    );
    this.#exercises = ['collect', 'dot-vote', 'rank'].map((kind) => exerciseOf(state, kind).id);
    for (const { seat } of this.#faces) for (const line of seat.lines) line.let();
    this.#lead('open', 1);
    await this.#settle();
  }

  async #sit(caller: Caller, parts: readonly Part[]): Promise<void> {
    this.#faces.push({ caller, seat: await this.#hall.seat(caller, parts), said: [], isOnline: false });
  }

  async #rebuilt(): Promise<Rebuilt> {
    return (await rebuild(this.#hall.store, this.#hall.sessionId))!;
  }

  get #residents(): Face[] {
    return this.#faces.slice(0, people);
  }
  get #hosts(): Face[] {
    return this.#faces.slice(people, people + hosts);
  }

  async take(step: Step<Blow>): Promise<void> {
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
        for (const line of this.#faces[step.who % this.#faces.length]!.seat.lines) line.let(step.frames);
        return;
      case 'befalls':
        return this.#hall.befall(step.blow);
      case 'waits':
        return this.#hall.rest(this.#underWay);
      default:
        throw new Error(JSON.stringify(step satisfies never));
    }
  }

  async goOn(): Promise<void> {
    await this.#hall.goOn(this.#underWay);
  }

  #goOnline(face: Face): void {
    if (face.isOnline) return;
    face.isOnline = true;
    face.seat.connect();
    // What has no answer yet goes out again, as it was.
    for (const said of face.said) if (!said.heard) this.#send(face, said);
  }

  #goOffline(face: Face): void {
    if (!face.isOnline) return;
    face.isOnline = false;
    face.seat.drop();
  }

  #says(face: Face, what: (Step<Blow> & { is: 'says' })['what'], [a = 0, b = 0, c = 0, d = 0]: readonly number[]): void {
    const [collect = '', vote = '', rank = ''] = this.#exercises;
    const noteId = `note-${face.caller.participantId!.slice(0, 8)}-${String(a)}`;
    this.#count += 1;
    const commandId = `command-${String(this.#count)}`;
    const given = [a, b, c, d];
    if (what === 'add') this.#noteIds.add(noteId);
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

  #lead(what: (Step<Blow> & { is: 'leads' })['what'], n: number): void {
    const face = this.#hosts[n % hosts]!;
    this.#count += 1;
    const commandId = `command-${String(this.#count)}`;
    const exerciseId = this.#exercises[n % this.#exercises.length]!;
    const noteId = [...this.#noteIds][n] ?? 'note-nowhere';
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
  #arrange({ seat }: Face, what: (Step<Blow> & { is: 'arranges' })['what'], [a = 0, b = 0, c = 0, d = 0]: readonly number[]): void {
    const [, wall, backstage] = seat.lines;
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
    this.#count += 1;
    const sentAt = this.#count;
    const answering = face.seat.ask(said.command).then(({ answer, isHeard }) => {
      this.#count += 1;
      this.#taken.push({ at: this.#hall.isOneQueue ? sentAt : this.#count, said, answer });
      if (isHeard && !isPassing(answer)) said.heard = answer;
    });
    this.#underWay.add(answering);
    void answering.finally(() => this.#underWay.delete(answering));
  }

  async #settle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Nothing is wrong any more, everybody is back, and says again what nobody answered. */
  async becomeQuiet(): Promise<void> {
    await this.#hall.heal();
    for (const face of this.#faces) this.#goOnline(face);
    await this.#settle();
    for (const face of this.#faces) for (const said of face.said) if (!said.heard) this.#send(face, said);
    await this.#settle();
    for (const face of this.#faces) expect(face.said.filter(({ heard }) => heard === null)).toEqual([]);
    // Beyond the ticks, the second in which writers are asked.
    await eventually(
      async () => {
        for (const { seat } of this.#faces) for (const line of seat.lines) line.let();
        const now = await this.#rebuilt();
        const truth = pictureOf(now);
        expect(truth.stage.counts.online).toBe(people);
        for (const { caller, seat } of this.#faces)
          for (const [i, name] of (['stage', 'wall', 'backstage'] as const).entries()) {
            const line = seat.lines[i];
            if (!line) continue;
            const seen = name === 'stage' ? readStage(line.doc) : readWall(line.doc);
            expect({ role: caller.role, name, seen }).toEqual({ role: caller.role, name, seen: truth[name] });
            expect(line.doc.store.pendingStructs).toBeNull();
          }
        await this.#hall.check(now);
      },
      { withinMs: this.#hall.quietWithinMs },
    );
  }

  async compare(): Promise<void> {
    const { store, sessionId } = this.#hall;
    const { state } = await this.#rebuilt();
    const commits = await store.commits(sessionId, 1);
    expect(firstBroken({ seq: 0, hash: chainStart }, commits)).toBeNull();

    // [D1] [D2] Every ack has its row, and the same command was answered the same.
    const stored = (await store.load(sessionId))!;
    const receipts = new Map(stored.receipts.map((receipt) => [`${receipt.sender} ${receipt.commandId}`, receipt]));
    const receiptOf = ({ caller, command }: Said) => receipts.get(`${senderOf(state, caller)} ${command.payload.commandId}`);
    const firstAnswers = new Map<string, Answer & { ok: true }>();
    const seqs = new Set<number>(commits.map(({ seq }) => seq));
    for (const { said, answer } of [...this.#taken].sort((x, y) => x.at - y.at)) {
      const { name, payload } = said.command;
      const first = firstAnswers.get(payload.commandId);
      if (!answer.ok) {
        // Once it was ok it stays so, but for a disk that takes nothing.
        if (first) expect({ name, code: answer.code }).toEqual({ name, code: isPassing(answer) ? answer.code : 'ok' });
        continue;
      }
      expect(seqs).toContain(answer.seq);
      expect({ name, has: receiptOf(said) !== undefined }).toEqual({ name, has: true });
      firstAnswers.set(payload.commandId, first ?? answer);
      if (first && name !== 'exercise:reveal' && !isForgotten(said, answer)) expect({ name, answer }).toEqual({ name, answer: first });
    }
    // What nobody was told was taken is not there.
    const all = this.#faces.flatMap(({ said }) => said);
    const unheard = all.filter((said) => receiptOf(said) !== undefined && !firstAnswers.has(said.command.payload.commandId));
    expect(unheard.map(({ command }) => command)).toEqual([]);

    const model = new Model();
    const effects = new Set<string>();
    for (const { said, answer } of inOrderOfEffect(this.#taken)) {
      const { commandId } = said.command.payload;
      if (effects.has(commandId)) continue;
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
    expect(this.#hall.surprises()).toEqual([]);
  }
}

/** What is shown, as it is stored or as somebody has it in memory. */
export function pictureOf({ documents: { parts } }: Pick<Rebuilt, 'documents'>) {
  return {
    stage: readStage(parts.stage),
    wall: readWall(parts.wall),
    backstage: readWall(parts.backstage),
    people: readPeople(parts.backstage),
  };
}

/** A ballot's receipt goes when its round is sealed: then the answer is of the commit that sealed it. */
function isForgotten({ command: { name } }: Said, { value }: Answer & { ok: true }): boolean {
  return name === 'ballot:cast' && Object.keys(value as object).length === 0;
}

/** As they were stored. What was forgotten took its effect before it was sealed, and before its sender said anything else. */
function inOrderOfEffect(taken: readonly { at: number; said: Said; answer: Answer }[]) {
  const oks = taken.flatMap(({ at, said, answer }) => (answer.ok ? [{ at, said, answer }] : []));
  const seqOf = ({ said, answer }: (typeof oks)[number]) => answer.seq - (isForgotten(said, answer) ? 0.5 : 0);
  return oks.sort((x, y) => seqOf(x) - seqOf(y) || x.at - y.at);
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
