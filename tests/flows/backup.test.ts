import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { stores } from '../../server/app.ts';
import { backupCommand } from '../../server/backup-command.ts';
import { restore } from '../../server/restore.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { filesIn, marksIn } from '../support/found-in-files.ts';
import { Room } from '../support/room.ts';

let folder: string;
let app: TestApp;
let room: Room;
const now = () => Date.now();
const backup = (...args: string[]) => backupCommand(args, { env: {}, now });
const at = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yishi-backup-'));
  app = await startApp({ store: await stores.sqlite(at('data')) });
  room = await Room.open({ origin: app.origin, key: testKey }, { title: '槐树里社区', template: 'blank' });
});
afterEach(async () => {
  room.close();
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A vote of six, closed and not shown yet. */
async function vote(): Promise<string> {
  const must = room.facilitator.commander.must.bind(room.facilitator.commander);
  const needIds = await room.group([{ title: '路灯' }, { title: '电梯' }]);
  await room.join(6);
  const { exerciseId } = await must('exercise:add', { exercise: { kind: 'dot-vote' } });
  await must('exercise:open', { exerciseId, needIds });
  for (const { commander } of room.residents)
    await commander.must('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots: { [needIds[0]!]: 2 } } });
  await must('exercise:close', { exerciseId });
  return exerciseId;
}

it('[D19] is refused while a round is not sealed, and made and restored afterwards, with the server running', async () => {
  expect(backup('--to', at('first'), '--data', at('data'))).toContain('Backed up 1 session of');
  const first = filesIn(at('first'));
  const exerciseId = await vote();
  const voters = (await app.sessions.store.load(room.session.sessionId))!.ballots.map(({ voter }) => voter);
  expect(voters).toHaveLength(6);
  for (const to of ['first', 'second'])
    expect(() => backup('--to', at(to), '--data', at('data'))).toThrow('A round is not sealed in “槐树里社区”');
  expect(filesIn(at('first'))).toEqual(first);
  expect(filesIn(at('second'))).toEqual(new Map());

  await room.facilitator.commander.must('exercise:reveal', { exerciseId });
  backup('--to', at('second'), '--data', at('data'));
  expect(marksIn(filesIn(at('second')), voters)).toEqual([]);
  const { sessions } = await restore({ from: at('second'), dataDir: at('restored'), isReplacing: false, now });
  expect(sessions.map(({ row, alteredAt }) => [row.title, alteredAt])).toEqual([['槐树里社区', null]]);
});

it('[D19] says in a sentence what is missing', () => {
  expect(() => backup('--data', at('data'))).toThrow('Say where the backup goes: npm run backup -- --to DIR.');
  expect(() => backup('--to', at('x'), '--data', at('nowhere'))).toThrow('There is nothing to back up in');
  expect(existsSync(at('x'))).toBe(false);
  expect(() => backup('--for', 'ever')).toThrow('Known flags: --to --data.');
});
