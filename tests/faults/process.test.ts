import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chainStart, firstBroken } from '../../server/session/digest.ts';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import { writeNeed } from '../../shared/wall.ts';
import type { Hello, Joined } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { call, Commander, Facilitator, freshId, makeSession } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { StoreProcess } from '../support/store-process.ts';

const root = mkdtempSync(join(tmpdir(), 'yishi-process-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const folder = (name: string) => join(root, name);

describe('a server that is killed', () => {
  /** The steps of sealing and of an export take a few milliseconds each; the last time the answer is waited for. */
  const killAfterMs = [0, 8, 40, Infinity];
  const people = 6;

  it('[F54] [D4] while it seals and exports has sealed wholly or not at all', async () => {
    const dir = folder('sealing');
    let server: RunningServer = await startServer({ dir });
    const session = await makeSession(server.origin, server.key);
    const { sessionId, facilitatorToken } = session;
    const tokens = await Promise.all(
      Array.from({ length: people }, async () => {
        const { body } = await call<Joined>(server.origin, `/api/sessions/${sessionId}/participants`, { body: { commandId: freshId() } });
        return body.token;
      }),
    );
    const host = await Facilitator.open(server.origin, session);
    const vote = exerciseOf(host.stage.stage, 'dot-vote').id;
    writeNeed(host.wall.doc, { id: 'need-only', title: '只有一件' }, { x: 0, y: 0, order: 'V' }, {});
    await eventually(() => expect(host.wall.wall.needs[0]?.number).toBe(1));
    await host.commander.must('exercise:open', { exerciseId: vote });
    host.close();
    const outcomes: string[] = [];
    for (const delay of killAfterMs) {
      const facilitator = new Commander(server.origin, { token: facilitatorToken, sessionId });
      await facilitator.hello;
      await everybody(server.origin, tokens, sessionId, (one) =>
        one.must('ballot:cast', { exerciseId: vote, ballot: { kind: 'dot-vote', dots: { 'need-only': 2 } } }),
      );
      await facilitator.must('exercise:close', { exerciseId: vote });
      const exporting = fetch(`${server.origin}/api/sessions/${sessionId}/needs.json`, {
        headers: { authorization: `Bearer ${facilitatorToken}` },
      })
        .then((response) => response.text())
        .catch(() => undefined);
      let acks = 0;
      const wasAcked = () => acks > 0;
      facilitator.socket.emit('exercise:reveal', { commandId: freshId(), exerciseId: vote }, () => (acks += 1));
      if (delay < Infinity) await new Promise((resolve) => setTimeout(resolve, delay));
      else await eventually(() => expect(wasAcked()).toBe(true));
      await server.kill();
      facilitator.close();
      await exporting;
      await verifyChain(dir, sessionId);

      server = await startServer({ dir });
      const hellos = await everybody(server.origin, tokens, sessionId, (_one, hello) => Promise.resolve(hello));
      const ballots = hellos.map(({ mine }) => JSON.stringify(mine!.ballots[vote]));
      const again = new Commander(server.origin, { token: facilitatorToken, sessionId });
      await again.hello;
      const { body: stage } = await call<Record<string, Record<string, { sealed?: boolean; ballots?: number }>>>(
        server.origin,
        `/api/sessions/${sessionId}/stage`,
        { token: facilitatorToken },
      );
      const isSealed = stage['exercises']![vote]!.sealed === true;
      const whole = isSealed ? 'true' : JSON.stringify({ kind: 'dot-vote', dots: { 'need-only': 2 } });
      expect({ delay, isSealed, ballots }).toEqual({ delay, isSealed, ballots: ballots.map(() => whole) });
      expect({ wasAcked: wasAcked(), isSealed }).not.toEqual({ wasAcked: true, isSealed: false });
      const tally = await again.must('exercise:reveal', { exerciseId: vote });
      if (!isSealed) expect(tally).toMatchObject({ ballots: people, options: [{ needId: 'need-only', score: 2 * people }] });
      outcomes.push(isSealed ? 'sealed' : 'not yet');
      await again.must('exercise:reopen', { exerciseId: vote });
      again.close();
    }
    console.log(`killed after ${killAfterMs.join(', ')} ms: ${outcomes.join(', ')}`);
    expect(outcomes.at(-1)).toBe('sealed');
    await server.stop();
  }, 60_000);

  it('[F54] while it keeps snapshots and seals has the one before or the one after, and rounds with all their voters or with none', async () => {
    for (const commits of [30, 77]) {
      const dir = folder(`snapshots-${String(commits)}`);
      const child = await StoreProcess.start(dir, 'snapshot');
      await child.hasAcked(commits);
      await child.kill();
      const store = await openSqliteStore({ dir });
      const stored = (await store.load('s1'))!;
      const { snapshot, ballots, keys } = stored;
      const all = (await store.commits('s1', 1)).map(({ seq }) => seq);
      expect(all).toEqual(all.map((_, i) => i + 1));
      expect(all.length).toBeGreaterThanOrEqual(commits);
      // Each snapshot says everywhere of which seq it is; it is kept after its commit and before the next one.
      expect(snapshot).not.toBeNull();
      expect({ ...snapshot, state: snapshot!.state.length, stage: snapshot!.stage[0] }).toMatchObject({
        hash: `all-${String(snapshot!.seq)}`,
        state: JSON.stringify({ at: snapshot!.seq, ballast: 'x'.repeat(300_000) }).length,
        stage: snapshot!.seq % 256,
      });
      expect(snapshot!.seq).toBeGreaterThanOrEqual(commits - 2);
      expect(stored.commits.map(({ seq }) => seq)).toEqual(all.filter((seq) => seq > snapshot!.seq));
      const rounds = new Map<number, string[]>();
      for (const { round, voter } of ballots) rounds.set(round, [...(rounds.get(round) ?? []), voter]);
      expect(rounds.size).toBeGreaterThan(2);
      for (const [round, voters] of rounds) {
        const hasKey = keys.some(({ keyId }) => keyId === `x1.${String(round)}`);
        expect({ round, voters }).toEqual({ round, voters: hasKey ? ['voter-a', 'voter-b', 'voter-c'] : ['0', '1', '2'] });
      }
      await store.close();
    }
  }, 40_000);
});

async function everybody<T>(
  origin: string,
  tokens: readonly string[],
  sessionId: string,
  act: (one: Commander, hello: Hello) => Promise<T>,
): Promise<T[]> {
  return Promise.all(
    tokens.map(async (token) => {
      const one = new Commander(origin, { token, sessionId });
      const result = await act(one, await one.hello);
      one.close();
      return result;
    }),
  );
}

async function verifyChain(dir: string, sessionId: string): Promise<void> {
  const store = await openSqliteStore({ dir });
  expect(firstBroken({ seq: 0, hash: chainStart }, await store.commits(sessionId, 1))).toBeNull();
  await store.close();
}

describe('a machine that has not what the server wants', () => {
  const canMount = mounts();
  const canLimit = limitsProcesses();

  /**
   * A disk that turns read-only while the database is open cannot be had here: Linux refuses to remount what is open for writing. What stands in for it is
   * the disk that is full ([F56]), which the store answers by the same path, and this start on a disk that is read-only already.
   */
  it.skipIf(!canMount)(
    `[F57] a read-only disk: the start is refused in one sentence, once, and the files are as they were${canMount ? '' : ' (skipped: mounting needs root on Linux)'}`,
    async () => {
      const dir = folder('read-only');
      mkdirSync(dir);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', dir]);
      try {
        const data = join(dir, 'data');
        const first = await startServer({ dir: data });
        const { sessionId } = await makeSession(first.origin, first.key);
        expect(await first.stop()).toBe(0);
        execFileSync('mount', ['-o', 'remount,ro', dir]);
        const said = await startServer({ dir: data }).then(
          () => 'it started',
          (error: unknown) => String(error),
        );
        expect(said).toMatch(/The server ended with 1 before it was ready/);
        expect(said.split('Yishi cannot start: ')).toHaveLength(2);
        expect(said).not.toMatch(/\n\s+at /);
        execFileSync('mount', ['-o', 'remount,rw', dir]);
        const again = await startServer({ dir: data });
        expect((await call(again.origin, `/api/sessions/${sessionId}`, { token: again.key })).status).toBe(200);
        await again.stop();
      } finally {
        execFileSync('umount', [dir]);
      }
    },
    40_000,
  );

  it.skipIf(!canLimit)(
    `[F57] no file descriptor for one more socket: those that are here go on, and newcomers get in once there is room${canLimit ? '' : ' (skipped: there is no prlimit here)'}`,
    async () => {
      const server = await startServer({ dir: folder('descriptors') });
      const session = await makeSession(server.origin, server.key);
      const facilitator = new Commander(server.origin, { token: session.facilitatorToken, sessionId: session.sessionId });
      await facilitator.hello;
      execFileSync('prlimit', ['--pid', String(server.pid), '--nofile=60:60']);
      const crowd = Array.from(
        { length: 80 },
        () => new Commander(server.origin, { token: session.projectorToken, sessionId: session.sessionId }),
      );
      const outcomes = await Promise.allSettled(crowd.map(({ hello }) => withPatience(hello)));
      expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
      expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
      for (let i = 0; i < 5; i += 1) await facilitator.must('session:attendance', { present: i });
      for (const one of crowd) one.close();
      await eventually(async () => expect((await fetch(`${server.origin}/healthz`)).status).toBe(200));
      facilitator.close();
      expect(await server.stop()).toBe(0);
    },
    40_000,
  );

  /** Whoever may not use port 80 hears EACCES, which takes the same way as EADDRINUSE; these tests may run as root, who may. */
  it('[F60] a port that is taken: the next free one, said aloud, and the addresses lead there', async () => {
    const busy: Server = createServer().listen(0, '0.0.0.0');
    await once(busy, 'listening');
    const { port } = busy.address() as AddressInfo;
    const server = await startServer({ dir: folder('port'), args: ['--port', String(port), '--address', '192.168.3.20'] });
    try {
      const got = Number(new URL(server.origin).port);
      expect(got).toBeGreaterThan(port);
      expect(got).toBeLessThanOrEqual(port + 20);
      expect(server.output()).toContain(`Port ${String(port)} cannot be used; trying the next one.`);
      await eventually(() => expect(server.output()).toContain(`Residents join at http://192.168.3.20:${String(got)}/`));
      const { joinUrl, facilitatorUrl } = await makeSession(server.origin, server.key);
      expect([joinUrl, facilitatorUrl].map((url) => new URL(url).port)).toEqual([String(got), String(got)]);
      const { body } = await call<{ origin: string }>(server.origin, '/api/join-address');
      expect(body.origin).toBe(`http://192.168.3.20:${String(got)}`);
    } finally {
      await server.stop();
      busy.close();
    }
  });
});

/** A handshake that nobody answers is a refusal too. */
function withPatience<T>(promise: Promise<T>): Promise<T> {
  return Promise.race([promise, new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), 3000))]);
}

function mounts(): boolean {
  const dir = folder('mount');
  mkdirSync(dir);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', dir], { stdio: 'ignore' });
    execFileSync('umount', [dir]);
    return true;
  } catch {
    return false;
  }
}

function limitsProcesses(): boolean {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
