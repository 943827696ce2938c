import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { lookAt, openPage, phoneLimits, roomOrigin, type Worst } from '../support/faces.ts';
import type { Limits } from '../support/measure.ts';
import { Room, tiedDots } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const ways: readonly [name: string, options: BrowserContextOptions][] = [
  ['dark', { colorScheme: 'dark' }],
  ['forced-dark', { forcedColors: 'active', colorScheme: 'dark' }],
  // 1280 × 1024 at 400 %.
  ['zoomed', { viewport: { width: 320, height: 256 } }],
];

describe.each(ways)('[F72] a phone with %s', { timeout: 60_000 }, (name, options) => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let page: Page;
  const worst: Worst = {};

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    room = await Room.open(server);
    await room.join(8);
    await room.step('open', 'collect');
    page = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.phone}`, options);
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  /** Where the system chooses the colours, the page's own are told by no style: the words' contrast is then the system's to see to. */
  const isForced = options.forcedColors === 'active';
  const limits: Limits = isForced ? { target: 48, primary: 60, whole: true } : { ...phoneLimits, whole: true };
  const look = async (screen: string) =>
    expect.soft(await lookAt(page, `sight-${name}-${screen}`, { limits, worst, axe: !isForced })).toEqual([]);
  /** The fill of a mark, and of the page. */
  const fills = (mark: string) =>
    page
      .locator(mark)
      .first()
      .evaluate((element) => [element, document.body].map((one) => getComputedStyle(one).backgroundColor));

  it('can be read and pressed from the welcome to the result', async () => {
    await page.getByRole('button', { name: '写一张' }).waitFor();
    await look('welcome');
    await page.getByRole('button', { name: '写一张' }).click();
    await page.getByRole('textbox', { name: '写一张' }).fill('楼道灯不亮');
    await look('write');
    await page.getByRole('button', { name: '送出这一张' }).click();
    await page.getByText('已送到').first().waitFor();
    const needs = await room.hallWall();
    await room.openVote('dot-vote');
    await page.getByRole('button', { name: /加一/ }).first().click();
    await look('vote');
    const [given, behind] = await fills('.dots i.seal');
    expect(given).not.toBe(behind);
    await room.putDots(tiedDots, needs);
    await room.step('close', 'dot-vote');
    await room.step('reveal', 'dot-vote');
    await page.getByText('大家投出来了').waitFor();
    await look('result');
    const [bar, paper] = await fills('.bar i');
    expect(bar).not.toBe(paper);
  });
});
