import { parts, type Part } from '../../shared/document.ts';
import { RefusalError, type RefusalCode } from '../../shared/refusal.ts';
import { stageJson, writeCounts } from '../../shared/stage.ts';
import type { Command } from '../../shared/wire.ts';
import {
  JoinCodeTakenError,
  NotStoredError,
  SeqTakenError,
  type Commit,
  type CommitRow,
  type SessionRow,
  type Store,
  type Write,
} from '../store/store.ts';
import { decide, type Caller, type Decision, type Surroundings } from './decide.ts';
import { keptReveal, recalledAnswer, tellStability } from './decide-phase.ts';
import { join } from './decide-room.ts';
import { chained, commandHmac, pseudonym } from './digest.ts';
import type { SessionDocuments } from './documents.ts';
import type { Event } from './events.ts';
import { evolve, receiptId, remember } from './evolve.ts';
import { findExercise } from './find.ts';
import type { Meters } from './meters.ts';
import { liveCounts, project, showPerson } from './project.ts';
import { rebuild, type Rebuilt, type UnsureRound } from './rebuild.ts';
import type { ComputeStability } from './stability-thread.ts';
import type { Grant } from './tokens.ts';
import { senderOf } from './voters.ts';
import { packLogged, roundKeyId, sessionKeyId, type State } from './state.ts';

export type Answer = { ok: true; value: unknown; seq: number } | { ok: false; code: RefusalCode };

/** What became public with a commit. `rebuilt`: the documents are new objects, with the committed content. */
export interface Published {
  seq: number;
  updates: Record<Part, Uint8Array | null>;
  events: readonly Event[];
  rebuilt: boolean;
}

/** One thing waiting for the next commit. `apply` decides and changes the working state, or throws a refusal; it runs anew after a failed commit. */
interface Waiting {
  apply: (() => Applied) | null;
  settle: (answer: Answer) => void;
  tries: number;
}
interface Applied {
  events: Event[];
  writes: Write[];
  value: unknown;
  /** For an answer that was given before: its seq. */
  seq?: number;
}

/** How much one commit takes with it: bounded, so that the loop gets a turn. */
const batchMax = 400;
const seqTriesMax = 8;
/** Counts of people are written at most this often. */
const glanceMs = 100;
const snapshotEvery = 500;

export interface LiveSessionOptions {
  store: Store;
  meters: Meters;
  /** Everything a decision needs but the needs on this session's wall. */
  around: Omit<Surroundings, 'needs' | 'now'> & { now: () => number };
  onPublished: (published: Published) => void;
  /** Off this loop. */
  computeStability: ComputeStability;
  /** A bug or a fault, for the log; never holds texts or tokens. */
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

/**
 * One session in memory: its state, its documents, and the queue of what wants to change them. One commit is in flight at a time; what arrives meanwhile
 * shares the next one. Nothing is answered or published before its commit is durable [D1]; if a commit fails, memory is thrown away and built again from
 * what is stored [D3].
 */
export class LiveSession {
  readonly id: string;
  readonly #options: LiveSessionOptions;
  #state: State;
  #documents: SessionDocuments;
  #seq: number;
  #hash: string;
  #row: SessionRow;
  #queue: Waiting[] = [];
  #readers: (() => void)[] = [];
  #running: Promise<void> | null = null;
  #isCommitting = false;
  #online = new Map<string, number>();
  #ready = new Map<string, Set<string>>();
  #dirtyPeople = new Set<string>();
  #isGlanceDue = false;
  #glancedAt = -Infinity;
  #glanceTimer: NodeJS.Timeout | null = null;
  #snapshotSeq: number;
  #isClosed = false;
  #isBroken = false;

