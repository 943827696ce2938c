import type { Browser, Page } from 'playwright-core';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefact, launchBrowser } from '../support/browser.ts';
import { layCable, type Cable } from '../support/cable.ts';
import { eventually } from '../support/eventually.ts';
import { inBothLanguages, lookAt, openPage, phoneSize, roomOrigin, smallPhoneSize, phoneLimits, type Worst } from '../support/faces.ts';
import { Room, tiedDots } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const groupQuestions = [
  {
    questionId: 'age',
    title: '您多大年纪？',
    options: [
      { optionId: 'under-35', label: '35 岁以下' },
      { optionId: 'to-60', label: '35 到 60 岁' },
      { optionId: 'over-60', label: '60 岁以上' },
    ],
  },
];

const limits = phoneLimits;
const worst: Worst = {};

describe('every screen of the phone, in both languages', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let cable: Cable;
  let page: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    cable = await layCable(server.origin);
    room = await Room.open(server, { title: '槐树里社区居民需求工作坊', groupQuestions });
    await room.join(7);
  });
  afterAll(async () => {
    writeFileSync(artefact('faces/phone.json'), JSON.stringify(worst));
    room.close();
    await browser.close();
    cable.close();
    await server.stop();
  });

  /** Usual size on a usual phone; 长辈版's largest on the smallest, where nothing may be cut. */
  async function look(name: string, on: Page = page): Promise<void> {
    await inBothLanguages(on, (language) => lookAsItIs(`${name}-${language}`, on));
  }
  async function lookAsItIs(name: string, on: Page = page): Promise<void> {
    const wrong = await lookAt(on, `phone-${name}`, { limits, worst, axe: true });
    await on.setViewportSize(smallPhoneSize);
    await on.evaluate(() => (document.documentElement.dataset['size'] = '30'));
    wrong.push(...(await lookAt(on, `phone-${name}-320`, { limits: { ...limits, whole: true }, worst, axe: false })));
    await on.setViewportSize(phoneSize);
    await on.evaluate(() => (document.documentElement.dataset['size'] = '20'));
    expect.soft(wrong).toEqual([]);
  }
  const visit = (path: string) => openPage(browser, `${roomOrigin(cable.origin)}${path}`);
  const sees = (text: string | RegExp, on: Page = page) => on.getByText(text).first().waitFor();
  const press = (name: string | RegExp, on: Page = page) => on.getByRole('button', { name }).first().click();
  const write = (text: string) => page.getByRole('textbox').fill(text);

  it('[F71] the way in: the code, a wrong code, a locked room, nobody answers', async () => {
    const guest = await visit('/');
    await guest.getByRole('textbox').waitFor();
    await look('code', guest);
    await guest.goto(`${roomOrigin(cable.origin)}/j/ZZZZ`);
    await sees('没有这个会场码', guest);
    await look('wrong-code', guest);
    await room.facilitator.commander.must('session:lock', {});
    await guest.goto(`${roomOrigin(cable.origin)}${room.paths.phone}`);
    await sees('会场暂时不让新人进', guest);
    await look('locked', guest);
    await room.facilitator.commander.must('session:unlock', {});
    await guest.route('**/api/**', (route) => route.abort());
    await guest.reload();
    await sees('没连上，正在重试', guest);
    await look('no-answer', guest);
    await guest.context().close();
  });

  it('[J4] a full house: the phone waits, says so, and is let in by itself', async () => {
    const guest = await visit('/');
    const full = { status: 503, contentType: 'application/problem+json', body: JSON.stringify({ code: 'try-later', status: 503 }) };
    await guest.route('**/participants', (route) => route.fulfill(full));
    await guest.goto(`${roomOrigin(cable.origin)}${room.paths.phone}`);
    await sees('来的人多，正在排队', guest);
    await look('queueing', guest);
    await guest.unroute('**/participants');
    await sees('写下您和家里人', guest);
    await guest.context().close();
  });

  it('[F71] the welcome, before anything is on and when one can write', async () => {
    page = await visit(room.paths.phone);
    await sees('还没开始，手机放着就行。');
    await look('welcome-early');
    await room.step('open', 'collect');
    await page.getByRole('button', { name: '写一张' }).waitFor();
    await look('welcome');
  });

  it('[F71] writing: empty, for whom, too long; the questions about oneself', async () => {
    await press('写一张');
    await page.getByRole('textbox').waitFor();
    await look('write-empty');
    await write('字'.repeat(203));
    await sees('写长了');
    await look('write-too-long');
    await write('三号楼门口的灯又坏了，晚上看不见台阶');
    await page.getByRole('checkbox', { name: '老人' }).click();
    await look('write-for-whom');
    await press('送出这一张');
    await sees('您多大年纪？');
    await page.getByRole('radio', { name: '60 岁以上' }).click();
    await look('about-you');
    await press('都跳过');
  });

  it('[F71] writing with notes delivered, waiting and on the wall; cut off and back; changing one', async () => {
    await sees('我写的 1 张');
    await look('write-delivered');
    await room.step('reveal', 'collect');
    await sees('已上大屏');
    cable.pull();
    await write('中午一个人懒得做饭，想有个饭桌');
    await press('送出这一张');
    await sees('没连上，您写的还在，正在重试。');
    await press('一直连不上？');
    await look('write-offline');
    cable.plugIn();
    await page.getByText('没连上').waitFor({ state: 'hidden' });
    await eventually(async () => expect(await page.getByText('已上大屏').count()).toBe(2));
    await look('write-on-wall');
    await room.step('conceal', 'collect');
    await page.getByRole('button', { name: '改', exact: true }).first().click();
    await sees('改这一张');
    await look('write-edit');
    await press('先不改');
  });

  it('[F71] too late: while typing, afterwards, enlarged to be shown; then looking up', async () => {
    cable.pull();
    await write('放学到下班那两个钟头没人看孩子');
    await press('送出这一张');
    await write('电梯老停在二楼');
    await room.step('close', 'collect');
    cable.plugIn();
    await sees('停了，您写的还在。');
    // A tap on the language button would end the typing.
    await lookAsItIs('closed-while-typing');
    await press('写好了');
    await sees('没赶上，您写的还在。');
    await look('too-late');
    await press('放大，给人看');
    await look('too-late-large');
    await press('关上');
    await press('先留着，下次再开就送');
    await sees('请看大屏');
    await look('look-up');
    await press('看我写的');
    await look('look-up-notes');
  });

  it('[F71] dots: none, some, none left; sent, opened again, waiting, looking up', async () => {
    await room.step('reveal', 'collect');
    await room.group(
      ['夜里的路灯', '老人午饭', '放学后有人看', '电动车充电', '就近看病拿药', '英文也贴一份通知'].map((title) => ({ title })),
    );
    await room.openVote('dot-vote');
    await sees('还剩 5 票');
    await look('dots-none');
    for (const need of ['夜里的路灯', '夜里的路灯', '夜里的路灯', '老人午饭']) await press(`加一 ${need}`);
    await look('dots-some');
    await press('加一 老人午饭');
    await look('dots-all');
    cable.pull();
    await press('贴好了，送出');
    await sees('投票单还没送到');
    await look('ballot-waiting');
    cable.plugIn();
    await sees('投票单已送到');
    await page.getByText('没连上').waitFor({ state: 'hidden' });
    await look('ballot-sent');
    await press('打开，改一改');
    await sees('不改了');
    await look('ballot-opened');
    await press('不改了');
    await room.putDots(tiedDots);
    await room.step('close', 'dot-vote');
    await sees('请看大屏');
    await look('look-up-ballot');
  });

  it('[F71] the result, with a tie, and one’s own ballot', async () => {
    await room.step('reveal', 'dot-vote');
    await sees('已揭晓');
    await press('打开我的投票单');
    await look('result');
    await press(/看后面/);
    await look('result-all');
  });

  it('[F71] ranking: nothing placed, some, sent', async () => {
    await room.openVote('rank');
    await sees('点下面的一件');
    await look('rank-none');
    for (const need of ['夜里的路灯', '老人午饭', '就近看病拿药']) await press(need);
    await look('rank-some');
    await press('排好了，送出');
    await sees('投票单已送到');
    await room.rank([room.needIds().slice(0, 5)]);
    await room.step('close', 'rank');
    await room.step('reveal', 'rank');
    await sees('已揭晓');
    await look('rank-result');
  });

  it('[F71] shown out, the end, and a session that nobody was in', async () => {
    const other = await visit(room.paths.phone);
    const seat = await eventually(async () => {
      const kept = await other.evaluate((id) => localStorage.getItem(`yishi:seat:${id}`), room.session.sessionId);
      return (JSON.parse(kept ?? '') as { participantId: string }).participantId;
    });
    await room.facilitator.commander.must('participant:remove', { participantId: seat });
    await sees('这部手机已经离场', other);
    await look('removed', other);
    await room.facilitator.commander.must('session:end', {});
    await sees('工作坊结束了');
    await look('ended');
    await other.evaluate(() => localStorage.clear());
    await other.reload();
    await sees('这一场已经结束', other);
    await look('ended-unseen', other);
  });
});
