import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefact, launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { phoneSize, roomOrigin } from '../support/faces.ts';
import { hallNeeds, Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

// [F74] No browser as old as Chrome 78 is here. What stands in for it is a page whose script the engine cannot parse, which is what such a browser meets.

describe('a phone on which the page does not run', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    room = await Room.open(server);
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  async function open({ scripts }: { scripts: boolean }): Promise<Page> {
    const context = await browser.newContext({ viewport: phoneSize, locale: 'zh-CN', javaScriptEnabled: scripts });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    return page;
  }

  it('[F73] [P1] without scripts a note and a ballot go through, by the buttons alone', async () => {
    const page = await open({ scripts: false });
    await page.goto(`${roomOrigin(server.origin)}${room.paths.phone}`);
    await page.screenshot({ path: artefact('plain/way-in.png') });
    await page.getByRole('button', { name: '用简单的页面' }).click();
    await page.getByText('请看大屏').waitFor();
    await room.step('open', 'collect');
    await page.getByRole('button', { name: '看看有没有新的' }).click();
    await page.getByRole('textbox').fill('楼道灯不亮，𠮷字也在');
    await page.getByRole('checkbox', { name: '老人' }).check();
    await page.screenshot({ path: artefact('plain/write.png'), fullPage: true });
    await page.getByRole('button', { name: '送出这一张' }).click();
    await page.getByText('这一张已送到').waitFor();
    await page.getByText('楼道灯不亮，𠮷字也在').waitFor();
    await page.screenshot({ path: artefact('plain/delivered.png'), fullPage: true });

    await room.step('close', 'collect');
    await room.step('reveal', 'collect');
    await room.group(hallNeeds.slice(0, 4).map(({ title }) => ({ title })));
    await room.openVote('dot-vote');
    await page.getByRole('button', { name: '看看有没有新的' }).click();
    const list = page.getByRole('combobox', { name: hallNeeds[1]!.title });
    await list.selectOption('3');
    await page.screenshot({ path: artefact('plain/vote.png'), fullPage: true });
    await page.getByRole('button', { name: '投好了，送出' }).click();
    await page.getByText('投票单已送到').waitFor();
    await page.reload();
    await page.getByText('投票单已送到').waitFor();
    await page.getByRole('button', { name: '看看有没有新的' }).click();
    await page.getByText('您的投票单已经在了').waitFor();
    await eventually(() => expect(room.facilitator.stage.stage.counts.submitted[room.exerciseOf('dot-vote')]).toBe(1));
  });

  it('[F74] [F73] where the page’s script is not understood, the way in appears by itself', async () => {
    const page = await open({ scripts: true });
    await page.route('**/assets/index-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: 'let a = b ?.?. c' }));
    await page.goto(`${roomOrigin(server.origin)}${room.paths.phone}`);
    const way = page.getByRole('button', { name: '用简单的页面' });
    expect(await way.isVisible()).toBe(false);
    // Twelve seconds, which nobody here has to wait.
    await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
    await way.click();
    await page.getByText('这是意见征集，不是选举').waitFor();
  });

  it('[P1] where the page runs, nobody sees the way in', async () => {
    const page = await open({ scripts: true });
    await page.goto(`${roomOrigin(server.origin)}${room.paths.phone}`);
    await page.getByRole('main').first().waitFor();
    expect(await page.locator('#plain').evaluate((form) => getComputedStyle(form).display)).toBe('none');
  });
});
