import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { Evening } from '../support/evening.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type RunningServer } from '../support/server.ts';

describe('one facilitator’s page runs an agenda of its own with eight residents to the end', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let evening: Evening | undefined;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
  });
  afterEach(async () => {
    await evening?.close();
    evening = undefined;
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  async function open(template: string, subjects: number, details: Record<string, unknown> = {}): Promise<Evening> {
    evening = await Evening.open({ browser, server }, { template, subjects, ...details });
    return evening;
  }

  it('[X3] [X6] blank: three exercises added, put in order, one more like another, one skipped, and one voted on again', async () => {
    const hall = await open('blank', 4);
    const page = hall.facilitator;
    const named = (name: string) => page.locator('nav ol .name', { hasText: name });
    const agenda = async (wanted: string[]) =>
      eventually(async () => expect(await page.locator('nav ol .name b').allInnerTexts()).toEqual(wanted));
    expect(await hall.nextStep()).toContain('加一个环节');
    for (const name of ['写一写', '排一排', '贴圆点']) {
      await page.locator('nav').getByRole('button', { name: '加一个环节' }).click();
      await page.locator('nav .kinds').getByRole('button', { name }).click();
      await named(name).waitFor();
    }
    await hall.press('贴圆点，往前挪');
    await agenda(['写一写', '贴圆点', '排一排']);
    await named('贴圆点').click();
    await hall.press('照样再加一个');
    await agenda(['写一写', '贴圆点', '贴圆点', '排一排']);
    await named('贴圆点').nth(1).click();
    await hall.press('跳过这个环节');
    await page.getByText('跳过了，还能再开').waitFor();
    await hall.picture(page, 'agenda', 'facilitator');
    await hall.press('好了');

    await hall.goOn();
    await page.getByText('还有 8 人没写').first().waitFor();
    await page.locator('.next .big').click();
    await page.getByRole('group', { name: /还有 8 人没写/ }).waitFor();
    await hall.isOpen();
    await hall.press('再等等');
    await hall.answer();
    await hall.goOn();
    await hall.group();
    await hall.goOn();
    await hall.answer();
    await hall.goOn();
    await hall.goOn();
    await hall.lookAtResult();

    await hall.press('再投一轮');
    await hall.press('从头再来');
    await eventually(() => expect([hall.current.round, hall.current.phase]).toEqual([2, 'open']));
    await hall.answer();
    await hall.goOn();
    await hall.goOn();
    await page.getByText('和上一轮比').waitFor();
    await hall.picture(page, 'rounds', 'facilitator');
    await hall.runToEnd();
    expect(hall.stage.exercises.map(({ kind, phase }) => [kind, phase])).toEqual([
      ['collect', 'closed'],
      ['dot-vote', 'closed'],
      ['dot-vote', 'draft'],
      ['rank', 'closed'],
    ]);
    const records = await hall.records();
    expect(records.runs.filter(({ kind, shown }) => kind === 'dot-vote' && shown).map(({ round, ballots }) => [round, ballots])).toEqual([
      [1, 8],
      [2, 8],
    ]);
    expect(hall.problems).toEqual([]);
  });
});
