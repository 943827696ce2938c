import type { Exercise } from '../../shared/exercise.ts';
import type { ForWhom } from '../../shared/note.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
import type { Stage } from '../../shared/stage.ts';
import type { Ack } from '../../shared/wire.ts';
import { lookUpJoinCode } from '../net/api.ts';
import { randomId } from '../net/identity.ts';
import { connect, type Connection, type ConnectionStatus } from '../net/socket.ts';
import { untilAnswered } from '../net/until-answered.ts';
import { onWake } from '../net/wake.ts';
import { openPart } from '../net/yjs.ts';
import type { MyBallot } from './mine.svelte.ts';
import type { Sitter } from './sitter.ts';
import { StageState } from './stage.svelte.ts';
import { languageSaid } from './wording.ts';

type Ballot = { kind: string; [field: string]: unknown };
/** What somebody has filled in and not yet sent. */
type Filled = { exerciseId: string; ballot: Ballot } | { exerciseId: string; text: string; forWhom: ForWhom[]; lang?: string };

/** Whose card is asked for: everybody's, whoever's has one [B18], or nobody's. */
type Cards = 'needed' | 'some' | 'none';
const againMs = 2_000;
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, againMs));
/** What may be taken in a moment: nobody has to write it anew. */
const passing: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['try-later', 'too-fast', 'not-stored']);

/** Where the tablet is in one person's turn. */
export type KioskTurn =
  | { is: 'free' }
  | { is: 'busy' }
  /** Their card's code is asked for; `refused` where the last one was no card's, `isNeeded` where nobody goes on without one. */
  | { is: 'card'; filled: Filled; refused: boolean; isNeeded: boolean }
  | { is: 'sending'; filled: Filled }
  | { is: 'done'; refused: RefusalCode | null };

/** One person before the tablet: all that is theirs is in here, in memory alone, and goes with it. */
export class KioskSitter implements Sitter {
  readonly participantId = randomId();
  readonly stage: { readonly stage: Stage };
  readonly #cast: (exerciseId: string, ballot: Ballot) => void;
  #drafts: Record<string, string> = $state.raw({});

  constructor(stage: { readonly stage: Stage }, cast: (exerciseId: string, ballot: Ballot) => void) {
    this.stage = stage;
    this.#cast = cast;
  }

  readonly drafts = {
    read: (key: string): string => this.#drafts[key] ?? '',
    write: (key: string, text: string): void => {
      this.#drafts = { ...this.#drafts, [key]: text };
    },
  };

  ballotOf(): MyBallot {
    return { where: 'none', cast: null };
  }

  castBallot(exerciseId: string, ballot: Ballot): void {
    this.#cast(exerciseId, ballot);
  }
}

/** [B8] A shared tablet: one ballot or note, then the next person, of whom it knows nothing before and nothing after. */
export class KioskState {
  readonly stage: StageState;
  readonly #connection: Connection;
  readonly #stopWaking: () => void;
  #status: ConnectionStatus = $state.raw('connecting');
  #turn: KioskTurn = $state.raw({ is: 'free' });
  #sitter: KioskSitter | null = $state.raw(null);
  /** Null until it is known: nothing is sent before. */
  #cards: Cards | null = null;
  #number: number | null = $state(null);
  readonly #known: Promise<void>;
  readonly #sessionId: string;
  #isClosed = false;

