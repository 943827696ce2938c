import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync, zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { openPage, phoneLimits, projectorLimits, projectorSizes } from '../support/faces.ts';
import { download, heldWorkshop } from '../support/held-workshop.ts';
import { axeViolations, measure } from '../support/measure.ts';
import type { Room } from '../support/room.ts';

let browser: Browser;
let app: TestApp;
let room: Room;
let dir: string;
const inDir = (name: string) => join(dir, name);
beforeAll(async () => {
  [browser, app] = await Promise.all([launchBrowser(), startApp()]);
  dir = mkdtempSync(join(tmpdir(), 'yishi-verifier-'));
  room = await heldWorkshop(app, { ballotsForResearch: true }, ['dot-vote', 'rank']);
  for (const name of ['needs.json', 'log.zip', 'ballots.zip']) writeFileSync(inDir(name), (await download(room, name)).bytes);
  const files = unzipSync((await download(room, 'log.zip')).bytes);
  writeFileSync(inDir('verifier.html'), files['verifier.html']!);
  // One figure of one entry is another one, as somebody would have it who was there with more people.
  const lines = new TextDecoder().decode(files['log.jsonl']).split('\n');
  const told = lines.findIndex((line) => line.includes('attendance-told'));
  lines[told] = lines[told]!.replace('\\"present\\":30', '\\"present\\":90');
  writeFileSync(inDir('altered.zip'), zipSync({ ...files, 'log.jsonl': new TextEncoder().encode(lines.join('\n')) }));
  alteredLine = told + 1;
});
afterAll(async () => {
  room.close();
  await browser.close();
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});
let alteredLine = 0;

const phone = { width: 390, height: 844 };
const laptop = { width: 1366, height: 768 };

/** The verifier as it was unpacked, from a file, without a network; `said` is whatever the browser complains of, `asked` all it asks for. */
async function opened(size: { width: number; height: number }, locale = 'zh-CN'): Promise<{ page: Page; said: string[]; asked: string[] }> {
  const page = await openPage(browser, 'about:blank', { viewport: size, locale, offline: true });
  const [said, asked]: [string[], string[]] = [[], []];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(inDir('verifier.html')).href);
  return { page, said, asked };
}

const found = (page: Page, name: string) => page.locator(`.results [data-name="${name}"]`);

async function check(page: Page, files: string[], code: string): Promise<void> {
  await page.locator('#files').setInputFiles(files.map(inDir));
  await page.locator('#code').fill(code);
  await page.getByRole('button', { name: /^(核对|Check)$/ }).click();
  await page.locator('#results').waitFor();
}

const shownCode = () => room.facilitator.stage.stage.session!.head!.code;

describe('[V5] the verifier from the log’s archive, opened as a file without a network', () => {
  it.for([
    ['phone', phone, 'zh-CN'],
    ['laptop', laptop, 'en'],
  ] as const)('accepts a workshop and its counts: %s', async ([name, size, locale]) => {
    const { page, said, asked } = await opened(size, locale);
    expect(await page.evaluate(() => [isSecureContext, location.protocol])).toContain('file:');
    await check(page, ['log.zip', 'needs.json', 'ballots.zip'], shownCode().toLowerCase().replaceAll('-', ' '));
    await page.screenshot({ path: artefact(`verifier/${name}-fits.png`), fullPage: true });
    expect(await page.locator('.results li.broken').allInnerTexts()).toEqual([]);
    expect(await page.locator('#results').innerText()).toBe(locale === 'en' ? 'All that was checked fits' : '查到的都对得上');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('results');
    expect(await found(page, 'code').count()).toBe(1);
    expect(await found(page, 'recount').count()).toBe(2);
    expect(await axeViolations(page)).toEqual([]);
    expect((await measure(page, phoneLimits)).findings).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(said).toEqual([]);
    expect(asked).toEqual([pathToFileURL(inDir('verifier.html')).href]);
    await page.context().close();
  });

  it.for([
    ['phone', phone, 'zh-CN'],
    ['laptop', laptop, 'en'],
  ] as const)('[F86] names the entry that was altered: %s', async ([name, size, locale]) => {
    const { page } = await opened(size, locale);
    await check(page, ['altered.zip', 'needs.json'], 'K7MP 2XQ9 HFTR');
    await page.screenshot({ path: artefact(`verifier/${name}-altered.png`), fullPage: true });
    expect(await found(page, 'entry').innerText()).toMatch(
      locale === 'en' ? `Line ${alteredLine} (entry ${alteredLine})` : `第 ${alteredLine} 行（第 ${alteredLine} 条）`,
    );
    expect(await page.locator('.results li.broken').count()).toBe(1);
    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });

  it('[V6] is used by keyboard alone, takes what is dropped, and writes names as text', async () => {
    const { page, said } = await opened(laptop);
    const hostile = '<img src=x onerror=alert(1)>.json';
    await page.evaluate((name) => {
      const given = new DataTransfer();
      given.items.add(new File(['{}'], name));
      dispatchEvent(new DragEvent('drop', { dataTransfer: given, cancelable: true }));
    }, hostile);
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('check');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('k7mp');
    await page.keyboard.press('Enter');
    await page.locator('#results').waitFor();
    expect(await page.locator('.chosen').innerText()).toContain(hostile);
    expect(await page.locator('main img').count()).toBe(0);
    await page.locator('#language').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    expect(said).toEqual([]);
    await page.context().close();
  });
});

