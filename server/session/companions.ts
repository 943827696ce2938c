import * as z from 'zod/mini';
import { nanoid } from 'nanoid';
import type { Bus } from '../bus/bus.ts';
import type { People } from './people.ts';
import type { Elsewhere, Sessions } from './sessions.ts';

/** So often a process says that it is there; one of which nothing was heard for so long is not. */
const hereEveryMs = 2_000;
const goneAfterMs = 7_000;
/** Who is here is said so often at most, and less often where there are many of them. */
const peopleEveryMs = 300;
const peopleMsEach = 0.5;
/** Whoever serves a session has told by then who is with them. */
const answerMs = 700;
/** More than a hall holds is nonsense. */
const idsMax = 20_000;

const Id = z.string().check(z.regex(/^[\w-]{1,64}$/));
const Ids = z.array(Id).check(z.maxLength(idsMax));

/** [S46] Ids, numbers and who is connected: no word, no ballot, no token and no key. */
const Hint = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('stored'), sessionId: Id, seq: z.int() }),
  z.strictObject({ is: z.literal('erased'), sessionId: Id }),
  z.strictObject({ is: z.literal('serving'), sessionIds: Ids }),
  z.strictObject({ is: z.literal('let-go'), sessionId: Id }),
  z.strictObject({
    is: z.literal('people'),
    sessionId: Id,
    people: z.strictObject({ online: Ids, kiosks: z.array(z.int()).check(z.maxLength(idsMax)), ready: z.record(Id, Ids) }),
  }),
  z.strictObject({ is: z.literal('here') }),
  z.strictObject({ is: z.literal('leaving') }),
]);
type Hint = z.infer<typeof Hint>;

/** What a process says at once; it numbers what it says, so that who missed something knows. */
const Parcel = z.strictObject({ from: Id, number: z.int(), hints: z.array(Hint) });

export interface CompanionsOptions {
  bus: Bus;
  sessions: () => Sessions;
  /** Something may have been missed, and nobody knows what: the store is to be asked. */
  onMissed: () => void;
  nowMs: () => number;
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

/**
 * The other processes, as they are heard on the bus. What they say is a hint: who hears it looks into the store for itself [D40], and nothing but counts of
 * people is believed [S45].
 */
export class Companions implements Elsewhere {
  readonly #options: CompanionsOptions;
  readonly #name = nanoid();
  readonly #others = new Map<string, { heardAt: number; number: number }>();
  readonly #changed = new Set<string>();
  #outbox: Hint[] = [];
  #number = 0;
  #tickedAt = 0;
  #here: NodeJS.Timeout | undefined;
  #people: NodeJS.Timeout | null = null;

  constructor(options: CompanionsOptions) {
    this.#options = options;
  }

  /** Nobody is waited for where nobody else was heard. */
  get answerMs(): number {
    return this.#others.size > 0 ? answerMs : 0;
  }

  begin(): void {
    this.#options.bus.begin({ onHeard: (words) => this.#hear(words), onGap: () => this.#catchUp() });
    this.#tickedAt = this.#options.nowMs();
    this.#here = setInterval(() => this.#tick(), hereEveryMs).unref();
    this.#say({ is: 'here' });
  }

  async close(): Promise<void> {
    clearInterval(this.#here);
    if (this.#people) clearTimeout(this.#people);
    this.#say({ is: 'leaving' });
    this.#flush();
    await this.#options.bus.close();
  }

  /** A commit became durable here. */
  stored(sessionId: string, seq: number): void {
    this.#say({ is: 'stored', sessionId, seq });
  }

  erased(sessionId: string): void {
    this.#say({ is: 'erased', sessionId });
  }

  opened(sessionId: string): void {
    this.#say({ is: 'serving', sessionIds: [sessionId] });
  }

  letGo(sessionId: string): void {
    this.#say({ is: 'let-go', sessionId });
  }

  peopleChanged(sessionId: string): void {
    this.#changed.add(sessionId);
    this.#people ??= setTimeout(() => void this.#tellPeople(), peopleEveryMs).unref();
  }

  async #tellPeople(): Promise<void> {
    const told = [...this.#changed];
    this.#changed.clear();
    let count = 0;
    for (const sessionId of told) count += await this.#tellPeopleOf(sessionId);
    const isMore = this.#changed.size > 0;
    this.#people = isMore ? setTimeout(() => void this.#tellPeople(), peopleEveryMs + count * peopleMsEach).unref() : null;
  }

  /** Says who is here where somebody elsewhere needs it; resolves with how many that were. */
  async #tellPeopleOf(sessionId: string): Promise<number> {
    const session = await this.#options.sessions().live(sessionId);
    if (!session?.isShared) return 0;
    const people = session.people();
    this.#say({ is: 'people', sessionId, people });
    return people.online.length;
  }

  /** What was said and heard is not known: all that are open are looked at anew. */
  #catchUp(): void {
    for (const other of this.#others.values()) other.heardAt = this.#options.nowMs();
    this.#say({ is: 'here' });
    this.#sayWhatIsServed();
    this.#options.onMissed();
  }

  #sayWhatIsServed(): void {
    const sessionIds = this.#options.sessions().openIds();
    if (sessionIds.length > 0) this.#say({ is: 'serving', sessionIds });
  }

