import type { Browser, Page } from 'playwright-core';
import { statSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { artefact, launchBrowser } from '../support/browser.ts';
import { laptopSize, openPage, roomOrigin } from '../support/faces.ts';
import { eventually } from '../support/eventually.ts';
import { Room } from '../support/room.ts';
import { ownNotes } from '../support/sample-notes.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { groupBySubject, settled } from '../support/unattended.ts';

/** The pictures of the README, of one meeting with 44 residents: they land in test-artefacts/readme and are looked at before they go to .github. */
const hall = { width: 1120, height: 630 };
const bytesMax = 240_000;
/** Votes of the first needs, most first, a tie in second place. */
const votes = [42, 33, 33, 29, 23, 22, 17, 12];
const notesPerNeed = 11;
const looseNotes = 12;
const textMax = 22;

let browser: Browser;
let server: RunningServer;
let room: Room;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
  room = await Room.open(server);
  await room.join(44);
});
afterAll(async () => {
  room.close();
  await browser.close();
  await server.stop();
});

async function take(page: Page, name: string): Promise<void> {
  const path = artefact(`readme/${name}.png`);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path });
  expect(statSync(path).size).toBeLessThan(bytesMax);
}

async function visit(path: string, viewport?: { width: number; height: number }): Promise<Page> {
  const page = await openPage(browser, 'about:blank', viewport ? { viewport } : {});
  await page.route('**/api/join-address*', (route) =>
    route.fulfill({ json: { origin: 'http://192.168.3.20:8080', serverTime: Date.now() } }),
  );
  await page.goto(`${roomOrigin(server.origin)}${path}`);
  return page;
}

it('takes the first picture, of a rehearsal in the middle of its vote', async () => {
  const practice = await Room.open(server, { title: '社区需求工作坊', rehearsal: 60 });
  const projector = await visit(practice.paths.projector, hall);
  await practice.step('open', 'collect');
  await settled(practice, practice.exerciseOf('collect'), 1);
  await practice.step('close', 'collect');
  await practice.step('reveal', 'collect');
  await groupBySubject(practice);
  await practice.openVote('dot-vote', practice.needIds().slice(0, 8));
  const vote = practice.exerciseOf('dot-vote');
  await eventually(() => expect(practice.facilitator.stage.stage.counts.submitted[vote]).toBeGreaterThan(30), { withinMs: 60_000 });
  await take(projector, 'rehearsal');
  practice.close();
});

it('takes the pictures of the README', async () => {
  const sample = ownNotes;
  const notesOf = (needId: string | null) =>
    sample.notes.filter(({ need, text }) => need === needId && text.length <= textMax).map(({ text }) => text);
  const needs = sample.needs
    .map(({ id, title }) => ({ title, texts: notesOf(id).slice(0, notesPerNeed) }))
    .sort((a, b) => b.texts.length - a.texts.length)
    .slice(0, votes.length);
  const phone = await visit(room.paths.phone);
  const projector = await visit(room.paths.projector, hall);
  const facilitator = await visit(room.paths.facilitator, laptopSize);
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

  await room.step('open', 'collect');
  await room.facilitator.commander.must('session:attendance', { present: 45 });
  await press(phone, '写一张');
  await phone.getByRole('textbox').fill('楼道灯拍手也不亮，摔过人');
  await press(phone, '送出这一张');
  await phone.getByText('已送到').waitFor();
  await phone.getByRole('textbox').fill('中午一个人懒得做饭，想有个饭桌');
  await phone.getByRole('checkbox', { name: '老人' }).click();
  await phone.evaluate(() => (document.activeElement as HTMLElement).blur());
  await take(phone, 'phone-writing');

  const noteIds = await Promise.all(needs.map(({ texts }) => room.write(texts)));
  await room.write(notesOf(null).slice(0, looseNotes));
  await room.step('close', 'collect');
  await room.step('reveal', 'collect');
  const group = (from: number, to: number) =>
    room.group(needs.slice(from, to).map(({ title }, i) => ({ title, noteIds: noteIds[from + i]! })));
  await group(0, 3);
  await facilitator.locator('header nav button.group').click();
  await facilitator.getByText(needs[2]!.title).first().waitFor();
  const ungrouped = facilitator.locator('ul.notes button');
  await ungrouped.first().waitFor();
  for (const need of needs.slice(3, 6)) {
    const inSight = (await ungrouped.locator('span').allInnerTexts()).slice(0, 20).filter((text) => need.texts.includes(text));
    for (const text of inSight) await ungrouped.filter({ hasText: text }).first().click();
    const name = facilitator.getByRole('textbox', { name: '给这件起个名' });
    await name.fill(need.title);
    if (need !== needs[5]) await name.press('Enter');
  }
  await facilitator.evaluate(() => document.querySelector('main')?.scrollTo(0, 0));
  await take(facilitator, 'facilitator-grouping');

  await group(5, needs.length);
  await projector.getByText(needs[0]!.title).first().waitFor();
  await take(projector, 'projector-wall');

  await room.openVote('dot-vote');
  await phone.getByText('还剩 5 票').waitFor();
  for (const need of [needs[0], needs[0], needs[2]]) await press(phone, `加一 ${need!.title}`);
  await phone.evaluate(() => (document.activeElement as HTMLElement).blur());
  await take(phone, 'phone-dots');

  const dots = votes.flatMap((count, need) => Array.from({ length: count }, () => need));
  const rows = room.residents.map((_, i) =>
    votes.map((_count, need) => dots.filter((given, at) => given === need && at % room.residents.length === i).length),
  );
  await room.putDots(rows);
  await room.step('close', 'dot-vote');
  await room.step('reveal', 'dot-vote');
  await projector.locator('.place').first().waitFor();
  await take(projector, 'projector-reveal');
});
