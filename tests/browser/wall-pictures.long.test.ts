import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { artefact, launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { laptopSize, lookAt, openPage, projectorLimits, projectorSizes, tableLimits, type Worst } from '../support/faces.ts';
import { fullWall, noteTexts } from '../support/full-wall.ts';
import { startServer } from '../support/server.ts';

/** The canvas goes on beyond the screen, and smaller than life its slips are smaller than a finger: then the list is there. */
const canvasLimits = { ...tableLimits, whole: false };
async function atFullSize(table: Page): Promise<void> {
  const zoom = () => table.locator('output').innerText();
  while (parseInt(await zoom(), 10) < 98) await table.getByRole('button', { name: '放大' }).last().click();
}

it.each([24, 120, 500])(
  '[G17] a wall of %i notes: list, canvas, a suggestion, the ledger and the hall, measured and pictured',
  { timeout: 120_000 },
  async (notes) => {
    const [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
    const { room } = await fullWall(server, { notes, needs: Math.ceil(notes / 40) });
    try {
      const [table, hall] = await Promise.all([
        openPage(browser, `${server.origin}${room.paths.facilitator}`, { viewport: laptopSize }),
        openPage(browser, `${server.origin}${room.paths.projector}`, { viewport: projectorSizes[0] }),
      ]);
      const wrong: string[] = [];
      const worst: Worst = {};
      const look = async (name: string, limits = tableLimits) =>
        wrong.push(...(await lookAt(table, `wall-${notes}-${name}`, { limits, worst, axe: true })));
      await table.getByRole('button', { name: '合成一件' }).first().click();
      await table.getByText('像是一件事').waitFor({ timeout: 20_000 });
      await look('list');
      await table.getByRole('button', { name: '铺开' }).click();
      await eventually(async () => expect(await table.locator('[data-slip]').count()).toBe(notes), { withinMs: 20_000 });
      await atFullSize(table);
      await look('canvas', canvasLimits);
      await table.getByRole('button', { name: '看全部' }).click();
      await table.screenshot({ path: artefact(`wall/canvas-${notes}-whole.png`) });
      await table
        .getByRole('button', { name: '放进去' })
        .or(table.getByRole('button', { name: '合成一件' }))
        .last()
        .click();
      await table.locator('aside li').first().click();
      await atFullSize(table);
      await look('after-a-suggestion', canvasLimits);
      for (const size of projectorSizes) {
        await hall.setViewportSize(size);
        await hall.waitForTimeout(300);
        wrong.push(
          ...(await lookAt(hall, `wall-${notes}-hall-${size.width}`, { limits: projectorLimits, worst: {}, axe: size.width === 1920 })),
        );
      }
      expect(wrong).toEqual([]);
    } finally {
      room.close();
      await browser.close();
      await server.stop();
    }
  },
);

it('[N3] backstage while people write: grouped beforehand, in pencil, and nothing of it in the hall', { timeout: 60_000 }, async () => {
  const [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
  const { room } = await fullWall(server, { notes: 5 });
  try {
    await room.facilitator.commander.must('exercise:conceal', { exerciseId: room.exerciseOf('collect') });
    await room.step('reopen', 'collect');
    await room.join(6);
    await room.write(noteTexts(30).slice(5));
    const [table, hall] = await Promise.all([
      openPage(browser, `${server.origin}${room.paths.facilitator}`, { viewport: laptopSize }),
      openPage(browser, `${server.origin}${room.paths.projector}`, { viewport: projectorSizes[0] }),
    ]);
    await table.getByRole('button', { name: '合成一件' }).first().click();
    await table.getByRole('button', { name: '铺开' }).click();
    await eventually(async () => expect(await table.locator('[data-slip]').count()).toBe(30));
    for (let i = 0; i < 4; i += 1) await table.locator('.canvas > ul > [data-slip]').nth(i).getByRole('button').click();
    await table.getByPlaceholder('给这件起个名').fill('先合着的一件');
    await table.keyboard.press('Enter');
    await table.locator('[data-need]').waitFor();
    await atFullSize(table);
    const wrong = await lookAt(table, 'wall-backstage', { limits: canvasLimits, worst: {}, axe: true });
    expect(wrong).toEqual([]);
    await hall.screenshot({ path: artefact('wall/hall-while-backstage.png') });
    expect(await hall.getByText('先合着的一件').count()).toBe(0);
  } finally {
    room.close();
    await browser.close();
    await server.stop();
  }
});
