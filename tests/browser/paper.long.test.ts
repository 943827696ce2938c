import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tally } from '../../shared/tally.ts';
import { launchBrowser } from '../support/browser.ts';
import { openPage } from '../support/faces.ts';
import { hallNeeds, Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { filledSlips, shownTotals, strike, totalsOf, typeSlip } from './paper.ts';

/** A key of somebody who types with two fingers and looks at the slip: 200 keys a minute; and the time to turn a slip over. */
const keyMs = 300;
const turnMs = 700;
const aMinute = 12;

describe('a village’s pile of slips', () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let page: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    room = await Room.open(server);
    await room.group(hallNeeds.map(({ title }) => ({ title })));
    await room.openVote('dot-vote');
    page = await openPage(browser, `${server.origin}${room.paths.facilitator}`, { viewport: { width: 1366, height: 768 } });
    await page.locator('header nav button.paper').click();
    await page.getByLabel('纸条编号').waitFor();
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  it('[B15] [B11] sixty slips go in by keyboard at twelve a minute and more; two are struck and typed again, and the total is right', async () => {
    const slips = filledSlips(60, hallNeeds.length);
    const started = performance.now();
    for (const slip of slips) {
      await typeSlip(page, slip, keyMs);
      await page.waitForTimeout(turnMs);
    }
    const perMinute = slips.length / ((performance.now() - started) / 60_000);
    console.log(`${perMinute.toFixed(1)} slips a minute at ${keyMs} ms a key`);
    await shownTotals(page, totalsOf(slips));
    for (const n of [17, 42]) await strike(page, n);
    await shownTotals(page, totalsOf(slips.filter(({ n }) => n !== 17 && n !== 42)));
    await page.getByLabel('纸条编号').focus();
    for (const n of [17, 42]) await typeSlip(page, slips[n - 1]!, keyMs);
    await shownTotals(page, totalsOf(slips));
    expect(perMinute).toBeGreaterThanOrEqual(aMinute);
    await room.step('close', 'dot-vote');
    const tally = (await room.facilitator.commander.must('exercise:reveal', { exerciseId: room.exerciseOf('dot-vote') })) as Tally;
    const wanted = Object.fromEntries(
      hallNeeds.map((_, i) => [i + 1, slips.flatMap(({ numbers }) => numbers).filter((number) => number === i + 1).length]),
    );
    expect([tally.ballots, tally.channels]).toEqual([60, { paper: 60 }]);
    expect(Object.fromEntries(tally.options.map(({ number, score }) => [number, score]))).toEqual(wanted);
  });
});
