import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testKey } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { holds } from '../support/holds.ts';
import { pocket } from '../support/renderers.ts';
import { startWatchedApp, type WatchedApp } from '../support/watched-app.ts';
import { ballotsOf, flap, leaveAndReturn, textsOf, wifiOff } from './away-times.ts';
import { AwayPhone } from './offline.ts';

/** What a browser's storage does to the pages of a context. */
const storages = {
  denied: (context: BrowserContext) =>
    context.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException('denied', 'SecurityError');
          },
        });
    }),
  full: (context: BrowserContext) =>
    context.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    }),
};

describe('a phone in Chromium that is away for long', { timeout: 600_000 }, () => {
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
  beforeEach(() => house.forget());
  afterEach(() => phone.end());
  const begin = async (options: Parameters<typeof AwayPhone.begin>[2] = {}) =>
    (phone = await AwayPhone.begin(browser, { origin: house.app.origin, key: testKey }, options));

  it('[F46] three minutes without Wi-Fi while three notes are written, and three more while a ballot is cast and changed', async () => {
    await begin();
    await wifiOff(phone, house.stored, 180_000);
    expect(await phone.lies(house.stored)).toEqual([]);
  });

  it('[F47] every two seconds the line goes and comes, for two minutes', async () => {
    await begin();
    await flap(phone, house.stored, { everyMs: 2_000, forMs: 120_000 });
    expect(await phone.lies(house.stored, { patienceMs: 25_000 })).toEqual([]);
  });

  it('[F48] an access point that drops everything without a word is noticed within ten seconds, and what was written arrives after it', async () => {
    await begin();
    await phone.write('先写的');
    await phone.allDelivered(['先写的']);
    phone.hush();
    await phone.write('没人听见的');
    await phone.sees('没连上，您写的还在，正在重试。');
    await phone.look('hushed');
    phone.plugIn();
    await phone.allDelivered(['先写的', '没人听见的'], 30_000);
    expect(await phone.lies(house.stored, { patienceMs: 30_000, noticeMs: 10_500 })).toEqual([]);
    expect(textsOf(house.stored)).toEqual(['先写的', '没人听见的']);
  });

  it('[F50] left for another page for a minute, then back', async () => {
    await begin();
    await leaveAndReturn(phone, house.stored, 60_000);
    expect(await phone.lies(house.stored)).toEqual([]);
  });

  /**
   * Chromium freezes no page that it holds to be visible, and without a window it holds every page to be that: `Page.setWebLifecycleState` is without
   * effect. What stands in is harder: the processes of the pages are stopped by the system, and nobody tells them that they may go on.
   */
  it('[F50] in a pocket where nothing runs while its lines die: up to date three seconds after, with its draft', async () => {
    await begin();
    await phone.write('装进口袋前送到的');
    await phone.allDelivered(['装进口袋前送到的']);
    phone.pull();
    await phone.write('装进口袋前没送到的');
    await phone.letter().fill('写到一半');
    const { stop, goOn } = await pocket(browser);
    phone.note('asleep');
    stop();
    await holds(60_000, () => expect(textsOf(house.stored)).toEqual(['装进口袋前送到的']));
    phone.cable.plugIn();
    goOn();
    const back = performance.now();
    phone.note('up');
    await phone.allDelivered(['装进口袋前送到的', '装进口袋前没送到的']);
    expect(performance.now() - back).toBeLessThan(3_000);
    expect(await phone.letter().inputValue()).toBe('写到一半');
    expect(await phone.lies(house.stored)).toEqual([]);
  });

  it('[F51] a page that is killed while something waits in it is the same person when the code is scanned again', async () => {
    await begin();
    await phone.write('送到了的');
    await phone.allDelivered(['送到了的']);
    await phone.wifiOff();
    await phone.write('还没送到的');
    await phone.letter().fill('写到一半');
    await phone.crash();
    await phone.wifiOn();
    await phone.scan();
    await phone.enter();
    await phone.allDelivered(['送到了的', '还没送到的']);
    await phone.look('scanned-again');
    expect(await phone.letter().inputValue()).toBe('写到一半');
    expect(textsOf(house.stored)).toEqual(['送到了的', '还没送到的']);
    await eventually(() => expect(phone.room.facilitator.stage.stage.counts.joined).toBe(1));
    expect(await phone.lies(house.stored)).toEqual([]);
  });

  it.each(['denied', 'full'] as const)(
    '[F52] [D15] a browser whose storage is %s works from memory, and asks to be left open while something waits',
    async (mood) => {
      await begin({ prepare: storages[mood] });
      await phone.write('先写的');
      await phone.allDelivered(['先写的']);
      expect(await phone.asksBeforeLeaving()).toBe(false);
      await phone.wifiOff();
      await phone.write('只在内存里');
      await phone.letter().fill('写到一半');
      await phone.sees('没连上，您写的还在，正在重试。');
      await phone.sees('这部手机存不住，先别关这页。');
      await phone.look(`storage-${mood}`);
      expect(await phone.asksBeforeLeaving()).toBe(true);
      await phone.wifiOn();
      await phone.allDelivered(['先写的', '只在内存里']);
      expect(await phone.asksBeforeLeaving()).toBe(false);
      expect(await phone.letter().inputValue()).toBe('写到一半');
      expect(textsOf(house.stored)).toEqual(['先写的', '只在内存里']);
      expect(await phone.lies(house.stored)).toEqual([]);
    },
  );

  it('[F52] [D15] a browser whose storage is cleared in the middle of it loses nothing that the page still has', async () => {
    await begin();
    await phone.wifiOff();
    await phone.write('清掉之前写的');
    await phone.page.evaluate(() => localStorage.clear());
    expect(await phone.asksBeforeLeaving()).toBe(true);
    await phone.wifiOn();
    await phone.allDelivered(['清掉之前写的']);
    expect(await phone.lies(house.stored)).toEqual([]);
  });

  it('[F46] says what waited ten times to be there soon after the line is back, whether the phone was told of it or not', async () => {
    await begin();
    const ways = {
      'the phone’s own Wi-Fi': [() => phone.wifiOff(), () => phone.wifiOn()],
      'something behind it': [() => phone.pull(), () => phone.plugIn()],
    } as const;
    const notes: string[] = [];
    for (const [way, [off, on]] of Object.entries(ways)) {
      const waitsMs: number[] = [];
      for (let time = 1; time <= 10; time += 1) {
        await off();
        notes.push(`${way} ${String(time)}`);
        await phone.write(notes.at(-1)!);
        await phone.sees('没连上，您写的还在，正在重试。');
        await on();
        const back = phone.line.at(-1)!.at;
        await phone.allDelivered(notes);
        const told = phone.witness.sights.findLast((sight) => 'notes' in sight && sight.notes.some(([text]) => text === notes.at(-1)))!;
        waitsMs.push(told.at - back);
      }
      waitsMs.sort((a, b) => a - b);
      console.log(`${way}: delivered after ${String(waitsMs[5])} ms in the middle, ${String(waitsMs[9])} ms at most`);
      expect(waitsMs[9]).toBeLessThan(12_000);
    }
    expect(textsOf(house.stored)).toEqual(notes);
    expect(await phone.lies(house.stored)).toEqual([]);
  });

  describe('[F64] [D16] whose page is older than the server', () => {
    const speakOldWire = (context: BrowserContext) =>
      context.addInitScript(() => {
        const send = Reflect.get(WebSocket.prototype, 'send') as (this: WebSocket, frame: unknown) => void;
        WebSocket.prototype.send = function (frame) {
          const isOld = document.documentElement.dataset['wire'] === 'old';
          send.call(this, isOld && typeof frame === 'string' ? frame.replace('"wire":1', '"wire":0') : frame);
        };
      });
    /** The line drops, and at the other end there is a newer server. */
    const meetNewServer = async () => {
      await phone.page.evaluate(() => (document.documentElement.dataset['wire'] = 'old'));
      await phone.wifiOff();
      await phone.write('旧页写的');
      await phone.letter().fill('写到一半');
      await phone.wifiOn();
    };

    it('waits until nobody is writing, loads itself anew, and sends what it kept', async () => {
      await begin({ prepare: speakOldWire });
      await meetNewServer();
      await holds(4_000, () => expect(textsOf(house.stored)).toEqual([]));
      expect(await phone.letter().inputValue()).toBe('写到一半');
      await phone.look('older-than-the-server');
      phone.note('asleep');
      await phone.letter().blur();
      await phone.allDelivered(['旧页写的']);
      phone.note('up');
      expect(await phone.letter().inputValue()).toBe('写到一半');
      expect(textsOf(house.stored)).toEqual(['旧页写的']);
      expect(await phone.lies(house.stored)).toEqual([]);
    });

    it('is left to its owner where it keeps nothing', async () => {
      await begin({
        prepare: async (context) => {
          await storages.denied(context);
          await speakOldWire(context);
        },
      });
      await meetNewServer();
      await phone.letter().blur();
      await phone.sees('这个页面太旧了。您写的还在手机里，请刷新页面。');
      expect(await phone.asksBeforeLeaving()).toBe(true);
    });
  });

  it('[D1] [D14] a note waits for as long as the disk takes, so does what comes onto the big screen, and so does a ballot', async () => {
    await begin();
    house.disk.slowMs = 1_500;
    await phone.write('慢慢存', '再慢慢存一张');
    await phone.allDelivered(['慢慢存', '再慢慢存一张']);
    await phone.room.step('reveal', 'collect');
    await eventually(async () => expect((await phone.slips()).map(([, said]) => said)).toEqual(['已上大屏', '已上大屏']));
    await phone.goOnToVote();
    await phone.vote([2, 1]);
    await phone.sees('投票单已送到');
    expect([textsOf(house.stored), ballotsOf(house.stored)]).toEqual([['慢慢存', '再慢慢存一张'], phone.ballots]);
    expect(await phone.lies(house.stored)).toEqual([]);
  });
});
