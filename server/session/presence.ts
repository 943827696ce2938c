import { writeCounts } from '../../shared/stage.ts';
import { writeKiosks } from '../../shared/wall.ts';
import type { Write } from '../store/store.ts';
import type { SessionDocuments } from './documents.ts';
import { PeopleElsewhere, type People } from './people.ts';
import { liveCounts, showPerson } from './project.ts';
import type { State } from './state.ts';

/** Counts of people are written at most this often. */
const glanceMs = 100;
/** Whoever a person came to writes it; another process writes what was not written by then. */
const elsewhereMs = 500;

/**
 * Who is connected and who is done: glanced at, not stored. It is written onto the documents now and then, together with the counts of people, at once after
 * silence. By a clock that never jumps: after a laptop's clock was set back, people are still counted.
 */
export class Presence {
  readonly #onDue: () => void;
  readonly #onPeople: () => void;
  readonly #elsewhere = new PeopleElsewhere();
  readonly #online = new Map<string, number>();
  readonly #kiosks = new Map<number, number>();
  readonly #ready = new Map<string, Set<string>>();
  readonly #touched = new Set<string>();
  /** Written, but not stored yet. */
  readonly #written = new Set<string>();
  #isDue = false;
  #writtenAt = -Infinity;
  #timer: NodeJS.Timeout | null = null;
  #later: NodeJS.Timeout | null = null;

  /**
   * `onDue` is called when there is something to write, no sooner than it may be and not within `quietMs`, when others may say who is with them; `onPeople`
   * where other processes are to hear of it.
   */
  constructor({ onDue, onPeople, quietMs }: { onDue: () => void; onPeople: () => void; quietMs: number }) {
    this.#onDue = onDue;
    this.#onPeople = onPeople;
    this.#writtenAt = quietMs === 0 ? -Infinity : performance.now() + quietMs - glanceMs;
  }

