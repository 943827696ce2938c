import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefact, launchBrowser } from '../support/browser.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { inBothLanguages, laptopSize, lookAt, openPage, phoneSize, roomOrigin, tableLimits, type Worst } from '../support/faces.ts';
import { readCodes } from '../support/qr.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

/** The name that a phone has in the room, as it keeps it. */
async function aliasOn(phone: Page): Promise<string> {
  const kept = await phone.evaluate(() =>
    localStorage.getItem(Object.keys(localStorage).find((key) => key.startsWith('yishi:seat:')) ?? ''),
  );
  return (JSON.parse(kept ?? '{}') as { alias: string }).alias;
}

const inFullWidth = (text: string) => [...text].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join('');
const worst: Worst = {};
/** A sheet of A4 at 96 dpi, as the browser prints it. */
const a4 = { width: 794, height: 1123 };

describe('seat cards', { timeout: 90_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let page: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    room = await Room.open(server);
    page = await openPage(browser, `${server.origin}${room.paths.facilitator}`, { viewport: laptopSize });
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
  const laptop = { width: 1366, height: 768 };

  it('[J7] [J8] the door says that it is paused, by how many devices exceed heads, and lets more in', async () => {
    await room.join(12);
    await room.facilitator.commander.must('session:attendance', { present: 10 });
    await page.getByText('连上的比到场的多 2 个').waitFor();
    await page.setViewportSize(laptop);
    expect.soft(await lookAt(page, 'facilitator-door', { limits: tableLimits, worst, axe: true })).toEqual([]);
    await page.getByRole('button', { name: '再放 5 个人进来' }).scrollIntoViewIfNeeded();
    await press('再放 5 个人进来');
    await page.getByText('到场的人都进来了').waitFor({ state: 'detached' });
    await room.join(1);
  });

  it('[J9] are made, seen in both languages, and printed ten to a sheet with codes that another decoder reads', async () => {
    await press('不记名卡、平板');
    await page.getByRole('spinbutton', { name: '做几张' }).fill('20');
    await page.getByRole('spinbutton', { name: '做几张' }).blur();
    await press('做 20 张新卡');
    await page.locator('.card').nth(19).waitFor();
    await page.getByText('没用 20 · 用了 0 · 作废 0').waitFor();
    for (const [name, size] of [
      ['1366', laptop],
      ['1024', { width: 1024, height: 768 }],
      ['phone', phoneSize],
    ] as const) {
      await page.setViewportSize(size);
      await page.screenshot({ path: artefact(`faces/facilitator-cards-${name}.png`) });
    }
    await page.setViewportSize(laptop);
    await inBothLanguages(page, async (language) => {
      expect
        .soft(await lookAt(page, `facilitator-cards-${language}`, { limits: { ...tableLimits, whole: false }, worst, axe: true }))
        .toEqual([]);
    });
    const urls = await page.locator('.card .code').allInnerTexts();
    const pdf = await page.pdf({ path: artefact('print/seat-cards.pdf'), preferCSSPageSize: true, printBackground: true });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(a4);
    const read = await readCodes(page, '.card .qr svg', 'print/seat-cards.png');
    const { sessionId } = room.session;
    expect(read.map((url) => url.slice(url.indexOf('/j/')))).toEqual(urls.map((code) => `/j/${sessionId}#s=${code.replace(' ', '')}`));
    for (const url of read) expect(url).toMatch(/^https?:\/\/[^/]+\/j\//);
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize(laptop);
  });

  it('[J10] [J2] a scanned card brings a person in; on another phone the same person, and the earlier one is out', async () => {
    const code = (await page.locator('.card .code').first().innerText()).replace(' ', '');
    const link = `${roomOrigin(server.origin)}/j/${room.session.sessionId}#s=${code}`;
    const first = await openPage(browser, link);
    await first.getByText('还没开始').waitFor();
    // The code is taken out of the address, and asked for by nobody's log.
    expect(first.url()).not.toContain(code);
    await page.getByText('没用 19 · 用了 1 · 作废 0').waitFor();
    const alias = await aliasOn(first);
    const second = await openPage(browser, link);
    await second.getByText('还没开始').waitFor();
    expect([typeof alias, await aliasOn(second)]).toEqual(['string', alias]);
    await first.getByText('这部手机已经离场').waitFor();
    await eventually(() => expect(room.facilitator.stage.stage.counts.joined).toBe(14));
    await Promise.all([first.context().close(), second.context().close()]);
  });

  it('[J18] a phone whose join went unanswered comes in by another card that it scans', async () => {
    const [one, other] = (await page.locator('.card .code').allInnerTexts()).slice(2, 4).map((code) => code.replace(' ', ''));
    const link = (code: string) => `${roomOrigin(server.origin)}/j/${room.session.sessionId}#s=${code}`;
    const first = await openPage(browser, `${roomOrigin(server.origin)}/`);
    const context = first.context();
    await context.route('**/participants', async (route) => {
      // The server takes it, and the answer is lost.
      await call(server.origin, new URL(route.request().url()).pathname, { body: route.request().postDataJSON() as unknown });
      await route.abort();
    });
    await first.goto(link(one!));
    await first.getByText('没连上').first().waitFor();
    await first.close();
    await context.unroute('**/participants');
    const second = await context.newPage();
    await second.goto(link(other!));
    await second.getByText('还没开始').waitFor();
    await page.getByText('没用 17 · 用了 3 · 作废 0').waitFor();
    expect(await aliasOn(second)).not.toBe('');
    await context.close();
  });

  it('[B17] a tablet’s link stands there as a code that another decoder reads', async () => {
    await press('开一台平板');
    await page.locator('.kiosks .qr svg').waitFor();
    const [link] = await readCodes(page, '.kiosks .qr svg', 'print/tablet-link.png');
    expect(link).toMatch(new RegExp(`^https?://[^/]+/k/${room.session.sessionId}#t=[A-Za-z0-9._-]+$`));
  });

  it('[J12] a lost card is voided by its number', async () => {
    const serials = await page.locator('.card .serial b').allInnerTexts();
    await page.getByRole('textbox', { name: '卡上的编号' }).fill(String(Number(serials[5])));
    await press('作废');
    await page.getByText('没用 16 · 用了 3 · 作废 1').waitFor();
    const code = (await page.locator('.card .code').nth(5).innerText()).replace(' ', '');
    const guest = await openPage(browser, `${roomOrigin(server.origin)}/j/${room.session.sessionId}#s=${code}`);
    await guest.getByText('没有这张卡，请照着卡再输一遍。').waitFor();
    await guest.context().close();
  });

  it('[J14] [J11] [F29] where cards are asked for, a phone without one asks for the code and takes it as it is typed', async () => {
    const withCards = await Room.open(server, { joinMode: 'seat-card' });
    const { cards } = (await (
      await fetch(`${server.origin}/api/sessions/${withCards.session.sessionId}/seats`, {
        method: 'POST',
        headers: { authorization: `Bearer ${withCards.session.facilitatorToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ count: 1 }),
      })
    ).json()) as { cards: { code: string }[] };
    const guest = await openPage(browser, `${roomOrigin(server.origin)}${withCards.paths.phone}`);
    await guest.getByText('请输入卡上的号').waitFor();
    await inBothLanguages(guest, async (language) => {
      await guest.screenshot({ path: artefact(`faces/phone-seat-code-${language}.png`) });
    });
    await guest.getByRole('textbox').fill('ZZZZ ZZZZ');
    await guest.getByRole('button', { name: '进会场' }).click();
    await guest.getByText('没有这张卡').waitFor();
    const { code } = cards[0]!;
    await guest
      .getByRole('textbox')
      .fill(`${code.slice(0, 4).toLowerCase()} ${code.slice(4, 6).replaceAll('0', 'O').replaceAll('1', 'l')}${inFullWidth(code.slice(6))}`);
    await guest.getByRole('button', { name: '进会场' }).click();
    await guest.getByText('还没开始').waitFor();
    await guest.context().close();
    withCards.close();
  });
});