  constructor({ sessionId, token }: { sessionId: string; token: string }) {
    this.#sessionId = sessionId;
    this.stage = new StageState(
      openPart({ sessionId, token, part: 'stage', writes: false, onSilent: () => void this.#connection.probe() }),
    );
    this.#connection = connect({
      sessionId,
      token,
      onHello: ({ kiosk }, awayMs) => {
        this.#number = kiosk ?? null;
        if (awayMs > 0) this.stage.revive(awayMs);
      },
      onMine: () => {},
      onStatus: (status) => {
        this.#status = status;
        // [B17] A tablet that was ended shows nothing of anybody.
        if (typeof status === 'object') this.wipe();
      },
    });
    this.#stopWaking = onWake(() => {
      void this.#connection.probe();
      this.stage.revive();
    });
    this.#known = this.#learnOfCards();
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** [B17] What this tablet is called in the room; null until it is known. */
  get number(): number | null {
    return this.#number;
  }

  get turn(): KioskTurn {
    return this.#turn;
  }

  /** Who sits here now. */
  get sitter(): KioskSitter | null {
    return this.#sitter;
  }

  /** Somebody sits down. */
  sit(): void {
    this.#sitter = new KioskSitter(this.stage, (exerciseId, ballot) => this.#fill({ exerciseId, ballot }));
    this.#turn = { is: 'busy' };
    // Cards may have been made since.
    void this.#askForCards();
  }

  addNote(exercise: Exercise, text: string, forWhom: ForWhom[]): void {
    const lang = languageSaid(text, this.stage.stage.session);
    this.#fill({ exerciseId: exercise.id, text, forWhom, ...(lang && { lang }) });
  }

  /** [J14] The code of the card in their hand. */
  giveCard(seatCode: string): void {
    if (this.#turn.is === 'card') void this.#send(this.#turn.filled, seatCode);
  }

  /** [B18] They have none, and are somebody new. */
  haveNoCard(): void {
    if (this.#turn.is === 'card' && !this.#turn.isNeeded) void this.#send(this.#turn.filled, undefined);
  }

  /** Nothing of whoever sat here is left. */
  wipe(): void {
    this.#sitter = null;
    this.#turn = { is: 'free' };
  }

  close(): void {
    this.#isClosed = true;
    this.#stopWaking();
    this.#connection.close();
    this.stage.close();
  }

  #fill(filled: Filled): void {
    const sending: KioskTurn = { is: 'sending', filled };
    this.#turn = sending;
    void this.#known.then(() => {
      if (this.#turn !== sending) return;
      if (this.#cards === 'none') void this.#send(filled, undefined);
      else this.#askWhose(filled, { refused: false });
    });
  }

  #askWhose(filled: Filled, { refused }: { refused: boolean }): void {
    this.#turn = { is: 'card', filled, refused, isNeeded: this.#cards === 'needed' };
  }

  /** Sends until somebody answers, unless the person has left meanwhile: what is sent again is taken once. */
  async #send(filled: Filled, seatCode: string | undefined): Promise<void> {
    const sending: KioskTurn = { is: 'sending', filled };
    this.#turn = sending;
    const commandId = randomId();
    const noteId = randomId();
    const card = seatCode === undefined ? {} : { seatCode };
    while (this.#turn === sending && !this.#isClosed) {
      const answer = await untilAnswered<Ack>(() =>
        'ballot' in filled
          ? this.#connection.send('ballot:cast', { ...filled, ...card }, { commandId })
          : this.#connection.send('note:add', { ...filled, noteId, ...card }, { commandId }),
      );
      if (this.#turn !== sending || answer === null) continue;
      const code = answer.ok ? null : answer.refusal.code;
      if (seatCode !== undefined && (code === 'code-unknown' || code === 'too-fast')) this.#askWhose(filled, { refused: true });
      else if (code !== null && passing.has(code)) await pause();
      else {
        this.#sitter = null;
        this.#turn = { is: 'done', refused: code };
      }
    }
  }

  /** Asked until it is known: without it everybody would be asked too little. */
  async #learnOfCards(): Promise<void> {
    while (!this.#isClosed && !(await this.#askForCards())) await pause();
  }

  /** False where nobody answered, and what was known stays. */
  async #askForCards(): Promise<boolean> {
    try {
      const { joinMode, hasCards } = await lookUpJoinCode(this.#sessionId);
      this.#cards = joinMode === 'seat-card' ? 'needed' : hasCards ? 'some' : 'none';
      return true;
    } catch {
      return false;
    }
  }
}
