import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../support/clients.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { inBothLanguages, laptopSize, lookAt, openPage, phoneLimits, roomOrigin, tableLimits, type Worst } from '../support/faces.ts';
import { isOverTls } from '../support/over-tls.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const worst: Worst = {};
const tabletSize = { width: 820, height: 1180 };
const secret = '只有我知道的一句话';

describe('the shared tablet', { timeout: 90_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let page: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });
  beforeEach(async () => {
    room = await Room.open(server);
    return async () => {
      room.close();
      await page.context().close();
    };
  });

  async function openTablet(inRoom: Room = room): Promise<void> {
    const { sessionId, facilitatorToken } = inRoom.session;
    const { body } = await call<{ url: string }>(server.origin, `/api/sessions/${sessionId}/kiosks`, { token: facilitatorToken, body: {} });
    const path = body.url.slice(body.url.indexOf('/k/'));
    page = await openPage(browser, `${roomOrigin(server.origin)}${path}`, { viewport: tabletSize });
  }
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  const sees = (text: string) => page.getByText(text).first().waitFor();

  /** Everywhere that the next person could find something of the one before. */
  async function traces(): Promise<string> {
    const spoken = await page.locator('body').ariaSnapshot();
    if (page.url() === 'about:blank') return spoken;
    const kept = await page.evaluate(() =>
      JSON.stringify({
        html: document.documentElement.outerHTML,
        values: [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value),
        local: { ...localStorage },
        tab: { ...sessionStorage },
        state: history.state as unknown,
        address: location.href,
        cookie: document.cookie,
        autofilled: document.querySelectorAll(':autofill').length,
      }),
    );
    return `${spoken}\n${kept}`;
  }

  it('[B8] [F76] [W20] takes a note and then knows nothing of it: in the page, by Back, Forward and Reload, in storage', async () => {
    await room.step('open', 'collect');
    await openTablet();
    await sees('轮到您了，请坐');
    // [W20]
    await sees('这是意见征集，不是选举。');
    expect(await page.getByText('现场网络没有加密，懂技术的人可能偷看。').count()).toBe(isOverTls ? 0 : 1);
    await inBothLanguages(page, async (language) => {
      expect.soft(await lookAt(page, `kiosk-free-${language}`, { limits: phoneLimits, worst, axe: true })).toEqual([]);
    });
    await press('开始');
    await page.getByRole('textbox').fill(secret);
    expect(await traces()).toContain(secret);
    expect.soft(await lookAt(page, 'kiosk-note', { limits: phoneLimits, worst, axe: true })).toEqual([]);
    await press('交上去');
    await sees('请交给下一位');
    expect.soft(await lookAt(page, 'kiosk-done', { limits: phoneLimits, worst, axe: true })).toEqual([]);
    expect(await traces()).not.toContain(secret);
    await press('下一位');
    await sees('轮到您了，请坐');
    await press('开始');
    expect(await page.getByRole('textbox').inputValue()).toBe('');
    expect(await page.getByRole('textbox').getAttribute('autocomplete')).toBe('off');
    expect(await traces()).not.toContain(secret);
    for (const go of [() => page.goBack(), () => page.goForward(), () => page.reload()]) {
      await go().catch(() => null);
      expect(await traces()).not.toContain(secret);
    }
    await eventually(() => expect(room.facilitator.stage.stage.counts.notes).toEqual({ [room.exerciseOf('collect')]: 1 }));
  });

  it('[B8] [F76] what was begun is gone by Back and Forward, and with the button that clears', async () => {
    await room.step('open', 'collect');
    await openTablet();
    await press('开始');
    await page.getByRole('textbox').fill(secret);
    await page.goto('about:blank');
    await page.goBack();
    await sees('轮到您了，请坐');
    expect(await traces()).not.toContain(secret);
    await press('开始');
    await page.getByRole('textbox').fill(secret);
    await press('清掉');
    await sees('轮到您了，请坐');
    expect(await traces()).not.toContain(secret);
    expect(room.facilitator.stage.stage.counts.notes).toEqual({});
  });

  it('[B8] [F77] left alone for a minute it asks, goes on where somebody answers, then clears and sends nothing', async () => {
    await room.step('open', 'collect');
    await openTablet();
    await sees('轮到您了，请坐');
    await page.clock.install();
    await press('开始');
    await page.getByRole('textbox').fill(secret);
    await page.clock.runFor(59_000);
    expect(await page.getByText('您还在吗？').count()).toBe(0);
    await page.clock.runFor(2_000);
    await sees('您还在吗？');
    await inBothLanguages(page, async (language) => {
      await page.screenshot({ path: artefact(`faces/kiosk-still-${language}.png`) });
    });
    await press('接着写');
    expect(await page.getByRole('textbox').inputValue()).toBe(secret);
    await page.clock.runFor(61_000);
    await sees('您还在吗？');
    await page.clock.runFor(21_000);
    await sees('轮到您了，请坐');
    expect(await traces()).not.toContain(secret);
    expect(room.facilitator.stage.stage.counts.notes).toEqual({});
  });

  it('[B8] [F77] left alone in the middle of a ballot, or of a card’s code, it clears them and casts nothing', async () => {
    const { sessionId, facilitatorToken } = room.session;
    await call(server.origin, `/api/sessions/${sessionId}/seats`, { token: facilitatorToken, body: { count: 1 } });
    await room.group([{ title: '夜里的路灯' }, { title: '老人午饭' }]);
    await room.openVote('dot-vote');
    await openTablet();
    await sees('轮到您了，请坐');
    await page.clock.install();
    for (const goesOn of [false, true]) {
      await press('开始');
      await page.getByRole('button', { name: /加/ }).first().click();
      if (goesOn) {
        await page.locator('footer button.primary, .primary').last().click();
        await sees('有卡？请输入卡上的号');
        await page.getByRole('textbox').fill('WXYZ 2345');
      }
      await page.clock.runFor(61_000);
      await sees('您还在吗？');
      await page.clock.runFor(21_000);
      await sees('轮到您了，请坐');
      expect(await traces()).not.toContain('WXYZ');
    }
    await press('开始');
    expect(await page.getByText('还剩 5 票').count()).toBeGreaterThan(0);
    expect(room.facilitator.stage.stage.counts.submitted[room.exerciseOf('dot-vote')]).toBe(0);
  });

  it('[B7] [B8] takes one ballot after the other, each of somebody new', async () => {
    await room.group([{ title: '夜里的路灯' }, { title: '老人午饭' }]);
    await room.openVote('dot-vote');
    await openTablet();
    const vote = room.exerciseOf('dot-vote');
    for (let person = 1; person <= 2; person += 1) {
      await press('开始');
      await page.getByRole('button', { name: /加/ }).first().click();
      if (person === 1) expect.soft(await lookAt(page, 'kiosk-vote', { limits: phoneLimits, worst, axe: true })).toEqual([]);
      await page.locator('footer button.primary, .primary').last().click();
      await sees('请交给下一位');
      await eventually(() => expect(room.facilitator.stage.stage.counts.byChannel[vote]).toEqual({ kiosk: person }));
      await press('下一位');
    }
    // Who comes next finds an empty ballot, and whoever closes the vote meanwhile clears it.
    await press('开始');
    await page.getByRole('button', { name: /加/ }).first().click();
    await room.step('close', 'dot-vote');
    await sees('请先看大屏');
    expect(room.facilitator.stage.stage.counts.submitted[vote]).toBe(2);
  });

  it('[J14] [B7] asks for the code of a card where cards are asked for, and keeps the ballot while it is typed again', async () => {
    const withCards = await Room.open(server, { joinMode: 'seat-card' });
    const { sessionId, facilitatorToken } = withCards.session;
    const { body } = await call<{ cards: { code: string }[] }>(server.origin, `/api/sessions/${sessionId}/seats`, {
      token: facilitatorToken,
      body: { count: 1 },
    });
    await withCards.step('open', 'collect');
    await openTablet(withCards);
    await press('开始');
    await page.getByRole('textbox').fill(secret);
    await press('交上去');
    await sees('请输入卡上的号');
    expect.soft(await lookAt(page, 'kiosk-card', { limits: phoneLimits, worst, axe: true })).toEqual([]);
    await page.getByRole('textbox').fill('ZZZZ ZZZZ');
    await press('交上去');
    await sees('没有这张卡');
    await page.getByRole('textbox').fill(body.cards[0]!.code.toLowerCase());
    await press('交上去');
    await sees('请交给下一位');
    for (const one of [secret, body.cards[0]!.code, body.cards[0]!.code.toLowerCase()]) expect(await traces()).not.toContain(one);
    withCards.close();
  });

  it('[B18] [B8] asks who has a card where there are some: with one it speaks for that seat, without for somebody new', async () => {
    const { sessionId, facilitatorToken } = room.session;
    await room.group([{ title: '夜里的路灯' }, { title: '老人午饭' }]);
    await room.openVote('dot-vote');
    const vote = room.exerciseOf('dot-vote');
    await openTablet();
    await sees('轮到您了，请坐');
    // The cards are made while the tablet is there already.
    const { body } = await call<{ cards: { code: string }[] }>(server.origin, `/api/sessions/${sessionId}/seats`, {
      token: facilitatorToken,
      body: { count: 1 },
    });
    const { code } = body.cards[0]!;
    const fillIn = async () => {
      const looked = page.waitForResponse((response) => response.url().includes('/api/join/'));
      await press('开始');
      await looked;
      await page.getByRole('button', { name: /加/ }).first().click();
      await page.locator('footer button.primary, .primary').last().click();
      await sees('有卡？请输入卡上的号');
    };
    const counted = (kiosk: number) => eventually(() => expect(room.facilitator.stage.stage.counts.byChannel[vote]).toEqual({ kiosk }));
    await fillIn();
    expect.soft(await lookAt(page, 'kiosk-any-card', { limits: phoneLimits, worst, axe: true })).toEqual([]);
    await press('没有卡，直接交');
    await sees('请交给下一位');
    await press('下一位');
    await counted(1);
    for (const typed of [code.toLowerCase(), `${code.slice(0, 4)} ${code.slice(4)}`]) {
      await fillIn();
      await page.getByRole('textbox').fill('ZZZZ ZZZZ');
      await press('用卡交上去');
      await sees('没有这张卡');
      expect(await page.getByRole('textbox').inputValue()).not.toContain(code);
      await page.getByRole('textbox').fill(typed);
      await press('用卡交上去');
      await sees('请交给下一位');
      for (const one of [code, code.toLowerCase(), typed]) expect(await traces()).not.toContain(one);
      await press('下一位');
      // The same card twice is one ballot.
      await counted(2);
    }
    await fillIn();
    await page.getByRole('textbox').fill(code);
    await press('清掉');
    await sees('轮到您了，请坐');
    expect(await traces()).not.toContain(code);
    await counted(2);
  });

  it('[B17] [S4] is ended by its number in the middle of somebody’s note, says so, and shows nothing of them', async () => {
    await room.step('open', 'collect');
    await openTablet();
    const facilitator = await openPage(browser, `${server.origin}${room.paths.facilitator}`, { viewport: laptopSize });
    await facilitator.getByRole('button', { name: '不记名卡、平板' }).click();
    await facilitator.getByRole('button', { name: '再开一台' }).click();
    await facilitator.getByRole('listitem').filter({ hasText: '平板 2' }).getByText('没连上').waitFor();
    await facilitator.getByRole('listitem').filter({ hasText: '平板 1' }).getByText('连着').waitFor();
    await facilitator.getByRole('heading', { name: '平板 2' }).waitFor();
    await sees('平板 1');
    await inBothLanguages(facilitator, async (language) => {
      expect
        .soft(await lookAt(facilitator, `facilitator-tablets-${language}`, { limits: { ...tableLimits, whole: false }, worst, axe: true }))
        .toEqual([]);
    });
    await press('开始');
    await page.getByRole('textbox').fill(secret);
    await facilitator.getByRole('button', { name: '停用平板 1' }).click();
    await facilitator.getByText('平板 1 会停下').waitFor();
    await facilitator.screenshot({ path: artefact('faces/facilitator-tablet-ending.png') });
    await facilitator.getByRole('listitem').filter({ hasText: '平板 1' }).getByRole('button', { name: '停用', exact: true }).click();
    await sees('这台平板停用了');
    expect(await traces()).not.toContain(secret);
    expect(await page.getByRole('button', { name: '清掉' }).count()).toBe(0);
    await page.reload();
    await sees('这台平板停用了');
    await facilitator.getByRole('listitem').filter({ hasText: '平板 1' }).waitFor({ state: 'detached' });
    expect(await facilitator.getByRole('listitem').filter({ hasText: '平板 2' }).count()).toBe(1);
    expect(room.facilitator.stage.stage.counts.notes).toEqual({});
    await facilitator.context().close();
  });

  it('[S4] a tablet that was stopped says so', async () => {
    await openTablet();
    await sees('请先看大屏');
    await room.facilitator.commander.must('token:revoke', { role: 'kiosk' });
    await sees('这台平板停用了');
  });
});
