import { kindOf, type Ballot, type Exercise } from '../../shared/exercise.ts';
import { isRecord } from '../../shared/document.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
import { slipNumber, slipSerial, type SlipTrouble } from '../../shared/slip.ts';
import { readNumbers, type ReadNumbers } from '../../shared/written-numbers.ts';
import type { Ack, CommandName, Payload, Value } from '../../shared/wire.ts';
import { randomId } from '../net/identity.ts';
import { inTab, readKept } from '../net/storage.ts';
import { keepPrintedTo, nextSlipKept } from './printed-slips.ts';

/** Sends a command under this id; null where nobody answered. */
export type AskFor = <N extends CommandName>(
  name: N,
  payload: Omit<Payload<N>, 'commandId'>,
  commandId: string,
) => Promise<Ack<Value<N>> | null>;

/** A slip that was typed in. What stands on it is not kept: who looks over the shoulder sees that it is in, not what it says. */
export interface PaperEntry {
  commandId: string;
  slip: string;
  exerciseId: string;
  round: number;
  /** How many cells were filled in, and what their numbers add up to: for checking a pile against what was typed. */
  cells: number;
  sum: number;
  where: 'waiting' | 'in' | 'struck' | 'unanswered' | { refused: RefusalCode };
  receipt: string | null;
}

export interface Totals {
  slips: number;
  cells: number;
  sum: number;
}

/** True of an exercise whose ballots numbers on a slip can say. */
export function canBeNumbers({ kind }: Pick<Exercise, 'kind'>): boolean {
  return kindOf(kind)?.ballot?.fromNumbers !== undefined;
}

/** [B22] True where a circle around a number on a slip says something. */
export function takesCircles({ kind }: Pick<Exercise, 'kind'>): boolean {
  return kindOf(kind)?.ballot?.takesCircles === true;
}

/** [B15] The ballot that these numbers make in this exercise, or why they make none. */
export function ballotOfNumbers(exercise: Exercise, { written, wrong }: ReadNumbers): { ballot: Ballot } | { trouble: SlipTrouble } {
  const rules = kindOf(exercise.kind)?.ballot;
  if (wrong !== null) return { trouble: 'unknown-number' };
  const made = rules?.fromNumbers?.(written);
  if (!rules || made === undefined) return { trouble: 'does-not-fit' };
  const ballot = rules.parse(made);
  if (ballot === null) return { trouble: 'repeated' };
  const options = (exercise.options ?? []).map(({ needId }) => needId);
  const refusal = rules.refuse(ballot, { settings: exercise.settings, options });
  if (refusal !== null) return { trouble: refusal === 'over-budget' ? 'too-many' : 'does-not-fit' };
  // A ballot that fits is an object with its kind.
  return { ballot: ballot as Ballot };
}

/** What was typed off paper on this page, and how it went. Lives as long as the tab, so that a reload still knows which slip is which entry. */
export class PaperState {
  readonly #askFor: AskFor;
  readonly #key: string;
  #entries: PaperEntry[] = $state.raw([]);
  #nextSlip = $state(nextSlipKept());
  readonly #ballots = new Map<string, Ballot>();

  constructor(sessionId: string, askFor: AskFor) {
    this.#askFor = askFor;
    this.#key = `yishi:paper:${sessionId}`;
    this.#entries = readKept(inTab, this.#key, areEntries) ?? [];
  }

  /** The number that the next pile of slips begins with: two slips with one serial would be one ballot. */
  get nextSlip(): number {
    return this.#nextSlip;
  }

  printedTo(last: number): void {
    this.#nextSlip = Math.max(this.#nextSlip, last + 1);
    keepPrintedTo(last);
  }

  /** Those of the round that an exercise is in, the latest first. */
  entriesOf({ id, round }: Exercise): PaperEntry[] {
    return this.#entries.filter((entry) => entry.exerciseId === id && entry.round === round).reverse();
  }

  /** What is in of this round, by this page. */
  totalsOf(exercise: Exercise): Totals {
    const totals: Totals = { slips: 0, cells: 0, sum: 0 };
    for (const { where, cells, sum } of this.entriesOf(exercise)) {
      if (where !== 'in') continue;
      totals.slips += 1;
      totals.cells += cells;
      totals.sum += sum;
    }
    return totals;
  }

  /** [B9] [B14] Why this serial cannot be taken, before anybody is asked. */
  troubleWithSlip(exercise: Exercise, typed: string): SlipTrouble | null {
    if (typed.trim() === '') return 'no-slip';
    const n = slipNumber(typed);
    if (n === null) return 'wrong-digit';
    const slip = slipSerial(n);
    const isUsed = this.entriesOf(exercise).some((entry) => entry.slip === slip && (entry.where === 'in' || entry.where === 'waiting'));
    return isUsed ? 'used' : null;
  }

