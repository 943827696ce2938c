import type { Chart } from '../../shared/charts/chart.ts';
import { checkCodeOf } from '../../shared/check-code.ts';
import type { NeedRecords, RecordNeed, RecordNote, RecordRun } from '../../shared/need-record.ts';
import { inOneLanguage, inOrder } from '../../shared/read-records.ts';
import type { Locale } from '../../shared/refusal.ts';
import { sessionFacts } from './about.ts';
import { chartsOf } from '../../shared/charts/charts.ts';
import { chartBlocks } from './minutes-charts.ts';
import { docxOf, heading, paragraph, quote, signatureLine, table, title, type Block } from './docx-parts.ts';
import { exerciseName } from './exercise-name.ts';
import { percent } from './table.ts';
import { minutesWords, type MinutesWords } from './words/minutes-words.ts';
import { castingOf } from './words/casting-words.ts';
import { byChannel, listed, named, vocabulary } from './words/vocabulary.ts';

/** More of one need's notes would bury the others; the workbook has all of them. */
const quotesMax = 5;
/** Of so many needs the chance to be among the first is told. */
const chancesMax = 8;

interface Context {
  bundle: NeedRecords;
  locale: Locale;
  words: MinutesWords;
  needs: RecordNeed[];
  charts: Chart[];
}

/** The minutes of a meeting, to be signed before people leave. What belongs to a specialist stands in the appendix. */
export async function minutesDocx(bundle: NeedRecords, locale: Locale): Promise<Uint8Array> {
  const context: Context = { bundle, locale, words: minutesWords[locale], needs: inOrder(bundle.needs), charts: chartsOf(bundle, locale) };
  return docxOf(minutesBlocks(context), { locale, name: `${context.words.title} ${bundle.session.title}` });
}

function minutesBlocks(context: Context): Block[] {
  const { bundle, locale, words } = context;
  return [
    title(words.title),
    // [R5]
    ...(bundle.session.rehearsal ? [paragraph(words.practice, { bold: true, color: 'B00020' })] : []),
    heading(words.meeting),
    table(null, sessionFacts(bundle, locale), [1, 3]),
    heading(words.counting),
    ...countingBlocks(context),
    heading(words.needs),
    ...needBlocks(context),
    heading(words.voices),
    ...voiceBlocks(context),
    ...chartBlocks(context.charts, 'groups'),
    heading(words.sureness),
    ...surenessBlocks(context),
    ...chartBlocks(context.charts, 'places'),
    heading(words.rounds),
    ...roundBlocks(context),
    ...chartBlocks(context.charts, 'channels'),
    heading(words.action),
    ...actionBlocks(context),
    heading(words.remarks),
    ...words.promises.map((promise) => paragraph(promise)),
    ...promiseBlocks(context),
    ...(bundle.session.logHead
      ? [
          paragraph(
            words.checkCode({
              code: checkCodeOf(bundle.session.logHead),
              hash: bundle.session.logHead,
              shown: bundle.session.shownCode ?? null,
            }),
          ),
        ]
      : []),
    heading(words.signatures),
    ...words.sign.map((who) => signatureLine(who, locale)),
    heading(words.appendix),
    ...methodBlocks(context),
  ];
}

/** The run that the order comes from. */
function deciding({ bundle, needs }: Context): RecordRun | undefined {
  const runId = needs.find(({ priorityRunId }) => priorityRunId !== null)?.priorityRunId;
  return bundle.runs.find(({ id }) => id === runId);
}

function nameOf(run: RecordRun, { locale }: Context): string {
  return exerciseName(run, locale);
}

/** 3 号 路灯 */
function numbered({ number, title }: Pick<RecordNeed, 'number' | 'title'>, { locale }: Context): string {
  if (number === null) return title;
  return locale === 'zh-CN' ? `${number} 号「${title}」` : `No. ${number} “${title}”`;
}

function countingBlocks(context: Context): Block[] {
  const { bundle, locale, words } = context;
  const run = deciding(context);
  const how = castingOf(bundle, locale)?.how;
  const cast = how ? [paragraph(how)] : [];
  if (!run) return [...cast, paragraph(words.nothingCounted)];
  return [
    ...cast,
    ...(run.rule ? [paragraph(words.howCounted[run.rule](run.options))] : []),
    paragraph(words.countedFrom(nameOf(run, context), run.round, run.ballots ?? 0)),
  ];
}

/** [W20] What people had been told about their ballots. */
function promiseBlocks({ bundle, locale, words }: Context): Block[] {
  const casting = castingOf(bundle, locale);
  return casting ? [paragraph(words.promised(casting.promised)), paragraph(words.notPromised(casting.notPromised))] : [];
}

