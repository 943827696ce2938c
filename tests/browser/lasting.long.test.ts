import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../support/server.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { aBundle, textOf } from '../support/bundles.ts';
import { eventually } from '../support/eventually.ts';
import { inBothLanguages, inEveryLanguage, lookAt, openPage, phoneLimits, roomOrigin, tableLimits, type Worst } from '../support/faces.ts';
import { savedPicture } from '../support/picture.ts';
import { Room } from '../support/room.ts';

const small = { width: 1366, height: 768 };
const long = '晚上七点以后从三号楼到五号楼的那一段路全黑，老人下楼要摸着墙走，去年冬天已经摔过两个人，请快一点修好';

describe('the lasting QR in every language', { timeout: 120_000 }, () => {
  let browser: Browser;
  let hosted: RunningServer;
  let desk: Page;
  const worst: Worst = {};

  beforeAll(async () => {
    [browser, hosted] = await Promise.all([launchBrowser(), startServer({ args: ['--public-url', 'http://yishi.test'] })]);
    desk = await openPage(browser, `${roomOrigin(hosted.origin)}/desk#k=${hosted.key}`, { viewport: small });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await hosted.stop();
  });
  const look = (page: Page, name: string) =>
    inBothLanguages(page, async (language) => {
      expect.soft(await lookAt(page, `${name}-${language}`, { limits: tableLimits, worst, axe: true })).toEqual([]);
    });

  it('[E13] long titles wrap on the picture and on paper, and nothing is clipped', async () => {
    const bundle = aBundle({
      session: { ...aBundle().session, id: 'aSessionOfLongOnes', title: long + long },
      needs: Array.from({ length: 7 }, (_, i) => ({ id: `need-long-${i}`, number: i + 1, title: long, nextWord: '2026-12-24' })),
      notes: [],
    });
    const field = desk.getByLabel('导入记录');
    await field.setInputFiles({ name: 'needs.json', mimeType: 'application/json', buffer: Buffer.from(textOf(bundle)) });
    await desk.getByRole('button', { name: '楼道里贴一张' }).click();
    const sheet = desk.locator('.sheet');
    await sheet.waitFor();
    await inBothLanguages(desk, async (language) => {
      await eventually(async () =>
        expect(await sheet.evaluate((box) => [box.scrollHeight > box.clientHeight + 1, box.scrollWidth > box.clientWidth + 1])).toEqual([
          false,
          false,
        ]),
      );
      expect(await sheet.getByRole('listitem').count()).toBeGreaterThan(2);
      await sheet.screenshot({ path: artefact(`lasting/stairwell-long-${language}.png`) });
    });
    const { height, says } = await savedPicture(desk, 'picture-long');
    expect(height).toBeGreaterThan(2_000);
    expect(says).toMatch(/^http:\/\/yishi\.test\/r\//);
    await desk.getByRole('button', { name: '所有工作坊' }).click();
    await desk.getByText('导入的', { exact: true }).waitFor();
    await look(desk, 'desk-imported-list');
  });

  it('[E12] a phone that was in the room is shown the way once it has ended', async () => {
    const room = await Room.open(hosted);
    const phone = await openPage(browser, `${roomOrigin(hosted.origin)}/j/${room.session.joinCode}`);
    await phone
      .getByText(/进来|欢迎|写/)
      .first()
      .waitFor();
    await room.facilitator.commander.must('session:end', {});
    const link = phone.getByRole('link', { name: '看办得怎样' });
    await link.waitFor();
    await inEveryLanguage(phone, async (language) => {
      expect.soft(await lookAt(phone, `phone-in-room-report-${language}`, { limits: phoneLimits, worst, axe: true })).toEqual([]);
    });
    await link.click();
    await phone.waitForURL(`**/r/${room.session.joinCode}`);
    room.close();
  });
});