  #tick(): void {
    const now = this.#options.nowMs();
    // A process that was paused itself has heard nobody.
    const wasPaused = now - this.#tickedAt > 2 * hereEveryMs;
    this.#tickedAt = now;
    this.#say({ is: 'here' });
    for (const [name, other] of this.#others) {
      if (wasPaused) other.heardAt = now;
      if (now - other.heardAt > goneAfterMs) this.#forget(name);
    }
  }

  #forget(name: string): void {
    this.#others.delete(name);
    for (const sessionId of this.#options.sessions().openIds())
      void this.#options
        .sessions()
        .live(sessionId)
        .then((session) => session?.hearPeople(name, null));
  }

  #hear(words: string): void {
    const parcel = parcelOf(words);
    if (!parcel || parcel.from === this.#name) return;
    const { from, number, hints } = parcel;
    const other = this.#others.get(from);
    this.#others.set(from, { heardAt: this.#options.nowMs(), number });
    // Whoever is new here, or was given up, hears what is served here, and says the same.
    if (!other) this.#sayWhatIsServed();
    else if (number !== other.number + 1) this.#catchUp();
    for (const hint of hints)
      this.#take(from, hint).catch((error: unknown) =>
        this.#options.onTrouble('a hint was of no use', { is: hint.is, error: String(error) }),
      );
  }

  async #take(from: string, hint: Hint): Promise<void> {
    const sessions = this.#options.sessions();
    switch (hint.is) {
      case 'stored':
        return (await sessions.live(hint.sessionId))?.catchUp(hint.seq);
      case 'erased':
        return this.#options.onMissed();
      case 'serving':
        for (const sessionId of hint.sessionIds) await this.#meet(from, sessionId);
        return;
      case 'let-go':
        return (await sessions.live(hint.sessionId))?.hearPeople(from, null);
      case 'people':
        return this.#hearPeople(from, hint.sessionId, hint.people);
      case 'here':
        return;
      case 'leaving':
        return this.#forget(from);
      default:
        hint satisfies never;
    }
  }

  /** Another process serves a session too: it is told who is here. */
  async #meet(from: string, sessionId: string): Promise<void> {
    (await this.#options.sessions().live(sessionId))?.meet(from);
    await this.#tellPeopleOf(sessionId);
  }

  /** Who was heard of for the first time has not heard either. */
  async #hearPeople(from: string, sessionId: string, people: People): Promise<void> {
    const session = await this.#options.sessions().live(sessionId);
    const isNew = session?.meet(from) === true;
    session?.hearPeople(from, people);
    if (isNew) await this.#tellPeopleOf(sessionId);
  }

  #say(hint: Hint): void {
    if (this.#outbox.length === 0) setImmediate(() => this.#flush());
    this.#outbox.push(hint);
  }

  /** What was said in one turn of the loop leaves as one. */
  #flush(): void {
    if (this.#outbox.length === 0) return;
    this.#number += 1;
    this.#options.bus.say(JSON.stringify({ from: this.#name, number: this.#number, hints: this.#outbox.splice(0) }));
  }
}

/** Null for what is none of ours. */
function parcelOf(words: string): z.infer<typeof Parcel> | null {
  try {
    return z.parse(Parcel, JSON.parse(words));
  } catch {
    return null;
  }
}
