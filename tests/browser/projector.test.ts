import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefact, launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt, openPage, phoneSize, projectorLimits, projectorSizes, roomOrigin, type Worst } from '../support/faces.ts';
import { isOverTls } from '../support/over-tls.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

describe('the room’s screen', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  const rooms: Room[] = [];
  const worst: Worst = {};

  beforeAll(async () => {
    // All that comes from this machine comes by a proxy, so that a page here can be a phone out there.
    const args = ['--address', '192.168.3.20', '--trusted-proxy', '127.0.0.1,::1'];
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args })]);
  });
  afterAll(async () => {
    for (const room of rooms) room.close();
    await browser.close();
    await server.stop();
  });

  async function openRoom(details: Record<string, unknown> = {}): Promise<Room> {
    const room = await Room.open(server, details);
    rooms.push(room);
    return room;
  }
  async function openScreen(room: Room, prepare: (page: Page) => Promise<unknown> = async () => {}): Promise<Page> {
    const page = await openPage(browser, 'about:blank', { viewport: projectorSizes[2] });
    await prepare(page);
    await page.goto(`${roomOrigin(server.origin)}${room.paths.projector}`);
    await page.getByText(room.session.joinCode).first().waitFor();
    return page;
  }

  it.skipIf(isOverTls)(
    '[J22] waits for a first phone, says after a minute what to look at, and that one is through before anybody is in',
    async () => {
      const room = await openRoom({ joinMode: 'seat-card' });
      const screen = await openScreen(room, (page) => page.clock.install());
      await screen.getByText('还没有手机连上').waitFor();
      expect(await screen.locator('.help').count()).toBe(0);
      await screen.clock.fastForward(61_000);
      expect(await screen.locator('.help li span').allTextContents()).toEqual([
        '都连同一个 Wi-Fi',
        '电脑防火墙，点「允许」',
        '路由器关掉「AP 隔离」',
        '手机关掉移动数据',
        '用手机相机扫，别用微信',
      ]);
      const phone = await browser.newContext({
        viewport: phoneSize,
        locale: 'zh-CN',
        extraHTTPHeaders: { 'x-forwarded-for': '192.168.3.77' },
      });
      const page = await phone.newPage();
      await page.goto(`${roomOrigin(server.origin)}${room.paths.phone}`);
      await page.locator('input').first().waitFor();
      await screen.clock.fastForward(6_000);
      await screen.getByText('第一台手机已连上').waitFor();
      expect(await screen.getByText('还没有手机连上').count()).toBe(0);
      expect(await screen.locator('.help').count()).toBe(0);
      expect(room.facilitator.stage.stage.counts.joined).toBe(0);
      await screen.locator('.notice').waitFor({ state: 'detached' });
      expect(await lookAt(screen, 'projector-reached', { limits: projectorLimits, worst, axe: true })).toEqual([]);
      await Promise.all([phone.close(), screen.context().close()]);
    },
  );

  it('[J22] names no Wi-Fi and no router where phones come over the internet', async () => {
    const hosted = await startServer({ args: ['--public-url', 'https://yishi.example.org'] });
    const room = await Room.open(hosted);
    const screen = await openPage(browser, 'about:blank', { viewport: projectorSizes[2] });
    await screen.clock.install();
    await screen.goto(`${roomOrigin(hosted.origin)}${room.paths.projector}`);
    await screen.getByText('手机要能上网').waitFor();
    expect(await screen.getByText('Wi-Fi').count()).toBe(0);
    await screen.screenshot({ path: artefact('faces/projector-online.png') });
    await screen.clock.fastForward(61_000);
    await screen.locator('.help').waitFor();
    // A clock that jumps makes the page look whether it is still connected.
    await screen.locator('.notice').waitFor({ state: 'detached' });
    expect(await screen.getByText(/Wi-Fi|防火墙|移动数据/).count()).toBe(0);
    expect(await lookAt(screen, 'projector-online-help', { limits: projectorLimits, worst, axe: true })).toEqual([]);
    await screen.context().close();
    room.close();
    await hosted.stop();
  });

  it('[F78] [F79] only steps by a clicker; loaded again it is at the same page, dark or not; a second screen begins at the first', async () => {
    const room = await openRoom();
    await room.join(5);
    await room.hallWall();
    const before = JSON.stringify(room.facilitator.stage.stage.exercises);
    const screen = await openScreen(room);
    const words = (page: Page) => page.locator('.wall .slip').allTextContents();
    await eventually(async () => expect(await words(screen)).not.toEqual([]));
    const steps = [await words(screen)];
    for (let i = 0; i < 5; i += 1) {
      await screen.keyboard.press('PageDown');
      steps.push(await words(screen));
    }
    expect(steps[1]).not.toEqual(steps[0]);
    expect(steps[5]).toEqual(steps[4]);
    const shown = await words(screen);
    await screen.reload();
    await eventually(async () => expect(await words(screen)).toEqual(shown));
    await screen.keyboard.press('PageUp');
    await eventually(async () => expect(await words(screen)).not.toEqual(shown));
    await screen.keyboard.press('PageDown');

    await screen.keyboard.press('.');
    await screen.locator('.blank').waitFor();
    await screen.reload();
    await screen.locator('.blank').waitFor();
    await screen.keyboard.press('PageDown');
    await screen.locator('.blank').waitFor({ state: 'detached' });
    await eventually(async () => expect(await words(screen)).toEqual(shown));
    await screen.keyboard.press('Escape');
    await screen.keyboard.press('q');
    await screen.locator('.join').waitFor();
    await screen.reload();
    await screen.locator('.join').waitFor();
    await screen.keyboard.press('q');
    await eventually(async () => expect(await words(screen)).toEqual(shown));

    const second = await openScreen(room);
    await eventually(async () => expect(await words(second)).toEqual(steps[0]));
    expect(JSON.stringify(room.facilitator.stage.stage.exercises)).toBe(before);
    await Promise.all([screen, second].map((page) => page.context().close()));
  });
});