function needBlocks(context: Context): Block[] {
  const { locale, words, needs } = context;
  const { place, number, need, supporters, share, range, notes, stage } = words.table;
  const text = (value: string | number | null) => (value === null ? words.none : String(value));
  const rows = needs.map((each) => [
    each.priorityRank === null ? words.none : `${each.priorityRank}${each.rankTied ? ` =` : ''}`,
    text(each.number),
    each.title,
    text(each.supporters),
    text(percent(each.supportShare)),
    each.rankLow === null ? words.none : `${each.rankLow}–${each.rankHigh}`,
    String(each.noteCount),
    text(named(vocabulary.stages, each.stage, locale)),
  ]);
  return [
    table([place, number, need, supporters, share, range, notes, stage], rows, [10, 8, 30, 11, 11, 11, 11, 16]),
    ...chartBlocks(context.charts, 'dots', 'gap'),
    ...needs.flatMap((each) => needDetails(each, context)),
  ];
}

function needDetails(need: RecordNeed, context: Context): Block[] {
  const { bundle, locale, words } = context;
  const marks = [need.shortListed ? words.shortListed : null, need.minorityStrong ? words.minority : null];
  const place = need.priorityRank === null ? words.unplaced : words.place(need.priorityRank, need.rankTied === true);
  const notes = bundle.notes.filter((note) => note.needId === need.id && !note.hidden && note.text !== null);
  const shown = notes.slice(0, quotesMax);
  const whom = listed(
    Object.entries(need.forWhom).map(([each, count]) => `${named(vocabulary.forWhom, each, locale)} ${count}`),
    locale,
  );
  return [
    heading(`${numbered(need, context)}　${listed([place, ...marks], locale)}`, 2),
    ...(need.statement ? [paragraph(need.statement)] : []),
    ...(need.supporters === null ? [] : [paragraph(words.supported(need.supporters, percentText(need.supportShare)))]),
    ...(whom ? [paragraph(words.forWhom(whom))] : []),
    ...(shown.length > 0 ? [paragraph(words.said(notes.length, shown.length), { keepNext: true })] : []),
    ...shown.map((note) => quote(quoted(note, context))),
  ];
}

function percentText(share: number | null): string | null {
  return share === null ? null : String(percent(share));
}

function quoted({ text, translations }: RecordNote, { words }: Context): string {
  const others = Object.values(translations ?? {});
  return [text ?? '', ...others.map((other) => words.translation(other))].join('\n');
}

function voiceBlocks(context: Context): Block[] {
  const { bundle, words, needs } = context;
  const minority = needs.filter(({ minorityStrong }) => minorityStrong);
  const { notes } = bundle;
  const count = (fits: (note: RecordNote) => boolean) => notes.filter(fits).length;
  const ungrouped = count(({ needId, hidden, referred }) => needId === null && !hidden && !referred);
  const [referred, hidden] = [count((note) => note.referred), count((note) => note.hidden)];
  return [
    ...(minority.length === 0 ? [paragraph(words.noMinority)] : []),
    ...minority.flatMap((need) => [
      paragraph(words.minorityNeed(numbered(need, context)), { bold: true }),
      ...(need.minorityReason ? [paragraph(words.minorityBecause(need.minorityReason))] : []),
    ]),
    ...groupsThatDiffer(context).map((sentence) => paragraph(sentence)),
    ...(ungrouped > 0 ? [paragraph(words.ungrouped(ungrouped))] : []),
    ...(hidden > 0 ? [paragraph(words.hidden(hidden))] : []),
    ...(referred > 0 ? [paragraph(words.privateCases(referred))] : []),
  ];
}

/** A sentence for each group whose first need is not the room's. */
function groupsThatDiffer(context: Context): string[] {
  const { bundle, words, needs, locale } = context;
  const run = deciding(context);
  const first = new Set(needs.filter(({ priorityRank }) => priorityRank === 1).map(({ id }) => id));
  return bundle.groups.flatMap(({ questionId, optionId, label }) => {
    const own = bundle.results.filter(
      ({ runId, group, rank }) => runId === run?.id && group?.questionId === questionId && group.optionId === optionId && rank === 1,
    );
    if (own.length === 0 || own.some(({ needId }) => first.has(needId))) return [];
    const named = own.map(({ needId }) => needs.find(({ id }) => id === needId)).map((need) => (need ? numbered(need, context) : null));
    return [words.groupsDiffer(label.zh ?? label.en ?? optionId, listed(named, locale) ?? '')];
  });
}

