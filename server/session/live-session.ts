import { setTimeout as wait } from 'node:timers/promises';
import type { Part } from '../../shared/document.ts';
import { RefusalError, type RefusalCode } from '../../shared/refusal.ts';
import { readLogHead, stageJson, writeLogHead, type LogHead } from '../../shared/stage.ts';
import type { Command } from '../../shared/wire.ts';
import { NotStoredError, SeqTakenError, isShared, type Commit, type CommitRow, type SessionRow, type Write } from '../store/store.ts';
import { decide, type Caller, type Decision, type Surroundings } from './decide.ts';
import { join } from './decide-room.ts';
import { takeSeat } from './decide-seat.ts';
import { chained, pseudonym } from './digest.ts';
import type { SessionDocuments } from './documents.ts';
import type { Event } from './events.ts';
import { evolve, receiptId, remember } from './evolve.ts';
import { findExercise } from './find.ts';
import { Following, type Followed } from './following.ts';
import { headToShow } from './log-head.ts';
import type { LiveSessionOptions, Published } from './live-session-options.ts';
import { areBallotsAlone, codeOfFailure, isBeaten, passing, settleAll, type Answer, type Waiting } from './outcomes.ts';
import type { People } from './people.ts';
import { project } from './project.ts';
import { Presence } from './presence.ts';
import { once, receiptKeyId, type Applied, type Sent } from './receipts.ts';
import { isListed, rowOf } from './session-row.ts';
import type { Memory, Rebuilt } from './rebuild.ts';
import { SeatGuesses } from './seat-guesses.ts';
import { personOfSeat, seatIdOf } from './seats.ts';
import { snapshotAnew, Snapshots } from './snapshots.ts';
import type { Grant } from './tokens.ts';
import { Sureness } from './sureness.ts';
import { senderOf } from './voters.ts';
import { sessionKeyId, type State } from './state.ts';

