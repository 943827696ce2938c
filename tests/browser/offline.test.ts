import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testKey } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { startWatchedApp, type WatchedApp } from '../support/watched-app.ts';
import { wifiOff } from './away-times.ts';
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

  it('[F46] [D14] while its owner writes three notes and casts a ballot: all arrive once, in order, and it says only what is so (half a second; three minutes in the long tests)', async () => {
    await wifiOff(phone, house.stored, 500);
    expect(await phone.lies(house.stored)).toEqual([]);
  });

  it('[D14] has a witness that sees when it lies', async () => {
    await phone.wifiOff();
    await phone.write('谎称送到的');
    await phone.page.locator('article .where').evaluate((state) => (state.textContent = '已送到'));
    expect(await phone.lies(house.stored)).toEqual(['「谎称送到的」 is delivered and was never stored']);
  });

  it('[D13] [F34] says of notes that came too late that they are still here, whatever is on by then', async () => {
    const notes = ['第一张', '第二张'];
    await phone.wifiOff();
    await phone.write(...notes);
    await phone.room.step('close', 'collect');
    await phone.room.openVote('dot-vote', phone.needIds);
    await phone.wifiOn();
    await phone.button('贴好了，送出').waitFor();
    await phone.sees('没赶上，您写的还在。');
    await phone.look('late-notes-beside-vote');
    await phone.button('看我写的').click();
    expect(await phone.slips()).toEqual(notes.map((text) => [text, '还没送到，在手机里']));
    await phone.look('late-notes-read');
    await phone.vote([1, 0]);
    await phone.sees('投票单已送到');
    await phone.sees('没赶上，您写的还在。');
    await phone.button('先留着，下次再开就送').click();
    await phone.page.getByText('没赶上，您写的还在。').waitFor({ state: 'detached' });
    await phone.room.step('close', 'dot-vote');
    await phone.room.step('reopen', 'collect');
    await phone.allDelivered(notes);
    expect(await phone.lies(house.stored, { late: notes })).toEqual([]);
  });

  it('[D13] [F34] says of a ballot that came too late that it is not counted, before and after the reveal; it may go out once the vote is open again', async () => {
    await phone.goOnToVote();
    await phone.wifiOff();
    await phone.vote([2, 1]);
    await phone.sees('投票单还没送到');
    await phone.room.step('close', 'dot-vote');
    await phone.wifiOn();
    await phone.sees('没赶上，投票单还在手机里。');
    await phone.sees('「贴圆点」停了，这张没算上。');
    await phone.look('late-ballot');
    await phone.room.step('reopen', 'dot-vote');
    await phone.sees('现在又开了，再送一次就行。');
    await phone.look('late-ballot-again');
    await phone.room.join(5);
    await phone.room.putDots(
      Array.from({ length: 5 }, () => [1]),
      phone.needIds,
    );
    await phone.vote([0, 0]);
    await phone.sees('投票单已送到');
    expect(house.stored.ballots.filter(({ ballot }) => phone.ballots.includes(ballot))).toHaveLength(1);
    await phone.wifiOff();
    await phone.button('打开，改一改').click();
    await phone.vote([-1, 0]);
    await phone.room.step('close', 'dot-vote');
    await phone.wifiOn();
    await phone.sees('「贴圆点」停了，改的没算上，原来那张算数。');
    await phone.sees('请告诉主持人，可以再开一次。');
    await phone.room.step('reveal', 'dot-vote');
    await phone.sees('大家投出来了');
    expect(await phone.page.getByText('改的没算上').count()).toBe(1);
    expect(await phone.page.getByText('请告诉主持人').count()).toBe(0);
    await phone.look('late-ballot-revealed');
    await phone.button('关上').click();
    await phone.page.getByText('改的没算上').waitFor({ state: 'detached' });
    expect(await phone.lies(house.stored)).toEqual([]);
  });
});
