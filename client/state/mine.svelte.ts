import type { Exercise } from '../../shared/exercise.ts';
import type { Mine } from '../../shared/wire.ts';
import type { RefusalCode } from '../../shared/refusal.ts';
import { isRecord } from '../../shared/document.ts';
import { mineKey } from '../net/identity.ts';
import { onDevice, readKept } from '../net/storage.ts';
import type { OutboxEntry } from '../net/outbox.ts';

/** Where a note of one's own is: on the phone, with the server, on the big screen, or refused and still here. */
export type NoteWhere = 'waiting' | 'delivered' | 'on-wall' | { refused: RefusalCode };

export interface MyNote {
  noteId: string;
  exerciseId: string;
  text: string;
  forWhom: string[];
  where: NoteWhere;
  /** Of the outbox entry that was refused. */
  commandId: string | null;
  waitsForOpening: boolean;
}

/** Where one's ballot for an exercise is. `cast` is the ballot itself, or `true` where only another device knows it. */
export interface MyBallot {
  where: 'none' | 'waiting' | 'delivered' | { refused: RefusalCode };
  cast: unknown;
}

/** True of a note or a ballot that reached the server after its exercise had closed. */
export function cameTooLate({ where }: MyNote | MyBallot): boolean {
  return typeof where === 'object' && where.refused === 'exercise-not-open';
}

/** What a device remembers of its owner's doings. */
export interface Kept {
  mine: Mine;
  /** The round that a ballot was cast in, by exercise. */
  rounds: Record<string, number>;
  /** One's own ballots, on this device alone: the server forgets whose they are. */
  own: Record<string, { round: number; ballot: unknown }>;
}

const nothing: Kept = { mine: { notes: [], ballots: {}, groups: {} }, rounds: {}, own: {} };

/** What the server has of a resident, with what is still on its way there. The server's word is the truth; a copy is kept for reading offline. */
export class MineState {
  #kept: Kept = $state.raw(nothing);
  readonly #key: string;

  constructor(sessionId: string) {
    this.#key = mineKey(sessionId);
    this.#kept = readKept(onDevice, this.#key, isKept) ?? nothing;
  }

  get kept(): Kept {
    return this.#kept;
  }

  get groups(): Record<string, string> {
    return this.#kept.mine.groups;
  }

  /** [B16] A facilitator marked this phone: it may write and vote for others. */
  get scribe(): true | undefined {
    return this.#kept.mine.scribe;
  }

  /** How many read out before this person; null where it is not for them to read. */
  aheadIn(exerciseId: string): number | null {
    const { turn } = this.#kept.mine;
    return turn?.exerciseId === exerciseId ? turn.ahead : null;
  }