/** How much one commit takes with it: bounded, so that the loop gets a turn. */
const batchMax = 400;
/** Commands that may wait: the largest hall at once. Who comes then hears `try-later`, and comes again by themself. */
const waitingMax = 6_000;
const seqTriesMax = 8;
/** So often it is tried to read a session again that the store could not give. */
const comeBackMs = 250;
/** So long whoever comes may wait for what other processes stored. */
const lookMs = 1_000;

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
  #saidSeq: number;
  #hash: string;
  #row: SessionRow;
  #queue: Waiting[] = [];
  #readers: (() => void)[] = [];
  #running: Promise<void> | null = null;
  #isCommitting = false;
  /** [V4] What the room is shown with the next commit. */
  #headDue: LogHead | null = null;
  readonly #presence: Presence;
  readonly #guesses = new SeatGuesses(() => {
    this.#options.onTrouble('seat codes are being guessed', { session: this.id });
    void this.edit(() => ({ events: [{ type: 'seats-guessed' }], writes: [], value: null }));
  });
  readonly #snapshots: Snapshots;
  #isClosed = false;
  #isBroken = false;
  /** Memory is not what is stored, and the store cannot be read: nothing is decided or read until it can. */
  #comingBack: Promise<void> | null = null;
  readonly #following: Following;
  /** Never rejects. */
  #looking: Promise<void> = Promise.resolve();
  #nextLook: Promise<void> | null = null;
  readonly #sureness: Sureness;
  #sockets = 0;

  constructor(rebuilt: Rebuilt, options: LiveSessionOptions) {
    this.id = rebuilt.row.id;
    this.#options = options;
    this.#state = rebuilt.state;
    this.#documents = rebuilt.documents;
    this.#seq = rebuilt.seq;
    this.#saidSeq = rebuilt.seq;
    this.#hash = rebuilt.hash;
    this.#row = rebuilt.row;
    const { store, onTrouble } = options;
    this.#snapshots = new Snapshots({ store, sessionId: this.id, seq: rebuilt.snapshotSeq, onTrouble });
    this.#following = new Following({ store, sessionId: this.id, onTrouble });
    this.#presence = new Presence({ onDue: () => this.#wake(), onPeople: options.onPeople, quietMs: options.quietMs });
    this.#presence.touchAll(this.#state);
    this.#sureness = new Sureness({
      compute: options.computeStability,
      state: () => this.#state,
      edit: (decideEdit) => this.edit(decideEdit),
      onFailed: (error) => {
        if (!this.#isClosed) options.onTrouble('a stability was not computed', { session: this.id, error: String(error) });
      },
    });
    for (const round of rebuilt.unsure) void this.#sureness.tell(round);
  }

  /** The state as it is committed only while no commit is in flight: read it inside `atRest`. */
  get state(): State {
    return this.#state;
  }
  get seq(): number {
    return this.#seq;
  }
  /** The last commit after which records may say something else than before, but for where the log stands. Like `state`, only `atRest`. */
  get saidSeq(): number {
    return this.#saidSeq;
  }
  get hash(): string {
    return this.#hash;
  }
  get row(): SessionRow {
    return this.#row;
  }
  /** True once it has left memory, or is of no use: whoever asks is to have another one. */
  get isClosed(): boolean {
    return this.#isClosed;
  }
  /** True where memory could not be built again after a failed commit: this object is of no use any more. */
  get isBroken(): boolean {
    return this.#isBroken;
  }
  /** True while it is being computed how sure a round is [T4]: what the records say of it is still to come. */
  get isBecomingSure(): boolean {
    return this.#sureness.isUnderWay;
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

  /** [S4] [J10] [B17] False where the token was revoked since, the tablet ended, the person removed, or their seat taken over by another device. */
  honours({ role, participantId, generation, device, kiosk }: Grant): boolean {
    const person = participantId === null ? undefined : this.#state.participants.get(participantId);
    const held = participantId === null ? undefined : this.#state.seats.get(person?.seat ?? participantId)?.device;
    // [D11] A later device than the one that is known took the seat after the copy that this session goes on from.
    const isTakenOver = held !== undefined && (device ?? 0) < held;
    const isEnded = kiosk !== undefined && !this.#state.kiosks.includes(kiosk);
    return (this.#state.generations[role] ?? 0) === generation && person?.removed !== true && !isTakenOver && !isEnded;
  }

  /** [B16] True of a phone that a facilitator marked as a helper's. */
  isScribe({ participantId }: Grant): boolean {
    return participantId !== null && this.#state.participants.get(participantId)?.scribe === true;
  }

  /** Runs `read` when memory is exactly what is stored: at once, or when the commit in flight has ended. */
  atRest<T>(read: (session: this) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = () => {
        try {
          if (this.#isBroken || this.#comingBack) throw new RefusalError('try-later');
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
    if (this.#queue.length >= waitingMax) return Promise.resolve({ ok: false, code: 'try-later' });
    if (command.name === 'participant:ready') return this.#setReady(command.payload.exerciseId, command.payload.ready, caller);
    const seatCode = 'seatCode' in command.payload ? command.payload.seatCode : undefined;
    return this.#weighed(seatCode, () => {
      const sender = senderOf(this.#state, caller);
      const { commandId, ...rest } = command.payload;
      const sent: Sent = { sender, commandId, name: command.name, payload: rest, keyId: receiptKeyId(this.#state, command) };
      return once(this.#state, sent, () => decide(this.#state, command, caller, this.#around()));
    });
  }

  /** [D40] Decides, and where the answer is no, once more after what other processes have stored meanwhile was read. */
  async #decided(apply: () => Applied): Promise<Answer> {
    const decidedAt = this.#seq;
    const answer = await this.#enqueue(apply);
    if (answer.ok || passing.has(answer.code)) return answer;
    const head = await this.#headInStore().catch(() => undefined);
    if (head === undefined || head <= decidedAt) return answer;
    await this.catchUp(head);
    return this.#enqueue(apply);
  }

  /** [J13] Waits with the answer where it was to a seat code that no card has. */
  async #weighed(seatCode: string | undefined, apply: () => Applied): Promise<Answer> {
    const answer = await this.#decided(apply);
    return seatCode === undefined ? answer : this.#guesses.weigh(answer);
  }

  /** [J2] Lets a person in, by a seat card [J10] where they give its code. The same command id is the same person. */
  async join(commandId: string, seatCode?: string): Promise<{ answer: Answer; participantId: string }> {
    let participantId = '';
    if (this.#queue.length >= waitingMax) return { answer: { ok: false, code: 'try-later' }, participantId };
    if (seatCode !== undefined) {
      const answer = await this.#weighed(seatCode, () => {
        const seatId = seatIdOf(this.#state, seatCode);
        participantId = personOfSeat(this.#state, seatId);
        const sent: Sent = { sender: 'join', commandId, name: 'join', payload: { seatId }, keyId: sessionKeyId };
        const isHere = this.#presence.isOnline(participantId);
        return once(this.#state, sent, () => takeSeat(this.#state, seatId, { isHere, now: this.#options.around.now() }));
      });
      return { answer, participantId };
    }
    const answer = await this.#decided(() => {
      participantId = `p${pseudonym(this.#state.keys.get(sessionKeyId)!, `join ${commandId}`)}`;
      const sent: Sent = { sender: 'join', commandId, name: 'join', payload: {}, keyId: sessionKeyId };
      return once(this.#state, sent, () => join(this.#state, participantId));
    });
    return { answer, participantId };
  }

  /** Who holds the card of this code, which a decision has taken already. */
  holderOf(seatCode: string): string {
    return personOfSeat(this.#state, seatIdOf(this.#state, seatCode));
  }

  /** True where this join was answered before: to repeat it brings nobody new. */
  hasJoined(commandId: string): boolean {
    return this.#state.receipts.has(receiptId({ sender: 'join', commandId }));
  }

  /** A facilitator's change of the wall or backstage, already checked to be readable. */
  arrange(part: 'wall' | 'backstage', update: Uint8Array): Promise<Answer> {
    return this.#enqueue(() => {
      const { now, id } = this.#options.around;
      const { events, mended, peopleTouched } = this.#documents.arrange(part, update, this.#state, { at: now(), id });
      if (mended > 0) this.#options.onTrouble('a facilitator wrote to a server part; put back', { session: this.id, part, mended });
      if (peopleTouched) this.#presence.touchAll(this.#state);
      return { events, writes: [], value: {} };
    });
  }

  /** What the organizer edits outside the meeting. */
  edit(decideEdit: (state: State, around: Surroundings) => Decision): Promise<Answer> {
    return this.#enqueue(() => decideEdit(this.#state, this.#around()));
  }

  /** Counts the sockets of a person or a shared tablet: one more, or one fewer. Of all others it is only asked whether there are any. */
  countSocket({ participantId, kiosk }: Pick<Caller, 'participantId' | 'kiosk'>, change: 1 | -1): void {
    this.#sockets += change;
    if (participantId !== null) this.#presence.countSocket(participantId, change);
    if (kiosk !== undefined) this.#presence.countKiosk(kiosk, change);
  }

  /** True where nobody is connected and nothing is under way: it may leave memory [D44]. */
  get isIdle(): boolean {
    return this.#sockets === 0 && !this.#running && !this.#comingBack && !this.isBecomingSure;
  }

  /** [D41] Who is here, for other processes. */
  people(): People {
    return this.#presence.people((exerciseId) => this.#state.exercises.get(exerciseId)?.phase === 'open');
  }

  /** [D41] True where other processes serve it as well. */
  get isShared(): boolean {
    return this.#presence.isShared;
  }

  /** [B1] Participants who are connected here and with another process as well. */
  alsoElsewhere(): string[] {
    return this.#presence.alsoElsewhere();
  }

  /** [D41] Another process serves it too. False where that was known. */
  meet(process: string): boolean {
    return this.#presence.meet(process);
  }

  /** [D41] Takes what another process says of who is there; null once it serves the session no more. */
  hearPeople(process: string, people: People | null): void {
    if (!this.#isClosed) this.#presence.hear(process, people);
  }

  /** [D33] Another process has written up to `seq`: in its turn memory becomes what is stored. Resolves when it is, or will not be. */
  async catchUp(seq: number): Promise<void> {
    if (this.#isClosed || this.#comingBack || seq <= this.#seq) return;
    this.#following.heard(seq);
    this.#running ??= this.#run();
    // However much goes on meanwhile.
    let isOver = false;
    const reached = new Promise<void>((resolve) => {
      const look = () => {
        if (isOver || this.#seq >= seq) resolve();
        else this.#readers.push(look);
      };
      this.#readers.push(look);
    });
    await Promise.race([this.#running, reached]);
    isOver = true;
  }

  /** [D53] [D54] Becomes what is stored by now, whoever stored it; those who ask together are answered by one look. Rejects where the store does not say. */
  lookElsewhere(): Promise<void> {
    if (!isShared(this.#options.store)) return Promise.resolve();
    this.#nextLook ??= this.#looking.then(() => {
      this.#nextLook = null;
      const late = wait(lookMs, undefined, { ref: false }).then(() => Promise.reject(new Error('the store did not say in time')));
      // Where the store has none, it was erased at another process.
      const look = Promise.race([this.#headInStore(), late]).then((head) =>
        head === undefined ? this.#break({ isGone: true }) : this.catchUp(head),
      );
      this.#looking = look.catch(() => undefined);
      return look;
    });
    return this.#nextLook;
  }

  /** The last seq that any process wrote; undefined where the store is this process's own. */
  async #headInStore(): Promise<number | undefined> {
    const { store } = this.#options;
    return isShared(store) ? (await store.heads([this.id])).get(this.id) : undefined;
  }

  /** Resolves when nothing is waiting any more; keeps a snapshot so that the session opens at once. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#presence.close();
    while (this.#running) await this.#running;
    await this.#comingBack;
    if (!this.#isBroken) await this.#snapshots.keep(this.#memory);
    this.#documents.destroy();
  }

  #around(): Surroundings {
    const { around } = this.#options;
    return {
      ...around,
      now: around.now(),
      needs: () => this.#documents.needs(),
      standing: () => this.#documents.standing(),
      coveredNeeds: () => this.#documents.coveredNeeds(this.#state),
    };
  }

  async #setReady(exerciseId: string, ready: boolean, caller: Caller): Promise<Answer> {
    const check = () => {
      if (this.#state.participants.get(caller.participantId ?? '')?.removed) throw new RefusalError('not-allowed');
      const exercise = findExercise(this.#state, exerciseId);
      if (this.#state.status === 'ended') throw new RefusalError('session-ended');
      if (exercise.phase !== 'open') throw new RefusalError('exercise-not-open');
      this.#presence.setReady(exerciseId, caller.participantId ?? '', ready);
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
      if (this.#isClosed || this.#comingBack) return settle({ ok: false, code: 'try-later' });
      this.#queue.push({ apply, settle, tries: 0 });
      this.#running ??= this.#run();
    });
  }

  /** Lets the next commit come although nobody asked for anything: counts of people are due. */
  #wake(): void {
    if (this.#isClosed || this.#comingBack) return;
    this.#queue.push({ apply: null, settle: () => undefined, tries: 0 });
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    // A turn of the loop first: what arrives in the same turn shares the commit.
    await new Promise(setImmediate);
    // Memory that is not what is stored is not followed on from: it comes back by itself.
    while (!this.#comingBack && !this.#isBroken && (this.#queue.length > 0 || this.#following.isBehind(this.#memory)))
      if (this.#following.isBehind(this.#memory)) await this.#takeOver();
      else if (this.#following.isGivingWay) await this.#following.giveWay();
      else await this.#commitNext(this.#queue.splice(0, batchMax));
    this.#running = null;
  }

  /** [D33] Reads what others have written, and makes it public here. */
  async #takeOver(): Promise<void> {
    this.#isCommitting = true;
    await this.#readAgain(() => this.#following.forward(this.#memory));
    this.#rest();
  }

  async #commitNext(batch: Waiting[]): Promise<void> {
    const answers = new Map<Waiting, Answer>();
    const events: Event[] = [];
    const writes: Write[] = [];
    const now = this.#options.around.now();
    const seq = this.#seq + 1;
    let isApplying = false;
    this.#following.begin(this.#memory, this.#presence);
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
    if ((events.length > 0 || this.#documents.hasChanged) && this.#documents.looksAtCovered(this.#state)) {
      const away: Applied = { events: [{ type: 'wall-looked', at: null }], writes: [], value: {} };
      this.#apply(away, seq, now);
      events.push(...away.events);
    }
    this.#documents.readOut(this.#state);
    const isHeadShown = this.#showHead();
    this.#presence.writeInto(this.#state, this.#documents);
    const updates = this.#documents.takeChanges();
    const isUnchanged = events.length === 0 && writes.length === 0 && !updates.stage && !updates.wall && !updates.backstage;
    if (isUnchanged) return settleAll(batch, answers);

    const row = chained(this.#hash, { seq, at: now, events: JSON.stringify(events), ...updates });
    const isErasing = events.some(({ type }) => type === 'notes-erased');
    const session = isErasing ? this.#rowOfNextEpoch() : this.#rowAfter(events);
    if (isErasing) writes.push({ op: 'forget-updates', snapshot: snapshotAnew(row, this.#memory) });
    this.#isCommitting = true;
    const started = performance.now();
    const failure = await this.#store({ sessionId: this.id, row, writes, session });
    const tookMs = performance.now() - started;
    if (failure instanceof SeqTakenError) this.#options.meters.commitBeaten();
    if (failure) this.#options.meters.commitFailed();
    else this.#options.meters.committed(tookMs / 1000, answers.size);
    if (!failure) this.#following.stored(row, tookMs);
    if (failure) await this.#recover(failure, batch);
    else if (isErasing) await this.#beginAnew(batch, answers);
    else {
      if (isHeadShown || updates.wall || !areBallotsAlone(events, writes)) this.#saidSeq = seq;
      this.#committed(row, session, { seq, updates, events, rebuilt: false, isElsewhere: false }, () => settleAll(batch, answers));
    }
    this.#rest();
    if (!failure) for (const write of writes) if (write.op === 'seal') void this.#sureness.tell(write);
    if (this.#snapshots.isDue(this.#memory)) void this.#snapshots.keep(this.#memory);
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
    this.#presence.follow(writes, events.length > 0);
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
    this.#presence.stored();
    answer();
    this.#options.onPublished(published);
    this.#headDue = headToShow(this.#state, row, readLogHead(this.#documents.parts.stage));
    if (this.#headDue) this.#wake();
  }

  /** A hash is known once its commit is stored, so that the next one tells it. */
  #showHead(): boolean {
    const head = this.#headDue;
    this.#headDue = null;
    if (head) this.#documents.write(() => writeLogHead(this.#documents.parts.stage, head));
    return head !== null;
  }

  /** [D17] What was stored stands for all that was before: memory, which still holds its history, is built again from it. */
  async #beginAnew(batch: readonly Waiting[], answers: ReadonlyMap<Waiting, Answer>): Promise<void> {
    const isRebuilt = await this.#readAgain(() => this.#following.anew(this.#memory));
    if (isRebuilt) this.#snapshots.seq = this.#seq;
    settleAll(batch, answers);
  }

  /** [D3] Memory holds what was not stored: throw it away, build it again, and decide once more or say so. */
  async #recover(failure: unknown, batch: Waiting[]): Promise<void> {
    const wasBeaten = isBeaten(failure);
    if (!wasBeaten) this.#options.onTrouble('a commit failed', { session: this.id, seq: this.#seq + 1, error: String(failure) });
    const isRebuilt = await this.#readAgain(() => this.#following[wasBeaten ? 'back' : 'anew'](this.#memory));
    this.#presence.lost();
    const retried: Waiting[] = [];
    for (const waiting of batch) {
      if (isRebuilt && wasBeaten && ++waiting.tries < seqTriesMax) retried.push(waiting);
      else waiting.settle({ ok: false, code: codeOfFailure(failure) });
    }
    this.#queue.unshift(...retried);
  }

  /** False where the store cannot be read: then it goes on by itself once it can. */
  async #readAgain(read: () => Promise<Followed>): Promise<boolean> {
    try {
      this.#take(await read());
      return true;
    } catch (error) {
      this.#options.onTrouble('a session could not be built again', { session: this.id, error: String(error) });
      for (const waiting of this.#queue.splice(0)) waiting.settle({ ok: false, code: 'try-later' });
      if (error instanceof NotStoredError && !this.#isClosed) this.#comingBack ??= this.#comeBack();
      else this.#break();
      return false;
    }
  }

  /** [D32] Tries until the store can be read again. Whoever is connected stays so. */
  async #comeBack(): Promise<void> {
    for (;;) {
      await wait(comeBackMs);
      if (this.#isClosed) return this.#break();
      try {
        this.#take(await this.#following.anew(this.#memory));
        if (this.#following.isBehind(this.#memory)) this.#running ??= this.#run();
        return;
      } catch (error) {
        if (error instanceof NotStoredError) continue;
        this.#options.onTrouble('a session could not be built again', { session: this.id, error: String(error) });
        return this.#break();
      }
    }
  }

  #break({ isGone = false } = {}): void {
    this.#comingBack = null;
    this.#isClosed = true;
    if (this.#isBroken) return;
    this.#isBroken = true;
    for (const waiting of this.#queue.splice(0)) waiting.settle({ ok: false, code: 'try-later' });
    this.#options.onBroken({ isGone });
  }

  get #memory(): Memory {
    return { row: this.#row, state: this.#state, documents: this.#documents, seq: this.#seq, hash: this.#hash };
  }

  #take({ memory: { row, state, documents, seq, hash }, events, updates, isRebuilt, people }: Followed): void {
    const isNews = isRebuilt || seq !== this.#seq;
    if (documents !== this.#documents) this.#documents.destroy();
    [this.#state, this.#documents, this.#seq, this.#hash, this.#row] = [state, documents, seq, hash, row];
    this.#comingBack = null;
    this.#presence.expectLater(people);
    if (!isNews) return;
    this.#saidSeq = seq;
    this.#options.onPublished({ seq, updates, events, rebuilt: isRebuilt, isElsewhere: true });
  }

  #rowAfter(events: readonly Event[]): SessionRow | null {
    return events.some(isListed) ? this.listedRow() : null;
  }

  /** What lists show of this session now; what is stored of it may be some notes behind. Committed only `atRest`. */
  listedRow(): SessionRow {
    return rowOf(this.#row, this.#state);
  }

  /** Pages that hold the session's history are told by its number that there is another one. */
  #rowOfNextEpoch(): SessionRow {
    return { ...this.listedRow(), epoch: this.#row.epoch + 1 };
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
