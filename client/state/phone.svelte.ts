import type { Exercise } from '../../shared/exercise.ts';
import type { NoteKind } from '../../shared/note.ts';
import type { JoinInfo } from '../../shared/wire.ts';
import { RefusalError, type RefusalCode } from '../../shared/refusal.ts';
import { connect, type Connection, type ConnectionStatus } from '../net/socket.ts';
import { dropSeat, randomId, type Seat } from '../net/identity.ts';
import { askBeforeLeaving } from '../net/leaving.ts';
import { reloadSoftly } from '../net/reload.ts';
import { pollStage } from '../net/stage-poll.ts';
import { inTab } from '../net/storage.ts';
import { onWake } from '../net/wake.ts';
import { openPart } from '../net/yjs.ts';
import { arrive } from './arrival.ts';
import { Drafts } from './drafts.svelte.ts';
import { loadLocale, preferredLocale } from './locale.svelte.ts';
import { MineState, type MyBallot, type MyNote } from './mine.svelte.ts';
import { OutboxState } from './outbox.svelte.ts';
import { StageState } from './stage.svelte.ts';

export type Arrival = 'arriving' | 'no-answer' | 'queueing' | 'here' | 'ended' | { refused: RefusalCode };

/** A resident's seat in the room: everything that lives from the moment the phone is let in. */
export class Room {
  readonly participantId: string;
  readonly stage: StageState;
  readonly drafts: Drafts;
  readonly outbox: OutboxState;
  readonly mine: MineState;
  #status: ConnectionStatus = $state.raw('connecting');
  #isSilent = $state(false);
  /** A refusal that somebody has to hear of, until they have. */
  #notice: RefusalCode | null = $state(null);
  #typingIn: string | null = $state(null);
  /** The person has just asked to write. */
  #wantsKeyboard = false;
  readonly #sessionId: string;
  readonly #connection: Connection;
  readonly #stopWaking: () => void;
  readonly #stopAsking: () => void;
  readonly #stopPolling: () => void;

  constructor(sessionId: string, seat: Seat) {
    this.#sessionId = sessionId;
    this.participantId = seat.participantId;
    this.drafts = new Drafts(sessionId);
    this.mine = new MineState(sessionId);
    this.stage = new StageState(
      openPart({ sessionId, token: seat.token, part: 'stage', writes: false, onSilent: () => void this.#hark() }),
    );
    this.outbox = new OutboxState({
      sessionId,
      onDelivered: (entry) => this.mine.deliver(entry, this.stage.stage.exercises),
      onRefused: (entry, code) => {
        // Notes and ballots that are kept say it themselves, where they lie.
        if (entry.name === 'note:withdraw' || entry.name === 'ballot:withdraw') this.#notice = code;
      },
    });
    this.#connection = connect({
      sessionId,
      token: seat.token,
      onHello: async ({ epoch, mine, restored }, awayMs) => {
        // Both lines went the same way: if this one was silent, so may be the other.
        if (awayMs > 0) this.stage.revive(awayMs);
        if (mine) {
          // [D11] What this phone remembers is overwritten only after what the server lacks of it is in the outbox.
          if (restored) {
            const { kept } = this.mine;
            await import('./say-again.ts').then(
              ({ sayAgain }) => sayAgain({ mine: { kept }, outbox: this.outbox }, { sessionId, seat, epoch, mine }),
              // The page is another build's: what waits goes out all the same.
              () => undefined,
            );
          }
          this.mine.take(mine, this.stage.stage.exercises);
        }
        this.outbox.connectTo(this.#connection);
      },
      onMine: (mine) => this.mine.take(mine, this.stage.stage.exercises),
      onStatus: (status) => {
        this.#status = status;
        if (status === 'online') this.#isSilent = false;
        // What waits goes out only after `hello` said what is there already.
        if (status !== 'online') this.outbox.connectTo(null);
      },
    });
    this.#stopWaking = onWake(() => void this.wake());
    this.#stopAsking = askBeforeLeaving(() => this.outbox.wouldBeLost);
    this.#stopPolling = pollStage({
      sessionId,
      token: seat.token,
      isCutOff: () => this.#status === 'online' && (this.stage.status === 'offline' || this.stage.status === 'connecting'),
      onStage: (json) => this.stage.take(json),
      onNoAnswer: () => void this.#connection.probe(),
    });
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** Nobody has said anything for so long that it need not be waited for any more. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  get notice(): RefusalCode | null {
    return this.#notice;
  }

  dismissNotice(): void {
    this.#notice = null;
  }

