import type { Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { laptopSize, openPage } from '../support/faces.ts';
import { fullWall, noteTexts } from '../support/full-wall.ts';
import { startServer } from '../support/server.ts';
import { traced, type Frames } from './frames.ts';

export interface WallInBrowser {
  drag: Frames;
  pan: Frames;
  burst: Frames;
}

const framesASecond = 60;

/**
 * W8: the canvas with so many notes, twenty needs of seven among them, on a facilitator's page while a colleague's is open: one note dragged for three
 * seconds, the canvas panned for two, and fifty notes that come within a second.
 */
export async function wallInBrowser({ notes }: { notes: number }): Promise<WallInBrowser> {
  const [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  const { room } = await fullWall(server, { notes, needs: 20 });
  try {
    const open = () => openPage(browser, `${server.origin}${room.paths.facilitator}`, { viewport: laptopSize });
    const [page, colleague] = await Promise.all([open(), open()]);
    for (const each of [page, colleague]) {
      await each.getByRole('button', { name: '合成一件' }).first().click();
      await each.getByRole('button', { name: '铺开' }).click();
    }
    await page.waitForFunction((count) => document.querySelectorAll('[data-slip]').length >= count, notes);
    for (let i = 0; i < 3; i += 1) await page.getByRole('button', { name: '放大' }).click();
    await page.locator('.view').evaluate((view) => view.scrollTo(600, 500));
    await settled(page);
    const drag = await traced(browser, page, () => dragOne(page));
    await settled(page);
    const pan = await traced(browser, page, () => panAbout(page));
    await room.step('reopen', 'collect');
    await settled(page);
    const burst = await traced(browser, page, async () => {
      const there = room.facilitator.wall.wall.notes.length;
      await room.write(noteTexts(50));
      await eventually(() => {
        if (room.facilitator.wall.wall.notes.length < there + 50) throw new Error('the notes are not on the wall yet');
      });
      await page.waitForFunction((count) => document.querySelectorAll('[data-slip]').length >= count, there + 50);
      await settled(page);
    });
    return { drag, pan, burst };
  } finally {
    room.close();
    await browser.close();
    await server.stop();
  }
}

async function dragOne(page: Page): Promise<void> {
  const slip = await slipInView(page);
  await page.mouse.move(slip.x, slip.y);
  await page.mouse.down();
  for (let i = 1; i <= 3 * framesASecond; i += 1) {
    await page.mouse.move(slip.x + 220 * Math.sin(i / 20), slip.y + 120 * Math.sin(i / 13));
    await page.waitForTimeout(1000 / framesASecond / 2);
  }
  await page.mouse.up();
}

async function panAbout(page: Page): Promise<void> {
  const box = (await page.locator('.view').boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  for (let i = 1; i <= 2 * framesASecond; i += 1) {
    await page.mouse.wheel(40 * Math.sign(Math.sin(i / 15)), 30 * Math.sign(Math.cos(i / 20)));
    await page.waitForTimeout(1000 / framesASecond / 2);
  }
}

/** The middle of the loose note that lies nearest to the middle of the view. */
async function slipInView(page: Page): Promise<{ x: number; y: number }> {
  const view = (await page.locator('.view').boundingBox())!;
  return page.locator('.canvas > ul > [data-slip]').evaluateAll(
    (slips, centre) =>
      slips
        .map((slip) => slip.getBoundingClientRect())
        .map(({ left, top, right, bottom }) => ({ x: (left + right) / 2, y: (top + bottom) / 2 }))
        .sort((a, b) => Math.hypot(a.x - centre.x, a.y - centre.y) - Math.hypot(b.x - centre.x, b.y - centre.y))[0]!,
    { x: view.x + view.width / 2, y: view.y + view.height / 2 },
  );
}

/** Two seconds in which the suggestions, too, have come to rest. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(2_000);
}
