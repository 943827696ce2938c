import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testKey } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { startWatchedApp, type WatchedApp } from '../support/watched-app.ts';
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
    phone = await AwayPhone.begin(browser, { origin: house.app.origin, key: testKey });
  });
  afterEach(async () => {
    await phone.end();
  });

  it('[F46] three notes and a ballot', async () => {
    const notes = ['第一张', '第二张', '第三张'];
    await phone.write('先写一张');
    await phone.allDelivered(['先写一张']);
    await phone.wifiOff();
    await phone.write(...notes);
    await phone.sees('没连上，您写的还在，正在重试。');
    await phone.look('notes-waiting');
    await phone.wifiOn();
    await phone.allDelivered(['先写一张', ...notes]);
    await phone.look('notes-there');
    console.log(JSON.stringify(phone.witness.sights, null, 0));
    console.log(JSON.stringify(house.stored));
    console.log(phone.line);
    expect(await phone.lies(house.stored)).toEqual([]);
  });
});