describe('[V5] the verifier as the server gives it', () => {
  it('runs on plain HTTP under a policy that names its script, and its hash stands beside it', async () => {
    const origin = app.origin.replace('127.0.0.1', 'yishi.test');
    const response = await fetch(`${app.origin}/verifier.html`);
    const html = await response.text();
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(await (await fetch(`${app.origin}/verifier.html.sha256`)).text()).toBe(
      `${createHash('sha256').update(html).digest('hex')}  verifier.html\n`,
    );
    const page = await openPage(browser, 'about:blank', { viewport: laptop });
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(`${origin}/verifier.html`);
    expect(await page.evaluate(() => [isSecureContext, 'subtle' in crypto])).toEqual([false, false]);
    await check(page, ['log.zip'], shownCode());
    expect(await page.locator('.results li.broken').count()).toBe(0);
    expect(await found(page, 'code').count()).toBe(1);
    // Every page asks for one; the policy has none.
    expect(said.filter((text) => !text.includes('favicon'))).toEqual([]);
    await page.context().close();
  });
});

describe('[V5] the desk', () => {
  it('leads to the verifier and says its hash', async () => {
    const desk = await openPage(browser, `${app.origin}/desk/${room.session.sessionId}#k=${testKey}`, { viewport: laptop });
    await desk.getByText('更多格式').click();
    const hash = createHash('sha256').update(await (await fetch(`${app.origin}/verifier.html`)).text()).digest('hex');
    await desk.getByText(hash).scrollIntoViewIfNeeded();
    await desk.screenshot({ path: artefact('verifier/desk.png') });
    expect(await axeViolations(desk)).toEqual([]);
    const [page] = await Promise.all([desk.context().waitForEvent('page'), desk.getByRole('link', { name: /核对记录/ }).click()]);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/verifier.html');
    await desk.context().close();
  });
});

describe('[V4] the check code', () => {
  it('stands on the projector and the facilitator’s page, and what stands there is in the log', async () => {
    const origin = app.origin.replace('127.0.0.1', 'yishi.test');
    const code = await eventually(() => {
      const head = room.facilitator.stage.stage.session?.head;
      if (!head?.moment.startsWith('ended')) throw new Error('the end is not shown yet');
      return head.code;
    });
    const projector = await openPage(browser, 'about:blank', { viewport: laptop });
    await projector.goto(`${origin}${room.paths.projector}`);
    await projector.getByText(code).waitFor();
    await projector.screenshot({ path: artefact('verifier/projector-ended.png') });
    const facilitator = await openPage(browser, 'about:blank', { viewport: laptop });
    await facilitator.goto(`${origin}${room.paths.facilitator}`);
    await facilitator.getByText(code).first().waitFor();
    await facilitator.screenshot({ path: artefact('verifier/facilitator-ended.png') });
    await room.facilitator.commander.must('session:reopen', {});
    await eventually(async () => {
      const shown = room.facilitator.stage.stage.session?.head;
      if (!shown || shown.moment.startsWith('ended')) throw new Error('the reopening is not shown yet');
      await projector.getByText(shown.code).waitFor({ timeout: 500 });
    });
    const exerciseId = room.exerciseOf('rank');
    for (const state of ['sealed', 'open'] as const) {
      if (state === 'open') await room.facilitator.commander.must('exercise:reopen', { exerciseId });
      if (state === 'open') await projector.getByText(/人投了/).first().waitFor();
      for (const size of projectorSizes) {
        await projector.setViewportSize(size);
        await projector.screenshot({ path: artefact(`verifier/projector-${state}-${size.width}.png`) });
        expect({ state, size, findings: (await measure(projector, projectorLimits)).findings }).toEqual({ state, size, findings: [] });
      }
    }
    await room.facilitator.commander.must('exercise:close', { exerciseId });
    await room.facilitator.commander.must('session:end', {});
    await projector.context().close();
    await facilitator.context().close();
  });
});
