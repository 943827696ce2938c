import type { Exercise } from '../../shared/exercise.ts';
import { isSame } from '../../shared/document.ts';
import { readLedger, type LedgerEntry } from '../../shared/ledger.ts';
import type { NeedPlanEdits } from '../../shared/need-plan.ts';
import type { Look } from '../../shared/look.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
import {
  readDoor,
  readHands,
  readKiosks,
  readPeople,
  readPlans,
  readRestored,
  readSilence,
  readTurn,
  type CountedHands,
  type Door,
  type Kiosk,
  type Person,
  type PlacedNote,
  type Plans,
  type Restored,
  type Silence,
  type Turn,
} from '../../shared/wall.ts';
import type { CommandName, Payload, Value } from '../../shared/wire.ts';
import { randomId } from '../net/identity.ts';
import { connect, type Connection, type ConnectionStatus } from '../net/socket.ts';
import { untilAnswered } from '../net/until-answered.ts';
import { onDevice } from '../net/storage.ts';
import { onWake } from '../net/wake.ts';
import { openPart, type OpenPart } from '../net/yjs.ts';
import { boardOf, type Board } from './grouping.ts';
import { CompanionsState } from './companions.svelte.ts';
import { lookedAt, pointingAt, roomBoardOf, type Looked, type Pointing, type PointTarget } from './look.ts';
import { JoinAddress } from './join-address.svelte.ts';
import { RoomWifi } from './room-wifi.svelte.ts';
import { t } from './locale.svelte.ts';
import { Meanings } from './meanings.svelte.ts';
import { nextStep, type NextStep } from './next-step.ts';
import { PaperState } from './paper.svelte.ts';
import { askedToAct, type Asked } from './plans.ts';
import { SeatCardsState } from './seat-cards.svelte.ts';
import { StageState } from './stage.svelte.ts';
import { Standing } from './ledger.ts';
import { TableState } from './table.svelte.ts';
import { WallState } from './wall.svelte.ts';

export type { ConnectionStatus };

export interface Toast {
  id: number;
  text: string;
}

const toastMs = 9_000;
/** What the facilitator sees may be a moment ahead of what is committed: opening is tried again for as long as a hall would not notice. */
const openTries = 12;
const openPauseMs = 250;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What a facilitator knows and does. All truth comes from the documents: a reload or a colleague's phone sees the same. */
export class FacilitatorState {
  readonly stage: StageState;
  readonly wall: WallState;
  readonly backstage: WallState;
  readonly table: TableState;
  readonly companions: CompanionsState;
  readonly address = new JoinAddress({ onMoved: (typed) => this.say(t().facilitator.addressMoved(typed)) });
  readonly meanings: Meanings;
  readonly paper: PaperState;
  readonly seats: SeatCardsState;
  readonly wifi: RoomWifi;
  readonly #connection: Connection;
  readonly #stopWaking: () => void;
  readonly #restoredKey: string;
  #toastCount = 0;

  #people: Person[] = $state.raw([]);
  #door: Door | null = $state.raw(null);
  #hands: CountedHands | null = $state.raw(null);
  #kiosks: Kiosk[] = $state.raw([]);
  #restored: Restored | null = $state.raw(null);
  #restoredRead: string | null = $state(null);
  #silence: Silence | null = $state.raw(null);
  #turn: Turn | null = $state.raw(null);
  #ledger: LedgerEntry[] = $state.raw([]);
  #plans: Plans = $state.raw({ ofNeeds: new Map(), responders: new Map() });
  #toasts: Toast[] = $state.raw([]);
  #status: ConnectionStatus = $state.raw('connecting');
  #clockAheadMs = $state(0);
  #pending = $state(0);

  readonly board: Board = $derived.by(() => boardOf(this.wall.wall, this.backstage.wall));
  readonly next: NextStep = $derived.by(() => nextStep(this.stage.stage, this.board.needs.length));

  /** What the projector is turned to. */
  readonly looked: Looked | null = $derived.by(() => lookedAt(this.stage.stage.session?.look, roomBoardOf(this.wall.wall)));

