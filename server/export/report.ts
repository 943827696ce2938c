import { createHash } from 'node:crypto';
import { dayOf } from '../../shared/day.ts';
import { checkCodeOf } from '../../shared/check-code.ts';
import type { NeedRecords, RecordNeed, RecordNote } from '../../shared/need-record.ts';
import { inOrder } from '../../shared/read-records.ts';
import type { Locale } from '../../shared/refusal.ts';
import { escaped } from './escaped.ts';
import { chartSections } from './report-charts.ts';
import { reportStyle } from './report-style.ts';
import { linesOf } from './text-width.ts';
import { castingOf } from './words/casting-words.ts';
import { reportWords } from './words/report-words.ts';
import { listed, named, vocabulary } from './words/vocabulary.ts';

/** More of them is no page that anybody reads in a stairwell. */
const onPaperMax = 8;
/** Of one sheet of A4, what head and foot leave; widths are of the columns in widths of a digit, as `report-style.ts` prints them. */
const paper = { lines: 43, title: 40, quote: 44, stage: 26, foot: 96, quoteLinesMax: 2, wordsLinesMax: 2 };
const quotesMax = 2;
/** The page asks for nothing, and nothing on it runs. */
const unscripted = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** SHA-256 in base64 of what styles the page, for who hands it out under a policy of its own. */
export const reportStyleHash = createHash('sha256').update(reportStyle).digest('base64');

