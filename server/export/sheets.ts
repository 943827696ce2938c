import type {
  NeedRecords,
  RecordGroup,
  RecordNeed,
  RecordNote,
  RecordResponse,
  RecordResult,
  RecordRun,
} from '../../shared/need-record.ts';
import { inOneLanguage, inOrder } from '../../shared/read-records.ts';
import type { Locale } from '../../shared/refusal.ts';
import { aboutRows } from './about.ts';
import { needColumns, yesNo } from './need-columns.ts';
import { exerciseName } from './exercise-name.ts';
import { percent, type Cell, type Column } from './table.ts';
import { byChannel, listed, named, vocabulary } from './words/vocabulary.ts';

/** One sheet of the workbook: titles, rows, and how each column is shown. */
export interface Sheet {
  name: string;
  columns: Omit<Column<never>, 'cell'>[];
  rows: Cell[][];
}

/** 需求 · 原话 · 人群 · 计算 · 对接 · 说明, in the reader's language. */
export function sheetsOf(bundle: NeedRecords, locale: Locale): Sheet[] {
  const say = (zh: string, en: string) => (locale === 'zh-CN' ? zh : en);
  return [
    sheetOf(say('需求', 'Needs'), needColumns(bundle, locale), inOrder(bundle.needs)),
    sheetOf(say('原话', 'Notes'), noteColumns(bundle, locale), bundle.notes),
    sheetOf(say('人群', 'Groups'), groupColumns(bundle, locale), groupRows(bundle)),
    sheetOf(say('计算', 'Counts'), countColumns(locale), countRows(bundle, locale)),
    sheetOf(say('对接', 'Who acts'), responseColumns(bundle, locale), bundle.responses),
    sheetOf(say('说明', 'About'), aboutColumns(locale), aboutRows(bundle, locale)),
  ];
}

/** A sheet of these columns, a row a row. */
export function sheetOf<Row>(name: string, columns: Column<Row>[], rows: readonly Row[]): Sheet {
  return { name, columns, rows: rows.map((row) => columns.map(({ cell }) => cell(row))) };
}

/** A column with its title in the reader's language. */
export function columnIn<Row>(locale: Locale) {
  return (zh: string, en: string, cell: Column<Row>['cell'], more: Omit<Column<Row>, 'title' | 'cell'> = {}): Column<Row> => ({
    title: locale === 'zh-CN' ? zh : en,
    cell,
    ...more,
  });
}

function needsById({ needs }: NeedRecords): (needId: string | null) => RecordNeed | undefined {
  const byId = new Map(needs.map((need) => [need.id, need]));
  return (needId) => (needId === null ? undefined : byId.get(needId));
}

/** A hidden note is counted and says nothing, as on the wall. */
function noteColumns(bundle: NeedRecords, locale: Locale): Column<RecordNote>[] {
  const column = columnIn<RecordNote>(locale);
  const needOf = needsById(bundle);
  return [
    column('编号', 'Number', ({ number }) => number),
    column('需求编号', 'Number of the need', ({ needId }) => needOf(needId)?.number ?? null),
    column('需求名称', 'Need', ({ needId }) => needOf(needId)?.title ?? null, { width: 24 }),
    column('原文', 'In their own words', ({ hidden, text }) => (hidden ? null : text), { width: 50 }),
    column('语言', 'Language', ({ lang }) => lang),
    column('译文', 'Translation', ({ hidden, translations }) => (hidden ? null : Object.values(translations ?? {}).join('\n') || null), {
      width: 30,
    }),
    column('种类', 'Kind', ({ kind }) => named(vocabulary.noteKinds, kind, locale)),
    column('为谁提的', 'For whom', ({ forWhom }) =>
      listed(
        forWhom.map((whom) => named(vocabulary.forWhom, whom, locale)),
        locale,
      ),
    ),
    column('途径', 'Channel', ({ channel }) => named(vocabulary.channels, channel, locale)),
    column('已脱敏', 'Masked', ({ redacted }) => yesNo(redacted, locale)),
    column('已隐藏', 'Hidden', ({ hidden }) => yesNo(hidden, locale)),
    column('个案', 'Private case', ({ referred }) => yesNo(referred, locale)),
    column('并入经过', 'Merged from', ({ mergeHistory }) =>
      listed(
        mergeHistory.map(({ fromTitle }) => fromTitle),
        locale,
      ),
    ),
    column('标识', 'Id', ({ id }) => id, { width: 26 }),
  ];
}