  constructor({ sessionId, token }: { sessionId: string; token: string }) {
    this.#restoredKey = `yishi:restored:${sessionId}`;
    this.#restoredRead = onDevice.get(this.#restoredKey);
    const open = (part: 'stage' | 'wall' | 'backstage') =>
      openPart({ sessionId, token, part, writes: part !== 'stage', onSilent: () => void this.#connection.probe() });
    const wall = open('wall');
    const backstage = open('backstage');
    this.stage = new StageState(open('stage'));
    this.wall = new WallState(wall);
    this.backstage = new WallState(backstage);
    this.paper = new PaperState(sessionId, (name, payload, commandId) =>
      untilAnswered(() => this.#connection.send(name, payload, { commandId })),
    );
    this.wifi = new RoomWifi({ sessionId, token });
    this.seats = new SeatCardsState({ sessionId, token, say: (text) => this.say(text) });
    this.meanings = new Meanings({ sessionId, token });
    this.table = new TableState({ wall, backstage, say: (text) => this.say(text) });
    this.companions = new CompanionsState(wall);
    backstage.onChange(() => {
      this.#people = readPeople(backstage.doc);
      this.#door = readDoor(backstage.doc);
      const hands = readHands(backstage.doc);
      // What is being typed over it is kept as long as it stays the same.
      if (!isSame(hands, this.#hands)) this.#hands = hands;
      this.#kiosks = readKiosks(backstage.doc);
      this.#restored = readRestored(backstage.doc);
      this.#silence = readSilence(backstage.doc);
      this.#turn = readTurn(backstage.doc);
      this.#ledger = readLedger(backstage.doc);
      this.#plans = readPlans(backstage.doc);
    });
    this.#connection = connect({
      sessionId,
      token,
      onHello: ({ serverTime, epoch }, awayMs) => {
        for (const part of [wall, backstage]) learnEpoch(part, String(epoch));
        this.#clockAheadMs = serverTime - Date.now();
        // All lines went the same way: if this one was silent, so may be the others.
        if (awayMs > 0) for (const part of [this.stage, this.wall, this.backstage]) part.revive(awayMs);
      },
      onMine: () => {},
      onStatus: (status) => (this.#status = status),
    });
    this.#stopWaking = onWake(() => {
      void this.#connection.probe();
      this.stage.revive();
      this.wall.revive();
      this.backstage.revive();
    });
  }

  get people(): Person[] {
    return this.#people;
  }

  /** What stands at the door, as far as is known. */
  get door(): Door | null {
    return this.#door;
  }

  /** [T14] The show of hands that anybody has entered in the round that an exercise is in. */
  handsOf({ id, round }: Exercise): CountedHands | null {
    return this.#hands?.exerciseId === id && this.#hands.round === round ? this.#hands : null;
  }

  /** [B17] The shared tablets, as far as is known. */
  get kiosks(): Kiosk[] {
    return this.#kiosks;
  }

  /** [D10] The copy that the session goes on from, until it was read on this device. */
  get restored(): Restored | null {
    return String(this.#restored?.restoredAt) === this.#restoredRead ? null : this.#restored;
  }

  dismissRestored(): void {
    this.#restoredRead = String(this.#restored?.restoredAt);
    onDevice.set(this.#restoredKey, this.#restoredRead);
  }

  /** Groups of whom nobody took part in this exercise, as far as is known. */
  silentIn(exerciseId: string): Silence['groups'] {
    return this.#silence?.exerciseId === exerciseId ? this.#silence.groups : [];
  }

  /** What is filled in about needs, and who may act. */
  get plans(): Plans {
    return this.#plans;
  }

  /** What was done on the wall, newest first, and whether it still stands, so that it may be taken back. */
  get ledger(): { entry: LedgerEntry; stands: boolean }[] {
    const standing = new Standing(this.wall.wall, this.backstage.wall);
    return [...this.#ledger].reverse().map((entry) => ({ entry, stands: standing.has(entry) }));
  }

  /** How many notes of an exercise still wait to come onto the wall. */
  heldIn(exerciseId: string): number {
    const waits = (note: PlacedNote) => note.exerciseId === exerciseId && !note.hidden && note.referred !== true;
    return this.backstage.wall.notes.filter(waits).length;
  }

  /** Who reads out now; null where nobody does. */
  get reader(): Person | null {
    return this.#people.find(({ participantId }) => participantId === this.#turn?.participantId) ?? null;
  }

  get toasts(): Toast[] {
    return this.#toasts;
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  get clockAheadMs(): number {
    return this.#clockAheadMs;
  }

  /** True while an answer is awaited. */
  get isBusy(): boolean {
    return this.#pending > 0;
  }

  /** Sends a command. A "no" is said in a toast, and the answer is null; so is silence, once the line has been waited for. */
  async send<N extends CommandName>(name: N, payload: Omit<Payload<N>, 'commandId'>): Promise<Value<N> | null> {
    const answer = await this.#ask(name, payload);
    if (answer === null) return null;
    if (answer.ok) return answer.value;
    this.#refuse(answer.refusal.code);
    return null;
  }

  /** Fills in something about a need. False where it was refused; that is said. */
  async describe(needId: string, edits: NeedPlanEdits): Promise<boolean> {
    return (await this.send('need:describe', { needId, ...edits })) !== null;
  }

  /** Lets somebody act on a need. False where it was refused. */
  ask(needId: string, asked: Asked): Promise<boolean> {
    return this.describe(
      needId,
      askedToAct(this.#plans.responders, asked, () => randomId(16)),
    );
  }

  /** Opens an exercise about these needs, under the titles that stand here now; waits where the server has not seen them yet. */
  async open(exercise: Exercise, needIds: readonly string[] | null): Promise<boolean> {
    for (let tried = 1; ; tried += 1) {
      const answer = await this.#ask('exercise:open', { exerciseId: exercise.id, ...(needIds && this.#about(needIds)) });
      if (answer === null) return false;
      if (answer.ok) return true;
      if (answer.refusal.code !== 'try-later' || tried === openTries) {
        this.#refuse(answer.refusal.code);
        return false;
      }
      await pause(openPauseMs);
    }
  }

  /** Pens down: closes an exercise and shows the room what was written. */
  async turnOver(exercise: Exercise): Promise<void> {
    if (await this.send('exercise:close', { exerciseId: exercise.id })) await this.send('exercise:reveal', { exerciseId: exercise.id });
  }

  /** Another exercise with the same words and settings, right after this one. Gives its id, or null where it was refused. */
  async duplicate({ id, kind, title, prompt, settings }: Exercise): Promise<string | null> {
    const added = await this.send('exercise:add', { exercise: { kind, title, prompt, settings } });
    if (!added) return null;
    const agenda = this.stage.stage.exercises.filter((exercise) => exercise.id !== added.exerciseId);
    const next = agenda[agenda.findIndex((exercise) => exercise.id === id) + 1];
    if (next) await this.send('exercise:move', { exerciseId: added.exerciseId, before: next.id });
    return added.exerciseId;
  }

  /** Turns the projector; null shows what is on again. */
  async lookAt(at: Look | null): Promise<void> {
    await this.send('wall:look', { at });
  }

  /** How the projector is turned to this need or note now. */
  pointingAt(target: PointTarget): Pointing {
    return pointingAt(this.looked, target);
  }

  /** Turns the projector to this need or note, or away from it. */
  point(target: PointTarget, how: Pointing): Promise<void> {
    return this.lookAt(how === null ? null : { ...target, large: how === 'large' });
  }

  say(text: string): void {
    this.#toastCount += 1;
    const toast = { id: this.#toastCount, text };
    this.#toasts = [...this.#toasts.filter((other) => other.text !== text), toast].slice(-3);
    setTimeout(() => this.dismiss(toast.id), toastMs);
  }

  dismiss(toastId: number): void {
    this.#toasts = this.#toasts.filter(({ id }) => id !== toastId);
  }

  close(): void {
    this.#stopWaking();
    this.#connection.close();
    this.table.close();
    this.companions.close();
    this.stage.close();
    this.wall.close();
    this.backstage.close();
    this.address.close();
    this.wifi.close();
    this.meanings.close();
  }

  async #ask<N extends CommandName>(name: N, payload: Omit<Payload<N>, 'commandId'>) {
    const commandId = randomId();
    this.#pending += 1;
    try {
      const answer = await untilAnswered(() => this.#connection.send(name, payload, { commandId }));
      if (answer === null) this.say(t().common.noAnswer);
      return answer;
    } finally {
      this.#pending -= 1;
    }
  }

  #refuse(code: RefusalCode): void {
    this.say(t().facilitator.refusal(code) ?? t().common.refusal(code));
  }

  #about(needIds: readonly string[]): { needIds: string[]; titles: Record<string, string> } {
    const standing = this.board.needs.filter((need) => needIds.includes(need.id));
    return { needIds: standing.map(({ id }) => id), titles: Object.fromEntries(standing.map(({ id, title }) => [id, title])) };
  }
}

/** [D11] What a part holds of another epoch is thrown away, and not sent. */
function learnEpoch(part: OpenPart, epoch: string): void {
  if ((part.params.epoch ?? epoch) !== epoch) part.startAnew();
  part.params.epoch = epoch;
}