  constructor(rebuilt: Rebuilt, options: LiveSessionOptions) {
    this.id = rebuilt.row.id;
    this.#options = options;
    this.#state = rebuilt.state;
    this.#documents = rebuilt.documents;
    this.#seq = rebuilt.seq;
    this.#hash = rebuilt.hash;
    this.#row = rebuilt.row;
    this.#snapshotSeq = rebuilt.snapshotSeq;
    for (const participantId of this.#state.participants.keys()) this.#dirtyPeople.add(participantId);
    this.#glance();
    for (const round of rebuilt.unsure) void this.#becomeSure(round);
  }

  /** The state as it is committed only while no commit is in flight: read it inside `atRest`. */
  get state(): State {
    return this.#state;
  }
  get seq(): number {
    return this.#seq;
  }
  get hash(): string {
    return this.#hash;
  }
  get row(): SessionRow {
    return this.#row;
  }
  /** True where memory could not be built again after a failed commit: this object is of no use any more. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** The whole of a part. Like `state`, committed only `atRest`. */
  encode(part: Part): Uint8Array {
    return this.#documents.encode(part);
  }
  get documents(): SessionDocuments {
    return this.#documents;
  }
  stageJson(): Record<string, unknown> {
    return stageJson(this.#documents.parts.stage);
  }

  /** [S4] False where the token was revoked since, or the person removed. */
  honours({ role, participantId, generation }: Grant): boolean {
    const isRemoved = participantId !== null && this.#state.participants.get(participantId)?.removed === true;
    return (this.#state.generations[role] ?? 0) === generation && !isRemoved;
  }

  /** Runs `read` when memory is exactly what is stored: at once, or when the commit in flight has ended. */
  atRest<T>(read: (session: this) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = () => {
        try {
          if (this.#isBroken) throw new RefusalError('try-later');
          resolve(read(this));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      if (this.#isCommitting) this.#readers.push(run);
      else run();
    });
  }

  /** Decides a command in its turn. Resolves after its effect is durable, or with a refusal; never rejects. */
  command(command: Command, caller: Caller): Promise<Answer> {
    if (command.name === 'participant:ready') return this.#setReady(command.payload.exerciseId, command.payload.ready, caller);
    return this.#enqueue(() => {
      const sender = senderOf(this.#state, caller);
      const { commandId, ...rest } = command.payload;
      return this.#once({ sender, commandId, name: command.name, payload: rest, keyId: this.#keyIdOf(command) }, () =>
        decide(this.#state, command, caller, this.#around()),
      );
    });
  }

  /** [J2] Lets a person in. The same command id is the same person. */
  async join(commandId: string): Promise<{ answer: Answer; participantId: string }> {
    let participantId = '';
    const answer = await this.#enqueue(() => {
      participantId = `p${pseudonym(this.#state.keys.get(sessionKeyId)!, `join ${commandId}`)}`;
      const decideJoin = () => join(this.#state, participantId);
      return this.#once({ sender: 'join', commandId, name: 'join', payload: {}, keyId: sessionKeyId }, decideJoin);
    });
    return { answer, participantId };
  }

  /** A facilitator's change of the wall or backstage, already checked to be readable. */
  arrange(part: 'wall' | 'backstage', update: Uint8Array): Promise<Answer> {
    return this.#enqueue(() => {
      const { events, mended, peopleTouched } = this.#documents.arrange(part, update, this.#state);
      if (mended > 0) this.#options.onTrouble('a facilitator wrote to a server part; put back', { session: this.id, part, mended });
      if (peopleTouched) for (const participantId of this.#state.participants.keys()) this.#touchPerson(participantId);
      return { events, writes: [], value: {} };
    });
  }

  /** What the organizer edits outside the meeting. */
  edit(decideEdit: (state: State) => Decision): Promise<Answer> {
    return this.#enqueue(() => decideEdit(this.#state));
  }

  /** Counts the sockets of a person: one more, or one fewer. */
  countSocket(participantId: string, change: 1 | -1): void {
    const sockets = (this.#online.get(participantId) ?? 0) + change;
    if (sockets > 0) this.#online.set(participantId, sockets);
    else this.#online.delete(participantId);
    this.#touchPerson(participantId);
  }

  /** Resolves when nothing is waiting any more; keeps a snapshot so that the session opens at once. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#glanceTimer) clearTimeout(this.#glanceTimer);
    while (this.#running) await this.#running;
    await this.#keepSnapshot();
    this.#documents.destroy();
  }

  #around(): Surroundings {
    const { around } = this.#options;
    return { ...around, now: around.now(), needs: () => this.#documents.needs() };
  }

  /** Ballots' receipts are signed under their round's key, and go blank with it. */
  #keyIdOf(command: Command): string {
    if (command.name !== 'ballot:cast') return sessionKeyId;
    const exercise = this.#state.exercises.get(command.payload.exerciseId);
    const keyId = exercise ? roundKeyId(exercise) : sessionKeyId;
    return this.#state.keys.has(keyId) ? keyId : sessionKeyId;
  }

  /** [D2] Gives the answer that was given before, or decides and keeps a receipt. */
  #once(
    { sender, commandId, name, payload, keyId }: { sender: string; commandId: string; name: string; payload: unknown; keyId: string },
    decideAfresh: () => Decision,
  ): Applied {
    const known = this.#state.receipts.get(receiptId({ sender, commandId }));
    if (known) {
      const key = this.#state.keys.get(known.keyId);
      const isOther = known.hmac !== null && key !== undefined && commandHmac(key, name, payload) !== known.hmac;
      if (isOther) throw new RefusalError('command-id-reused');
      return { events: [], writes: [], value: recalledAnswer(this.#state, JSON.parse(known.answer)), seq: known.seq };
    }
    const decision = decideAfresh();
    const key = this.#state.keys.get(keyId)!;
    const answer = JSON.stringify(name === 'exercise:reveal' ? keptReveal(decision.value) : decision.value);
    const receipt: Write = { op: 'put-receipt', sender, commandId, keyId, hmac: commandHmac(key, name, payload), answer };
    return { ...decision, writes: [...decision.writes, receipt] };
  }

  async #setReady(exerciseId: string, ready: boolean, caller: Caller): Promise<Answer> {
    const check = () => {
      if (this.#state.participants.get(caller.participantId ?? '')?.removed) throw new RefusalError('not-allowed');
      const exercise = findExercise(this.#state, exerciseId);
      if (this.#state.status === 'ended') throw new RefusalError('session-ended');
      if (exercise.phase !== 'open') throw new RefusalError('exercise-not-open');
      const people = this.#ready.get(exerciseId) ?? new Set();
      if (ready) people.add(caller.participantId ?? '');
      else people.delete(caller.participantId ?? '');
      this.#ready.set(exerciseId, people);
      this.#glance();
    };
    try {
      await this.atRest(check);
      return { ok: true, value: {}, seq: this.#seq };
    } catch (error) {
      return { ok: false, code: this.#codeOf(error) };
    }
  }

  #enqueue(apply: Waiting['apply']): Promise<Answer> {
    return new Promise((settle) => {
      if (this.#isClosed) return settle({ ok: false, code: 'try-later' });
      this.#queue.push({ apply, settle, tries: 0 });
      this.#running ??= this.#run();
    });
  }

  /** Asks for the people's counts to be written: at once after silence, otherwise when they are due. */
  #glance(): void {
    this.#isGlanceDue = true;
    if (this.#glanceTimer || this.#isClosed) return;
    const wait = Math.max(0, Math.ceil(this.#glancedAt + glanceMs - performance.now()));
    this.#glanceTimer = setTimeout(() => {
      this.#glanceTimer = null;
      if (!this.#isGlanceDue || this.#isClosed) return;
      this.#queue.push({ apply: null, settle: () => undefined, tries: 0 });
      this.#running ??= this.#run();
    }, wait);
    this.#glanceTimer.unref();
  }

  #touchPerson(participantId: string): void {
    this.#dirtyPeople.add(participantId);
    this.#glance();
  }

  async #run(): Promise<void> {
    // A turn of the loop first: what arrives in the same turn shares the commit.
    await new Promise(setImmediate);
    while (this.#queue.length > 0) await this.#commitNext(this.#queue.splice(0, batchMax));
    this.#running = null;
  }

  async #commitNext(batch: Waiting[]): Promise<void> {
    const answers = new Map<Waiting, Answer>();
    const events: Event[] = [];
    const writes: Write[] = [];
    const now = this.#options.around.now();
    const seq = this.#seq + 1;
    let isApplying = false;
    for (const waiting of batch) {
      if (!waiting.apply) continue;
      try {
        const applied = waiting.apply();
        isApplying = true;
        this.#apply(applied, seq, now);
        isApplying = false;
        events.push(...applied.events);
        writes.push(...applied.writes);
        answers.set(waiting, { ok: true, value: applied.value, seq: applied.seq ?? seq });
      } catch (error) {
        answers.set(waiting, { ok: false, code: this.#codeOf(error) });
        // Half of a change may be in memory: nothing of it can be trusted.
        if (isApplying) {
          this.#isCommitting = true;
          await this.#recover(error, batch);
          this.#rest();
          return;
        }
      }
    }
    this.#glanceInto();
    const updates = this.#documents.takeChanges();
    const isUnchanged = events.length === 0 && writes.length === 0 && !updates.stage && !updates.wall && !updates.backstage;
    if (isUnchanged) return settleAll(batch, answers);

    const row = chained(this.#hash, { seq, at: now, events: JSON.stringify(events), ...updates });
    const session = this.#rowAfter(events);
    this.#isCommitting = true;
    const started = performance.now();
    const failure = await this.#store({ sessionId: this.id, row, writes, session });
    if (failure) this.#options.meters.commitFailed();
    else this.#options.meters.committed((performance.now() - started) / 1000, answers.size);
    if (failure) await this.#recover(failure, batch);
    else this.#committed(row, session, { seq, updates, events, rebuilt: false }, () => settleAll(batch, answers));
    this.#rest();
    if (!failure) for (const write of writes) if (write.op === 'seal') void this.#becomeSure(write);
    if (this.#seq - this.#snapshotSeq >= snapshotEvery) void this.#keepSnapshot();
  }

  /** Memory is what is stored: whoever waited to read may. */
  #rest(): void {
    this.#isCommitting = false;
    for (const read of this.#readers.splice(0)) read();
  }

  #apply({ events, writes }: Applied, seq: number, now: number): void {
    for (const event of events) evolve(this.#state, event, now);
    for (const write of writes) remember(this.#state, write, seq);
    this.#documents.write(() => project(this.#state, events, this.#documents.parts));
    for (const write of writes) {
      if (write.op === 'put-participant') this.#dirtyPeople.add(write.participantId);
      if (write.op === 'drop-participants') for (const id of this.#online.keys()) this.#dirtyPeople.add(id);
    }
    if (events.length > 0) this.#glance();
  }

  /**
   * [T4] Computes how sure a sealed round is, from its nameless ballots, and commits it. What fails on the way is tried again when the session is next
   * opened; until then its tally says nothing of it.
   */
  async #becomeSure({ exerciseId, round, bodies }: UnsureRound): Promise<void> {
    const sealed = this.#state.rounds.find((one) => one.exerciseId === exerciseId && one.round === round);
    if (!sealed?.tally || bodies.length === 0) return;
    const { kind, settings, options, seed } = sealed;
    try {
      const ballots = { kind, settings, options: options.map(({ needId }) => needId), bodies, seed };
      const stability = await this.#options.computeStability(ballots);
      if (stability) await this.edit((state) => tellStability(state, { exerciseId, round }, stability));
    } catch (error) {
      if (!this.#isClosed) this.#options.onTrouble('a stability was not computed', { session: this.id, error: String(error) });
    }
  }

  /** By a clock that never jumps: after a laptop's clock was set back, people are still counted. */
  #glanceInto(): void {
    const now = performance.now();
    if (!this.#isGlanceDue) return;
    // A timer may ring a little early: what is due then stays due.
    if (now - this.#glancedAt < glanceMs) return this.#glance();
    this.#isGlanceDue = false;
    this.#glancedAt = now;
    const ready: Record<string, number> = {};
    for (const [exerciseId, people] of this.#ready)
      if (this.#state.exercises.get(exerciseId)?.phase === 'open') ready[exerciseId] = people.size;
    this.#documents.write(() => {
      writeCounts(this.#documents.parts.stage, liveCounts(this.#state, this.#online.size, ready));
      for (const id of this.#dirtyPeople) showPerson(this.#state, id, this.#online.has(id), this.#documents.parts);
    });
    this.#dirtyPeople.clear();
  }

  async #store(commit: Commit): Promise<unknown> {
    try {
      await this.#options.store.commit(commit);
      return null;
    } catch (error) {
      return error ?? new Error('the store failed');
    }
  }

  #committed(row: CommitRow, session: SessionRow | null, published: Published, answer: () => void): void {
    this.#seq = row.seq;
    this.#hash = row.hash;
    this.#row = session ?? this.#row;
    answer();
    this.#options.onPublished(published);
  }

  /** [D3] Memory holds what was not stored: throw it away, build it again, and decide once more or say so. */
  async #recover(failure: unknown, batch: Waiting[]): Promise<void> {
    const isBeaten = failure instanceof SeqTakenError || failure instanceof JoinCodeTakenError;
    if (!isBeaten) this.#options.onTrouble('a commit failed', { session: this.id, seq: this.#seq + 1, error: String(failure) });
    const isRebuilt = await this.#rebuildMemory();
    const retried: Waiting[] = [];
    for (const waiting of batch) {
      if (isRebuilt && isBeaten && ++waiting.tries < seqTriesMax) retried.push(waiting);
      else waiting.settle({ ok: false, code: failure instanceof NotStoredError ? 'not-stored' : isBeaten ? 'try-later' : 'internal' });
    }
    this.#queue.unshift(...retried);
  }

  async #rebuildMemory(): Promise<boolean> {
    try {
      const rebuilt = await rebuild(this.#options.store, this.id);
      if (!rebuilt) throw new Error('the session is gone');
      this.#documents.destroy();
      this.#state = rebuilt.state;
      this.#documents = rebuilt.documents;
      this.#seq = rebuilt.seq;
      this.#hash = rebuilt.hash;
      this.#row = rebuilt.row;
      for (const participantId of this.#state.participants.keys()) this.#dirtyPeople.add(participantId);
      this.#isGlanceDue = true;
      this.#options.onPublished({ seq: this.#seq, updates: { stage: null, wall: null, backstage: null }, events: [], rebuilt: true });
      return true;
    } catch (error) {
      this.#options.onTrouble('a session could not be built again', { session: this.id, error: String(error) });
      this.#isClosed = true;
      this.#isBroken = true;
      for (const waiting of this.#queue.splice(0)) waiting.settle({ ok: false, code: 'try-later' });
      return false;
    }
  }

  #rowAfter(events: readonly Event[]): SessionRow | null {
    const isListed = events.some(
      ({ type }) => !type.startsWith('note-') && type !== 'ballots-received' && type !== 'timer-set' && type !== 'need-seen',
    );
    return isListed ? this.listedRow() : null;
  }

  /** What lists show of this session now; what is stored of it may be some notes behind. Committed only `atRest`. */
  listedRow(): SessionRow {
    const { details, joinCode, status, endedAt, joined, notes, needNumbers, rounds } = this.#state;
    const summary = {
      place: details.place,
      heldOn: details.heldOn,
      locale: details.locale,
      joined,
      notes: notes.size,
      needs: needNumbers.size,
      ballots: Math.max(0, ...rounds.map((round) => round.ballots)),
    };
    return {
      ...this.#row,
      title: details.title,
      programmeId: details.programmeId,
      joinCode,
      status,
      endedAt,
      summary: JSON.stringify(summary),
    };
  }

  async #keepSnapshot(): Promise<void> {
    if (this.#seq === this.#snapshotSeq) return;
    this.#snapshotSeq = this.#seq;
    const documents = Object.fromEntries(parts.map((part) => [part, this.encode(part)])) as Record<Part, Uint8Array>;
    const snapshot = { seq: this.#seq, hash: this.#hash, state: packLogged(this.#state), ...documents };
    try {
      await this.#options.store.saveSnapshot(this.id, snapshot);
    } catch (error) {
      this.#options.onTrouble('a snapshot was not kept', { session: this.id, error: String(error) });
    }
  }

  #codeOf(error: unknown): RefusalCode {
    if (error instanceof RefusalError) return error.code;
    this.#options.onTrouble('a decision failed', {
      session: this.id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return 'internal';
  }
}

function settleAll(batch: readonly Waiting[], answers: ReadonlyMap<Waiting, Answer>): void {
  for (const waiting of batch) waiting.settle(answers.get(waiting) ?? { ok: false, code: 'internal' });
}
