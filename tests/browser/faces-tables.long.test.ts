import type { Browser, Page } from 'playwright-core';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefact, launchBrowser } from '../support/browser.ts';
import { inBothLanguages, laptopSize, lookAt, openPage, phoneSize, roomOrigin, tableLimits, type Worst } from '../support/faces.ts';
import { hallNeeds, Room, tiedDots } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const limits = tableLimits;
const worst: Worst = {};

describe('every screen of the facilitator and the desk, in both languages', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let page: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
    room = await Room.open(server, { title: '槐树里社区 居民需求工作坊', place: '槐树里社区' });
    await room.join(8);
    page = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.facilitator}`, { viewport: laptopSize });
  });
  afterAll(async () => {
    writeFileSync(artefact('faces/tables.json'), JSON.stringify(worst));
    room.close();
    await browser.close();
    await server.stop();
  });

  async function look(name: string, on: Page = page): Promise<void> {
    const wrong: string[] = [];
    await inBothLanguages(on, async (language) => {
      wrong.push(...(await lookAt(on, `${name}-${language}`, { limits, worst, axe: true })));
    });
    expect.soft(wrong).toEqual([]);
  }
  /** As a remote in the hand; the language stays as it is. */
  async function lookAsRemote(name: string): Promise<void> {
    await page.setViewportSize(phoneSize);
    expect.soft(await lookAt(page, `facilitator-${name}-remote`, { limits, worst, axe: true })).toEqual([]);
    await page.setViewportSize(laptopSize);
  }
  const press = (name: string | RegExp, on: Page = page) => on.getByRole('button', { name }).first().click();
  const sees = (text: string | RegExp, on: Page = page) => on.getByText(text).first().waitFor();
  const show = (view: string) => page.locator(`header nav button.${view}`).click();

  it('before anything is on, a draft looked at, and people writing', async () => {
    await sees('开始：答几题');
    await look('facilitator-start');
    await lookAsRemote('start');
    await press(/^贴圆点/);
    await sees('问大家什么');
    await look('facilitator-draft');
    await press('好了');
    await room.step('open', 'collect');
    await room.facilitator.commander.must('session:attendance', { present: 45, children: 3 });
    await sees(/还有 45 人没写/);
    await look('facilitator-writing');
    await press('停笔，翻开');
    await press('再等等');
    await lookAsRemote('writing');
  });

  it('grouping backstage while people write, and on the wall', async () => {
    const [noteId] = await room.write([hallNeeds[0]!.notes[0]!]);
    await show('group');
    await sees(hallNeeds[0]!.notes[0]!);
    await look('facilitator-backstage');
    await room.hallWall();
    await room.group([{ title: '楼道', noteIds: [noteId!] }]);
    await sees('楼道');
    await room.facilitator.commander.must('note:hide', { noteId: noteId! });
    await press(/夜里的路灯/);
    await look('facilitator-need');
    await page.setViewportSize(phoneSize);
    await page.setViewportSize(laptopSize);
    await lookAsRemote('need');
  });

  it('the people, the room, the needs of a vote, a vote, a result with a tie', async () => {
    await show('people');
    await look('facilitator-people');
    await lookAsRemote('people');
    await show('now');
    await sees('哪几件需求参加');
    await look('facilitator-choice');
    await room.openVote('dot-vote', room.needIds().slice(0, 8));
    await room.putDots(tiedDots);
    await sees(/停止投票/);
    await look('facilitator-vote');
    await room.step('close', 'dot-vote');
    await sees(/^揭晓/);
    await look('facilitator-before-reveal');
    await lookAsRemote('before-reveal');
    await room.step('reveal', 'dot-vote');
    await sees('同票');
    await look('facilitator-result');
    await lookAsRemote('result');
    await page.setViewportSize(phoneSize);
    await show('agenda');
    await lookAsRemote('agenda');
    await page.setViewportSize(phoneSize);
    await show('room');
    await lookAsRemote('room');
    await show('now');
  });

  it('the desk: what there is, a new session, one with needs', async () => {
    const desk = await openPage(browser, `${server.origin}/desk#k=${server.key}`, { viewport: laptopSize });
    await sees('新开一场工作坊', desk);
    await sees('槐树里社区 居民需求工作坊', desk);
    await desk.locator('summary').click();
    await look('desk-list', desk);
    await press('打开', desk);
    await sees('夜里的路灯', desk);
    await desk.getByRole('button', { name: /夜里的路灯/ }).click();
    await sees('楼道灯拍手也不亮', desk);
    await look('desk-session', desk);
    await press('删除这一场', desk);
    await look('desk-erase', desk);
    await desk.context().close();
  });

  it('the end', async () => {
    await room.facilitator.commander.must('session:end', {});
    await sees('重新打开');
    await look('facilitator-ended');
  });
});
