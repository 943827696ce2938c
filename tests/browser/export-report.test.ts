import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFile } from '../../server/export/make-file.ts';
import type { NeedInput, NeedRecordInput, NoteInput } from '../../shared/need-record.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { heldSource } from '../support/held-source.ts';
import { largeSession } from '../support/large-session.ts';
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

/** The same of a hall that has voted, so that the page says how. */
function votedInput(): Omit<NeedRecordInput, 'digest'> {
  const hall = largeSession();
  const needs = hall.needs.map((need) => ({ ...need, title: long.slice(0, 60), reply: long, stageReason: long, nextWord: '2026-12-15' }));
  return { ...hall, needs };
}

it.for([
  ['one', inputOf(1, (text) => text.slice(0, 12))],
  ['eight, short', inputOf(8, (text) => text.slice(0, 12))],
  ['eight, wordy', inputOf(8, (text) => text)],
  ['two hundred, wordy', inputOf(200, (text) => text)],
  ['wordy, and how ballots were cast', votedInput()],
] as const)('[E5] [W20] the page for residents prints on one sheet of A4: %s', async ([name, input], context) => {
  const { bytes } = await makeFile({ file: 'report.html', ...heldSource(input), locale: 'zh-CN' });
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.setContent(new TextDecoder().decode(bytes));
  const pdf = await page.pdf({ path: artefact(`print/report-${name}.pdf`), preferCSSPageSize: true, printBackground: true });
  await page.screenshot({ path: artefact(`print/report-${name}-phone.png`) });
  expect(asked).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.close();
  const pages = (await renderPdf(pdf, `report-${name}`)) ?? context.skip('pdfium cannot be loaded here');
  expect(pages.map(({ size }) => size)).toEqual([{ width: 210, height: 297 }]);
});