/** A group by itself, or where one need came out among its people. */
type GroupRow = RecordGroup & { result: RecordResult | null };

function groupRows({ groups, results }: NeedRecords): GroupRow[] {
  return groups.flatMap((group) => [
    { ...group, result: null },
    ...results
      .filter((result) => result.group?.questionId === group.questionId && result.group.optionId === group.optionId)
      .map((result) => ({ ...group, result })),
  ]);
}

function groupColumns(bundle: NeedRecords, locale: Locale): Column<GroupRow>[] {
  const column = columnIn<GroupRow>(locale);
  const needOf = needsById(bundle);
  const ofNeed = ({ result }: GroupRow) => needOf(result?.needId ?? null);
  return [
    column('属性', 'Question', ({ title }) => title, { width: 24 }),
    column('人群', 'Group', ({ label }) => label.zh ?? label.en, { width: 20 }),
    column('人数', 'People', ({ result, people }) => (result ? null : people)),
    column('计算', 'Run', ({ result }) => result?.runId ?? null),
    column('需求编号', 'Number of the need', (row) => ofNeed(row)?.number ?? null),
    column('需求名称', 'Need', (row) => ofNeed(row)?.title ?? null, { width: 24 }),
    column('第几件', 'Place', ({ result }) => result?.rank ?? null),
    column('同票', 'Tied', ({ result }) => yesNo(result?.tied ?? null, locale)),
    column(
      '未显示的原因',
      'Why it is not shown',
      ({ result, suppressed }) => {
        if (result?.suppressed) return named(vocabulary.reasons, result.reason, locale);
        return result === null && suppressed ? vocabulary.reasons['small-group'][locale] : null;
      },
      { width: 24 },
    ),
  ];
}

/** What one run says of one need, or of one answer of a question. */
interface CountRow {
  run: RecordRun;
  need: RecordNeed | undefined;
  answer: string | null;
  result: Pick<RecordResult, 'people' | 'share' | 'score' | 'rank' | 'tied' | 'rankLow' | 'rankHigh' | 'chanceTopK'>;
}

const nothing = { people: null, share: null, score: null, rank: null, tied: null, rankLow: null, rankHigh: null, chanceTopK: null };

function countRows(bundle: NeedRecords, locale: Locale): CountRow[] {
  const needOf = needsById(bundle);
  return bundle.runs.flatMap((run) => {
    const results = bundle.results.filter(({ runId, group }) => runId === run.id && group === null);
    const answers = run.shown ? bundle.surveys.filter(({ runId }) => runId === run.id) : [];
    const rows: CountRow[] = [
      ...results.map((result) => ({ run, need: needOf(result.needId), answer: null, result })),
      ...answers.flatMap(({ question, options }) =>
        options.map((option) => ({
          run,
          need: undefined,
          answer: `${inOneLanguage(question, locale)} ${inOneLanguage(option, locale)}`,
          result: { ...nothing, people: option.people, share: option.share },
        })),
      ),
    ];
    return rows.length > 0 ? rows : [{ run, need: undefined, answer: null, result: nothing }];
  });
}

