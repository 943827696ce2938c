import { dayOf } from '../../shared/day.ts';
import type { ComparedAnswer, ComparedGroup, ComparedQuestion, ComparedRoom, Comparison } from '../../shared/comparison.ts';
import { inOneLanguage } from '../../shared/read-records.ts';
import type { Locale } from '../../shared/refusal.ts';
import { comparedNeedColumns, reasonsIn } from './comparison-columns.ts';
import { columnIn, sheetOf, type Sheet } from './sheets.ts';
import type { Cell, Column } from './table.ts';
import { comparisonWords } from './words/comparison-words.ts';
import { byChannel, named, vocabulary } from './words/vocabulary.ts';

/** 需求 · 问卷 · 人群 · 说明, then and now, in the reader's language. */
export function comparisonSheets(comparison: Comparison, locale: Locale, programme: string): Sheet[] {
  const say = (zh: string, en: string) => (locale === 'zh-CN' ? zh : en);
  return [
    sheetOf(say('需求', 'Needs'), comparedNeedColumns(comparison, locale), comparison.needs),
    sheetOf(say('问卷', 'Questions'), answerColumns(locale), answerRows(comparison)),
    sheetOf(say('人群', 'Groups'), groupColumns(locale), comparison.groups),
    sheetOf(say('说明', 'About'), roomColumns(locale), roomRows(comparison, locale, programme)),
  ];
}

interface AnswerRow {
  question: ComparedQuestion;
  answer: ComparedAnswer;
}

function answerRows({ surveys }: Comparison): AnswerRow[] {
  return surveys.flatMap((question) => question.answers.map((answer) => ({ question, answer })));
}

function answerColumns(locale: Locale): Column<AnswerRow>[] {
  const column = columnIn<AnswerRow>(locale);
  return [
    column('问题', 'Question', ({ question }) => inOneLanguage(question, locale), { width: 34, isName: true }),
    column('回答', 'Answer', ({ answer }) => inOneLanguage(answer, locale), { width: 24 }),
    column('那时人数', 'People then', ({ answer }) => answer.then?.people ?? null),
    column('现在人数', 'People now', ({ answer }) => answer.now?.people ?? null),
    column('那时比例', 'Share then', ({ answer }) => answer.then?.share ?? null, { isShare: true }),
    column('现在比例', 'Share now', ({ answer }) => answer.now?.share ?? null, { isShare: true }),
    column('那时平均', 'Mean then', ({ question }) => question.then?.mean ?? null),
    column('现在平均', 'Mean now', ({ question }) => question.now?.mean ?? null),
    column('可比吗', 'Comparable?', ({ question }) => reasonsIn(question.reasons, locale), { width: 26 }),
  ];
}

function groupColumns(locale: Locale): Column<ComparedGroup>[] {
  const column = columnIn<ComparedGroup>(locale);
  const people = (side: ComparedGroup['then']): Cell => (side?.suppressed ? comparisonWords.tooFew[locale] : (side?.people ?? null));
  return [
    column('属性', 'Question', ({ title }) => title, { width: 24 }),
    column('人群', 'Group', (group) => inOneLanguage(group, locale), { width: 20, isName: true }),
    column('那时人数', 'People then', ({ then }) => people(then), { width: 14 }),
    column('现在人数', 'People now', ({ now }) => people(now), { width: 14 }),
  ];
}

type RoomRow = readonly [what: string, then: Cell, now: Cell];

function roomColumns(locale: Locale): Column<RoomRow>[] {
  const column = columnIn<RoomRow>(locale);
  return [
    column('内容', 'What', ([what]) => what, { width: 20, isName: true }),
    column('那时', 'Then', ([, then]) => then, { width: 40 }),
    column('现在', 'Now', ([, , now]) => now, { width: 40 }),
  ];
}

function roomRows({ then, now }: Comparison, locale: Locale, programme: string): RoomRow[] {
  const say = (zh: string, en: string) => (locale === 'zh-CN' ? zh : en);
  const row = (what: string, cell: (room: ComparedRoom) => Cell): RoomRow => [what, cell(then), cell(now)];
  const { notTheSame, notSample } = comparisonWords;
  return [
    row(say('项目', 'Programme'), () => programme),
    row(say('工作坊', 'Session'), ({ title }) => title),
    row(say('地点', 'Place'), ({ place }) => place),
    row(say('时间', 'Date'), ({ heldAt }) => dayOf(heldAt)),
    row(say('轮次（0 是基线）', 'Wave (0 is the baseline)'), ({ wave }) => wave),
    row(say('到场', 'Present'), ({ present }) => present),
    row(say('其中孩子', 'Of them children'), ({ children }) => children),
    row(say('加入', 'Joined'), ({ joined }) => joined),
    row(say('投票', 'Voted'), ({ voted }) => voted),
    row(say('途径', 'Channels'), ({ channels }) => byChannel(channels, locale)),
    row(say('算法', 'Rule'), ({ rule }) => named(vocabulary.rules, rule, locale)),
    row(say('请注意', 'Mind'), () => notTheSame[locale]),
    row(say('请注意', 'Mind'), () => notSample[locale]),
  ];
}
