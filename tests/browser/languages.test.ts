import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { artefact, launchBrowser } from '../support/browser.ts';
import { openPage, projectorSizes, roomOrigin, speak } from '../support/faces.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

describe('languages', () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  const open: Page[] = [];
  const page = async (query = '', locale = 'zh-CN') => {
    const fresh = await openPage(browser, `${roomOrigin(server.origin)}/j/${room.session.joinCode}${query}`, { locale });
    open.push(fresh);
    await fresh.locator('footer button.primary').waitFor();
    return fresh;
  };
  const spoken = (from: Page) => from.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    room = await Room.open(server);
    await room.step('open', 'collect');
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.context().close()));
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  it('[W2] are what the address says, then what the browser reads', async () => {
    const [asked, read] = await Promise.all([page('?lang=ko', 'ja-JP'), page('', 'zh-HK')]);
    expect(await spoken(asked)).toEqual(['ko', 'ltr']);
    await asked.getByText('쪽지 쓰기').waitFor();
    expect(await spoken(read)).toEqual(['zh-TW', 'ltr']);
  });

  it('[F88] that are none of ours are passed over', async () => {
    const asked = await page('?lang=xx', 'ar');
    expect(await spoken(asked)).toEqual(['zh-CN', 'ltr']);
  });

  it('[W2] [W3] of the projector are the session’s, until somebody chooses another by a key, which stays', async () => {
    const hall = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.projector}`, {
      viewport: projectorSizes[0],
      locale: 'en',
    });
    open.push(hall);
    await hall.getByText('写一写').first().waitFor();
    await hall.keyboard.press('l');
    await hall.getByRole('button', { name: '日本語' }).waitFor();
    await hall.screenshot({ path: artefact('faces/language-hall-choosing.png') });
    await hall.keyboard.press('4');
    await hall.waitForFunction(() => document.documentElement.lang === 'ja');
    await hall.getByRole('group').waitFor({ state: 'hidden' });
    await hall.goto(`${roomOrigin(server.origin)}${room.paths.projector}`);
    await hall.reload();
    await hall.waitForFunction(() => document.documentElement.lang === 'ja');
  });

  it('[W8] of the projector are found by a mouse, whose button is gone when it rests', async () => {
    const hall = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.projector}`, { viewport: projectorSizes[0] });
    open.push(hall);
    await hall.getByText('写一写').first().waitFor();
    const button = hall.getByRole('button', { name: '语言 Language' });
    expect(await button.count()).toBe(0);
    await hall.mouse.move(400, 400);
    await hall.mouse.move(500, 420);
    await button.click();
    await hall.screenshot({ path: artefact('faces/language-hall-pointing.png') });
    await hall.getByRole('button', { name: '한국어' }).click();
    await hall.waitForFunction(() => document.documentElement.lang === 'ko');
    await hall.mouse.move(600, 440);
    await hall.getByRole('button', { name: '언어 Language' }).waitFor();
    await hall.getByRole('button').waitFor({ state: 'hidden' });
  });

  it('[W3] are changed while somebody types, and the words stay', async () => {
    const phone = await page('', 'en-GB');
    await phone.locator('footer button.primary').click();
    const letter = phone.locator('textarea');
    await letter.fill('The lamp by the stairs');
    await letter.press('!');
    for (const tag of ['ja', 'ko', 'zh-TW', 'zh-CN', 'en']) {
      await speak(phone, tag);
      expect(await letter.inputValue()).toBe('The lamp by the stairs!');
    }
    await speak(phone, 'ja');
    await phone.getByRole('button', { name: 'この一枚を送る' }).click();
    await phone.getByText('届きました').first().waitFor();
    await phone.reload();
    await phone.locator('textarea').waitFor();
    expect(await spoken(phone)).toEqual(['ja', 'ltr']);
  });

  it('[W6] what somebody typed a need to be stands under its name, on phones and on the projector, and questions that come ready-made change with the page [W7]', async () => {
    const other = await Room.open(server, { title: '槐树里社区' });
    await other.group([{ title: '夜里的路灯', translations: { en: 'Lamps at night', ko: '밤길 가로등' } }, { title: '老人午饭' }]);
    await other.openVote('dot-vote');
    const at = (path: string) => `${roomOrigin(server.origin)}${path}`;
    const [phone, hall] = await Promise.all([
      openPage(browser, at(`${other.paths.phone}?lang=ko`)),
      openPage(browser, at(other.paths.projector), { viewport: projectorSizes[0] }),
    ]);
    open.push(phone, hall);
    await phone.locator('footer button.primary').click();
    const names = async (page: Page, selector: string) =>
      page
        .locator(selector)
        .evaluateAll((found) => found.map((name) => [...name.children].map((part) => [part.getAttribute('lang'), part.textContent])));
    await phone.getByText('무엇이 가장 중요한가요?').waitFor();
    await phone.locator('li h2').nth(1).waitFor();
    expect(await names(phone, 'li h2')).toEqual([
      [
        ['zh-Hans', '夜里的路灯'],
        ['ko', '밤길 가로등'],
      ],
      [['zh', '老人午饭']],
    ]);
    await hall.getByText('Lamps at night').waitFor();
    expect(await names(hall, '.room li > span:nth-child(2)')).toEqual([
      [
        ['zh-Hans', '夜里的路灯'],
        ['en', 'Lamps at night'],
      ],
      [['zh', '老人午饭']],
    ]);
    await speak(phone, 'en');
    await phone.getByText('Lamps at night').waitFor();
    await phone.getByText('What matters most?').waitFor();
    await phone.screenshot({ path: artefact('faces/language-phone-beside.png') });
    await hall.screenshot({ path: artefact('faces/language-hall-beside.png') });
    other.close();
  });
});
