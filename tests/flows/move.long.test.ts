import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgresStore } from '../../server/store/postgres.ts';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import type { Store } from '../../server/store/store.ts';
import { readStage } from '../../shared/stage.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { heldWorkshop, download } from '../support/held-workshop.ts';
import { Room } from '../support/room.ts';
import { noPostgres, Postgres } from '../support/postgres.ts';
import { root } from '../support/root.ts';

const program = join(root, 'dist/server/main.js');
const at = Date.parse('2026-11-29T03:00:00Z');
const files = ['needs.json', 'needs.csv', 'log.zip'];

describe.skipIf(noPostgres)(`moving to PostgreSQL${noPostgres}`, () => {
  let postgres: Postgres;
  const dir = mkdtempSync(join(tmpdir(), 'yishi-move-'));
  beforeAll(async () => {
    postgres = await Postgres.start();
  });
  afterAll(async () => {
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const startOn = (store: Store): Promise<TestApp> => startApp({ store, now: () => at });

  /** A hash by session and file. */
  async function exportsOf({ origin }: TestApp, sessionIds: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const sessionId of sessionIds)
      for (const file of files) {
        const { status, bytes } = await download({ origin, session: { sessionId } as Room['session'] }, file);
        expect([file, status]).toEqual([file, 200]);
        found.set(`${sessionId} ${file}`, createHash('sha256').update(bytes).digest('hex'));
      }
    return found;
  }

  /** Moves until so many sessions have been told of, and is killed then. */
  async function moveUntil(url: string, lines: number): Promise<string> {
    const child = spawn(process.execPath, [program, 'migrate', '--from', dir, '--to', url], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (words: string) => {
      said += words;
      if (said.split('\n').length > lines) child.kill('SIGKILL');
    });
    await once(child, 'close');
    return said;
  }

  it('[D35] fifty sessions move, interrupted twice and resumed: every export is the same, tokens go on, and so does a vote that was under way', async () => {
    const before = await startOn(await openSqliteStore({ dir }));
    const held = await heldWorkshop(before);
    const voting = await Room.open({ origin: before.origin, key: testKey }, { title: '投到一半' });
    const residents = await voting.join(6);
    const needIds = await voting.hallWall();
    const { exerciseId } = await voting.facilitator.commander.must('exercise:add', { exercise: { kind: 'dot-vote' } });
    await voting.facilitator.commander.must('exercise:open', { exerciseId, needIds });
    const cast = (index: number, dots: Record<string, number>, commandId = freshId()) =>
      residents[index]!.commander.must('ballot:cast', { commandId, exerciseId, ballot: { kind: 'dot-vote', dots } });
    for (let index = 0; index < 5; index += 1) await cast(index, { [needIds[index % 3]!]: 1 });
    const others: string[] = [];
    for (let index = 0; index < 48; index += 1) {
      const { body } = await call<{ sessionId: string }>(before.origin, '/api/sessions', {
        token: testKey,
        body: { title: `第 ${index} 场` },
      });
      others.push(body.sessionId);
    }
    await call(before.origin, '/api/programmes', { token: testKey, body: { title: '十个小区' } });
    const sessionIds = [held.session.sessionId, voting.session.sessionId, ...others];
    for (const room of [held, voting]) room.facilitator.close();
    for (const { commander } of [...held.residents, ...residents]) commander.close();
    await before.close();
    const quiet = await startOn(await openSqliteStore({ dir }));
    // That everybody has gone is the last thing that the logs tell.
    for (const sessionId of [held.session.sessionId, voting.session.sessionId])
      await eventually(async () => {
        const session = await quiet.sessions.get(sessionId);
        expect(readStage(session.documents.parts.stage).counts.online).toBe(0);
      });
    const exported = await exportsOf(quiet, sessionIds);
    await quiet.close();
    writeFileSync(join(dir, 'organizer.key'), `${testKey}\n`);

    const url = await postgres.database();
    for (const lines of [12, 31]) expect(await moveUntil(url, lines)).toContain('its log verifies');
    const moved = spawnSync(process.execPath, [program, 'migrate', '--from', dir, '--to', url], { encoding: 'utf8' });
    expect(moved.stderr).toBe('');
    expect(moved.status).toBe(0);
    expect(moved.stdout).toContain('there already');
    expect(moved.stdout).toContain('50 of 50 sessions are in PostgreSQL');

    const after = await startOn(await openPostgresStore({ url, keysDir: join(dir, 'round-keys') }));
    expect(await exportsOf(after, sessionIds)).toEqual(exported);
    expect((await call<{ programmes: { title: string }[] }>(after.origin, '/api/programmes', { token: testKey })).body).toMatchObject({
      programmes: [{ title: '十个小区' }],
    });
    const again = await Room.take(after.origin, voting.session);
    await again.facilitator.commander.must('exercise:close', { exerciseId });
    expect(await again.facilitator.commander.must('exercise:reveal', { exerciseId })).toMatchObject({ ballots: 5 });
    again.facilitator.close();
    await after.close();
  });

  it('[D35] [D6] what cannot be moved is told in a sentence, and nothing else is hurt', async () => {
    const url = await postgres.database();
    const command = (...args: string[]) => spawnSync(process.execPath, [program, 'migrate', ...args], { encoding: 'utf8' });
    expect(command('--from', join(dir, 'nowhere'), '--to', url).stderr).toContain('There is nothing to move');
    expect(command('--from', dir, '--to', 'mysql://x/y').stderr).toContain('is not an address like postgres://');

    const running = await openSqliteStore({ dir });
    expect(command('--from', dir, '--to', url).stderr).toContain('Another Yishi is using the data folder');
    await running.close();

    const other = await postgres.database();
    const there = await startOn(await openPostgresStore({ url: other, keysDir: join(dir, 'other-keys') }));
    await call(there.origin, '/api/sessions', { token: testKey, body: { title: '别处的' } });
    await there.close();
    expect(command('--from', dir, '--to', other, '--data', join(dir, 'other')).stderr).toMatch(
      /round keys of this database are in another folder/,
    );

    const database = new Database(join(dir, 'yishi.db'));
    const [{ id, title }] = database.prepare('SELECT id, title FROM session WHERE title = ?').all(['第 7 场']) as [
      { id: string; title: string },
    ];
    database.prepare(`UPDATE log SET events = replace(events, '第 7 场', '第 8 场') WHERE session_id = ? AND seq = 1`).run([id]);
    database.close();
    const { status, stdout } = command('--from', dir, '--to', url);
    expect(status).toBe(1);
    expect(stdout).toContain(`${title} (`);
    expect(stdout.match(/ITS LOG WAS ALTERED/g)).toHaveLength(1);
    expect(stdout).toContain('49 of 50 sessions');
    expect(existsSync(join(dir, 'yishi.db'))).toBe(true);
  });
});