function surenessBlocks(context: Context): Block[] {
  const { words, needs, locale } = context;
  const run = deciding(context);
  if (!run) return [paragraph(words.notComputed)];
  const tied = needs.filter(({ rankTied, priorityRank }) => rankTied === true && priorityRank !== null);
  const ties = [...new Set(tied.map(({ priorityRank }) => priorityRank ?? 0))].map((rank) => {
    const level = tied.filter(({ priorityRank }) => priorityRank === rank).map((need) => numbered(need, context));
    return words.ties(listed(level, locale) ?? '', rank);
  });
  const { stability } = run;
  const chances = needs.filter(({ chanceTopK }) => chanceTopK !== null).slice(0, chancesMax);
  return [
    ...(ties.length === 0 ? [words.noTies] : ties).map((sentence) => paragraph(sentence)),
    ...(run.tieLog.length > 0 ? [paragraph(words.brokenTies(listed(run.tieLog, locale) ?? ''))] : []),
    ...(stability
      ? [
          paragraph(stability.droppable > 0 ? words.firm(stability.topK, stability.droppable) : words.loose(stability.topK)),
          paragraph(words.held(stability.held, stability.resamples, stability.topK)),
        ]
      : [paragraph(words.notComputed)]),
    ...chances.map((need) => paragraph(words.chance(numbered(need, context), percentText(need.chanceTopK) ?? ''))),
  ];
}

function roundBlocks(context: Context): Block[] {
  const { bundle, words, locale } = context;
  const shown = bundle.runs.filter((run) => run.shown);
  if (shown.length === 0) return [paragraph(words.nothingCounted)];
  const { exercise, round, ballots, blank, channels, hands, first } = words.round;
  const rows = shown.map((run) => [
    nameOf(run, context),
    String(run.round),
    run.ballots === null ? words.tooFew : String(run.ballots),
    run.blank === null ? words.none : String(run.blank),
    run.ballots === null ? words.none : (byChannel(run.channels, locale) ?? words.hidesChannels),
    run.hands ? words.handsOf(run.hands.present) : words.none,
    firstOf(run, context),
  ]);
  return [table([exercise, round, ballots, blank, channels, hands, first], rows, [18, 7, 13, 9, 20, 14, 27]), ...surveyBlocks(context)];
}

function firstOf(run: RecordRun, context: Context): string {
  const { bundle, locale, words } = context;
  const first = bundle.results.filter(({ runId, group, rank }) => runId === run.id && group === null && rank === 1);
  const needs = first.flatMap(({ needId }) => bundle.needs.find(({ id }) => id === needId) ?? []);
  return (
    listed(
      needs.slice(0, 3).map((need) => numbered(need, context)),
      locale,
    ) ?? words.none
  );
}

function surveyBlocks({ bundle, words, locale }: Context): Block[] {
  const inOne = (text: Parameters<typeof inOneLanguage>[0]) => inOneLanguage(text, locale);
  return bundle.surveys.flatMap(({ question, options }) => [
    heading(inOne(question), 2),
    table(
      null,
      options.map((option) => [
        inOne(option),
        option.people === null ? words.none : words.answers(String(option.people), percentText(option.share) ?? words.none),
      ]),
      [3, 2],
    ),
  ]);
}

function actionBlocks(context: Context): Block[] {
  const { bundle, words, locale, needs } = context;
  const pledged = needs.filter(({ pledges }) => pledges !== null && pledges > 0);
  const responders = new Map(bundle.responders.map((responder) => [responder.id, responder]));
  const rows = bundle.responses.map((response) => {
    const need = bundle.needs.find(({ id }) => id === response.needId);
    return [
      need ? numbered(need, context) : words.none,
      responders.get(response.responderId)?.name ?? words.none,
      named(vocabulary.roles, response.role, locale) ?? '',
      response.action ?? words.none,
      response.doneAt ?? response.plannedAt ?? words.none,
      named(vocabulary.stages, response.stage, locale) ?? '',
    ];
  });
  const { need, who, role, what, when, stage } = words.acts;
  return [
    ...pledged.map((each) => paragraph(words.pledged(numbered(each, context), each.pledges ?? 0))),
    ...(rows.length > 0 ? [table([need, who, role, what, when, stage], rows, [22, 20, 11, 22, 15, 15])] : [paragraph(words.nobodyYet)]),
  ];
}

function methodBlocks({ bundle, words, locale }: Context): Block[] {
  const rows = bundle.runs.map((run) => [
    run.id,
    named(vocabulary.rules, run.rule, locale) ?? words.none,
    settingsOf(run.options),
    run.agreement === null ? words.none : run.agreement.toFixed(2),
  ]);
  const { run, rule, options, agreement } = words.method;
  return rows.length === 0 ? [paragraph(words.nothingCounted)] : [table([run, rule, options, agreement], rows, [28, 30, 30, 14])];
}

/** What is a number, a word or a yes; lists of questions and prices are in the records. */
function settingsOf(options: Readonly<Record<string, unknown>>): string {
  const plain = Object.entries(options).filter(([, value]) => ['number', 'string', 'boolean'].includes(typeof value));
  return plain.map(([name, value]) => `${name} ${String(value)}`).join('; ') || '—';
}
