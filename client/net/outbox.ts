import type { Ack, Payload } from '../../shared/wire.ts';
import { isRecord } from '../../shared/document.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
import { readKept, type KeptStrings } from './storage.ts';

/** What a person says: each is kept on the device until the server has it or refuses it. */
export const outboxCommands = [
  'note:add',
  'note:edit',
  'note:withdraw',
  'ballot:cast',
  'ballot:withdraw',
  'participant:describe',
] as const;
export type OutboxCommand = (typeof outboxCommands)[number];

/** Something said, with the payload that its `commandId` stands for. */
export type Said = { [N in OutboxCommand]: { name: N; payload: Omit<Payload<N>, 'commandId'> } }[OutboxCommand];

export type OutboxEntry = Said & {
  commandId: string;
  /** Ascending; later entries were said later. */
  order: number;
  /** True from the first attempt on: the server may have it, so its payload stays as it is. */
  wasSent: boolean;
  /** Why it stays here. A refused entry is not sent until it is asked for again. */
  refused?: RefusalCode;
  /** The refused entry goes out by itself when its exercise is open again. */
  waitsForOpening?: boolean;
};

/** Refusals that pass by themselves: the entry stays where it is and is sent again. */
const passing: readonly RefusalCode[] = ['try-later', 'too-fast', 'not-stored'];
const delaysMs = [1_000, 2_000, 4_000, 8_000, 15_000] as const;
/** A bug that answers the same way every time must not hold up everything behind it. */
const internalMax = 3;

/**
 * Keeps what a person said until the server has acknowledged it, in the order it was said, across reloads and reconnections.
 * One entry is under way at a time. Entries are stored under a key each, so that two tabs never overwrite each other's.
 */
export class Outbox {
  #entries: OutboxEntry[] = [];
  #isOnline = false;
  #isSending = false;
  #isClosed = false;
  #failures = 0;
  #internals = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #prefix: string;
  readonly #strings: KeptStrings;
  readonly #send: (entry: OutboxEntry) => Promise<Ack>;
  readonly #onDelivered: (entry: OutboxEntry, value: unknown) => void;
  readonly #onRefused: (entry: OutboxEntry, code: RefusalCode) => void;
  readonly #onChange: () => void;
  readonly #newId: () => string;
  readonly #now: () => number;

