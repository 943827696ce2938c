import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFile } from '../../server/export/make-file.ts';
import type { NeedInput, NeedRecordInput, NoteInput } from '../../shared/need-record.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { heldSource } from '../support/held-source.ts';
import { renderPdf } from '../support/pdf.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const long = '晚上七点以后从三号楼到五号楼的那一段路全黑，老人下楼要摸着墙走，去年冬天已经摔过两个人，请快一点修好，谢谢大家了。';

/** A room with so many needs, as wordy as they may be. */
function inputOf(count: number, words: (text: string) => string): Omit<NeedRecordInput, 'digest'> {
  const needs = Array.from({ length: count }, (_, i): NeedInput => {
    const reply = words(long);
    return {
      id: `need-${i}`,
      number: i + 1,
      title: words(`${i + 1} 号要办的事情${long}`.slice(0, 60)),
      reply,
      stageReason: reply,
      nextWord: '2026-12-15',
      stage: 'under-way',
    };
  });
  const notes = needs.flatMap(({ id }, i) =>
    [1, 2, 3].map((n): NoteInput => ({
      id: `note-${i}-${n}`,
      number: i * 3 + n,
      exerciseId: 'write',
      needId: id,
      text: words(`${long}${long}${long}`),
      lang: 'zh',
      kind: 'need',
      forWhom: [],
      channel: 'phone',
      hidden: false,
      referred: false,
    })),
  );
  const session = { id: 'session-1', title: words(long), place: words(long), communityName: words('东风七社区') };
  return { session, needs, notes, rounds: [], logHead: null, generatedAt: Date.UTC(2026, 10, 28), toolVersion: '0' };
}

it.for([
  ['one', 1, (text: string) => text.slice(0, 12)],
  ['eight, short', 8, (text: string) => text.slice(0, 12)],
  ['eight, wordy', 8, (text: string) => text],
  ['two hundred, wordy', 200, (text: string) => text],
] as const)('[E5] the page for residents prints on one sheet of A4: %s', async ([name, count, words], context) => {
  const { bytes } = await makeFile({ file: 'report.html', ...heldSource(inputOf(count, words)), locale: 'zh-CN' });
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.setContent(new TextDecoder().decode(bytes));
  const pdf = await page.pdf({ path: artefact(`print/report-${count}-${name}.pdf`), preferCSSPageSize: true, printBackground: true });
  await page.screenshot({ path: artefact(`print/report-${count}-${name}-phone.png`) });
  expect(asked).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.close();
  const pages = (await renderPdf(pdf, `report-${count}-${name}`)) ?? context.skip('pdfium cannot be loaded here');
  expect(pages.map(({ size }) => size)).toEqual([{ width: 210, height: 297 }]);
});
