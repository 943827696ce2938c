import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chainStart, firstBroken } from '../../server/session/digest.ts';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import { writeNeed } from '../../shared/wall.ts';
import type { Ack, CreatedSession, Hello, Joined } from '../../shared/wire.ts';
import { call, Commander, Facilitator, freshId, makeSession } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const needs = ['need-loop-1', 'need-loop-2', 'need-loop-3'];

interface Sent {
  name: 'note:add' | 'ballot:cast';
  payload: {
    commandId: string;
    exerciseId: string;
    noteId?: string;
    text?: string;
    ballot?: { kind: string; dots: Record<string, number> };
  };
}

/** A person who sends one thing after the other and repeats what was not answered. */
interface Sender {
  joined: Joined;
  underWay: Sent | null;
  lastBallot: Sent | null;
}

export interface KillLoop {
  kills: number;
  acknowledged: number;
  /** What was acknowledged and is not there; what is there twice or was never sent. Both should be empty. */
  lost: string[];
  ghosts: string[];
}

/**
 * Larger test 2 of the fault list: people write notes, later cast ballots, over and over, while the server is killed at random moments and started again.
 * Every acknowledgement is written to a witness file and synced before it counts. `random` gives numbers in [0, 1).
 * Throws where the chain does not verify after a kill.
 */
export async function killLoop({ kills, people, random }: { kills: number; people: number; random: () => number }): Promise<KillLoop> {
  const dir = mkdtempSync(join(tmpdir(), 'yishi-kill-loop-'));
  const witnessPath = join(dir, 'witness');
  const witness = openSync(witnessPath, 'a');
  const data = join(dir, 'data');
  let server = await startServer({ dir: data });
  try {
    const session = await makeSession(server.origin, server.key);
    const { collect, vote } = await prepare(server, session);
    const senders: Sender[] = [];
    for (let i = 0; i < people; i += 1) {
      const { body } = await call<Joined>(server.origin, `/api/sessions/${session.sessionId}/participants`, {
        body: { commandId: freshId() },
      });
      senders.push({ joined: body, underWay: null, lastBallot: null });
    }
    const wasSent = new Set<string>();
    const result: KillLoop = { kills: 0, acknowledged: 0, lost: [], ghosts: [] };
    for (let kill = 1; kill <= kills; kill += 1) {
      if (kill === Math.ceil(kills / 2)) await switchTo(server, session, collect, vote);
      const isVoting = kill >= Math.ceil(kills / 2);
      const commanders = senders.map(({ joined }) => new Commander(server.origin, { token: joined.token, sessionId: session.sessionId }));
      const hellos = await Promise.all(commanders.map(({ hello }) => hello));
      compare({ hellos, senders, witness: readFileSync(witnessPath, 'utf8'), wasSent, vote }, result);
      const task: Task = { exerciseId: isVoting ? vote : collect, isVoting, wasSent, witness, random };
      const working = senders.map((sender, i) => work(sender, commanders[i]!, task));
      await new Promise((resolve) => setTimeout(resolve, 20 + random() * 250));
      await server.kill();
      for (const commander of commanders) commander.close();
      await Promise.all(working);
      result.kills = kill;
      if (kill % 20 === 0 || kill === kills) await verifyChain(data, session.sessionId);
      server = await startServer({ dir: data });
    }
    const last = senders.map(({ joined }) => new Commander(server.origin, { token: joined.token, sessionId: session.sessionId }));
    const hellos = await Promise.all(last.map(({ hello }) => hello));
    compare({ hellos, senders, witness: readFileSync(witnessPath, 'utf8'), wasSent, vote }, result);
    for (const commander of last) commander.close();
    result.acknowledged = readFileSync(witnessPath, 'utf8').split('\n').length - 1;
    return result;
  } finally {
    await server.stop();
    closeSync(witness);
    rmSync(dir, { recursive: true, force: true });
  }
}

async function prepare(server: RunningServer, session: CreatedSession): Promise<{ collect: string; vote: string }> {
  const facilitator = await Facilitator.open(server.origin, session);
  const [collect, vote] = facilitator.stage.stage.exercises.map(({ id }) => id);
  for (const [i, id] of needs.entries()) writeNeed(facilitator.wall.doc, { id, title: id }, { x: i, y: 0, order: `a${i + 1}` }, {});
  await eventually(() => {
    if (facilitator.wall.wall.needs.filter(({ number }) => number !== null).length < needs.length)
      throw new Error('needs have no numbers yet');
  });
  await facilitator.commander.must('exercise:change', { exerciseId: collect!, settings: { notesPerPerson: 1000 } });
  await facilitator.commander.must('exercise:open', { exerciseId: collect! });
  facilitator.close();
  return { collect: collect!, vote: vote! };
}