  /** Sends a slip's ballot; who types goes on meanwhile. Gives why it is not sent, or null. */
  enter(exercise: Exercise, typedSlip: string, typedNumbers: string): SlipTrouble | null {
    const trouble = this.troubleWithSlip(exercise, typedSlip);
    if (trouble) return trouble;
    const read = readNumbers(typedNumbers, exercise.options ?? []);
    const made = ballotOfNumbers(exercise, read);
    if ('trouble' in made) return made.trouble;
    const numbers = new Map(exercise.options?.map(({ needId, number }) => [needId, number]));
    const entry: PaperEntry = {
      commandId: randomId(),
      slip: slipSerial(slipNumber(typedSlip)!),
      exerciseId: exercise.id,
      round: exercise.round,
      cells: read.written.reduce((sum, { times }) => sum + times, 0),
      sum: read.written.reduce((sum, { needId, times }) => sum + times * numbers.get(needId)!, 0),
      where: 'waiting',
      receipt: null,
    };
    this.#keep([...this.#entries, entry]);
    this.#ballots.set(entry.commandId, made.ballot);
    void this.#send(entry);
    return null;
  }

  /** Sends once more what nobody answered; the same command has its effect once. */
  again({ commandId }: PaperEntry): void {
    const entry = this.#entries.find((one) => one.commandId === commandId);
    if (!entry || !this.#ballots.has(commandId)) return;
    this.#change(commandId, { where: 'waiting' });
    void this.#send(entry);
  }

  /** [B11] Takes an entry back; its slip may be typed again. Gives a refusal, or null. */
  async strike({ commandId, exerciseId, receipt }: PaperEntry): Promise<RefusalCode | 'no-answer' | null> {
    if (receipt === null) return null;
    const answer = await this.#askFor('ballot:strike', { exerciseId, receipt }, randomId());
    if (answer === null) return 'no-answer';
    if (!answer.ok) return answer.refusal.code;
    this.#change(commandId, { where: 'struck', receipt: null });
    return null;
  }

  /** [B20] Takes out what anybody entered under this serial, from this page or another. Gives why not, or null. */
  async strikeSlip(exercise: Exercise, typed: string): Promise<RefusalCode | SlipTrouble | 'no-answer' | null> {
    const n = slipNumber(typed);
    if (n === null) return typed.trim() === '' ? 'no-slip' : 'wrong-digit';
    const slip = slipSerial(n);
    const answer = await this.#askFor('ballot:strike', { exerciseId: exercise.id, slip }, randomId());
    if (answer === null) return 'no-answer';
    if (!answer.ok) return answer.refusal.code;
    const own = this.entriesOf(exercise).find((entry) => entry.slip === slip && entry.where === 'in');
    if (own) this.#change(own.commandId, { where: 'struck', receipt: null });
    return null;
  }

  /** A note off a slip. Gives a refusal, or null. */
  async enterNote(exerciseId: string, text: string, slip: string | null): Promise<RefusalCode | 'no-answer' | null> {
    const payload = { exerciseId, noteId: randomId(), text, channel: 'paper' as const, ...(slip !== null && { slip }) };
    const answer = await this.#askFor('note:enter', payload, randomId());
    return answer === null ? 'no-answer' : answer.ok ? null : answer.refusal.code;
  }

  /** [T12] Gives a refusal, or null. */
  async enterHands(
    { id }: Exercise,
    hands: { present: number; counts: Record<string, number> },
  ): Promise<RefusalCode | 'no-answer' | null> {
    const answer = await this.#askFor('hands:enter', { exerciseId: id, ...hands }, randomId());
    return answer === null ? 'no-answer' : answer.ok ? null : answer.refusal.code;
  }

  async #send({ commandId, exerciseId, slip }: PaperEntry): Promise<void> {
    const ballot = this.#ballots.get(commandId);
    if (!ballot) return;
    const answer = await this.#askFor('ballot:enter', { exerciseId, ballot, channel: 'paper', slip }, commandId);
    if (answer === null) return this.#change(commandId, { where: 'unanswered' });
    this.#ballots.delete(commandId);
    if (answer.ok) this.#change(commandId, { where: 'in', receipt: answer.value.receipt });
    else this.#change(commandId, { where: { refused: answer.refusal.code } });
  }

  #change(commandId: string, changes: Partial<PaperEntry>): void {
    this.#keep(this.#entries.map((entry) => (entry.commandId === commandId ? { ...entry, ...changes } : entry)));
  }

  #keep(entries: PaperEntry[]): void {
    this.#entries = entries;
    inTab.set(this.#key, JSON.stringify(entries.filter(({ where }) => where === 'in' || where === 'struck')));
  }
}

/** Of this laptop, whatever the session: slips that were left over come out of the same drawer. */
function areEntries(value: unknown): value is PaperEntry[] {
  return (
    Array.isArray(value) &&
    value.every((entry) => isRecord(entry) && typeof entry['slip'] === 'string' && typeof entry['cells'] === 'number')
  );
}