/** [E5] One page for residents that needs no network and runs nothing: our needs in our own words, how far each is, and when they hear more. */
export function reportHtml(bundle: NeedRecords, locale: Locale): string {
  const words = reportWords[locale];
  const { session } = bundle;
  const casting = castingLine(bundle, locale);
  const needs = inOrder(bundle.needs);
  const fitting = fittingOnPaper(needs, bundle, paper.lines - linesOf(casting, paper.foot));
  const [first, rest] = [needs.slice(0, fitting), needs.slice(fitting)];
  const row = (heading: 'h2' | 'h3') => (need: RecordNeed) => rowOf(need, bundle, { heading, locale });
  const where = [session.communityName, session.place, dayOf(session.heldAt)].filter((part) => part !== null).map(isolated);
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${unscripted}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(`${words.heading} · ${session.title}`)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<header>
<h1>${words.heading}</h1>
<p class="title">${isolated(session.title)}</p>
<p>${where.join(' · ')}</p>
<p>${words.heads(session)}</p>
${session.rehearsal ? `<p class="practice">${words.practice}</p>` : ''}
</header>
${tableOf(first.map(row('h2')), locale)}
${rest.length > 0 ? `<section class="screen"><h2>${words.others(rest.length)}</h2>${tableOf(rest.map(row('h3')), locale)}</section>` : ''}
${rest.length > 0 ? `<p class="paper">${words.onlyHere(rest.length)}</p>` : ''}
${chartSections(bundle, locale)}
<footer><p>${words.promises}</p>${casting === '' ? '' : `<p>${casting}</p>`}<p>${[words.made(dayOf(bundle.generatedAt)), ...(session.logHead ? [words.checkCode(checkCodeOf(session.logHead))] : [])].join(' · ')}</p></footer>
</main>
</body>
</html>
`;
}

/** [W20] How ballots were cast and what was promised; nothing where none was. */
function castingLine(bundle: NeedRecords, locale: Locale): string {
  const casting = castingOf(bundle, locale);
  if (!casting) return '';
  return [casting.how, casting.promised, casting.notPromised].filter((part) => part !== '').join(locale === 'zh-CN' ? '' : ' ');
}

/** How many of the first needs fit onto one sheet. */
function fittingOnPaper(needs: readonly RecordNeed[], bundle: NeedRecords, linesMax: number): number {
  let lines = 0;
  const end = needs.slice(0, onPaperMax).findIndex((need) => (lines += linesOnPaper(need, bundle)) > linesMax);
  return end === -1 ? Math.min(onPaperMax, needs.length) : Math.max(1, end);
}

function linesOnPaper(need: RecordNeed, { notes, responders, responses }: NeedRecords): number {
  const quotes = quotable(notes, need).slice(0, quotesMax);
  const quoteLines = quotes.reduce((sum, { text }) => sum + Math.min(paper.quoteLinesMax, linesOf(text ?? '', paper.quote)) + 0.2, 0);
  const asked = 1 + 1.2 * linesOf(need.title, paper.title) + quoteLines + 1;
  const said = [need.stageReason, need.reply].filter((text) => text !== null && text !== '');
  const names = responses.flatMap(({ needId, responderId }) =>
    needId === need.id ? (responders.find(({ id }) => id === responderId)?.name ?? []) : [],
  );
  const acting = names.length > 0 ? Math.min(paper.wordsLinesMax, linesOf(names.join('、'), paper.stage) + 1) : 0;
  const stage = 1 + said.reduce((sum, text) => sum + Math.min(paper.wordsLinesMax, linesOf(text!, paper.stage)), 0) + acting;
  return Math.max(asked, stage) + 0.6;
}

/** A hidden note is quoted nowhere. */
function quotable(notes: readonly RecordNote[], need: RecordNeed): RecordNote[] {
  return notes.filter((note) => note.needId === need.id && !note.hidden && note.text !== null);
}

function tableOf(rows: readonly string[], locale: Locale): string {
  const { asked, stage, next } = reportWords[locale].columns;
  const head = `<thead><tr><th scope="col">${asked}</th><th scope="col">${stage}</th><th scope="col">${next}</th></tr></thead>`;
  return `<table class="needs">${head}<tbody>${rows.join('')}</tbody></table>`;
}

function rowOf(
  need: RecordNeed,
  { notes, responders, responses }: NeedRecords,
  { heading, locale }: { heading: 'h2' | 'h3'; locale: Locale },
): string {
  const words = reportWords[locale];
  const own = quotable(notes, need);
  const acting = responses.filter(({ needId, role }) => needId === need.id && role !== 'monitor');
  const names = acting.flatMap(({ responderId }) => responders.find(({ id }) => id === responderId)?.name ?? []);
  const marks = [
    need.number === null ? null : words.number(need.number),
    need.priorityRank === null ? null : words.place(need.priorityRank, need.rankTied === true),
    need.shortListed ? words.shortListed : null,
    need.minorityStrong ? words.minority : null,
  ].filter((mark) => mark !== null);
  const said = [need.stageReason, need.reply].filter((text) => text !== null && text !== '').map((text) => `<p>${isolated(text!)}</p>`);
  return `<tr>
<td data-of="${words.columns.asked}"><p class="marks">${marks.join(' · ')}</p><${heading} class="need">${isolated(need.title)}</${heading}>${quotesOf(own, locale)}</td>
<td data-of="${words.columns.stage}"><p class="stage ${need.stage}">${named(vocabulary.stages, need.stage, locale)}</p>${said.join('')}${
    names.length > 0 ? `<p>${words.acts(escaped(listed([...new Set(names)], locale) ?? ''))}</p>` : ''
  }</td>
<td data-of="${words.columns.next}">${need.nextWord === null ? '—' : timeOf(need.nextWord.slice(0, 10), locale)}</td>
</tr>`;
}

function timeOf(day: string, locale: Locale): string {
  return `<time datetime="${escaped(day)}">${escaped(reportWords[locale].day(day))}</time>`;
}

function quotesOf(notes: readonly RecordNote[], locale: Locale): string {
  const words = reportWords[locale];
  if (notes.length === 0) return `<p class="more">${words.noQuotes}</p>`;
  const shown = notes
    .slice(0, quotesMax)
    .map(({ text, lang }) => `<blockquote${langOf(lang)} dir="auto">${escaped(text ?? '')}</blockquote>`);
  const more = notes.length - shown.length;
  return `${shown.join('')}${more > 0 ? `<p class="more">${words.more(more)}</p>` : ''}`;
}

function langOf(lang: string | null): string {
  return lang === null ? '' : ` lang="${escaped(lang)}"`;
}

/** A text in its own direction: nothing beside it is turned round. */
function isolated(text: string): string {
  return `<bdi>${escaped(text)}</bdi>`;
}