  /** The server said what it has. `exercises` tell which round its ballots are of. */
  take(mine: Mine, exercises: readonly Exercise[]): void {
    const rounds: Record<string, number> = {};
    const own = { ...this.#kept.own };
    for (const [exerciseId, ballot] of Object.entries(mine.ballots)) {
      const round = exercises.find((exercise) => exercise.id === exerciseId)?.round ?? this.#kept.rounds[exerciseId];
      if (round !== undefined) rounds[exerciseId] = round;
      if (ballot !== true) own[exerciseId] = { round: round ?? 1, ballot };
    }
    this.#keep({ mine, rounds, own });
  }

  /** The server acknowledged `entry`: what it has now follows. */
  deliver(entry: OutboxEntry, exercises: readonly Exercise[]): void {
    const { mine, rounds, own } = this.#kept;
    switch (entry.name) {
      case 'note:add': {
        const { noteId, exerciseId, text, kind, forWhom } = entry.payload;
        const note = { noteId, exerciseId, text, kind: kind ?? 'need', forWhom: forWhom ?? [], number: null };
        // The server's own word about it may have come before the acknowledgement, with its number.
        if (mine.notes.some((other) => other.noteId === noteId)) return;
        return this.#keep({ mine: { ...mine, notes: [...mine.notes, note] }, rounds, own });
      }
      case 'note:edit': {
        const { noteId, text } = entry.payload;
        const notes = mine.notes.map((note) => (note.noteId === noteId ? { ...note, text } : note));
        return this.#keep({ mine: { ...mine, notes }, rounds, own });
      }
      case 'note:withdraw': {
        const { noteId } = entry.payload;
        return this.#keep({ mine: { ...mine, notes: mine.notes.filter((note) => note.noteId !== noteId) }, rounds, own });
      }
      case 'ballot:cast': {
        const { exerciseId, ballot } = entry.payload;
        const round = exercises.find((exercise) => exercise.id === exerciseId)?.round ?? 1;
        return this.#keep({
          mine: { ...mine, ballots: { ...mine.ballots, [exerciseId]: ballot } },
          rounds: { ...rounds, [exerciseId]: round },
          own: { ...own, [exerciseId]: { round, ballot } },
        });
      }
      case 'ballot:withdraw': {
        const { [entry.payload.exerciseId]: _, ...ballots } = mine.ballots;
        return this.#keep({ mine: { ...mine, ballots }, rounds, own });
      }
      case 'participant:describe': {
        const groups = { ...mine.groups };
        for (const [questionId, optionId] of Object.entries(entry.payload.groups)) {
          if (optionId === null) delete groups[questionId];
          else groups[questionId] = optionId;
        }
        return this.#keep({ mine: { ...mine, groups }, rounds, own });
      }
      default:
        return entry satisfies never;
    }
  }

  /** One's notes of an exercise, the latest first, with what the outbox still holds. */
  notesOf(exerciseId: string, entries: readonly OutboxEntry[]): MyNote[] {
    const notes = new Map<string, MyNote>();
    for (const { noteId, exerciseId: of, text, forWhom, number } of this.#kept.mine.notes) {
      if (of !== exerciseId) continue;
      notes.set(noteId, {
        noteId,
        exerciseId,
        text,
        forWhom,
        where: number === null ? 'delivered' : 'on-wall',
        commandId: null,
        waitsForOpening: false,
      });
    }
    for (const entry of entries) {
      if (entry.name === 'note:add' && entry.payload.exerciseId === exerciseId && !notes.has(entry.payload.noteId)) {
        const { noteId, text, forWhom } = entry.payload;
        notes.set(noteId, { noteId, exerciseId, text, forWhom: forWhom ?? [], ...whereabouts(entry) });
      } else if (entry.name === 'note:edit') {
        const note = notes.get(entry.payload.noteId);
        if (!note) continue;
        // A change that came too late leaves the note as the server has it; the new words lie beside it.
        if (entry.refused)
          notes.set(entry.commandId, { ...note, noteId: entry.commandId, text: entry.payload.text, ...whereabouts(entry) });
        else notes.set(note.noteId, { ...note, text: entry.payload.text, ...whereabouts(entry) });
      } else if (entry.name === 'note:withdraw') notes.delete(entry.payload.noteId);
    }
    return [...notes.values()].reverse();
  }

  /** One's ballot of the round that an exercise is in. */
  ballotOf(exercise: Exercise, entries: readonly OutboxEntry[]): MyBallot {
    const pending = [...entries].reverse().find((entry) => entry.name === 'ballot:cast' && entry.payload.exerciseId === exercise.id);
    if (pending?.name === 'ballot:cast') {
      return { where: pending.refused ? { refused: pending.refused } : 'waiting', cast: pending.payload.ballot };
    }
    const cast = this.#kept.mine.ballots[exercise.id];
    const round = this.#kept.rounds[exercise.id];
    if (cast === undefined || (round !== undefined && round < exercise.round)) return { where: 'none', cast: null };
    return { where: 'delivered', cast };
  }

  /** What one voted in this exercise's round, as this device remembers it; null where it was another device. */
  ownBallot(exercise: Exercise): unknown {
    const own = this.#kept.own[exercise.id];
    return own?.round === exercise.round ? own.ballot : null;
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    onDevice.set(this.#key, JSON.stringify(kept));
  }
}

function whereabouts(entry: OutboxEntry): Pick<MyNote, 'where' | 'commandId' | 'waitsForOpening'> {
  return {
    where: entry.refused ? { refused: entry.refused } : 'waiting',
    commandId: entry.refused ? entry.commandId : null,
    waitsForOpening: entry.waitsForOpening ?? false,
  };
}

function isKept(value: unknown): value is Kept {
  return (
    isRecord(value) &&
    isRecord(value['rounds']) &&
    isRecord(value['own']) &&
    isRecord(value['mine']) &&
    Array.isArray(value['mine']['notes']) &&
    isRecord(value['mine']['ballots']) &&
    isRecord(value['mine']['groups'])
  );
}