async function switchTo(server: RunningServer, session: CreatedSession, collect: string, vote: string): Promise<void> {
  const facilitator = await Facilitator.open(server.origin, session);
  await facilitator.commander.must('exercise:close', { exerciseId: collect });
  await facilitator.commander.must('exercise:open', { exerciseId: vote });
  facilitator.close();
}

interface Task {
  exerciseId: string;
  isVoting: boolean;
  wasSent: Set<string>;
  /** The witness file. */
  witness: number;
  random: () => number;
}

async function work(sender: Sender, commander: Commander, { exerciseId, isVoting, wasSent, witness, random }: Task): Promise<void> {
  if (sender.underWay && (sender.underWay.name === 'ballot:cast') !== isVoting) sender.underWay = null;
  for (;;) {
    const sent = sender.underWay ?? next(exerciseId, isVoting, random);
    sender.underWay = sent;
    wasSent.add(sent.payload.noteId ?? sent.payload.commandId);
    let answer: Ack;
    try {
      answer = await withoutPatience(commander, sent);
    } catch {
      return;
    }
    if (answer.ok) {
      writeSync(witness, isVoting ? `ballot ${sent.payload.commandId}\n` : `note ${sent.payload.noteId}\n`);
      fsyncSync(witness);
      if (isVoting) sender.lastBallot = sent;
      sender.underWay = null;
    } else if (answer.refusal.code === 'too-fast') await new Promise((resolve) => setTimeout(resolve, 100));
    else throw new Error(`refused: ${answer.refusal.code}`);
  }
}

/** Rejects as soon as the socket is gone: an answer cannot come any more. */
function withoutPatience(commander: Commander, { name, payload }: Sent): Promise<Ack> {
  return new Promise((resolve, reject) => {
    if (!commander.socket.connected) return reject(new Error('gone'));
    commander.socket.once('disconnect', () => reject(new Error('gone')));
    commander.socket.emit(name, payload, resolve);
  });
}

function next(exerciseId: string, isVoting: boolean, random: () => number): Sent {
  const commandId = freshId();
  if (!isVoting) return { name: 'note:add', payload: { commandId, exerciseId, noteId: freshId(), text: `写于断电之前 ${commandId}` } };
  const dots = { [needs[Math.floor(random() * needs.length)]!]: 1 + Math.floor(random() * 3) };
  return { name: 'ballot:cast', payload: { commandId, exerciseId, ballot: { kind: 'dot-vote', dots } } };
}

interface Evidence {
  hellos: readonly Hello[];
  senders: readonly Sender[];
  /** A line per acknowledgement. */
  witness: string;
  wasSent: ReadonlySet<string>;
  vote: string;
}

function compare({ hellos, senders, witness, wasSent, vote }: Evidence, result: KillLoop): void {
  const stored = hellos.flatMap(({ mine }) => mine!.notes.map(({ noteId }) => noteId));
  const here = new Set(stored);
  for (const id of stored) if (!wasSent.has(id)) result.ghosts.push(id);
  if (here.size !== stored.length) result.ghosts.push('a note is there twice');
  for (const line of witness.split('\n')) {
    const [what, id] = line.split(' ');
    if (what === 'note' && !here.has(id!)) result.lost.push(line);
  }
  // Of ballots, a person's last one is what counts: it, or the one that was under way when the power went.
  for (const [i, sender] of senders.entries()) {
    const mine = hellos[i]!.mine!.ballots[vote];
    const possible = [sender.lastBallot, sender.underWay].map((sent) => JSON.stringify(sent?.payload.ballot));
    if (sender.lastBallot && !possible.includes(JSON.stringify(mine))) result.lost.push(`ballot ${sender.lastBallot.payload.commandId}`);
  }
}

async function verifyChain(data: string, sessionId: string): Promise<void> {
  const store = await openSqliteStore({ dir: data });
  const broken = firstBroken({ seq: 0, hash: chainStart }, await store.commits(sessionId, 1));
  await store.close();
  if (broken !== null) throw new Error(`the chain is broken at ${broken}`);
}
