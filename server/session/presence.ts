import { writeCounts } from '../../shared/stage.ts';
import { writeKiosks } from '../../shared/wall.ts';
import type { Write } from '../store/store.ts';
import type { SessionDocuments } from './documents.ts';
import { liveCounts, showPerson } from './project.ts';
import type { State } from './state.ts';

/** Who is connected to one process, as others are told [D33]. */
export interface Present {
  people: string[];
  kiosks: number[];
  /** How many are done, by exercise. */
  ready: Record<string, number>;
}

/** Counts of people are written at most this often. */
const glanceMs = 100;

/**
 * Who is connected and who is done: glanced at, not stored. It is written onto the documents now and then, together with the counts of people, at once after
 * silence. By a clock that never jumps: after a laptop's clock was set back, people are still counted.
 */
export class Presence {
  readonly #onDue: () => void;
  readonly #online = new Map<string, number>();
  readonly #kiosks = new Map<number, number>();
  readonly #ready = new Map<string, Set<string>>();
  /** At other processes. */
  #elsewhere: readonly Present[] = [];
  readonly #touched = new Set<string>();
  /** Written, but not stored yet. */
  readonly #written = new Set<string>();
  #isDue = false;
  #writtenAt = -Infinity;
  #timer: NodeJS.Timeout | null = null;

  /** `onDue` is called when there is something to write, no sooner than it may be. */
  constructor(onDue: () => void) {
    this.#onDue = onDue;
  }

  /** Counts the sockets of a person: one more, or one fewer. */
  countSocket(participantId: string, change: 1 | -1): void {
    count(this.#online, participantId, change);
    this.#touched.add(participantId);
    this.#expect();
  }

  /** The same of a shared tablet, which is nobody [B17]. */
  countKiosk(kiosk: number, change: 1 | -1): void {
    count(this.#kiosks, kiosk, change);
    this.#expect();
  }

  isOnline(participantId: string): boolean {
    return this.#online.has(participantId) || this.#elsewhere.some(({ people }) => people.includes(participantId));
  }

  /** Who is connected here. */
  here(): Present {
    const ready = Object.fromEntries([...this.#ready].map(([exerciseId, people]) => [exerciseId, people.size]));
    return { people: [...this.#online.keys()], kiosks: [...this.#kiosks.keys()], ready };
  }

  /** Who is connected to other processes now. */
  hear(elsewhere: readonly Present[]): void {
    if (JSON.stringify(elsewhere) === JSON.stringify(this.#elsewhere)) return;
    const [before, after] = [this.#elsewhere, elsewhere].map((all) => new Set(all.flatMap(({ people }) => people))) as [
      Set<string>,
      Set<string>,
    ];
    for (const id of before) if (!after.has(id)) this.#touched.add(id);
    for (const id of after) if (!before.has(id)) this.#touched.add(id);
    this.#elsewhere = elsewhere;
    this.#expect();
  }

  setReady(exerciseId: string, participantId: string, ready: boolean): void {
    const people = this.#ready.get(exerciseId) ?? new Set();
    if (ready) people.add(participantId);
    else people.delete(participantId);
    this.#ready.set(exerciseId, people);
    this.#expect();
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
    const all = [this.here(), ...this.#elsewhere];
    for (const counted of all)
      for (const [exerciseId, people] of Object.entries(counted.ready))
        if (state.exercises.get(exerciseId)?.phase === 'open') ready[exerciseId] = (ready[exerciseId] ?? 0) + people;
    const online = this.#elsewhere.length === 0 ? this.#online : new Set(all.flatMap(({ people }) => people));
    documents.write(() => {
      writeCounts(documents.parts.stage, liveCounts(state, online.size, ready));
      const kiosks = state.kiosks.map((number) => ({ number, isOnline: all.some((one) => one.kiosks.includes(number)) }));
      writeKiosks(documents.parts.backstage, kiosks);
      for (const id of this.#touched) showPerson(state, id, online.has(id), documents.parts);
    });
    for (const id of this.#touched) this.#written.add(id);
    this.#touched.clear();
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
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
