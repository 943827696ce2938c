import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { stores } from '../../server/app.ts';
import type { Tally } from '../../shared/tally.ts';
import { startApp } from '../support/app.ts';
import { Commander, freshId } from '../support/clients.ts';
import { codeOf, Meeting } from '../support/meeting.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yishi-entered-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const ballot = { kind: 'dot-vote', dots: { 'need-aaa': 1 } };

/** Every byte of the data folder, as text of one byte a character. */
const everyByte = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
    .join('\n');

it('[B9] [B11] [B12] [B16] [D4] outlives a restart: slips are still used, entries can still be struck, marks stand; sealed, no file tells of them', async () => {
  const slips = Array.from({ length: 6 }, (_, i) => `SLIPMARK${i}`);
  let app = await startApp({ store: await stores.sqlite(folder) });
  const meeting = await Meeting.open(app);
  const { sessionId, facilitatorToken: token } = meeting.session;
  await meeting.needs('need-aaa', 'need-bbb');
  const exerciseId = await meeting.exerciseOf('dot-vote');
  const helper = await meeting.resident();
  await meeting.facilitator.must('participant:make-scribe', { participantId: helper.participantId });
  await meeting.facilitator.must('exercise:open', { exerciseId });
  const receipts: string[] = [];
  for (const slip of slips) {
    const { receipt } = await helper.commander.must('ballot:enter', { exerciseId, ballot, channel: 'scribe', slip });
    receipts.push(receipt);
  }
  await meeting.facilitator.must('hands:enter', { exerciseId, present: 12, counts: { 'need-bbb': 9 } });
  meeting.close();
  await app.close();
  expect(everyByte()).toContain(receipts[1]);

  app = await startApp({ store: await stores.sqlite(folder) });
  const facilitator = new Commander(app.origin, { token, sessionId });
  const again = new Commander(app.origin, { token: helper.token, sessionId });
  expect((await again.hello).mine?.scribe).toBe(true);
  const enter = (slip: string) => again.send('ballot:enter', { commandId: freshId(), exerciseId, ballot, channel: 'scribe', slip });
  expect(codeOf(await enter(slips[0]!))).toBe('slip-used');
  expect(codeOf(await again.send('ballot:strike', { exerciseId, receipt: receipts[0]! }))).toBe('ok');
  expect(codeOf(await enter(slips[0]!))).toBe('ok');
  await facilitator.must('exercise:close', { exerciseId });
  const tally = (await facilitator.must('exercise:reveal', { exerciseId })) as Tally;
  expect([tally.ballots, tally.channels, tally.hands]).toEqual([6, { scribe: 6 }, { present: 12, counts: { 'need-bbb': 9 } }]);
  again.close();
  facilitator.close();
  await app.close();
  expect(app.troubles).toEqual([]);
  const bytes = everyByte();
  expect(bytes).toContain('need-aaa');
  for (const trace of ['SLIPMARK', 'enteredBy', ...receipts]) expect([trace, bytes.includes(trace)]).toEqual([trace, false]);
});
