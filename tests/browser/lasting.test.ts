import type { Browser, Page } from 'playwright-core';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type decode from 'jsqr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ListedSession } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { aBundle, textOf } from '../support/bundles.ts';
import { call } from '../support/clients.ts';
import { inBothLanguages, lookAt, openPage, phoneLimits, roomOrigin, tableLimits, type Worst } from '../support/faces.ts';
import { download, heldWorkshop } from '../support/held-workshop.ts';
import { axeViolations, measure } from '../support/measure.ts';
import { inked, readQr, renderPdf } from '../support/pdf.ts';
import { readCodes } from '../support/qr.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const decoder = readFileSync(createRequire(import.meta.url).resolve('jsqr'), 'utf8');
const small = { width: 1366, height: 768 };
const long = '晚上七点以后从三号楼到五号楼的那一段路全黑，老人下楼要摸着墙走，去年冬天已经摔过两个人，请快一点修好';

describe('what a laptop took home goes on in a server that stays', { timeout: 60_000 }, () => {
  let browser: Browser;
  let laptop: TestApp;
  let hosted: RunningServer;
  let held: Room;
  let desk: Page;
  let json: Buffer;
  let code: string;
  const worst: Worst = {};

  beforeAll(async () => {
    [browser, laptop, hosted] = await Promise.all([
      launchBrowser(),
      startApp(),
      startServer({ args: ['--public-url', 'http://yishi.test'] }),
    ]);
    held = await heldWorkshop(laptop, { place: '东风七社区活动室', heldOn: '2026-11-20' }, ['dot-vote']);
    json = Buffer.from((await download(held, 'needs.json')).bytes);
    desk = await openPage(browser, `${roomOrigin(hosted.origin)}/desk#k=${hosted.key}`, { viewport: small });
  }, 60_000);
  afterAll(async () => {
    held.close();
    await browser.close();
    await laptop.close();
    await hosted.stop();
  });

  const look = (page: Page, name: string) =>
    inBothLanguages(page, async (language) => {
      expect.soft(await lookAt(page, `${name}-${language}`, { limits: tableLimits, worst, axe: true })).toEqual([]);
    });
  const choose = (name: string, buffer: Buffer) =>
    desk.getByLabel('导入记录').setInputFiles({ name, mimeType: 'application/json', buffer });

  /** The picture as a group chat gets it: its size, how much of it is drawn on, and what a decoder that is not ours reads in it. */
  async function savedPicture(page: Page, name: string) {
    await page.getByRole('button', { name: '存成图片' }).click();
    const image = page.getByRole('img', { name: /发到群里的图片/ });
    await image.waitFor();
    await page.evaluate(decoder);
    const { png, ...seen } = await image.evaluate(async (element: HTMLImageElement) => {
      await element.decode();
      const { naturalWidth: width, naturalHeight: height } = element;
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d')!;
      context.drawImage(element, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      let inked = 0;
      for (let i = 0; i < data.length; i += 4) if (data[i]! < 100 && data[i + 1]! < 100) inked += 1;
      const { jsQR } = globalThis as unknown as { jsQR: typeof decode };
      const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
      const png = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      return { png, width, height, inked: inked / (width * height), says: jsQR(data, width, height)?.data ?? null };
    });
    writeFileSync(artefact(`lasting/${name}.png`), Buffer.from(png, 'base64'));
    return seen;
  }

  it('[E10] a file field takes the records; what is not taken is said in a sentence that is read out', async () => {
    await desk.getByLabel('导入记录').waitFor();
    await choose('needs.json', json.subarray(0, 2_000));
    await desk.getByRole('alert').filter({ hasText: '后面断了' }).waitFor();
    await look(desk, 'desk-import');
    await desk.getByLabel('导入记录').focus();
    expect(await desk.evaluate(() => document.activeElement?.getAttribute('aria-describedby'))).toContain('import-refused');
    await choose('needs.json', json);
    await desk.getByRole('heading', { name: /东风七社区 居民需求工作坊/ }).waitFor();
    await desk.getByText('导入的', { exact: true }).waitFor();
    const { body } = await call<{ sessions: ListedSession[] }>(hosted.origin, '/api/sessions', { token: hosted.key });
    code = body.sessions[0]!.joinCode;
    await desk.getByRole('region', { name: '告诉大家办得怎样' }).scrollIntoViewIfNeeded();
    await look(desk, 'desk-imported');
    expect(await desk.getByRole('link', { name: /大屏|主持人/ }).count()).toBe(0);
    expect(await readCodes(desk, '.qr svg', 'faces/desk-lasting-qr.png')).toEqual([`http://yishi.test/r/${code}`]);
  });

  it('[E12] the code leads a phone there, and what staff fill in is seen at the next look', async () => {
    const phone = await openPage(browser, `${roomOrigin(hosted.origin)}/j/${code}`);
    await phone.waitForURL(`**/r/${code}`);
    await phone.getByRole('heading', { name: '您提的，办得怎样' }).waitFor();
    const { findings } = await measure(phone, { contrast: 7, type: 18 });
    expect.soft([...findings, ...(await axeViolations(phone))]).toEqual([]);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await phone.screenshot({ path: artefact('lasting/report-390.png') });
    await phone.screenshot({ path: artefact('lasting/report-390-whole.png'), fullPage: true });
    const [need] = (JSON.parse(json.toString()) as { needs: { id: string; title: string }[] }).needs;
    const { body } = await call<{ sessions: ListedSession[] }>(hosted.origin, '/api/sessions', { token: hosted.key });
    await call(hosted.origin, `/api/sessions/${body.sessions[0]!.sessionId}/needs/${need!.id}`, {
      method: 'PATCH',
      token: hosted.key,
      body: { stage: 'taken-on', reply: '物业已经买了新灯。', nextWord: '2026-12-24' },
    });
    await phone.goto(`${roomOrigin(hosted.origin)}/r/${code}`);
    const row = phone.getByRole('row', { name: /物业已经买了新灯/ });
    await row.getByText('有人接手').waitFor();
    await row.getByText('2026年12月24日').waitFor();
  });

  it('[E13] the picture is whole and its QR is read; the sheet for the stairwell is one sheet of A4', async (context) => {
    const picture = await savedPicture(desk, 'picture');
    expect(picture).toMatchObject({ width: 1080, says: `http://yishi.test/r/${code}` });
    expect(picture.inked).toBeGreaterThan(0.01);
    await desk.getByRole('button', { name: '楼道里贴一张' }).click();
    await desk.locator('.sheet').waitFor();
    await look(desk, 'desk-stairwell');
    const pdf = await desk.pdf({ path: artefact('print/stairwell.pdf'), preferCSSPageSize: true, printBackground: true });
    const pages = (await renderPdf(pdf, 'stairwell')) ?? context.skip('pdfium cannot be loaded here');
    expect(pages.map(({ size }) => size)).toEqual([{ width: 210, height: 297 }]);
    expect(inked(pages[0]!)).toBeGreaterThan(0.01);
    expect(readQr(pages[0]!, { x: 0, y: 0.6, width: 0.5, height: 0.4 })).toBe(`http://yishi.test/r/${code}`);
  });

  it('[E13] long titles wrap on the picture and on paper, and nothing is clipped', async () => {
    const bundle = aBundle({
      session: { ...aBundle().session, id: 'aSessionOfLongOnes', title: long + long },
      needs: Array.from({ length: 7 }, (_, i) => ({ id: `need-long-${i}`, number: i + 1, title: long, nextWord: '2026-12-24' })),
      notes: [],
    });
    await desk.getByRole('button', { name: '所有工作坊' }).click();
    await desk.getByText('导入的', { exact: true }).waitFor();
    await look(desk, 'desk-imported-list');
    await choose('needs.json', Buffer.from(textOf(bundle)));
    await desk.getByRole('button', { name: '楼道里贴一张' }).click();
    const sheet = desk.locator('.sheet');
    await sheet.waitFor();
    expect(await sheet.evaluate((box) => [box.scrollHeight > box.clientHeight + 1, box.scrollWidth > box.clientWidth + 1])).toEqual([
      false,
      false,
    ]);
    await sheet.screenshot({ path: artefact('lasting/stairwell-long.png') });
    const { height, says } = await savedPicture(desk, 'picture-long');
    expect(height).toBeGreaterThan(2_000);
    expect(says).toMatch(/^http:\/\/yishi\.test\/r\//);
  });

  it('[E12] a phone that was in the room is shown the way once it has ended', async () => {
    const room = await Room.open({ origin: laptop.origin, key: testKey });
    const phone = await openPage(browser, `${laptop.origin}/j/${room.session.joinCode}`);
    await phone
      .getByText(/进来|欢迎|写/)
      .first()
      .waitFor();
    await room.facilitator.commander.must('session:end', {});
    const link = phone.getByRole('link', { name: '看办得怎样' });
    await link.waitFor();
    expect.soft(await lookAt(phone, 'phone-in-room-report', { limits: phoneLimits, worst, axe: true })).toEqual([]);
    await link.click();
    await phone.waitForURL(`**/r/${room.session.joinCode}`);
    room.close();
  });

  it('[E13] where the address does not last there is no QR, on the page and on the picture; a phone finds its way to the report', async () => {
    const own = await openPage(browser, `${laptop.origin}/desk/${held.session.sessionId}#k=${testKey}`, { viewport: small });
    const picture = await savedPicture(own, 'picture-laptop');
    expect(picture).toMatchObject({ width: 1080, says: null });
    expect(await own.getByRole('button', { name: '楼道里贴一张' }).count()).toBe(0);
    const phone = await openPage(browser, `${laptop.origin}/j/${held.session.joinCode}`);
    const link = phone.getByRole('link', { name: '看办得怎样' });
    await link.waitFor();
    expect.soft(await lookAt(phone, 'phone-ended-report', { limits: phoneLimits, worst, axe: true })).toEqual([]);
    await link.click();
    await phone.waitForURL(`**/r/${held.session.joinCode}`);
    await phone.getByRole('heading', { name: '您提的，办得怎样' }).waitFor();
  });
});
