import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefact, launchBrowser } from '../support/browser.ts';
import { layCable, type Cable } from '../support/cable.ts';
import { eventually } from '../support/eventually.ts';
import { laptopSize, openPage, projectorSizes } from '../support/faces.ts';
import { fullWall } from '../support/full-wall.ts';
import { axeViolations } from '../support/measure.ts';
import type { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

describe('two facilitators at one wall, and the hall that watches', { timeout: 90_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let cable: Cable;
  let one: Page;
  let other: Page;
  let hall: Page;
  const errors: string[] = [];
  /** How many notes the frame took. */
  let framed = 0;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    ({ room } = await fullWall(server, { notes: 24, needs: 2 }));
    cable = await layCable(server.origin);
    [one, other, hall] = await Promise.all([
      openPage(browser, `${server.origin}${room.paths.facilitator}`, { viewport: laptopSize }),
      openPage(browser, `${cable.origin}${room.paths.facilitator}`, { viewport: laptopSize }),
      openPage(browser, `${server.origin}${room.paths.projector}`, { viewport: projectorSizes[0] }),
    ]);
    for (const page of [one, other, hall]) page.on('pageerror', (error) => errors.push(error.message));
    for (const page of [one, other]) {
      await page.getByRole('button', { name: '合成一件' }).first().click();
      await page.getByRole('button', { name: '铺开' }).click();
      await eventually(async () => expect(await page.locator('[data-slip]').count()).toBe(24));
      await page.getByRole('button', { name: '看全部' }).click();
    }
  });
  afterAll(async () => {
    cable.close();
    room.close();
    await browser.close();
    await server.stop();
    expect(errors).toEqual([]);
  });

  const looseSlip = (page: Page, nth: number) => page.locator('.canvas > ul > [data-slip]').nth(nth);
  const needHead = (page: Page, title: string) => page.locator('[data-need]').filter({ hasText: title });
  async function middleOf(what: ReturnType<Page['locator']>): Promise<{ x: number; y: number }> {
    const box = (await what.boundingBox())!;
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }
  async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }, hold?: () => Promise<void>): Promise<void> {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await hold?.();
    await page.mouse.up();
  }
  /** Notes by title of their need, as the server has them. */
  const grouped = () => {
    const { notes, needs } = room.facilitator.wall.wall;
    return Object.fromEntries(needs.map(({ id, title }) => [title, notes.filter(({ place }) => place.needId === id).length]));
  };
  const countOn = async (page: Page, title: string) =>
    Number(/(\d+) 张/.exec((await needHead(page, title).textContent()) ?? '')?.[1] ?? NaN);

  /** On one of the pages of the wall. */
  const hallShows = (title: string) =>
    eventually(async () => {
      for (let page = 0; page < 4 && (await hall.getByText(title).count()) === 0; page += 1) await hall.keyboard.press('PageDown');
      const isThere = (await hall.getByText(title).count()) > 0;
      for (let page = 0; page < 4; page += 1) await hall.keyboard.press('PageUp');
      expect(isThere).toBe(true);
    });

  it('[G17] a note is dragged into a need, under the eyes of the colleague and of the hall', async () => {
    await drag(one, await middleOf(looseSlip(one, 0)), await middleOf(needHead(one, '电动车充电')), async () => {
      await eventually(async () => expect(await other.locator('.ghost').count()).toBe(1));
      expect(await other.getByText(/^同事 [12]$/).count()).toBe(1);
      await one.screenshot({ path: artefact('wall/dragging.png') });
      await other.screenshot({ path: artefact('wall/colleague-drags.png') });
    });
    await eventually(async () => {
      expect(grouped()).toEqual({ 路灯和楼道照明: 7, 电动车充电: 8 });
      expect(await countOn(other, '电动车充电')).toBe(8);
      expect(await other.locator('.ghost').count()).toBe(0);
    });
    await hallShows('电动车充电');
  });

  it('[G17] a note is laid elsewhere, and taking that back brings it home', async () => {
    const slip = looseSlip(one, 1);
    const noteId = (await slip.getAttribute('data-slip'))!;
    const placeOf = () => room.facilitator.wall.wall.notes.find(({ id }) => id === noteId)!.place;
    const before = placeOf();
    const from = await middleOf(slip);
    await drag(one, from, { x: from.x + 40, y: from.y + 260 });
    await eventually(() => expect(placeOf().y).toBeGreaterThan(before.y + 200));
    expect(placeOf().needId).toBeNull();
    await one.getByRole('button', { name: '撤回', exact: true }).first().click();
    await eventually(() => expect(placeOf()).toEqual(before));
    await eventually(async () => expect(await middleOf(one.locator(`[data-slip="${noteId}"]`))).toEqual(from));
  });

  it('[G16] several are taken with a frame, held in sight of the colleague, and become one need', async () => {
    const boxes = await Promise.all((await one.locator('.canvas > ul > [data-slip]').all()).map((slip) => slip.boundingBox()));
    const first = boxes[2]!;
    const [left, top] = [first.x - 3, first.y - 3];
    const [right, bottom] = [first.x + 1.5 * first.width, first.y + 1.5 * first.height];
    const touched = boxes.filter((box) => box && box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top);
    framed = touched.length;
    await one.keyboard.down('Shift');
    await drag(one, { x: left, y: top }, { x: right, y: bottom });
    await one.keyboard.up('Shift');
    await one.getByText(`已选 ${framed} 张`).waitFor();
    await eventually(async () => expect(await other.getByText(/^同事 [12] 选着$/).count()).toBe(framed));
    await one.getByPlaceholder('给这件起个名').fill('老年助餐');
    await one.keyboard.press('Enter');
    await eventually(async () => {
      expect(grouped()).toMatchObject({ 老年助餐: framed });
      expect(await countOn(other, '老年助餐')).toBe(framed);
    });
    await hallShows('老年助餐');
  });

  it('[G16] while the line is cut both go on, and afterwards both have all of it, and each takes back only their own', async () => {
    cable.pull();
    await eventually(async () => expect(await other.getByText(/没连上|断/).count()).toBeGreaterThan(0));
    await looseSlip(other, 0).getByRole('button').click();
    await other.getByPlaceholder('给这件起个名').fill('停车');
    await other.keyboard.press('Enter');
    await needHead(other, '停车').waitFor();
    await needHead(other, '路灯和楼道照明').click();
    await other.getByRole('textbox', { name: '改名' }).fill('路灯');
    await other.keyboard.press('Enter');

    await looseSlip(one, 1).getByRole('button').click();
    await one.getByPlaceholder('给这件起个名').fill('快递');
    await one.keyboard.press('Enter');
    await eventually(() => expect(grouped()).toMatchObject({ 快递: 1, 路灯和楼道照明: 7 }));

    cable.plugIn();
    const both = { 路灯: 7, 电动车充电: 8, 老年助餐: framed, 停车: 1, 快递: 1 };
    await eventually(
      async () => {
        expect(grouped()).toEqual(both);
        for (const page of [one, other]) for (const [title, count] of Object.entries(both)) expect(await countOn(page, title)).toBe(count);
      },
      { withinMs: 20_000 },
    );
    await hallShows('停车');

    await one.getByRole('button', { name: '撤回', exact: true }).first().click();
    await eventually(() => expect(Object.keys(grouped())).toEqual(expect.not.arrayContaining(['快递'])));
    expect(grouped()).toMatchObject({ 路灯: 7, 停车: 1 });
    for (let i = 0; i < 2; i += 1) await other.getByRole('button', { name: '撤回', exact: true }).first().click();
    await eventually(() => expect(grouped()).toEqual({ 路灯和楼道照明: 7, 电动车充电: 8, 老年助餐: framed }));
    await other.screenshot({ path: artefact('wall/after-the-cut.png') });
  });

  it('[G17] [G10] one need is dragged onto another and is merged into it; the ledger says so and takes it back', async () => {
    await one.getByRole('button', { name: '看全部' }).click();
    await drag(one, await middleOf(needHead(one, '老年助餐')), await middleOf(needHead(one, '路灯和楼道照明')));
    await eventually(async () => expect(await countOn(one, '路灯和楼道照明')).toBe(7 + framed));
    await one.getByText('「老年助餐」并到「路灯和楼道照明」').waitFor();
    await one.getByRole('button', { name: '撤回：「老年助餐」并到「路灯和楼道照明」' }).click();
    await eventually(async () => expect(await countOn(one, '老年助餐')).toBe(framed));
  });

  it('the canvas has nothing that axe finds', async () => {
    expect(await axeViolations(one)).toEqual([]);
  });
});
