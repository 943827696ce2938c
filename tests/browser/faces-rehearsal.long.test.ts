import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionSummary } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import {
  laptopSize,
  lookAt,
  openPage,
  phoneLimits,
  phoneSize,
  projectorLimits,
  projectorSizes,
  roomOrigin,
  smallPhoneSize,
  tableLimits,
  type Size,
} from '../support/faces.ts';
import type { Limits } from '../support/measure.ts';
import { Room } from '../support/room.ts';
import { groupBySubject } from '../support/unattended.ts';

/** Of the speed of people: whoever waits for somebody waits half a second. */
const pace = 0.04;

describe('every screen of a rehearsal', { timeout: 90_000 }, () => {
  let browser: Browser;
  let server: TestApp;
  let origin: string;
  let room: Room;
  let projector: Page;
  let facilitator: Page;
  let phone: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startApp({ rehearsal: { pace } })]);
    origin = server.origin.replace('127.0.0.1', 'localhost');
    room = await Room.open({ origin, key: testKey }, { title: '社区需求工作坊', rehearsal: 60 });
    const at = (path: string) => `${roomOrigin(origin)}${path}`;
    [projector, facilitator, phone] = await Promise.all([
      openPage(browser, at(room.paths.projector), { viewport: projectorSizes[0] }),
      openPage(browser, at(room.paths.facilitator), { viewport: laptopSize }),
      openPage(browser, at(room.paths.phone), { viewport: phoneSize }),
    ]);
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.close();
  });

  async function look(page: Page, name: string, limits: Limits, sizes: readonly Size[]): Promise<void> {
    for (const [i, size] of sizes.entries()) {
      await page.setViewportSize(size);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      expect.soft(await lookAt(page, `rehearsal-${name}-${String(size.width)}`, { limits, worst: {}, axe: i === 0 })).toEqual([]);
    }
    await page.setViewportSize(sizes[0]!);
  }
  const lookAtAll = (step: string) =>
    Promise.all([
      look(projector, `projector-${step}`, projectorLimits, projectorSizes),
      look(facilitator, `facilitator-${step}`, tableLimits, [laptopSize, phoneSize]),
      look(phone, `phone-${step}`, phoneLimits, [phoneSize, smallPhoneSize]),
    ]);
  const sees = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
  const pressed = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
  const counted = (what: 'notes' | 'submitted', kind: string, least: number) =>
    eventually(() => expect(room.facilitator.stage.stage.counts[what][room.exerciseOf(kind)] ?? 0).toBeGreaterThan(least), {
      withinMs: 30_000,
    });

  it('[R5] [B6] says on the screen, the facilitator’s page and the phone that it is practice, whatever is on', async () => {
    await Promise.all([sees(projector, '都是模拟居民，不算数，不进记录'), sees(facilitator, '彩排'), sees(phone, '彩排，都不算数')]);
    await lookAtAll('joining');
    await room.step('open', 'collect');
    await pressed(phone, '写一张');
    await counted('notes', 'collect', 12);
    await lookAtAll('writing');
    await room.step('close', 'collect');
    await room.step('reveal', 'collect');
    await groupBySubject(room);
    await projector.locator('.wall h2 .plate').first().waitFor();
    await look(projector, 'projector-wall', projectorLimits, projectorSizes);
    await room.openVote('dot-vote');
    await Promise.all([
      sees(phone, /到场的人都能投，一人一张/),
      sees(projector, '到场的人都能投，一人一张。'),
      sees(facilitator, /请说一声/),
    ]);
    await counted('submitted', 'dot-vote', 20);
    await lookAtAll('voting');
    await room.step('close', 'dot-vote');
    await room.step('reveal', 'dot-vote');
    await projector.locator('.place').first().waitFor();
    await lookAtAll('result');
    await room.facilitator.commander.must('session:end', {});
    await sees(projector, '谢谢大家');
    await lookAtAll('ended');
  });

  it('[R5] the desk shows rehearsals apart, marked, and makes one with as many residents as are wanted', async () => {
    const desk = await openPage(browser, `${origin}/desk#k=${testKey}`, { viewport: laptopSize });
    await sees(desk, '模拟居民练手的，不算数，随时可以删。');
    await sees(desk, '还没有工作坊');
    await desk.getByText('先彩排一遍').click();
    await desk.getByLabel('来几位模拟居民').fill('8');
    await look(desk, 'desk-list', tableLimits, [laptopSize]);
    await pressed(desk, '开始彩排');
    await desk.locator('h1 .practice').waitFor();
    await eventually(
      async () => {
        const { body } = await call<{ rehearsals: SessionSummary[] }>(origin, '/api/sessions', { token: testKey });
        expect(body.rehearsals).toHaveLength(2);
        expect(body.rehearsals[0]?.joined).toBe(8);
      },
      { withinMs: 30_000 },
    );
    await look(desk, 'desk-session', tableLimits, [laptopSize]);
  });
});