  /** Counts the sockets of a person: one more, or one fewer. [D41] Who comes from another process is done with what they were done with there. */
  countSocket(participantId: string, change: 1 | -1): void {
    if (change === 1 && !this.#online.has(participantId))
      for (const exerciseId of this.#elsewhere.doneWith(participantId)) this.#readyIn(exerciseId).add(participantId);
    count(this.#online, participantId, change);
    this.#touched.add(participantId);
    this.#changed();
  }

  /** The same of a shared tablet, which is nobody [B17]. */
  countKiosk(kiosk: number, change: 1 | -1): void {
    count(this.#kiosks, kiosk, change);
    this.#changed();
  }

  /** Here, or with another process. */
  isOnline(participantId: string): boolean {
    return this.#online.has(participantId) || this.#elsewhere.isOnline(participantId);
  }

  /** True where other processes serve the session as well. */
  get isShared(): boolean {
    return this.#elsewhere.isShared;
  }

  /** Who is here, for other processes: of who is done, what concerns these exercises. */
  people(isOpen: (exerciseId: string) => boolean): People {
    const ready = [...this.#ready].filter(([exerciseId]) => isOpen(exerciseId)).map(([exerciseId, people]) => [exerciseId, [...people]]);
    return { online: [...this.#online.keys()], kiosks: [...this.#kiosks.keys()], ready: Object.fromEntries(ready) as People['ready'] };
  }

  /** [B1] Who is here and with another process as well. */
  alsoElsewhere(): string[] {
    return this.isShared ? [...this.#online.keys()].filter((id) => this.#elsewhere.isOnline(id)) : [];
  }

  /** Another process serves the session, whoever is with it. False where that was known. */
  meet(process: string): boolean {
    return this.#elsewhere.meet(process);
  }

  /** Takes what another process says of who is there; null once it serves the session no more. */
  hear(process: string, people: People | null): void {
    const touched = this.#elsewhere.hear(process, people);
    if (!touched) return;
    for (const id of touched) this.#touched.add(id);
    this.#leaveTo(people?.online ?? []);
    this.expectLater();
  }

  /** [D41] Who is with another process, and not here, says there what they are done with. */
  #leaveTo(online: readonly string[]): void {
    const gone = online.filter((id) => !this.#online.has(id));
    let isNews = false;
    for (const done of this.#ready.values()) for (const id of gone) isNews = done.delete(id) || isNews;
    if (isNews) this.#changed();
  }

  /** What is not right once those who know it have had time to write it is written here: of these people, or of all who are here, too. */
  expectLater(people: readonly string[] | null = []): void {
    for (const id of people ?? this.#online.keys()) this.#touched.add(id);
    this.#later ??= setTimeout(() => {
      this.#later = null;
      this.#expect();
    }, elsewhereMs);
    this.#later.unref();
  }

  setReady(exerciseId: string, participantId: string, ready: boolean): void {
    if (ready) this.#readyIn(exerciseId).add(participantId);
    else this.#readyIn(exerciseId).delete(participantId);
    this.#changed();
  }

  #readyIn(exerciseId: string): Set<string> {
    const people = this.#ready.get(exerciseId) ?? new Set();
    this.#ready.set(exerciseId, people);
    return people;
  }

  /** All people are to be written anew. */
  touchAll(state: State): void {
    for (const participantId of state.participants.keys()) this.#touched.add(participantId);
    this.#expect();
  }

  /** What was written is stored. */
  stored(): void {
    this.#written.clear();
  }

  /** What was written was not stored, and is to be written again. What another process wrote of others stays. */
  lost(): void {
    for (const participantId of this.#written) this.#touched.add(participantId);
    this.#written.clear();
    this.#expect();
  }

  /** Takes note of people who came or went by these writes; `isNews` where counts may have changed. */
  follow(writes: readonly Write[], isNews: boolean): void {
    for (const write of writes) {
      if (write.op === 'put-participant') this.#touched.add(write.participantId);
      if (write.op === 'drop-participants') for (const id of this.#online.keys()) this.#touched.add(id);
    }
    if (isNews) this.#expect();
  }

  /** Writes what is due; does nothing where it was written a moment ago. */
  writeInto(state: State, documents: SessionDocuments): void {
    const now = performance.now();
    if (!this.#isDue) return;
    // A timer may ring a little early: what is due then stays due.
    if (now - this.#writtenAt < glanceMs) return this.#expect();
    this.#isDue = false;
    this.#writtenAt = now;
    const ready: Record<string, number> = {};
    for (const [exerciseId, people] of this.#elsewhere.readyWith(this.#ready))
      if (state.exercises.get(exerciseId)?.phase === 'open') ready[exerciseId] = people.size;
    documents.write(() => {
      writeCounts(documents.parts.stage, liveCounts(state, this.#elsewhere.onlineWith(this.#online), ready));
      const kiosks = state.kiosks.map((number) => ({ number, isOnline: this.#kiosks.has(number) || this.#elsewhere.hasKiosk(number) }));
      writeKiosks(documents.parts.backstage, kiosks);
      for (const id of this.#touched) showPerson(state, id, this.isOnline(id), documents.parts);
    });
    for (const id of this.#touched) this.#written.add(id);
    this.#touched.clear();
  }

  close(): void {
    for (const timer of [this.#timer, this.#later]) if (timer) clearTimeout(timer);
  }

  #changed(): void {
    this.#expect();
    this.#onPeople();
  }

  #expect(): void {
    this.#isDue = true;
    if (this.#timer) return;
    const wait = Math.max(0, Math.ceil(this.#writtenAt + glanceMs - performance.now()));
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#isDue) this.#onDue();
    }, wait);
    this.#timer.unref();
  }
}

function count<K>(sockets: Map<K, number>, key: K, change: 1 | -1): void {
  const counted = (sockets.get(key) ?? 0) + change;
  if (counted > 0) sockets.set(key, counted);
  else sockets.delete(key);
}
