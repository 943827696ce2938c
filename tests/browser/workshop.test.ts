import type { Browser, Page } from 'playwright-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedSession } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { makeSession, Phone } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { isOverTls } from '../support/over-tls.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const phoneSize = { width: 390, height: 844 };
const laptopSize = { width: 1440, height: 900 };
const screenSize = { width: 1920, height: 1080 };

const written = { a: '三号楼门口的灯又坏了', b: '中午一个人懒得做饭，想有个饭桌', later: '放学到下班那两个钟头没人看孩子' };

describe('two phones, a facilitator and a projector in Chromium, on a plain http origin of the room', () => {
  let browser: Browser;
  let server: RunningServer;
  let origin: string;
  let session: CreatedSession;
  let facilitator: Page;
  let projector: Page;
  let a: Page;
  let b: Page;
  /** Residents without a browser, so that there are ballots enough to be counted. */
  let others: Phone[] = [];
  const problems: string[] = [];
  const dir = mkdtempSync(join(tmpdir(), 'yishi-browser-'));

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ dir })]);
    origin = server.origin.replace('localhost', 'yishi.test');
    session = await makeSession(server.origin, server.key, { title: '槐树里社区 居民需求工作坊', template: 'old-estate' });
    projector = await open(`/p/${session.sessionId}#t=${session.projectorToken}`, screenSize);
    facilitator = await open(`/f/${session.sessionId}#t=${session.facilitatorToken}`, laptopSize);
    a = await open(`/j/${session.joinCode}`, phoneSize);
    b = await open(`/j/${session.joinCode}`, phoneSize);
    others = await Promise.all([1, 2, 3, 4].map(() => Phone.join(server.origin, session.sessionId)));
  }, 60_000);
  afterAll(async () => {
    for (const phone of others) phone.close();
    await browser.close();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  async function open(path: string, viewport: { width: number; height: number }): Promise<Page> {
    const context = await browser.newContext({ viewport, locale: 'zh-CN', reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(`${path}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/ERR_CONNECTION_(REFUSED|CLOSED)|ERR_EMPTY_RESPONSE|WebSocket connection/.test(message.text()))
        problems.push(`${path}: ${message.text()}`);
    });
    await page.goto(`${origin}${path}`);
    return page;
  }

  /** A picture of each face, for people to look at. */
  async function pictures(step: string): Promise<void> {
    const faces = { projector, facilitator, 'phone-a': a, 'phone-b': b };
    await Promise.all(Object.entries(faces).map(([name, page]) => page.screenshot({ path: artefact(`workshop/${step}-${name}.png`) })));
  }

  const button = (page: Page, name: RegExp | string) => page.getByRole('button', { name });
  const sees = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: 10_000 });
  /** Closes what is open. The page asks once while somebody is not done, and takes no double tap for an answer. */
  async function stop(label: RegExp): Promise<void> {
    const anyway = button(facilitator, /^就现在/);
    await button(facilitator, label).first().click();
    await eventually(
      async () => {
        if (await anyway.isVisible()) await anyway.click();
        expect(await anyway.or(button(facilitator, label)).count()).toBe(0);
      },
      { withinMs: 10_000 },
    );
  }
  const reloadAll = () => Promise.all([a, b, facilitator, projector].map((page) => page.reload()));

  it('joins two phones by their code, outside of any secure context; no secret stays in an address bar', async () => {
    expect(await a.evaluate(() => window.isSecureContext)).toBe(isOverTls);
    await sees(projector, session.joinCode);
    await sees(a, '不用登记，不留名字和电话。');
    await pictures('1-joined');
    expect(facilitator.url()).not.toContain(session.facilitatorToken);
    expect(projector.url()).not.toContain(session.projectorToken);
  });

  it('[N3] [D1] takes notes in silence: delivered on the phone, counted on the projector, shown nowhere', async () => {
    await button(facilitator, /^开始：写一写/).click();
    await write(a, written.a);
    await write(b, written.b);
    await sees(a, '已送到');
    await eventually(async () => expect(await projector.locator('body').innerText()).toMatch(/2/));
    expect(await projector.locator('body').innerText()).not.toContain(written.a);
    await pictures('2-writing');
  });

  async function write(page: Page, text: string): Promise<void> {
    const letter = page.getByRole('textbox', { name: '写一张' });
    const enter = button(page, '写一张');
    await letter.or(enter).first().waitFor();
    if (!(await letter.isVisible())) await enter.first().click();
    await letter.fill(text);
    await button(page, '送出这一张').click();
  }

  it('[D4] keeps everything through a reload of all four pages', async () => {
    await reloadAll();
    await sees(a, written.a);
    await sees(b, written.b);
    await sees(a, '已送到');
    await sees(facilitator, '正在进行');
  });

  it('puts a note on the projector within a second of the tap, once the notes are turned over', async () => {
    await button(facilitator, '先翻开，接着写').click();
    await sees(projector, written.a);
    await write(b, written.later.slice(0, 4));
    await b.getByText('已上大屏').first().waitFor();
    const letter = a.getByRole('textbox', { name: '写一张' });
    if (!(await letter.isVisible())) await button(a, '写一张').first().click();
    await letter.fill(written.later);
    const tapped = performance.now();
    await Promise.all([projector.getByText(written.later).first().waitFor({ timeout: 5000 }), button(a, '送出这一张').click()]);
    expect(performance.now() - tapped).toBeLessThan(1000);
    // The phone says so of this very note.
    await eventually(async () => expect(await a.getByText('已上大屏').count()).toBe(2));
    await pictures('3-revealed');
  });

  it('[G1] groups notes into numbered needs before the eyes of the room', async () => {
    await stop(/^停笔/);
    await button(facilitator, '合成一件').first().click();
    for (const [title, note] of [
      ['夜里的路灯', written.a],
      ['老人午饭', written.b],
      ['放学后有人看', written.later],
    ] as const) {
      await facilitator.getByRole('button', { name: note, exact: true }).click();
      await facilitator.getByRole('textbox', { name: '给这件起个名' }).fill(title);
      await facilitator.locator('form').getByRole('button', { name: '合成一件' }).click();
      await sees(projector, title);
    }
    await pictures('4-grouped');
    await reloadAll();
    await sees(projector, '放学后有人看');
    await button(facilitator, '合成一件').first().click();
    await sees(facilitator, '夜里的路灯');
    await button(facilitator, '现在').first().click();
  });

  it('[B1] [S3] puts dots in secret; − and + cannot overspend; a sent ballot says only that it arrived', async () => {
    await button(facilitator, /^开始：贴圆点/)
      .first()
      .click();
    for (const page of [a, b]) {
      const plus = plusOf(page, '夜里的路灯');
      const enter = page.getByRole('button', { name: '投票', exact: true });
      await plus.or(enter).first().waitFor();
      if (await enter.isVisible()) await enter.click();
    }
    for (let i = 0; i < 3; i += 1) await plusOf(a, '夜里的路灯').click();
    expect(await plusOf(a, '夜里的路灯').isDisabled()).toBe(true);
    for (let i = 0; i < 2; i += 1) await plusOf(a, '老人午饭').click();
    expect(await plusOf(a, '放学后有人看').isDisabled()).toBe(true);
    await plusOf(b, '放学后有人看').click();
    await pictures('5-voting');
    for (const page of [a, b]) await button(page, '贴好了，送出').click();
    for (const page of [a, b]) await sees(page, '投票单已送到');
    expect(await a.locator('main').innerText()).not.toMatch(/3 票/);
    expect(await projector.locator('body').innerText()).not.toMatch(/(夜里的路灯|老人午饭|放学后有人看)\s*\d+ 票/);
    await pictures('6-voted');
  });

  const plusOf = (page: Page, need: string) => page.getByRole('button', { name: new RegExp(`^${plusWord}.*${need}`) });
  const plusWord = '加一';

  it('[D4] [F63] survives a kill -9 of the server in the middle of the vote; the pages come back by themselves', async () => {
    const port = new URL(server.origin).port;
    await server.kill();
    await sees(a, '没连上，您写的还在，正在重试。');
    await pictures('7-server-gone');
    server = await startServer({ dir, args: ['--port', port] });
    await a.getByText('没连上，您写的还在，正在重试。').first().waitFor({ state: 'hidden', timeout: 20_000 });
    const exerciseId = others[0]!.stage.stage.session!.current!;
    for (const phone of others) phone.close();
    others = others.map(
      (phone) => new Phone(server.origin, session.sessionId, { participantId: phone.participantId, token: phone.token, alias: '' }),
    );
    for (const phone of others) {
      await phone.commander.must('ballot:cast', {
        exerciseId,
        ballot: { kind: 'dot-vote', dots: { [await needId('夜里的路灯')]: 2, [await needId('老人午饭')]: 1 } },
      });
    }
    await sees(a, '投票单已送到');
    await sees(facilitator, '大家都好了');
    await stop(/^停止投票/);
    await button(facilitator, /^揭晓/).waitFor();
  });

  async function needId(title: string): Promise<string> {
    const stage = others[0]!.stage;
    await stage.synced;
    await eventually(() => expect(stage.stage.exercises.some(({ kind, options }) => kind === 'dot-vote' && options)).toBe(true));
    return exerciseOf(stage.stage, 'dot-vote').options!.find((option) => option.title === title)!.needId;
  }

  it('[T1] reveals: the order, the votes and the people are on the projector and the phones', async () => {
    await button(facilitator, /^揭晓/).click();
    await sees(projector, '11 票');
    await sees(a, '夜里的路灯');
    await pictures('8-result');
    const screen = await projector.locator('body').innerText();
    // 3 + 4 × 2 = 11, 2 + 4 × 1 = 6, 1
    expect(screen.indexOf('夜里的路灯')).toBeLessThan(screen.indexOf('老人午饭'));
    expect(screen.indexOf('老人午饭')).toBeLessThan(screen.indexOf('放学后有人看'));
  });

  it('[R4] the desk shows the ranked needs and hands out the files', async () => {
    const desk = await (await browser.newContext({ viewport: laptopSize, locale: 'zh-CN', acceptDownloads: true })).newPage();
    await desk.goto(`${server.origin}/desk#k=${server.key}`);
    await desk.getByText('槐树里社区 居民需求工作坊').first().waitFor();
    await desk
      .getByRole('button', { name: /^(打开|需求记录)/ })
      .first()
      .click();
    await desk.getByText('夜里的路灯').first().waitFor();
    await desk.screenshot({ path: artefact('workshop/9-desk.png'), fullPage: true });
    await desk.getByText('更多格式').click();
    for (const [button, name] of [
      ['会议记录（Word）', /^槐树里社区 居民需求工作坊 会议记录 \d{4}-\d{2}-\d{2}\.docx$/],
      ['需求表（Excel）', /需求表 .*\.xlsx$/],
      ['给居民的一页', /回音 .*\.html$/],
      ['表格（CSV）', /\.csv$/],
      ['需求记录（JSON）', /\.json$/],
      ['数据包（研究用）', /\.zip$/],
      ['记录链（核对用）', /\.zip$/],
    ] as const) {
      const [download] = await Promise.all([desk.waitForEvent('download'), desk.getByRole('button', { name: button }).click()]);
      expect(download.suggestedFilename()).toMatch(name);
    }
    expect(desk.url()).not.toContain(server.key);
  });

  it('no page had an error', () => {
    expect(problems).toEqual([]);
  });
});
