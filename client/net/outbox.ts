import type { Ack, Payload } from '../../shared/wire.ts';
import { isRecord } from '../../shared/document.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
import { readKept, type KeptStrings } from './storage.ts';

/** What a person says: each is kept on the device until the server has it or refuses it. */
export const outboxCommands = ['note:add', 'note:edit', 'note:withdraw', 'ballot:cast', 'ballot:withdraw', 'participant:describe'] as const;
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
const delaysMs = [1_000, 2_000, 4_000, 8_000];
const delayMaxMs = 15_000;
/** A bug that answers the same way every time must not hold up everything behind it. */
const internalMax = 3;

export interface Outbox {
  /** In the order they were said. */
  readonly entries: readonly OutboxEntry[];
  /** True where something that nobody acknowledged would go with the page, since the device does not keep it. */
  readonly wouldBeLost: boolean;
  /** Takes in what a person said. What was never sent is changed in place; what may have arrived is followed by another command. */
  put(said: Said): void;
  /** Keeps a text that its exercise no longer takes, as if it had been refused. */
  shelve(said: Said, code: RefusalCode): void;
  /** Sends a refused entry again. A refusal is not remembered by the server, but an id that stands for something else is. */
  again(commandId: string): void;
  /** Lets a refused entry go out by itself once its exercise is open again. */
  waitForOpening(commandId: string): void;
  /** Throws away a refused entry; what is under way cannot be taken back here. */
  discard(commandId: string): void;
  /** The connection is there, or gone. What waits goes out at once. */
  setOnline(isOnline: boolean): void;
  close(): void;
}

/**
 * Keeps what a person said until the server has acknowledged it, in the order it was said, across reloads and reconnections.
 * One entry is under way at a time. Entries are stored under a key each, so that two tabs never overwrite each other's.
 */
