import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testKey } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { startWatchedApp, type WatchedApp } from '../support/watched-app.ts';
import { leaveAndReturn, wifiOff } from './away-times.ts';
import { AwayPhone } from './offline.ts';

describe('a phone in Chromium that is away', { timeout: 60_000 }, () => {
  let browser: Browser;
  let house: WatchedApp;
  let phone: AwayPhone;
  beforeAll(async () => {
    [browser, house] = await Promise.all([launchBrowser({ remembersPages: true }), startWatchedApp()]);
  });
  afterAll(async () => {
    await browser.close();
    await house.end();
  });
  beforeEach(async () => {
    house.forget();
    phone = await AwayPhone.begin(browser, { origin: house.app.origin, key: testKey });
  });
  afterEach(() => phone.end());

  it('[F46] while its owner writes three notes and casts a ballot: all arrive once, in order, and it says only what is so (half a second; three minutes in the long tests)', async () => {
    await wifiOff(phone, house.stored, 500);
    expect(await phone.lies(house.stored)).toEqual([]);
  });

  it('[F50] left for another page and shown again is up to date within three seconds, with its draft', async () => {
    await leaveAndReturn(phone, house.stored, 500);
    expect(await phone.lies(house.stored)).toEqual([]);
  });
});
