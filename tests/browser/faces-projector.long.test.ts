import type { Browser, Page } from 'playwright-core';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefact, launchBrowser } from '../support/browser.ts';
import { lookAt, openPage, projectorSizes, roomOrigin, projectorLimits, type Worst } from '../support/faces.ts';
import { hallNeeds, moreTitles, Room, tiedDots } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const languages = ['zh-CN', 'en'] as const;

const limits = projectorLimits;
const worst: Worst = {};

describe('every screen of the projector, in both languages, at 16:9 and at 4:3', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  const rooms: Room[] = [];

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
  });
  afterAll(async () => {
    writeFileSync(artefact('faces/projector.json'), JSON.stringify(worst));
    for (const room of rooms) room.close();
    await browser.close();
    await server.stop();
  });

  async function openRoom(details: Record<string, unknown> = {}): Promise<Room> {
    const room = await Room.open(server, details);
    rooms.push(room);
    return room;
  }
  /** A page a language. A hall shows the session's own language; `?lang=` has the last word. */
  async function screensOf(room: Room, prepare: (page: Page) => Promise<void> = async () => {}): Promise<Page[]> {
    return Promise.all(
      languages.map(async (language) => {
        const page = await openPage(browser, 'about:blank', { viewport: projectorSizes[0] });
        await prepare(page);
        await page.goto(`${roomOrigin(server.origin)}${room.paths.projector.replace('#', `?lang=${language}#`)}`);
        await page.getByText(room.session.joinCode).first().waitFor();
        return page;
      }),
    );
  }
  async function look(name: string, pages: Page[]): Promise<void> {
    const wrong = await Promise.all(
      pages.map(async (page, i) => {
        const found: string[] = [];
        for (const size of projectorSizes) {
          await page.setViewportSize(size);
          await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
          // A narrow screen shows less of the way in than a wide one: there axe looks at both.
          const axe = size.width === 1920 || (size.width === 1024 && name.startsWith('join'));
          found.push(...(await lookAt(page, `projector-${name}-${languages[i]}-${size.width}`, { limits, worst, axe })));
        }
        await page.setViewportSize(projectorSizes[0]);
        return found;
      }),
    );
    expect.soft(wrong.flat()).toEqual([]);
  }
  const see = (pages: Page[], selector: string) => Promise.all(pages.map((page) => page.locator(selector).first().waitFor()));
  const leave = (pages: Page[]) => Promise.all(pages.map((page) => page.context().close()));

  it('[F79] joining: nobody yet, the checklist after a minute, no network, the first phone, a locked room', async () => {
    const room = await openRoom({ title: '槐树里社区 居民需求工作坊' });
    const late = await screensOf(room, (page) => page.clock.install());
    await look('join-nobody', late);
    for (const page of late) await page.clock.fastForward(61_000);
    await see(late, '.help');
    await look('join-checklist', late);
    await leave(late);
    const lost = await screensOf(room, async (page) => {
      await page.route('**/api/join-address*', (route) => route.fulfill({ json: { origin: null, serverTime: Date.now() } }));
    });
    await see(lost, '.none');
    await look('join-no-network', lost);
    await leave(lost);
    const pages = await screensOf(room);
    await room.join(1);
    await see(pages, '.proof svg');
    await look('join-first', pages);
    await room.join(22);
    await room.facilitator.commander.must('session:lock', {});
    await see(pages, '.locked');
    await look('join-locked', pages);
    await leave(pages);
  });

  it('[F79] collecting, the wall with 24 notes on its pages, the vote on eight, the reveal with a tie, between, the end', async () => {
    const room = await openRoom();
    await room.join(8);
    const pages = await screensOf(room);
    await room.step('open', 'collect');
    await room.facilitator.commander.must('session:attendance', { present: 45 });
    await see(pages, '.pile');
    await look('collect-none', pages);
    const needIds = await room.hallWall();
    await see(pages, '.wall h2');
    await look('wall-24', pages);
    for (const page of pages) await page.keyboard.press('PageDown');
    await look('wall-24-second', pages);
    await room.openVote('dot-vote');
    await see(pages, '.room li');
    await look('vote-8', pages);
    await room.putDots(tiedDots);
    await room.step('close', 'dot-vote');
    await look('vote-closed', pages);
    await room.step('reveal', 'dot-vote');
    await see(pages, '.place');
    await look('reveal-tie', pages);
    for (const page of pages) await page.keyboard.press('q');
    await see(pages, '.join');
    await look('join-again', pages);
    for (const page of pages) await page.keyboard.press('q');
    await room.openVote('rank', needIds.slice(0, 5));
    await see(pages, '.room li');
    await look('rank', pages);
    await room.rank([needIds.slice(0, 5), needIds.slice(1, 4)]);
    await room.step('close', 'rank');
    await room.step('reveal', 'rank');
    await see(pages, '.place');
    await look('reveal-rank', pages);
    await room.facilitator.commander.must('session:end', {});
    await see(pages, 'footer');
    await look('ended', pages);
    await leave(pages);
  });

  it('[F79] slips face down, 120 loose notes, fourteen options on one page', async () => {
    const room = await openRoom();
    await room.join(24);
    const pages = await screensOf(room);
    await room.step('open', 'collect');
    const texts = hallNeeds.flatMap(({ notes }) => notes);
    const noteIds = await room.write(Array.from({ length: 120 }, (_, i) => texts[i % texts.length]!));
    await room.facilitator.commander.must('timer:set', { exerciseId: room.exerciseOf('collect'), endsInMs: 300_000 });
    await see(pages, '.pile i:nth-child(20)');
    await look('collect-120', pages);
    await room.step('reveal', 'collect');
    await see(pages, '.wall .slip');
    await look('wall-120', pages);
    await room.step('close', 'collect');
    await room.group([...hallNeeds.map(({ title }) => title), ...moreTitles].map((title, i) => ({ title, noteIds: [noteIds[i]!] })));
    await room.openVote('dot-vote');
    await see(pages, '.room li');
    await look('vote-14', pages);
    for (const page of pages) expect.soft(await page.locator('.room li').count()).toBe(14);
    await leave(pages);
  });
});
