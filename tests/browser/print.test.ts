import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { printedSlip, slipSerial } from '../../shared/slip.ts';
import { launchBrowser, artefact } from '../support/browser.ts';
import { inBothLanguages, laptopSize, openPage } from '../support/faces.ts';
import { inked, readQr, renderPdf, type PrintedPage } from '../support/pdf.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const a4 = { width: 210, height: 297 };
const slots = Array.from({ length: 10 }, (_, i) => ({
  x: (i % 2) * 0.48 + 0.02,
  y: Math.floor(i / 2) * 0.187 + 0.03,
  width: 0.26,
  height: 0.187,
}));
const halves = [
  { x: 0, y: 0.15, width: 0.5, height: 0.45 },
  { x: 0.5, y: 0.15, width: 0.5, height: 0.45 },
];

describe('what the desk prints', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let page: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    room = await Room.open(server);
    page = await desk(room);
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  const desk = (of: Room) => openPage(browser, `${server.origin}/desk/${of.session.sessionId}#k=${server.key}`, { viewport: laptopSize });
  const tab = (name: string) =>
    page
      .getByRole('region', { name: /^(打印|Print)$/ })
      .getByRole('button', { name, exact: true })
      .click();

  /** The pages that would come out of the printer, each A4 and none of them blank. */
  async function printed(name: string, context: TestContext, of = page): Promise<PrintedPage[]> {
    const pdf = await of.pdf({ path: artefact(`print/${name}.pdf`), preferCSSPageSize: true, printBackground: true });
    const pages = (await renderPdf(pdf, name)) ?? context.skip('pdfium cannot be loaded here');
    expect(pages.map(({ size }) => size)).toEqual(pages.map(() => a4));
    for (const each of pages) expect(inked(each)).toBeGreaterThan(0.01);
    return pages;
  }
  const clipped = () =>
    page
      .locator('.sheet, .sheet .card, .sheet article')
      .evaluateAll(
        (boxes) => boxes.filter((box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1).length,
      );

  it('[J15] [J17] a poster whose two codes lead onto the network and into the room', async (context) => {
    await tab('海报');
    await page.locator('.sheet').waitFor();
    const joinUrl = room.session.joinUrl;
    const [alone] = await printed('poster-alone', context);
    expect(readQr(alone!, { x: 0.2, y: 0.15, width: 0.6, height: 0.45 })).toBe(joinUrl);
    await page.getByRole('textbox', { name: 'Wi-Fi 名字' }).fill('槐树里;会议室');
    await page.getByRole('textbox', { name: 'Wi-Fi 密码' }).fill('huai,shu:li');
    expect(await clipped()).toBe(0);
    await page.screenshot({ path: artefact('print/desk-poster.png'), fullPage: true });
    await inBothLanguages(page, async (language) => {
      const pages = await printed(`poster-${language}`, context);
      expect(pages).toHaveLength(1);
      expect(halves.map((half) => readQr(pages[0]!, half))).toEqual([String.raw`WIFI:T:WPA;S:槐树里\;会议室;P:huai\,shu\:li;;`, joinUrl]);
    });
  });

  it('[J16] [J17] seat cards, every one of them read', async (context) => {
    await tab('不记名卡');
    await page.getByRole('spinbutton', { name: '做几张' }).fill('12');
    await page.getByRole('spinbutton', { name: '做几张' }).blur();
    await page.getByRole('button', { name: '做 12 张新卡' }).click();
    await page.locator('.card').nth(11).waitFor();
    const codes = (await page.locator('.card .code').allInnerTexts()).map((code) => code.replace(' ', ''));
    await inBothLanguages(page, async (language) => {
      expect(await clipped()).toBe(0);
      const pages = await printed(`seat-cards-${language}`, context);
      expect(pages).toHaveLength(2);
      const read = pages.flatMap((each) => slots.map((slot) => readQr(each, slot))).slice(0, 12);
      expect(read.map((url) => url?.split('#s=')[1])).toEqual(codes);
    });
  });

  it('[J16] [J17] slips, each with its serial', async (context) => {
    await tab('纸条');
    await inBothLanguages(page, async (language) => {
      expect(await clipped()).toBe(0);
      const pages = await printed(`slips-${language}`, context);
      expect(pages).toHaveLength(5);
      const serials = Array.from({ length: 20 }, (_, i) => printedSlip(slipSerial(i + 1)));
      expect(await page.locator('.sheet article strong').allInnerTexts()).toEqual(serials.flatMap((serial) => [serial, serial]));
    });
  });

  it('[J15] where seat cards are asked for the poster has no join code', async (context) => {
    const withCards = await Room.open(server, { joinMode: 'seat-card' });
    const other = await desk(withCards);
    await other.getByRole('button', { name: '海报', exact: true }).click();
    await other.getByText('凭不记名卡进场', { exact: false }).first().waitFor();
    const [poster] = await printed('poster-cards', context, other);
    expect(readQr(poster!, { x: 0, y: 0, width: 1, height: 1 })).toBeNull();
    await other.context().close();
    withCards.close();
  });
});
