import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Ack, Hello, Joined } from '../../shared/wire.ts';
import type { Commander } from '../support/clients.ts';
import { freshId } from '../support/clients.ts';

export const needs = ['need-loop-1', 'need-loop-2', 'need-loop-3'];

export interface Sent {
  name: 'note:add' | 'ballot:cast';
  payload: {
    commandId: string;
    exerciseId: string;
    noteId?: string;
    text?: string;
    ballot?: { kind: string; dots: Record<string, number> };
  };
}

/** What has every acknowledgement. */
export interface Witnessing {
  write: (line: string) => void;
  readonly lines: readonly string[];
}

/** A file of them, synced before they count. */
export class Witness implements Witnessing {
  readonly #path: string;
  readonly #file: number;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, 'a');
  }

  write(line: string): void {
    writeSync(this.#file, `${line}\n`);
    fsyncSync(this.#file);
  }

  get lines(): string[] {
    return readFileSync(this.#path, 'utf8').split('\n').slice(0, -1);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** What one life of the server comes to, as its people hear it. */
export class Life {
  /** The latest that was acknowledged. */
  seq = 0;
  acknowledged = 0;
  notStored = 0;
  /** From the first time that something was sent until it was acknowledged, in milliseconds. */
  readonly waits: number[] = [];
  /** People stop after what is acknowledged next. */
  isOver = false;
  readonly exerciseId: string;
  readonly isVoting: boolean;
  /** What is refused for a while only. */
  readonly passing: ReadonlySet<string>;
  /** So long an answer is waited for; as long as the line lasts where it is left out. */
  readonly patienceMs: number | undefined;
  /** On average so long people think between one thing and the next. */
  readonly thinkMs: number;

  constructor(
    exerciseId: string,
    isVoting: boolean,
    { passing = [], patienceMs, thinkMs = 0 }: { passing?: string[]; patienceMs?: number | undefined; thinkMs?: number | undefined } = {},
  ) {
    this.exerciseId = exerciseId;
    this.isVoting = isVoting;
    this.passing = new Set(['too-fast', 'not-stored', ...passing]);
    this.patienceMs = patienceMs;
    this.thinkMs = thinkMs;
  }
}

/** A person who sends one thing after the other and repeats what was not answered. */
export class Sender {
  readonly joined: Joined;
  underWay: Sent | null = null;
  #since = 0;
  lastBallot: Sent | null = null;
  readonly sentNotes = new Set<string>();
  /** Notes that were refused because the disk took nothing, and not sent again: nothing of them may be there. */
  readonly givenUp = new Set<string>();

  constructor(joined: Joined) {
    this.joined = joined;
  }

  /** Works until the server is gone. Throws for a refusal that nothing explains. */
  async work(commander: Commander, life: Life, { witness, random }: { witness: Witnessing; random: () => number }): Promise<void> {
    if (this.underWay && (this.underWay.name === 'ballot:cast') !== life.isVoting) this.underWay = null;
    let isFresh = false;
    for (;;) {
      isFresh &&= this.underWay !== null;
      if (this.underWay === null) {
        this.underWay = next(life, random);
        this.#since = performance.now();
        isFresh = true;
      }
      const sent = this.underWay;
      if (sent.payload.noteId) this.sentNotes.add(sent.payload.noteId);
      let answer: Ack;
      try {
        answer = await ask(commander, sent, life.patienceMs);
      } catch {
        return;
      }
      if (answer.ok) {
        witness.write(sent.payload.noteId ? `note ${sent.payload.noteId}` : `ballot ${sent.payload.commandId}`);
        life.seq = Math.max(life.seq, answer.seq);
        life.acknowledged += 1;
        if (life.isVoting) this.lastBallot = sent;
        this.underWay = null;
        life.waits.push(performance.now() - this.#since);
        if (life.isOver) return;
        if (life.thinkMs > 0) await new Promise((resolve) => setTimeout(resolve, 2 * life.thinkMs * random()));
        continue;
      }
      const { code } = answer.refusal;
      if (!life.passing.has(code)) throw new Error(`refused: ${code}`);
      if (code === 'not-stored') life.notStored += 1;
      // What was sent in an earlier life may have been stored in it.
      if (code === 'not-stored' && isFresh && sent.payload.noteId && random() < 0.3) {
        this.givenUp.add(sent.payload.noteId);
        this.underWay = null;
      }
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }
}

/** Rejects as soon as the socket is gone, when an answer cannot come any more, or after `patienceMs`. */
function ask(commander: Commander, { name, payload }: Sent, patienceMs?: number): Promise<Ack> {
  return new Promise((resolve, reject) => {
    if (!commander.socket.connected) return reject(new Error('gone'));
    if (patienceMs !== undefined) setTimeout(() => reject(new Error('no answer')), patienceMs).unref();
    commander.socket.once('disconnect', () => reject(new Error('gone')));
    commander.socket.emit(name, payload, resolve);
  });
}

function next({ exerciseId, isVoting }: Life, random: () => number): Sent {
  const commandId = freshId();
  if (!isVoting) return { name: 'note:add', payload: { commandId, exerciseId, noteId: freshId(), text: `写于断电之前 ${commandId}` } };
  const dots = { [needs[Math.floor(random() * needs.length)]!]: 1 + Math.floor(random() * 3) };
  return { name: 'ballot:cast', payload: { commandId, exerciseId, ballot: { kind: 'dot-vote', dots } } };
}

/** What was acknowledged and is not there; what is there twice, was never sent, or was refused. */
export interface Differences {
  lost: string[];
  ghosts: string[];
}

/** Compares what people are told of their own doings after a restart with what they sent and what was acknowledged. */
export function compare(
  senders: readonly Sender[],
  hellos: readonly Hello[],
  { witness, vote }: { witness: Witnessing; vote: string },
): Differences {
  const stored = hellos.flatMap(({ mine }) => mine!.notes.map(({ noteId }) => noteId));
  const here = new Set(stored);
  const acknowledged = witness.lines.flatMap((line) => (line.startsWith('note ') ? line.slice('note '.length) : []));
  const lost = acknowledged.filter((noteId) => !here.has(noteId)).map((noteId) => `note ${noteId}`);
  const ghosts = here.size === stored.length ? [] : ['a note is there twice'];
  for (const [i, sender] of senders.entries()) {
    const { notes, ballots } = hellos[i]!.mine!;
    for (const { noteId } of notes)
      if (!sender.sentNotes.has(noteId) || sender.givenUp.has(noteId)) ghosts.push(`note ${noteId} of ${sender.joined.alias}`);
    // Of ballots, a person's last one is what counts: it, or the one that was under way when the power went.
    const mine = JSON.stringify(ballots[vote]);
    const underWay = sender.underWay?.payload.ballot;
    const possible = [sender.lastBallot?.payload.ballot, ...(underWay ? [underWay] : [])].map((ballot) => JSON.stringify(ballot));
    if (!possible.includes(mine)) (sender.lastBallot ? lost : ghosts).push(`ballot of ${sender.joined.alias}: ${mine}`);
  }
  return { lost, ghosts };
}