export function openOutbox({
  sessionId,
  strings,
  send,
  onDelivered,
  onRefused,
  onChange,
  newId,
  now,
}: {
  sessionId: string;
  strings: KeptStrings;
  /** Rejects where nobody answered. */
  send: (entry: OutboxEntry) => Promise<Ack>;
  onDelivered: (entry: OutboxEntry) => void;
  onRefused: (entry: OutboxEntry, code: RefusalCode) => void;
  onChange: () => void;
  newId: () => string;
  now: () => number;
}): Outbox {
  const prefix = `yishi:out:${sessionId}:`;
  let entries = strings
    .keys(prefix)
    .map((key) => readKept(strings, key, isEntry))
    .filter((entry) => entry !== null)
    .sort((a, b) => a.order - b.order);
  let isOnline = false;
  let isSending = false;
  let isClosed = false;
  let failures = 0;
  let internals = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const keep = (entry: OutboxEntry) => strings.set(prefix + entry.commandId, JSON.stringify(entry));

  function append({ name, payload }: Said): OutboxEntry {
    const last = entries[entries.length - 1];
    const entry = { name, payload, commandId: newId(), order: Math.max(now(), (last?.order ?? 0) + 1), wasSent: false } as OutboxEntry;
    entries = [...entries, entry];
    keep(entry);
    return entry;
  }

  function replace(entry: OutboxEntry): OutboxEntry {
    entries = entries.map((other) => (other.commandId === entry.commandId ? entry : other));
    keep(entry);
    return entry;
  }

  function drop(isIt: (entry: OutboxEntry) => boolean): void {
    for (const entry of entries) if (isIt(entry)) strings.remove(prefix + entry.commandId);
    entries = entries.filter((entry) => !isIt(entry));
  }

  function changed(): void {
    onChange();
    void pump();
  }

  async function pump(): Promise<void> {
    if (isSending) return;
    isSending = true;
    try {
      while (isOnline && !isClosed) {
        const next = entries.find((entry) => entry.refused === undefined);
        if (!next) return;
        if (!(await attempt(next.wasSent ? next : replace({ ...next, wasSent: true })))) return later();
      }
    } finally {
      isSending = false;
    }
  }

  /** True where the entry is done with, one way or the other. */
  async function attempt(entry: OutboxEntry): Promise<boolean> {
    const answer = await send(entry).catch(() => null);
    if (answer === null || isClosed) return false;
    if (answer.ok) {
      failures = 0;
      internals = 0;
      drop(({ commandId }) => commandId === entry.commandId);
      onDelivered(entry);
      onChange();
      return true;
    }
    const { code } = answer.refusal;
    if (passing.includes(code)) return false;
    if (code === 'internal' && (internals += 1) < internalMax) return false;
    internals = 0;
    refuse(entry, code);
    return true;
  }

  function refuse(entry: OutboxEntry, code: RefusalCode): void {
    if (entry.name === 'note:add') refuseNote(entry, code);
    else if (entry.name === 'note:edit' || entry.name === 'ballot:cast') replace({ ...entry, refused: code });
    // There are no words to keep.
    else drop(({ commandId }) => commandId === entry.commandId);
    onRefused(entry, code);
    onChange();
  }

  /** What was said about the note since then has nothing to stand on: the latest words stay with it. */
  function refuseNote(entry: OutboxEntry & { name: 'note:add' }, code: RefusalCode): void {
    const later = entries.filter((other) => other.commandId !== entry.commandId && isOfNote(other, entry.payload.noteId));
    const words = later.flatMap((other) => (other.name === 'note:edit' ? [other.payload.text] : [])).pop();
    drop((other) => later.includes(other));
    if (later.some((other) => other.name === 'note:withdraw')) drop(({ commandId }) => commandId === entry.commandId);
    else replace({ ...entry, payload: { ...entry.payload, text: words ?? entry.payload.text }, refused: code });
  }

  function later(): void {
    if (isClosed) return;
    clearTimeout(retry);
    retry = setTimeout(() => void pump(), delaysMs[failures] ?? delayMaxMs);
    failures += 1;
  }

  /** Nobody but this device has it, or the server said no to it. */
  const isOursAlone = (entry: OutboxEntry) => !entry.wasSent || entry.refused !== undefined;
  const findRefused = (id: string) => entries.find(({ commandId, refused }) => commandId === id && refused !== undefined);

  return {
    get entries() {
      return entries;
    },
    get wouldBeLost() {
      return entries.some(({ commandId }) => !strings.outlivesPage(prefix + commandId));
    },
    put(said) {
      if (said.name === 'note:edit') {
        const { noteId, text } = said.payload;
        const earlier = [...entries]
          .reverse()
          .find((entry) => isOfNote(entry, noteId) && entry.name !== 'note:withdraw' && isOursAlone(entry));
        if (earlier) replace(asked({ ...earlier, payload: { ...earlier.payload, text } } as OutboxEntry));
        else append(said);
      } else if (said.name === 'note:withdraw') {
        const { noteId } = said.payload;
        const isUnknownToServer = entries.some((entry) => entry.name === 'note:add' && isOfNote(entry, noteId) && isOursAlone(entry));
        drop((entry) => isOfNote(entry, noteId) && isOursAlone(entry));
        if (!isUnknownToServer) append(said);
      } else if (said.name === 'ballot:cast') {
        const { exerciseId } = said.payload;
        drop((entry) => entry.name === 'ballot:cast' && entry.payload.exerciseId === exerciseId && isOursAlone(entry));
        append(said);
      } else append(said);
      changed();
    },
    shelve(said, code) {
      replace({ ...append(said), refused: code });
      changed();
    },
    again(commandId) {
      const entry = findRefused(commandId);
      if (!entry) return;
      if (entry.refused === 'command-id-reused') {
        drop((other) => other === entry);
        append(entry);
      } else replace(asked(entry));
      changed();
    },
    waitForOpening(commandId) {
      const entry = findRefused(commandId);
      if (entry) replace({ ...entry, waitsForOpening: true });
      changed();
    },
    discard(commandId) {
      const entry = findRefused(commandId);
      drop((other) => other === entry);
      changed();
    },
    setOnline(isThere) {
      isOnline = isThere;
      if (!isThere) return;
      failures = 0;
      clearTimeout(retry);
      void pump();
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
    },
  };
}

/** The entry as it goes out again. */
function asked({ refused: _, waitsForOpening: __, ...entry }: OutboxEntry): OutboxEntry {
  return entry;
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
