import { nanoid } from 'nanoid';
import { RefusalError } from '../../shared/refusal.ts';
import type { Command } from '../../shared/wire.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { State } from '../session/state.ts';
import { currentTurns } from '../session/turns.ts';
import { Alarms } from './alarms.ts';
import { practiceCode } from './cards.ts';
import { ballotBy, isWriting, noteBy, notesLeft } from './what-they-do.ts';

export interface HallOptions {
  residents: number;
  /** The session as it is open now; rejects where it is gone. */
  session: () => Promise<LiveSession>;
  /** A number from 0 up to but not including 1. */
  chance: () => number;
  /** 1 is the speed of people, 0 is at once. */
  pace: number;
  onTrouble: (error: unknown) => void;
}

const waitMs = { min: 3_000, max: 25_000 };
/** How many of a hall never answer, how many cast or write anew, and how many tell nothing about themselves. */
const silentShare = 0.08;
const otherMindShare = 0.12;
const privateShare = 0.15;
/** How many of those whose turn it is to read out pass. */
const passShare = 0.1;

/**
 * The simulated residents of one rehearsal. Each comes in after a while and then does what is on, at the speed of people and by the same commands as
 * everybody [J6]. Nothing of it is kept: what they did is in the session, what they were about to do is forgotten.
 */
export class Hall {
  readonly #options: HallOptions;
  /** The ids of those who are in. */
  readonly #people = new Set<string>();
  readonly #arrivals: Alarms;
  readonly #doings: Alarms;
  readonly #turns: Alarms;
  #isOver = false;

  constructor(options: HallOptions) {
    this.#options = options;
    const onTrouble = (error: unknown) => {
      // A round that closed while somebody was still choosing, a door that was locked, a session that was erased.
      if (!(error instanceof RefusalError)) options.onTrouble(error);
    };
    this.#arrivals = new Alarms(onTrouble);
    this.#doings = new Alarms(onTrouble);
    this.#turns = new Alarms(onTrouble);
    for (let n = 0; n < options.residents; n += 1) this.#arrivals.after(this.#wait(), () => this.#comeIn(n));
  }

  /** An exercise was opened: whoever is there sets about it. */
  takeUp(exerciseId: string): void {
    this.#doings.callOff();
    for (const participantId of this.#people) this.#takePart(participantId, exerciseId);
  }

  /** Pens down. */
  layDown(): void {
    this.#doings.callOff();
  }

  /** It may be somebody else's turn to read out: whoever it is reads, or passes [N8]. */
  listen(): void {
    this.#turns.callOff();
    this.#turns.after(this.#wait() / 3, () => this.#readOut());
  }

  /** Everybody goes. */
  leave(): void {
    this.#isOver = true;
    this.#arrivals.callOff();
    this.#doings.callOff();
    this.#turns.callOff();
  }

  async #readOut(): Promise<void> {
    const session = await this.#options.session();
    const turns = await session.atRest(({ state }) => currentTurns(state));
    const first = turns?.order[0];
    if (!turns || !first || !this.#people.has(first.participantId)) return;
    const passes = this.#options.chance() < passShare;
    await this.#say(
      session,
      first.participantId,
      passes
        ? { name: 'turn:pass', payload: { exerciseId: turns.exerciseId } }
        : { name: 'turn:take', payload: { noteId: first.waiting[0]!.id } },
    );
  }

  async #comeIn(n: number): Promise<void> {
    const session = await this.#options.session();
    // No phone can send this id, whose sign is none of a client's: a resident who comes again after a restart is the same one [J2].
    const code = await session.atRest(({ state }) => practiceCode(state, n));
    const { answer, participantId } = await session.join(`rehearsal:${n}`, code ?? undefined);
    if (!answer.ok || this.#isOver) return;
    session.countSocket({ participantId }, 1);
    this.#people.add(participantId);
    const current = await session.atRest(({ state }) => state.current);
    if (current !== null) this.#takePart(participantId, current);
  }

  #takePart(participantId: string, exerciseId: string): void {
    if (this.#options.chance() < silentShare) return;
    this.#doings.after(this.#wait(), () => this.#act(participantId, exerciseId));
  }

  async #act(participantId: string, exerciseId: string): Promise<void> {
    const { chance } = this.#options;
    const session = await this.#options.session();
    const said = await session.atRest(({ state }) => this.#nextWord(state, participantId, exerciseId));
    if (!said) return;
    await this.#say(session, participantId, said.command);
    if (said.isLast) await this.#say(session, participantId, { name: 'participant:ready', payload: { exerciseId, ready: true } });
    if (!said.isLast || chance() < otherMindShare) this.#doings.after(this.#wait(), () => this.#act(participantId, exerciseId));
    await this.#describe(session, participantId);
  }

  /** What a person says next in an exercise, or null where there is nothing for them to say. */
  #nextWord(state: State, participantId: string, exerciseId: string): { command: Said; isLast: boolean } | null {
    const { chance } = this.#options;
    const exercise = state.exercises.get(exerciseId);
    if (exercise?.phase !== 'open') return null;
    if (!isWriting(exercise)) {
      const ballot = ballotBy(participantId, exercise, chance);
      return ballot && { command: { name: 'ballot:cast', payload: { exerciseId, ballot } }, isLast: true };
    }
    const left = notesLeft(state, participantId, exercise);
    if (left <= 0) return null;
    const payload = { exerciseId, noteId: nanoid(), ...noteBy(state, participantId, exercise, chance) };
    return { command: { name: 'note:add', payload }, isLast: left === 1 || chance() < 0.6 };
  }

  async #describe(session: LiveSession, participantId: string): Promise<void> {
    const { chance } = this.#options;
    const groups = await session.atRest(({ state }) => {
      const isKnown = Object.keys(state.participants.get(participantId)?.groups ?? {}).length > 0;
      const asked = isKnown ? [] : state.details.groupQuestions.filter(() => chance() >= privateShare);
      return Object.fromEntries(
        asked.map(({ questionId, options }) => [questionId, options[Math.floor(chance() * options.length)]!.optionId]),
      );
    });
    if (Object.keys(groups).length > 0) await this.#say(session, participantId, { name: 'participant:describe', payload: { groups } });
  }

  async #say(session: LiveSession, participantId: string, { name, payload }: Said): Promise<void> {
    if (this.#isOver) return;
    const command = { name, payload: { commandId: nanoid(), ...payload } } as Command;
    const answer = await session.command(command, { role: 'resident', participantId });
    if (!answer.ok) throw new RefusalError(answer.code);
  }

  #wait(): number {
    const { chance, pace } = this.#options;
    return (waitMs.min + chance() * (waitMs.max - waitMs.min)) * pace;
  }
}

/** A command that has no id yet. */
type Said = { [N in Command['name']]: { name: N; payload: Omit<Extract<Command, { name: N }>['payload'], 'commandId'> } }[Command['name']];
