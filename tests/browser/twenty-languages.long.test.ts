import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { freshId } from '../support/clients.ts';
import { lookAt, openPage, projectorLimits, projectorSizes, roomOrigin, type Worst } from '../support/faces.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { twentyLanguages } from '../support/twenty-languages.ts';

const worst: Worst = {};

describe('a wall of twenty languages', { timeout: 120_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
    room = await Room.open(server, { title: '槐树里社区' });
    await room.step('open', 'collect');
    const exerciseId = room.exerciseOf('collect');
    for (const [text] of twentyLanguages)
      await room.facilitator.commander.must('note:enter', { exerciseId, noteId: freshId(), text, channel: 'paper' });
    await room.step('reveal', 'collect');
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  const openHall = (language: string, viewport: { width: number; height: number }) =>
    openPage(browser, `${roomOrigin(server.origin)}${room.paths.projector.replace('#', `?lang=${language}#`)}`, { viewport });

  /** Every slip of every page, in reading order: its words, its tag, the first face it is set in, and where its line begins. */
  async function readOut(hall: Page, name: string): Promise<[text: string, tag: string | null, face: string, direction: string][]> {
    const slips: Awaited<ReturnType<typeof readOut>> = [];
    for (let page = 1; ; page += 1) {
      await hall.locator('.columns .slip').first().waitFor();
      expect.soft(await lookAt(hall, `languages-20-${name}-${page}`, { limits: projectorLimits, worst, axe: page === 1 })).toEqual([]);
      const shown = await hall.locator('.columns .slip p[dir]').evaluateAll((words) =>
        words.map((one): [string, string | null, string, string] => {
          const { fontFamily } = getComputedStyle(one);
          return [one.textContent, one.getAttribute('lang'), fontFamily.split(',')[0]!, one.matches(':dir(rtl)') ? 'rtl' : 'ltr'];
        }),
      );
      if (slips.some(([text]) => text === shown[0]?.[0])) return slips;
      slips.push(...shown);
      await hall.keyboard.press('PageDown');
      await hall.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
  }

  it('[F89] [W4] shows each note whole, in its own letter forms and direction, in the same order on every screen and after a reload', async () => {
    const [hall, other] = await Promise.all([openHall('zh-CN', projectorSizes[0]), openHall('ja', projectorSizes[2])]);
    await hall.getByText('樓道的燈壞了').or(hall.getByText('楼道的灯坏了')).first().waitFor();
    const first = await readOut(hall, 'zh-CN');
    expect(new Map(first.map(([text, tag]) => [text, tag]))).toEqual(new Map(twentyLanguages));
    const by = (tag: string) => first.find(([, own]) => own === tag)!;
    expect(by('ja')[2]).toContain('Hiragino Sans');
    expect(by('ko')[2]).toContain('Apple SD Gothic Neo');
    expect([by('und-Arab')[3], by('he')[3], by('th')[3]]).toEqual(['rtl', 'rtl', 'ltr']);
    const order = first.map(([text]) => text);
    expect((await readOut(other, 'ja')).map(([text]) => text)).toEqual(order);
    await hall.reload();
    expect((await readOut(hall, 'again')).map(([text]) => text)).toEqual(order);
  });
});
