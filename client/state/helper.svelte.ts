import type { Exercise } from '../../shared/exercise.ts';
import { isRecord } from '../../shared/document.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
import type { CommandName, Payload } from '../../shared/wire.ts';
import { randomId } from '../net/identity.ts';
import { untilAnswered } from '../net/until-answered.ts';
import { Drafts } from './drafts.svelte.ts';
import type { Room } from './phone.svelte.ts';
import type { Sitter } from './sitter.ts';

type Given = Record<string, unknown> & { kind: string };
/** What is on its way for somebody, or could not be sent: it stays on the phone until it is there. */
type Pending =
  | { name: 'ballot:enter'; commandId: string; payload: Omit<Payload<'ballot:enter'>, 'commandId'> }
  /** `drafts` are emptied once it is there: what was refused is still in its field. */
  | { name: 'note:enter'; commandId: string; payload: Omit<Payload<'note:enter'>, 'commandId'>; drafts: string[] };

export type HelperStep = 'form' | 'about' | 'sending' | 'unanswered' | 'done' | { refused: RefusalCode };

const pendingKey = 'pending';
const personKey = 'person';

/** [B16] What a helper's phone writes down for one person after another. Each has a slip of their own, which nobody prints: it counts them once. */
export class HelperState {
  readonly #room: Pick<Room, 'say'>;
  readonly drafts: Drafts;
  #step: HelperStep = $state.raw('form');
  #held: { exercise: Exercise; ballot: Given } | null = null;
  #strikeId = randomId();
  #receipt: { exerciseId: string; receipt: string } | null = $state.raw(null);

  constructor(room: Pick<Room, 'say'> & Pick<Sitter, 'stage'>) {
    this.#room = room;
    this.drafts = new Drafts(`${room.stage.stage.session?.id ?? ''}.helper`);
    if (this.drafts.read(personKey) === '') this.drafts.write(personKey, randomId());
    if (this.#pending()) this.#step = 'unanswered';
  }

  get step(): HelperStep {
    return this.#step;
  }

  /** True where what was entered last can be struck. */
  get canStrike(): boolean {
    return this.#receipt !== null;
  }

  /** Under which a person's notes and ballots are one person's. */
  get person(): string {
    return this.drafts.read(personKey);
  }

  /** Holds a ballot until the person has said of themself what they wish, or sends it at once where nothing is asked. */
  hold(exercise: Exercise, ballot: Given, asks: boolean): void {
    this.#held = { exercise, ballot };
    if (asks) this.#step = 'about';
    else this.sendBallot({});
  }

  sendBallot(groups: Record<string, string>): void {
    if (!this.#held) return;
    const { exercise, ballot } = this.#held;
    this.#send({
      name: 'ballot:enter',
      commandId: randomId(),
      payload: {
        exerciseId: exercise.id,
        ballot,
        channel: 'scribe',
        slip: this.person,
        ...(Object.keys(groups).length > 0 && { groups }),
      },
    });
  }

  /** `said` is what the note says in another language, by tag. */
  sendNote(
    exerciseId: string,
    { text, forWhom, said }: { text: string; forWhom: string[]; said: Record<string, string> },
    drafts: string[],
  ): void {
    // Only the options of the form come in here.
    const whom = forWhom as NonNullable<Payload<'note:enter'>['forWhom']>;
    const payload = {
      exerciseId,
      noteId: randomId(),
      text,
      channel: 'scribe' as const,
      slip: this.person,
      ...(whom.length > 0 && { forWhom: whom }),
      ...(Object.keys(said).length > 0 && { translations: said }),
    };
    this.#send({ name: 'note:enter', commandId: randomId(), payload, drafts });
  }

  /** Sends once more what did not get there; the same command has its effect once. */
  again(): void {
    const pending = this.#pending();
    if (pending) this.#send(pending);
    else this.#step = 'form';
  }

  /** Another note of the same person. */
  more(): void {
    this.#receipt = null;
    this.#step = 'form';
  }

  /** The next person: nothing of this one stays on the phone. */
  next(): void {
    this.#held = null;
    this.#receipt = null;
    for (const key of [pendingKey, ...this.#used]) this.drafts.write(key, '');
    this.#used.clear();
    this.drafts.write(personKey, randomId());
    this.#step = 'form';
  }

  /** [B11] Takes back the ballot that was entered last, and begins it anew. */
  async strike(): Promise<void> {
    if (!this.#receipt) return;
    const answer = await this.#ask('ballot:strike', this.#receipt, this.#strikeId);
    if (answer === null) return;
    if (!answer.ok) {
      this.#step = { refused: answer.refusal.code };
      return;
    }
    this.more();
  }

  readonly #used = new Set<string>();
  /** A draft's key that goes with the person. */
  uses(key: string): string {
    this.#used.add(key);
    return key;
  }

  #send(pending: Pending): void {
    this.drafts.write(pendingKey, JSON.stringify(pending));
    this.#step = 'sending';
    void this.#deliver(pending);
  }

  async #deliver(pending: Pending): Promise<void> {
    const { name, commandId, payload } = pending;
    const answer =
      name === 'ballot:enter' ? await this.#ask('ballot:enter', payload, commandId) : await this.#ask('note:enter', payload, commandId);
    if (answer === null) {
      this.#step = 'unanswered';
      return;
    }
    this.drafts.write(pendingKey, '');
    if (!answer.ok) {
      this.#step = { refused: answer.refusal.code };
      return;
    }
    if (pending.name === 'note:enter') for (const key of pending.drafts) this.drafts.write(key, '');
    // One a receipt: a strike whose answer was lost is asked for again.
    this.#strikeId = randomId();
    this.#receipt = 'receipt' in answer.value ? { exerciseId: payload.exerciseId, receipt: answer.value.receipt } : null;
    this.#held = null;
    this.#step = 'done';
  }

  #ask<N extends CommandName>(name: N, payload: Omit<Payload<N>, 'commandId'>, commandId: string) {
    return untilAnswered(() => this.#room.say(name, payload, { commandId }));
  }

  #pending(): Pending | null {
    try {
      const value: unknown = JSON.parse(this.drafts.read(pendingKey) || 'null');
      return isRecord(value) && typeof value['commandId'] === 'string' && isRecord(value['payload']) ? (value as unknown as Pending) : null;
    } catch {
      return null;
    }
  }
}
