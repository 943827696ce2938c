import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chainStart, firstBroken } from '../../server/session/digest.ts';
import { rebuild } from '../../server/session/rebuild.ts';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import { writeNeed } from '../../shared/wall.ts';
import type { CreatedSession, Joined } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { call, Commander, Facilitator, freshId, makeSession } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { compare, Life, needs, Sender, Witness, type Differences } from './kill-people.ts';

export interface KillLoop extends Differences {
  kills: number;
  acknowledged: number;
  notStored: number;
  /** How often the log was read from its first entry to its last after a kill, and every hash computed again. */
  chainsVerified: number;
  /** How often another snapshot was there than before the life. */
  snapshots: number;
}

/** The server as it lives between a start and a kill. */
export interface Lived {
  server: RunningServer;
  session: CreatedSession;
  life: Life;
  /** The seq at which the next snapshot is due. */
  snapshotDue: number;
  random: () => number;
}

export interface KillPlan {
  /** Of the data folder, which is made inside; a fresh one where it is left out. */
  dir?: string;
  kills: number;
  people: number;
  random: () => number;
  /** Resolves when it is time to kill. People are at work all the while. */
  untilKill: (lived: Lived) => Promise<void>;
  /** Lets the facilitator go on to the vote, which has to be stored. */
  makeRoom?: () => void;
  /** Starts the server again on the data folder; plainly where it is left out. */
  restart?: (data: string) => Promise<RunningServer>;
}

const start = (data: string) => startServer({ dir: data });

/**
 * Larger test 2 of the fault list: people write notes, later cast ballots, over and over, while the server is killed again and again and started anew. After
 * each kill the files are looked at as they lie, and after each start what people are told. Throws where the chain does not verify or a refusal has no reason.
 */
export async function killLoop({ dir, kills, people, random, untilKill, makeRoom, restart = start }: KillPlan): Promise<KillLoop> {
  const scratch = mkdtempSync(join(tmpdir(), 'yishi-kill-loop-'));
  const data = join(dir ?? scratch, 'data');
  const witness = new Witness(join(scratch, 'witness'));
  let server = await start(data);
  try {
    const session = await makeSession(server.origin, server.key);
    const { collect, vote } = await prepare(server, session);
    const senders = await Promise.all(Array.from({ length: people }, () => joinOne(server.origin, session.sessionId)));
    const result: KillLoop = { kills: 0, acknowledged: 0, notStored: 0, chainsVerified: 0, snapshots: 0, lost: [], ghosts: [] };
    const enter = async () => {
      const commanders = senders.map(({ joined }) => new Commander(server.origin, { token: joined.token, sessionId: session.sessionId }));
      const { lost, ghosts } = compare(senders, await Promise.all(commanders.map(({ hello }) => hello)), { witness, vote });
      result.lost.push(...lost);
      result.ghosts.push(...ghosts);
      return commanders;
    };
    let snapshotSeq = 0;
    for (let kill = 1; kill <= kills; kill += 1) {
      const isVoting = kill > kills / 2;
      if (kill === Math.floor(kills / 2) + 1) {
        makeRoom?.();
        await switchTo(server, session, { collect, vote });
      }
      const life = new Life(isVoting ? vote : collect, isVoting);
      const commanders = await enter();
      const working = senders.map((sender, i) => sender.work(commanders[i]!, life, { witness, random }));
      await untilKill({ server, session, life, snapshotDue: snapshotSeq + snapshotEvery, random });
      await server.kill();
      for (const commander of commanders) commander.close();
      await Promise.all(working);
      const looked = await lookAt(data, join(scratch, 'copy'), { sessionId: session.sessionId, vote, people });
      result.kills = kill;
      result.chainsVerified += 1;
      result.notStored += life.notStored;
      if (looked.snapshotSeq !== snapshotSeq) result.snapshots += 1;
      snapshotSeq = looked.snapshotSeq;
      server = await restart(data);
    }
    for (const commander of await enter()) commander.close();
    result.acknowledged = witness.lines.length;
    return result;
  } finally {
    await server.stop();
    witness.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** As the server has it. */
const snapshotEvery = 500;
/** What lies on the wall makes a snapshot and an export take their time. */
const longDescription = '一段很长的说明'.repeat(100);

async function prepare(server: RunningServer, session: CreatedSession): Promise<{ collect: string; vote: string }> {
  const facilitator = await Facilitator.open(server.origin, session);
  const [collect, vote] = ['collect', 'dot-vote'].map((kind) => exerciseOf(facilitator.stage.stage, kind).id);
  for (const [i, id] of [...needs, ...Array.from({ length: 10 }, (_, n) => `need-ballast-${String(n)}`)].entries())
    writeNeed(facilitator.wall.doc, { id, title: id, description: longDescription }, { x: i, y: 0, order: 'V' }, {});
  await eventually(() => {
    if (facilitator.wall.wall.needs.filter(({ number }) => number !== null).length < needs.length + 10)
      throw new Error('needs have no numbers yet');
  });
  await facilitator.commander.must('exercise:change', { exerciseId: collect!, settings: { notesPerPerson: 1000 } });
  await facilitator.commander.must('exercise:open', { exerciseId: collect! });
  facilitator.close();
  return { collect: collect!, vote: vote! };
}

async function joinOne(origin: string, sessionId: string): Promise<Sender> {
  const { body } = await call<Joined>(origin, `/api/sessions/${sessionId}/participants`, { body: { commandId: freshId() } });
  return new Sender(body);
}

async function switchTo(server: RunningServer, session: CreatedSession, { collect, vote }: { collect: string; vote: string }) {
  const facilitator = new Commander(server.origin, { token: session.facilitatorToken, sessionId: session.sessionId });
  await facilitator.hello;
  await facilitator.must('exercise:close', { exerciseId: collect });
  await facilitator.must('exercise:open', { exerciseId: vote, needIds: needs });
  facilitator.close();
}

/**
 * Opens a copy of the files as the kill left them, so that the server finds them untouched. Throws where the chain breaks, a snapshot is not of this
 * chain, or there are more people or ballots than people.
 */
async function lookAt(
  data: string,
  copy: string,
  room: { sessionId: string; vote: string; people: number },
): Promise<{ snapshotSeq: number }> {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy);
  cpSync(data, copy, { recursive: true });
  const store = await openSqliteStore({ dir: copy });
  try {
    const commits = await store.commits(room.sessionId, 1);
    const broken = firstBroken({ seq: 0, hash: chainStart }, commits);
    if (broken !== null) throw new Error(`the chain is broken at ${broken}`);
    const { snapshot, participants, ballots } = (await store.load(room.sessionId))!;
    if (snapshot && commits[snapshot.seq - 1]?.hash !== snapshot.hash)
      throw new Error(`the snapshot at ${snapshot.seq} is of no such commit`);
    const cast = ballots.filter(({ exerciseId }) => exerciseId === room.vote);
    if (participants.length !== room.people) throw new Error(`of ${room.people} people there are ${participants.length}`);
    if (new Set(cast.map(({ voter }) => voter)).size !== cast.length || cast.length > room.people)
      throw new Error('somebody has two ballots');
    if ((await rebuild(store, room.sessionId))?.seq !== commits.length) throw new Error('the session does not come to its last commit');
    return { snapshotSeq: snapshot?.seq ?? 0 };
  } finally {
    await store.close();
  }
}
