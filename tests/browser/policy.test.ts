import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { laptopSize, openPage, roomOrigin } from '../support/faces.ts';
import { takeBroken } from '../support/policy-watch.ts';
import { hallNeeds, Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

describe('what a page may do', () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let page: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    room = await Room.open(server);
    page = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.phone}`);
    await page.locator('main').waitFor();
  });
  afterAll(async () => {
    room.close();
    await page.context().close();
    takeBroken(browser);
    await browser.close();
    await server.stop();
  });

  const planted: [what: string, plant: () => void][] = [
    ['a picture from elsewhere', () => document.body.append(Object.assign(new Image(), { src: 'http://elsewhere.test:1/x.png' }))],
    ['a call to elsewhere', () => void fetch('http://elsewhere.test:1/').catch(() => undefined)],
    [
      'a script in the page',
      () => {
        const script = document.createElement('script');
        script.append('window.planted = true');
        document.body.append(script);
      },
    ],
    [
      'markup from a text',
      () => {
        try {
          document.createElement('div').innerHTML = '<b>x</b>';
        } catch {
          // It is refused by an error.
        }
      },
    ],
    [
      'a thread of another policy’s',
      () => {
        try {
          new Worker('/assets/none.js');
        } catch {
          // It is refused by an error.
        }
      },
    ],
    ['a page within the page', () => document.body.append(Object.assign(document.createElement('iframe'), { src: '/desk' }))],
    ['another base', () => document.head.append(Object.assign(document.createElement('base'), { href: 'http://elsewhere.test/' }))],
  ];
  it.each(planted)('[S30] [S32] %s is refused, and whoever tests hears of it', async (_what, plant) => {
    await page.evaluate(plant);
    const told: string[] = [];
    await eventually(() => {
      told.push(...takeBroken(browser));
      expect(told.some((line) => line.startsWith('content security policy: '))).toBe(true);
    });
    expect(await page.evaluate(() => 'planted' in window)).toBe(false);
    // One thing may be refused in two steps, and what the second says is on its way.
    await page.evaluate(() => new Promise(requestAnimationFrame));
    takeBroken(browser);
  });

  it('[S30] a browser in which a page broke its policy does not close in peace', async () => {
    const other = await launchBrowser();
    const first = await other.newPage();
    await first.goto(`${roomOrigin(server.origin)}${room.paths.phone}`);
    const said = first.waitForEvent('console');
    await first.evaluate(() => document.body.append(Object.assign(new Image(), { src: 'http://elsewhere.test:1/x.png' })));
    await said;
    await expect(other.close()).rejects.toThrow('broke its policy');
  });

  it('[S32] the facilitator’s suggestions are found in a thread that the policy lets through', async () => {
    await room.join(8);
    await room.step('open', 'collect');
    await room.write(hallNeeds.flatMap(({ notes }) => notes));
    const facilitator = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.facilitator}`, { viewport: laptopSize });
    const started = facilitator.waitForEvent('worker');
    await facilitator
      .getByRole('button', { name: /合成一件/ })
      .first()
      .click();
    expect((await started).url()).toContain('/assets/suggest-worker');
    await facilitator.context().close();
    expect(takeBroken(browser)).toEqual([]);
  });
});
