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
});
