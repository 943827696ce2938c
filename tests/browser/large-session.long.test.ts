import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFile } from '../../server/export/make-file.ts';
import { buildNeedRecords } from '../../shared/need-record.ts';
import { startApp, testKey } from '../support/app.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { makeSession } from '../support/clients.ts';
import { inBothLanguages, laptopSize, lookAt, openPage, tableLimits } from '../support/faces.ts';
import { heldSource } from '../support/held-source.ts';
import { largeSession } from '../support/large-session.ts';
import { axeViolations } from '../support/measure.ts';
import { inked, renderPdf } from '../support/pdf.ts';

/** Where LibreOffice or poppler is missing these tests say so and are skipped. */
const hasOffice = (() => {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' });
    execFileSync('pdftoppm', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stdout.write('skipped: LibreOffice or pdftoppm is not here, so the minutes of a large session are not rendered\n');
    return false;
  }
})();
const shareDpi = '70';

describe('[R12] a session with 26 needs, 240 notes, three exercises and five groups', { timeout: 240_000 }, () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'yishi-large-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it.skipIf(!hasOffice).for(['zh-CN', 'en'] as const)(
    '[E4] its minutes are rendered by LibreOffice, page by page: %s',
    async (language) => {
      const input = largeSession();
      const session = { ...input.session, languages: [language] };
      const { bytes } = await makeFile({ file: 'minutes.docx', ...heldSource({ ...input, session }), locale: language });
      writeFileSync(artefact(`large/minutes-${language}.docx`), bytes);
      const docx = join(dir, `minutes-${language}.docx`);
      writeFileSync(docx, bytes);
      const profile = `-env:UserInstallation=${pathToFileURL(join(dir, 'profile')).href}`;
      execFileSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', dir, docx], { stdio: 'pipe', timeout: 200_000 });
      const pages = artefact(`large/minutes-${language}/page`);
      execFileSync('pdftoppm', ['-png', '-r', shareDpi, docx.replace('.docx', '.pdf'), pages]);
      const names = readdirSync(join(pages, '..')).filter((name) => name.endsWith('.png'));
      expect(names.length).toBeGreaterThan(5);
      const text = execFileSync('pdftotext', ['-layout', docx.replace('.docx', '.pdf'), '-'], { encoding: 'utf8' });
      for (const { title } of input.needs) expect(text.replace(/\s+/g, '')).toContain(title.slice(0, 6).replace(/\s+/g, ''));
    },
  );

  it('[E5] its page for residents is one sheet on paper, with every chart on the screen', async (context) => {
    const browser = await launchBrowser();
    try {
      const { bytes } = await makeFile({ file: 'report.html', ...heldSource(largeSession()), locale: 'zh-CN' });
      const html = new TextDecoder().decode(bytes);
      writeFileSync(artefact('large/report.html'), html);
      for (const [name, width] of [
        ['desktop', 1280],
        ['phone', 390],
      ] as const) {
        const page = await browser.newPage({ viewport: { width, height: 900 } });
        await page.setContent(html);
        await page.screenshot({ path: artefact(`large/report-${name}.png`), fullPage: true });
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        expect(await axeViolations(page)).toEqual([]);
        expect(await page.locator('.chart').count()).toBe(5);
        await page.close();
      }
      const page = await browser.newPage();
      await page.setContent(html);
      const pages = (await renderPdf(await page.pdf({ preferCSSPageSize: true, printBackground: true }), 'report-large')) ?? context.skip();
      expect(pages.map(({ size }) => size)).toEqual([{ width: 210, height: 297 }]);
      expect(inked(pages[0]!)).toBeGreaterThan(0.02);
    } finally {
      await browser.close();
    }
  });

  it('[R15] its page on the desk shows each need as one would show it to a street office, whole and without violations', async () => {
    const [browser, app] = await Promise.all([launchBrowser(), startApp()]);
    try {
      const session = await makeSession(app.origin, testKey, { title: '东风地区 居民需求工作坊' });
      const records = buildNeedRecords({ ...largeSession(), digest: (text) => createHash('sha256').update(text).digest('hex') });
      const desk = await openPage(browser, 'about:blank', { viewport: laptopSize });
      await desk.route('**/needs.json', (route) => route.fulfill({ json: records }));
      await desk.goto(`${app.origin.replace('127.0.0.1', 'localhost')}/desk/${session.sessionId}#k=${testKey}`);
      await desk.locator('button.row', { hasText: '夜里的路灯' }).click();
      const facts = desk.locator('.facts');
      for (const said of [
        '第 1 件',
        '多半在第',
        '是替老人写的',
        '本地老住户：第',
        '外籍住户：人太少，不说',
        '东风七社区居委会（牵头）：报修并回访',
        '12月15日 回音',
      ])
        await facts.getByText(said).first().waitFor();
      const charts = desk.getByRole('region', { name: '看图' });
      for (const summary of (await charts.locator('details:not([open]) > summary').all()).reverse()) await summary.click();
      const wrong: string[] = [];
      await inBothLanguages(desk, async (language) => {
        wrong.push(...(await lookAt(desk, `large-desk-${language}`, { limits: tableLimits, worst: {}, axe: true })));
        await desk.screenshot({ path: artefact(`large/desk-${language}.png`), fullPage: true });
      });
      await desk.setViewportSize({ width: 700, height: 900 });
      await desk.screenshot({ path: artefact('large/desk-narrow.png'), fullPage: true });
      expect(wrong).toEqual([]);
      expect((await charts.getByRole('img').all()).length).toBeGreaterThan(100);
    } finally {
      await browser.close();
      await app.close();
    }
  });
});
