import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { laptopSize, lookAt, openPage, projectorLimits, projectorSizes, type Worst } from '../support/faces.ts';
import { readCodes } from '../support/qr.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

describe('the room’s Wi-Fi', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  const worst: Worst = {};

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
    room = await Room.open(server);
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  it('[J21] typed in by the facilitator, it stands on the join screen as a second code; both are read by another decoder', async () => {
    const table = await openPage(browser, `${server.origin}${room.paths.facilitator}`, { viewport: laptopSize });
    const screen = await openPage(browser, `${server.origin}${room.paths.projector}`, { viewport: projectorSizes[0] });
    await screen.getByText('打开手机相机').waitFor();
    await table.getByRole('textbox', { name: 'Wi-Fi 名字' }).fill('槐树里;会议室');
    await table.getByRole('textbox', { name: /^密码/ }).fill('huai:li');
    await table.getByText('密码至少 8 个字符').waitFor();
    await table.getByRole('textbox', { name: /^密码/ }).fill('huai,shu:li');
    await table.getByRole('button', { name: '放到大屏上' }).click();
    await screen.getByText('槐树里;会议室').waitFor();
    await table.getByText('散会就忘掉', { exact: false }).waitFor();
    for (const size of projectorSizes) {
      await screen.setViewportSize(size);
      expect.soft(await lookAt(screen, `projector-wifi-${size.width}`, { limits: projectorLimits, worst, axe: true })).toEqual([]);
      const [join, wifi] = await readCodes(screen, '.codes svg', `faces/projector-wifi-${size.width}.png`);
      expect(join).toMatch(new RegExp(`^http://192\\.168\\.3\\.20(:\\d+)?/j/${room.session.joinCode}$`));
      expect(wifi).toBe(String.raw`WIFI:T:WPA;S:槐树里\;会议室;P:huai\,shu\:li;;`);
    }
    await table.getByRole('button', { name: '拿下来' }).click();
    await screen.getByText('槐树里;会议室').waitFor({ state: 'detached' });
  });
});