  async #hark(): Promise<void> {
    this.#isSilent = !(await this.#connection.probe());
  }

  /** Tries both sockets now. */
  async wake(): Promise<void> {
    const isAlive = await this.#connection.probe();
    this.stage.revive(isAlive ? undefined : 0);
  }

  notesOf(exerciseId: string): MyNote[] {
    return this.mine.notesOf(exerciseId, this.outbox.entries);
  }

  ballotOf(exercise: Exercise): MyBallot {
    return this.mine.ballotOf(exercise, this.outbox.entries);
  }

  addNote(exerciseId: string, text: string, forWhom: string[], { kind, lang }: { kind?: NoteKind; lang?: string } = {}): void {
    // Only the options of the form come in here.
    const whom = forWhom as ('elders' | 'children' | 'tenants' | 'foreign-neighbours' | 'limited-mobility' | 'everyone')[];
    this.outbox.put({
      name: 'note:add',
      payload: {
        exerciseId,
        noteId: randomId(),
        text,
        ...(kind && { kind }),
        ...(lang && { lang }),
        ...(whom.length > 0 && { forWhom: whom }),
      },
    });
  }

  editNote(noteId: string, text: string): void {
    this.outbox.put({ name: 'note:edit', payload: { noteId, text } });
  }

  withdrawNote(noteId: string): void {
    this.outbox.put({ name: 'note:withdraw', payload: { noteId } });
  }

  /** A text whose exercise closed before it was sent: it stays, beside those that were refused. */
  shelveDraft(exerciseId: string): void {
    const text = this.drafts.read(exerciseId);
    if (text.trim() === '') return;
    this.outbox.shelve({ name: 'note:add', payload: { exerciseId, noteId: randomId(), text } }, 'exercise-not-open');
    this.drafts.write(exerciseId, '');
  }

  castBallot(exerciseId: string, ballot: { kind: string; [field: string]: unknown }): void {
    this.outbox.put({ name: 'ballot:cast', payload: { exerciseId, ballot } });
  }

  /** Says what only matters now, and is not kept: rejects with NoAnswerError where nobody hears it. */
  say: Connection['send'] = (name, payload, options) => this.#connection.send(name, payload, options);

  describe(groups: Record<string, string | null>): void {
    this.outbox.put({ name: 'participant:describe', payload: { groups } });
  }

  /** Sends what was to wait for its exercise, now that it is open. */
  sendWhatWaitsFor(exerciseId: string): void {
    for (const entry of this.outbox.entries) {
      if (entry.waitsForOpening && entry.name === 'note:add' && entry.payload.exerciseId === exerciseId) this.outbox.again(entry.commandId);
    }
  }

  /** The exercise whose textarea is being typed into: nobody is thrown out of it. */
  get typingIn(): string | null {
    return this.#typingIn;
  }

  type(exerciseId: string, isTyping: boolean): void {
    this.#typingIn = isTyping ? exerciseId : null;
    this.#wantsKeyboard = false;
  }

  /** The page is older than the server. False where it cannot be loaded anew without loss. */
  loadAnew(): boolean {
    return !this.outbox.wouldBeLost && reloadSoftly();
  }

  /** True once after the welcome was left: the keyboard comes by itself. */
  get wantsKeyboard(): boolean {
    return this.#wantsKeyboard;
  }

  /** Past the welcome. */
  enter(): void {
    this.markSeen('welcome');
    this.#wantsKeyboard = true;
  }

  /** Something that is said once a session on this tab, such as a welcome. */
  wasSeen(what: string): boolean {
    return inTab.get(`yishi:seen:${this.#sessionId}:${what}`) !== null;
  }

  markSeen(what: string): void {
    inTab.set(`yishi:seen:${this.#sessionId}:${what}`, '1');
  }

  close(): void {
    this.#stopWaking();
    this.#stopAsking();
    this.#stopPolling();
    this.outbox.close();
    this.#connection.close();
    this.stage.close();
  }
}

/** The phone's way in: from a code to a room, and what stands in the way. */
export class PhoneState {
  #arrival: Arrival = $state.raw('arriving');
  #info: JoinInfo | null = $state.raw(null);
  #room: Room | null = $state.raw(null);
  readonly #code: string;
  /** [J14] What a card says, scanned or typed. */
  seatCode: string | null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(code: string, seatCode: string | null = null) {
    this.#code = code;
    this.seatCode = seatCode;
    void this.arrive();
  }

  get arrival(): Arrival {
    return this.#arrival;
  }

  get info(): JoinInfo | null {
    return this.#info;
  }

  get room(): Room | null {
    return this.#room;
  }

  /** Comes in, or says why not. Tries again by itself where nobody answered, and where the house is full for the moment [J4]. */
  async arrive(): Promise<void> {
    clearTimeout(this.#retry);
    try {
      const { seat, info } = await arrive(this.#code, this.seatCode, preferredLocale(), (found) => {
        this.#info = found;
        if (found.imported && found.report) location.replace(found.report);
        const wanted = preferredLocale(found.locale);
        if (wanted !== preferredLocale()) void loadLocale(wanted).catch(() => {});
      });
      if (this.#isClosed) return;
      if (seat === null) {
        this.#arrival = 'ended';
        return;
      }
      this.#room = new Room(info.sessionId, seat);
      this.#arrival = 'here';
    } catch (error) {
      if (this.#isClosed) return;
      // [J18] The answer to an earlier card was lost.
      if (error instanceof RefusalError && error.code === 'command-id-reused') return this.rejoin();
      const isFull = error instanceof RefusalError && (error.code === 'try-later' || error.code === 'too-fast');
      if (error instanceof RefusalError && !isFull) this.#arrival = { refused: error.code };
      else this.#arriveLater(isFull ? 'queueing' : 'no-answer');
    }
  }

  /** Half of the wait is chance: a hall that was turned away together does not come back together. */
  #arriveLater(why: 'no-answer' | 'queueing'): void {
    this.#arrival = why;
    this.#retry = setTimeout(() => void this.arrive(), 2_500 + Math.random() * 2_500);
  }

  /** Takes a new seat where the old one no longer counts. Unsent words come along. */
  async rejoin(): Promise<void> {
    if (this.#info) dropSeat(this.#info.sessionId);
    this.#room?.close();
    this.#room = null;
    this.#arrival = 'arriving';
    await this.arrive();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#room?.close();
  }
}