function countColumns(locale: Locale): Column<CountRow>[] {
  const column = columnIn<CountRow>(locale);
  return [
    column('计算', 'Run', ({ run }) => run.id, { width: 26 }),
    column('环节', 'Exercise', ({ run }) => exerciseName(run, locale), { width: 16 }),
    column('第几轮', 'Round', ({ run }) => run.round),
    column('算法', 'Rule', ({ run }) => named(vocabulary.rules, run.rule, locale), { width: 28 }),
    column('用途', 'Use', ({ run }) => say(locale, run.shown ? ['公布', 'shown'] : ['核对', 'audit'])),
    column('投票单', 'Ballots', ({ run }) => run.ballots),
    column('空白', 'Blank', ({ run }) => run.blank),
    column('途径', 'Channels', ({ run }) => byChannel(run.channels, locale)),
    column('举手', 'Hands', ({ run, need }) => (need && run.shown ? (run.hands?.counts[need.id] ?? null) : null)),
    column('需求编号', 'Number of the need', ({ need }) => need?.number ?? null),
    column('需求或回答', 'Need or answer', ({ need, answer }) => need?.title ?? answer, { width: 28 }),
    column('人数', 'People', ({ result }) => result.people),
    column('比例（占投票人）', 'Share of voters', ({ result }) => result.share, { isShare: true }),
    column('得分', 'Score', ({ result }) => result.score),
    column('第几件', 'Place', ({ result }) => result.rank),
    column('同票', 'Tied', ({ result }) => yesNo(result.tied, locale)),
    column('上下范围', 'Range of places', ({ result }) => (result.rankLow === null ? null : `${result.rankLow}–${result.rankHigh}`)),
    column('进前三的把握', 'Chance of the top', ({ result }) => result.chanceTopK, { isShare: true }),
    column('同票怎么定的', 'How ties were broken', ({ run }) => listed(run.tieLog, locale), { width: 30 }),
  ];
}

function say(locale: Locale, [zh, en]: readonly [string, string]): string {
  return locale === 'zh-CN' ? zh : en;
}

function responseColumns(bundle: NeedRecords, locale: Locale): Column<RecordResponse>[] {
  const column = columnIn<RecordResponse>(locale);
  const needOf = needsById(bundle);
  const responders = new Map(bundle.responders.map((responder) => [responder.id, responder]));
  const by = ({ responderId }: RecordResponse) => responders.get(responderId);
  return [
    column('需求编号', 'Number of the need', ({ needId }) => needOf(needId)?.number ?? null),
    column('需求名称', 'Need', ({ needId }) => needOf(needId)?.title ?? null, { width: 24 }),
    column('谁来办', 'Who acts', (response) => by(response)?.name ?? null, { width: 24 }),
    column('类型', 'Type', (response) => named(vocabulary.responderTypes, by(response)?.type ?? null, locale)),
    column('角色', 'Role', ({ role }) => named(vocabulary.roles, role, locale)),
    column('行动', 'Action', ({ action }) => action, { width: 30 }),
    column('办理情况', 'Stage', ({ stage }) => named(vocabulary.stages, stage, locale)),
    column('计划日期', 'Planned', ({ plannedAt }) => plannedAt, { width: 12 }),
    column('完成日期', 'Done', ({ doneAt }) => doneAt, { width: 12 }),
    column('指标', 'Indicator', ({ indicator }) => indicator, { width: 20 }),
    column('基线', 'Baseline', ({ baseline }) => baseline),
    column('目标', 'Target', ({ target }) => target),
    column('回访', 'Follow-up', ({ followUp }) => followUp, { width: 24 }),
    column('统一社会信用代码', 'Unified social credit code', (response) => by(response)?.uscc ?? null, { width: 22 }),
    column('已核实', 'Verified', (response) => yesNo(by(response)?.verified ?? null, locale)),
    column('能力', 'Capacity', (response) => by(response)?.capacity ?? null, { width: 24 }),
  ];
}

type AboutRow = readonly [string, Cell];

function aboutColumns(locale: Locale): Column<AboutRow>[] {
  const column = columnIn<AboutRow>(locale);
  return [column('项目', 'What', ([what]) => what, { width: 24 }), column('内容', 'Is', ([, is]) => is, { width: 80 })];
}

/** A sheet's cells as people read them: shares as percentages. */
export function readable({ columns, rows }: Sheet): Cell[][] {
  return rows.map((row) => row.map((cell, i) => (columns[i]?.isShare ? percent(cell) : cell)));
}
