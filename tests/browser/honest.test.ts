import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages as en } from '../../client/locales/en/index.ts';
import { messages as zhCN } from '../../client/locales/zh-CN/index.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { laptopSize, openPage, roomOrigin } from '../support/faces.ts';
import { isOverTls } from '../support/over-tls.ts';
import { hallNeeds, Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

describe('what is promised is said where it matters', () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    room = await Room.open(server);
    await room.step('open', 'collect');
    await room.step('close', 'collect');
    await room.step('reveal', 'collect');
    await room.group(hallNeeds.slice(0, 4).map(({ title }) => ({ title })));
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  const languages = [
    ['zh-CN', zhCN],
    ['en', en],
  ] as const;

  it.each(languages)('[W20] before a vote is opened, what cards can and cannot prevent: %s', async (locale, words) => {
    const page = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.facilitator}`, { viewport: laptopSize, locale });
    await page.getByText(words.facilitator.next.promise).waitFor();
    expect(await page.getByText(words.phone.welcome.notEncrypted).count()).toBe(isOverTls ? 0 : 1);
    await page.screenshot({ path: artefact(`honest/facilitator-${locale}.png`) });
    await page.context().close();
  });

  it.each(languages)('[W20] on a phone, what the network is, and before a ballot who can see it: %s', async (locale, words) => {
    await room.openVote('dot-vote');
    const page = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.phone}`, { locale });
    await page.getByText(words.phone.welcome.notElection).waitFor();
    expect(await page.getByText(words.phone.welcome.notEncrypted).count()).toBe(isOverTls ? 0 : 1);
    expect(await page.getByText(words.phone.ballot.promise).count()).toBe(0);
    await page.locator('footer button.primary').click();
    await page.getByText(words.phone.ballot.promise).waitFor();
    await page.screenshot({ path: artefact(`honest/phone-${locale}.png`), fullPage: true });
    await page.context().close();
  });
});