  constructor(parts: {
    sessionId: string;
    strings: KeptStrings;
    /** Rejects where nobody answered. */
    send: (entry: OutboxEntry) => Promise<Ack>;
    onDelivered: (entry: OutboxEntry, value: unknown) => void;
    onRefused: (entry: OutboxEntry, code: RefusalCode) => void;
    onChange: () => void;
    newId: () => string;
    now: () => number;
  }) {
    this.#prefix = `yishi:out:${parts.sessionId}:`;
    this.#strings = parts.strings;
    this.#send = parts.send;
    this.#onDelivered = parts.onDelivered;
    this.#onRefused = parts.onRefused;
    this.#onChange = parts.onChange;
    this.#newId = parts.newId;
    this.#now = parts.now;
    this.#entries = this.#strings
      .keys(this.#prefix)
      .map((key) => readKept(this.#strings, key, isEntry))
      .filter((entry) => entry !== null)
      .sort((a, b) => a.order - b.order);
  }

  get entries(): readonly OutboxEntry[] {
    return this.#entries;
  }

  /** Takes in what a person said. What was never sent is changed in place; what may have arrived is followed by another command. */
  put(said: Said): void {
    switch (said.name) {
      case 'note:edit': {
        const { noteId, text } = said.payload;
        const earlier = this.#find((entry) => isOfNote(entry, noteId) && entry.name !== 'note:withdraw' && (!entry.wasSent || entry.refused !== undefined));
        if (earlier && (earlier.name === 'note:add' || earlier.name === 'note:edit')) {
          const { refused: _, waitsForOpening: __, ...rest } = earlier;
          this.#replace({ ...rest, payload: { ...earlier.payload, text } } as OutboxEntry);
        } else this.#append(said);
        break;
      }
      case 'note:withdraw': {
        const { noteId } = said.payload;
        const isUnknownToServer = this.#entries.some(
          (entry) => entry.name === 'note:add' && entry.payload.noteId === noteId && (!entry.wasSent || entry.refused !== undefined),
        );
        this.#drop((entry) => isOfNote(entry, noteId) && (!entry.wasSent || entry.refused !== undefined));
        if (!isUnknownToServer) this.#append(said);
        break;
      }
      case 'ballot:cast': {
        const { exerciseId } = said.payload;
        this.#drop((entry) => entry.name === 'ballot:cast' && entry.payload.exerciseId === exerciseId && (!entry.wasSent || entry.refused !== undefined));
        this.#append(said);
        break;
      }
      default:
        this.#append(said);
    }
    this.#changed();
  }

  /** Keeps a text that its exercise no longer takes, as if it had been refused. */
  shelve(said: Said, code: RefusalCode): void {
    const entry = this.#append(said);
    this.#replace({ ...entry, refused: code });
    this.#changed();
  }

  /** Sends a refused entry again. A refusal is not remembered by the server, but an id that stands for something else is. */
  again(commandId: string): void {
    const entry = this.#find((candidate) => candidate.commandId === commandId);
    if (!entry?.refused) return;
    const { refused, waitsForOpening: _, ...rest } = entry;
    if (refused === 'command-id-reused') {
      this.#drop((candidate) => candidate === entry);
      this.#append(rest);
    } else this.#replace(rest as OutboxEntry);
    this.#changed();
  }

  /** Lets a refused entry go out by itself once its exercise is open again. */
  waitForOpening(commandId: string): void {
    const entry = this.#find((candidate) => candidate.commandId === commandId);
    if (!entry?.refused) return;
    this.#replace({ ...entry, waitsForOpening: true });
    this.#changed();
  }

  /** Throws away a refused entry; what is under way cannot be taken back here. */
  discard(commandId: string): void {
    this.#drop((entry) => entry.commandId === commandId && entry.refused !== undefined);
    this.#changed();
  }

  /** The connection is there, or gone. What waits goes out at once. */
  setOnline(isOnline: boolean): void {
    this.#isOnline = isOnline;
    if (!isOnline) return;
    this.#failures = 0;
    clearTimeout(this.#retry);
    void this.#pump();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
  }

  async #pump(): Promise<void> {
    if (this.#isSending || !this.#isOnline || this.#isClosed) return;
    this.#isSending = true;
    try {
      for (;;) {
        const next = this.#entries.find((entry) => entry.refused === undefined);
        if (!next || !this.#isOnline || this.#isClosed) return;
        const entry = next.wasSent ? next : this.#replace({ ...next, wasSent: true });
        if (!(await this.#attempt(entry))) return this.#later();
      }
    } finally {
      this.#isSending = false;
    }
  }

  /** True where the entry is done with, one way or the other. */
  async #attempt(entry: OutboxEntry): Promise<boolean> {
    let answer: Ack;
    try {
      answer = await this.#send(entry);
    } catch {
      return false;
    }
    if (this.#isClosed) return false;
    if (answer.ok) {
      this.#failures = 0;
      this.#internals = 0;
      this.#drop((candidate) => candidate.commandId === entry.commandId);
      this.#onDelivered(entry, answer.value);
      this.#onChange();
      return true;
    }
    const { code } = answer.refusal;
    if (passing.includes(code)) return false;
    if (code === 'internal' && (this.#internals += 1) < internalMax) return false;
    this.#internals = 0;
    this.#refuse(entry, code);
    return true;
  }

  #refuse(entry: OutboxEntry, code: RefusalCode): void {
    switch (entry.name) {
      case 'note:add': {
        // What was said about the note since then has nothing to stand on: the latest words stay with it.
        const { noteId } = entry.payload;
        const later = this.#entries.filter((other) => other.commandId !== entry.commandId && isOfNote(other, noteId));
        const isTakenBack = later.some((other) => other.name === 'note:withdraw');
        const words = later.flatMap((other) => (other.name === 'note:edit' ? [other.payload.text] : [])).pop();
        this.#drop((other) => later.includes(other) || (isTakenBack && other.commandId === entry.commandId));
        if (!isTakenBack) this.#replace({ ...entry, payload: { ...entry.payload, text: words ?? entry.payload.text }, refused: code });
        break;
      }
      case 'note:edit':
      case 'ballot:cast':
        this.#replace({ ...entry, refused: code });
        break;
      default:
        // There are no words to keep.
        this.#drop((other) => other.commandId === entry.commandId);
    }
    this.#onRefused(entry, code);
    this.#onChange();
  }

  #later(): void {
    if (this.#isClosed) return;
    const delay = delaysMs[Math.min(this.#failures, delaysMs.length - 1)] ?? 15_000;
    this.#failures += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#pump(), delay);
  }

  #changed(): void {
    this.#onChange();
    void this.#pump();
  }

  #find(isIt: (entry: OutboxEntry) => boolean): OutboxEntry | undefined {
    return [...this.#entries].reverse().find(isIt);
  }

  #append(said: Said): OutboxEntry {
    const last = this.#entries[this.#entries.length - 1];
    const entry = {
      name: said.name,
      payload: said.payload,
      commandId: this.#newId(),
      order: Math.max(this.#now(), (last?.order ?? 0) + 1),
      wasSent: false,
    } as OutboxEntry;
    this.#entries = [...this.#entries, entry];
    this.#keep(entry);
    return entry;
  }

  #replace(entry: OutboxEntry): OutboxEntry {
    this.#entries = this.#entries.map((other) => (other.commandId === entry.commandId ? entry : other));
    this.#keep(entry);
    return entry;
  }

  #drop(isIt: (entry: OutboxEntry) => boolean): void {
    for (const entry of this.#entries) if (isIt(entry)) this.#strings.remove(this.#prefix + entry.commandId);
    this.#entries = this.#entries.filter((entry) => !isIt(entry));
  }

  #keep(entry: OutboxEntry): void {
    this.#strings.set(this.#prefix + entry.commandId, JSON.stringify(entry));
  }
}

function isOfNote(entry: OutboxEntry, noteId: string): boolean {
  return (entry.name === 'note:add' || entry.name === 'note:edit' || entry.name === 'note:withdraw') && entry.payload.noteId === noteId;
}

function isEntry(value: unknown): value is OutboxEntry {
  return (
    isRecord(value) &&
    outboxCommands.some((name) => name === value['name']) &&
    typeof value['commandId'] === 'string' &&
    typeof value['order'] === 'number' &&
    typeof value['wasSent'] === 'boolean' &&
    isRecord(value['payload'])
  );
}
