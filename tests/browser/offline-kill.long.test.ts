import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import { launchBrowser } from '../support/browser.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { nothingStored, tell, type Stored } from '../support/stored-moments.ts';
import { ballotsOf, textsOf } from './away-times.ts';
import { AwayPhone } from './offline.ts';

const dir = mkdtempSync(join(tmpdir(), 'yishi-offline-kill-'));
const data = join(dir, 'data');
let browser: Browser;
let server: RunningServer;
let phone: AwayPhone;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer({ dir: data })]);
  phone = await AwayPhone.begin(browser, server);
});
afterAll(async () => {
  await phone.end();
  await browser.close();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Ballots that lay in the files once, and were replaced since. */
const replaced: Stored['ballots'] = [];

/** What lies in the files, read from a copy. A commit's own time is a little before it was durable: here it is told what is stored, the moment of it by [F46]. */
async function stored(): Promise<Stored> {
  const copy = mkdtempSync(join(dir, 'copy-'));
  cpSync(data, copy, { recursive: true });
  const store = await openSqliteStore({ dir: copy });
  try {
    const { sessionId } = phone.room.session;
    const { texts, ballots } = (await store.load(sessionId))!;
    const found = nothingStored();
    for (const row of await store.commits(sessionId, 1)) {
      const holdsBallot = row.events.includes('"ballots-received"');
      tell(
        {
          row,
          writes: [
            ...texts.map((text) => ({ op: 'put-text' as const, ...text })),
            ...(holdsBallot ? ballots.map((ballot) => ({ op: 'put-ballot' as const, ...ballot })) : []),
          ],
        },
        found,
        row.at,
      );
    }
    replaced.push(...found.ballots);
    return { ...found, ballots: [...replaced] };
  } finally {
    await store.close();
  }
}

/** The server is killed so long after the tap, looked at as it lies, and started anew. */
async function killAfter(ms: number): Promise<Stored> {
  await wait(ms);
  phone.note('down');
  await server.kill();
  const lying = await stored();
  expect(await phone.lies(lying)).toEqual([]);
  const { session } = phone.room;
  phone.room.close();
  server = await startServer({ dir: data, args: ['--port', new URL(server.origin).port] });
  phone.room = await Room.take(server.origin, session);
  phone.note('up');
  return lying;
}

it('[F63] [D4] [D14] a server that is killed while notes and a ballot are on their way: all arrive once, and nothing was said to be there that was not', async () => {
  const notes: string[] = [];
  const lost: boolean[] = [];
  for (const ms of [0, 2, 5, 10, 20, 40, 80]) {
    notes.push(`第 ${notes.length + 1} 张`);
    await phone.write(notes.at(-1)!);
    lost.push(textsOf(await killAfter(ms)).length < notes.length);
    await phone.allDelivered(notes, 25_000);
  }
  await phone.goOnToVote();
  await phone.vote([2, 1]);
  await killAfter(5);
  await phone.sees('投票单已送到');
  await stored();
  await phone.button('打开，改一改').click();
  await phone.vote([-1, 1]);
  await killAfter(0);
  await phone.sees('投票单已送到');
  await phone.look('killed-in-vote');
  const found = await stored();
  expect([textsOf(found), ballotsOf(found).at(-1)]).toEqual([notes, phone.ballots[1]]);
  expect(phone.room.facilitator.stage.stage.counts.submitted[phone.room.exerciseOf('dot-vote')]).toBe(1);
  console.log(`of ${lost.length} kills ${lost.filter(Boolean).length} came before the note was stored`);
});
