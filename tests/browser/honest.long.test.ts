import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPeople } from '../../shared/wall.ts';
import { launchBrowser } from '../support/browser.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import {
  inEveryLanguage,
  lookAt,
  openPage,
  phoneLimits,
  phoneSize,
  projectorLimits,
  projectorSizes,
  roomOrigin,
  smallPhoneSize,
  speak,
  type Size,
  type Worst,
} from '../support/faces.ts';
import type { Limits } from '../support/measure.ts';
import { hallNeeds, Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const tabletSizes: readonly Size[] = [
  { width: 820, height: 1180 },
  { width: 1024, height: 768 },
];

describe('what is promised, in every language and size', () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  const worst: Worst = {};

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    room = await Room.open(server);
    await room.step('open', 'collect');
    await room.step('close', 'collect');
    await room.step('reveal', 'collect');
    await room.group(hallNeeds.map(({ title }) => ({ title })));
    await room.openVote('dot-vote');
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  const open = (path: string, viewport: Size) => openPage(browser, `${roomOrigin(server.origin)}${path}`, { viewport });

  async function lookAround(page: Page, name: string, { limits, sizes }: { limits: Limits; sizes: readonly Size[] }): Promise<void> {
    await inEveryLanguage(page, async (language) => {
      for (const size of sizes) {
        await page.setViewportSize(size);
        const isSmall = size.width === smallPhoneSize.width;
        if (isSmall) await page.evaluate(() => (document.documentElement.dataset['size'] = '30'));
        const terms = { limits, worst, axe: false };
        expect.soft(await lookAt(page, `honest-${name}-${size.width}-${language}`, terms)).toEqual([]);
        if (isSmall) await page.evaluate(() => (document.documentElement.dataset['size'] = '20'));
      }
      await page.setViewportSize(sizes[0]!);
    });
  }

  it('[W20] a shared tablet, as somebody sits down and before they hand in', async () => {
    const { sessionId, facilitatorToken } = room.session;
    const { body } = await call<{ url: string }>(server.origin, `/api/sessions/${sessionId}/kiosks`, { token: facilitatorToken, body: {} });
    const page = await open(body.url.slice(body.url.indexOf('/k/')), tabletSizes[0]!);
    const terms = { limits: { ...phoneLimits, whole: true }, sizes: tabletSizes };
    await page.getByText('轮到您了，请坐').waitFor();
    await lookAround(page, 'kiosk-free', terms);
    await page.getByRole('button', { name: '开始' }).click();
    await lookAround(page, 'kiosk-ballot', terms);
    await page.context().close();
  });

  it('[W20] a phone, and a helper’s', async () => {
    const page = await open(room.paths.phone, phoneSize);
    const terms = { limits: { ...phoneLimits, whole: true }, sizes: [phoneSize, smallPhoneSize] };
    await lookAround(page, 'phone-welcome', terms);
    await page.locator('footer button.primary').click();
    await lookAround(page, 'phone-ballot', terms);
    const participantId = await eventually(() => readPeople(room.facilitator.backstage.doc)[0]!.participantId);
    await room.facilitator.commander.must('participant:make-scribe', { participantId });
    await page.getByRole('button', { name: '帮人记' }).waitFor();
    // Beside the helper's page there is no switch: the language is what it was when the page was opened.
    for (const tag of ['zh-CN', 'zh-TW', 'en', 'ja', 'ko']) {
      await speak(page, tag);
      await page.locator('main > button').last().click();
      for (const size of terms.sizes) {
        await page.setViewportSize(size);
        await page.evaluate((text) => (document.documentElement.dataset['size'] = text), size === smallPhoneSize ? '30' : '20');
        await page.locator('[role=dialog] .promise').scrollIntoViewIfNeeded();
        expect.soft(await lookAt(page, `honest-helper-${size.width}-${tag}`, { limits: terms.limits, worst, axe: false })).toEqual([]);
      }
      await page.setViewportSize(phoneSize);
      await page.evaluate(() => (document.documentElement.dataset['size'] = '20'));
      await page.locator('[role=dialog] header button').click();
    }
    await page.context().close();
  });

  it('[W20] the big screen, while it votes and at the end', async () => {
    const page = await open(room.paths.projector, projectorSizes[0]);
    await page.getByText('票都盖着').waitFor();
    const turn = async (name: string, text: string) => {
      await page.getByText(text).first().waitFor();
      for (const tag of ['zh-CN', 'zh-TW', 'en', 'ja', 'ko']) {
        const shown = await open(room.paths.projector.replace('#', `?lang=${tag}#`), projectorSizes[0]);
        await shown.waitForFunction((wanted) => document.documentElement.lang === wanted, tag);
        await shown.locator('main').first().waitFor();
        for (const size of projectorSizes) {
          await shown.setViewportSize(size);
          await shown.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
          const terms = { limits: projectorLimits, worst, axe: false };
          expect.soft(await lookAt(shown, `honest-projector-${name}-${size.width}-${tag}`, terms)).toEqual([]);
        }
        await shown.context().close();
      }
    };
    await turn('vote', '这是意见征集，不是选举。');
    await room.join(7);
    await room.putDots([
      [3, 2],
      [3, 0, 2],
      [2, 0, 0, 3],
      [2, 2, 0, 1],
      [2, 0, 2],
      [0, 2, 0, 3],
      [0, 2, 3],
    ]);
    await room.step('close', 'dot-vote');
    await room.step('reveal', 'dot-vote');
    await room.facilitator.commander.must('session:end', {});
    await turn('ended', '这是意见征集，不是选举。');
    await page.context().close();
  });
});
