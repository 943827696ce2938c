import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { call } from '../support/clients.ts';
import { inBothLanguages, lookAt, openPage, phoneLimits, roomOrigin, tableLimits, type Size, type Worst } from '../support/faces.ts';
import { hallNeeds, Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const worst: Worst = {};
const tabletSizes: readonly Size[] = [
  { width: 768, height: 1024 },
  { width: 1024, height: 768 },
  { width: 1280, height: 800 },
];

describe('tablets, helpers and a facilitator’s phone, size by size', { timeout: 240_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let page: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  const sees = (text: string | RegExp) => page.getByText(text).first().waitFor();

  /** Every size in both languages, measured and with axe. */
  async function lookAround(name: string, sizes: readonly Size[]): Promise<void> {
    for (const size of sizes) {
      await page.setViewportSize(size);
      await inBothLanguages(page, async (language) => {
        const picture = `tablet-${name}-${String(size.width)}-${language}`;
        expect.soft(await lookAt(page, picture, { limits: { ...phoneLimits, whole: true }, worst, axe: true })).toEqual([]);
      });
    }
  }

  it('[B7] [B8] [B18] a shared tablet keeps its measures at 768, 1024 and 1280', async () => {
    room = await Room.open(server, { title: '槐树里社区第三次需求工作坊' });
    const { sessionId, facilitatorToken } = room.session;
    const path = `/api/sessions/${sessionId}`;
    await call(server.origin, `${path}/seats`, { token: facilitatorToken, body: { count: 1 } });
    const { body } = await call<{ url: string }>(server.origin, `${path}/kiosks`, { token: facilitatorToken, body: {} });
    page = await openPage(browser, `${roomOrigin(server.origin)}${body.url.slice(body.url.indexOf('/k/'))}`, { viewport: tabletSizes[0]! });
    await sees('请先看大屏');
    await lookAround('wait', tabletSizes);
    await room.step('open', 'collect');
    await sees('轮到您了，请坐');
    await lookAround('free', tabletSizes);
    await press('开始');
    await page.getByRole('textbox').fill('楼道里的灯坏了三个月，晚上回家看不见台阶');
    await lookAround('note', tabletSizes);
    await press('交上去');
    await sees('有卡？请输入卡上的号');
    await page.getByRole('textbox').fill('ZZZZ ZZZZ');
    await press('用卡交上去');
    await sees('没有这张卡');
    await lookAround('card', tabletSizes);
    await press('没有卡，直接交');
    await sees('请交给下一位');
    await room.step('close', 'collect');
    await room.group(hallNeeds.map(({ title }) => ({ title })));
    await room.openVote('dot-vote');
    await sees('轮到您了，请坐');
    await press('开始');
    await page.getByRole('button', { name: /加/ }).first().click();
    await lookAround('vote', tabletSizes);
    await room.facilitator.commander.must('token:revoke', { role: 'kiosk' });
    await sees('这台平板停用了');
    await lookAround('gone', tabletSizes);
    room.close();
    await page.context().close();
  });

  it('a facilitator’s phone shows its six pages in the bar, whole, in both languages', async () => {
    room = await Room.open(server);
    page = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.facilitator}`, { viewport: { width: 1024, height: 768 } });
    await page.locator('header nav button').first().waitFor();
    await inBothLanguages(page, async (language) => {
      for (const width of [390, 360]) {
        await page.setViewportSize({ width, height: 844 });
        const name = `facilitator-bar-${String(width)}-${language}`;
        expect.soft(await lookAt(page, name, { limits: { ...tableLimits, whole: true }, worst, axe: true })).toEqual([]);
        const boxes = await page.locator('header nav button').evaluateAll((buttons) =>
          buttons.map((button) => {
            const { left, right } = button.getBoundingClientRect();
            const words = document.createRange();
            words.selectNodeContents(button);
            const inner = words.getBoundingClientRect();
            return { left, right, isWhole: inner.left >= left - 0.5 && inner.right <= right + 0.5 };
          }),
        );
        expect(boxes).toHaveLength(6);
        for (const [i, box] of boxes.entries()) {
          expect.soft([name, i, box.isWhole, box.right <= width]).toEqual([name, i, true, true]);
          if (i > 0 && boxes[i - 1]!.right > box.left + 0.5) expect.soft(`${name}: ${String(i)} lies on the one before`).toBe('');
        }
      }
      await page.setViewportSize({ width: 1024, height: 768 });
    });
    room.close();
    await page.context().close();
  });
});
