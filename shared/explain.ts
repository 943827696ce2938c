import type { Suppression } from './counting/groups.ts';
import { cutAt, orderOf } from './counting/order.ts';
import { explainEn } from './explain-en.ts';
import { explainZhCN } from './explain-zh-cn.ts';
import { lotsIn } from './lots.ts';
import { explainJa } from './explain-ja.ts';
import { explainKo } from './explain-ko.ts';
import { explainZhTW } from './explain-zh-tw.ts';
import type { FaceLocale } from './languages.ts';
import type { GroupQuestion } from './session.ts';
import { topK, type Method, type Tally } from './tally.ts';

/** What brought a need to its place, from the tally's own figures. */
export interface NeedFigures {
  /** People who spoke for it. */
  people: number;
  ballots: number;
  score: number;
  /** People who put it first of all; null where nobody was asked for an order. */
  first: number | null;
  rank: number;
  /** One of the kind's own figures; null where there is none of this name. */
  figure: (name: string) => number | null;
  /** Whether what it costs is in the budget; null where there is none. */
  isChosen: boolean | null;
}

/** What stands beside a need: those level with it, by number, or the lead over the next. */
export type Standing = { sort: 'tied'; with: number[] } | { sort: 'ahead'; by: number } | { sort: 'last' } | { sort: 'alone' };

/** One language. Sentences are short, say 您 to nobody in particular, and name no method. */
export interface ExplainWords {
  /** A need that somebody spoke for, by the figures of this method; null where they lack what the sentence is about. */
  need: Record<Method, (figures: NeedFigures, standing: Standing) => string | null>;
  /** Where nothing is known but the place. */
  other: (rank: number, standing: Standing) => string;
  nobody: string;
  allTied: string;
  tiedAtCut: (numbers: number[]) => string;
  /** The first `topK` are the same whichever `droppable` ballots are taken away, and nearly always with other people in the room. */
  firm: (sureness: { topK: number; droppable: number }) => string;
  /** The first half of that alone. */
  holds: (sureness: { topK: number; droppable: number }) => string;
  /** One ballot fewer may change them. */
  loose: (topK: number) => string;
  held: (sureness: { held: number; resamples: number; topK: number }) => string;
  /** Of people who spoke for something. */
  leftOut: (people: { shortList: number; plain: number; topK: number }) => string;
  audit: { agrees: (topK: number) => string; differs: (topK: number) => string };
  /** Where a rule chooses a bundle that the money pays for, instead of the first few. */
  bundle: {
    firm: string;
    loose: string;
    held: (sureness: { held: number; resamples: number }) => string;
    leftOut: (people: { shortList: number; plain: number }) => string;
    agrees: string;
    differs: string;
    /** A lot that left some with nothing, by number. */
    drawn: (lot: { among: number[]; drawn: number }) => string;
  };
  /** `carriers` are the people whose parts together pay for it; null where it was added to what they could pay. */
  shortListed: { strong: (carriers: number | null) => string; minority: (carriers: number | null) => string };
  minority: string;
  place: (bounds: { low: number; high: number }) => string;
  group: (found: { label: string; number: number; rank: number; topK: number }) => string;
  /** A group in the room of whom nobody has written, or voted. */
  silent: (found: { label: string; wrote: boolean }) => string;
  groupHidden: string;
  hidden: Record<Suppression, string>;
}

const languages: Record<FaceLocale, ExplainWords> = {
  'zh-CN': explainZhCN,
  'zh-TW': explainZhTW,
  en: explainEn,
  ja: explainJa,
  ko: explainKo,
};

type Option = Tally['options'][number];

/** [T7] Why a need is where it is, in one sentence; '' where the tally does not know it. */
export function explainNeed(tally: Tally, needId: string, locale: FaceLocale): string {
  const words = languages[locale];
  const option = tally.options.find((one) => one.needId === needId);
  if (!option) return '';
  const people = typeof option['people'] === 'number' ? option['people'] : Math.round(option.share * tally.ballots);
  const standing = standingOf(tally, option);
  if (people === 0 && isBySupport(tally.method)) return words.nobody;
  const figure = (name: string) => figureOf(option, name);
  const isChosen = typeof option['chosen'] === 'boolean' ? option['chosen'] : null;
  const figures = { people, ballots: tally.ballots, score: option.score, first: figure('first'), rank: option.rank, figure, isChosen };
  return words.need[tally.method](figures, standing) ?? words.other(option.rank, standing);
}

function figureOf(option: Option, name: string): number | null {
  const value = option[name];
  return typeof value === 'number' ? value : null;
}

/** Whether nobody speaking for a need says all there is to say; not so where needs are rated or compared. */
function isBySupport(method: Method): boolean {
  return method !== 'gap' && method !== 'bradley-terry';
}

function standingOf({ options }: Tally, option: Option): Standing {
  const level = options.filter((other) => other !== option && other.rank === option.rank).map(({ number }) => number);
  if (level.length > 0) return { sort: 'tied', with: level.sort((a, b) => a - b) };
  const below = options.filter(({ rank }) => rank > option.rank);
  if (options.length === 1) return { sort: 'alone' };
  if (below.length === 0) return { sort: 'last' };
  return { sort: 'ahead', by: option.score - Math.max(...below.map(({ score }) => score)) };
}

/** [T7] Why a need is proposed to be done first, though others may have more; null where it is not, or nobody counted so. */
export function explainShortList(option: Option, locale: FaceLocale): string | null {
  const { shortListed, minority } = languages[locale];
  if (option['shortListed'] === true)
    return (option['minorityStrong'] === true ? shortListed.minority : shortListed.strong)(figureOf(option, 'carriers'));
  return option['minorityStrong'] === true ? minority : null;
}

/** [T7] Between which places a need may stand with other people in the room; null until that is computed. */
export function explainPlaces(option: Option, locale: FaceLocale): string | null {
  const { rankLow: low, rankHigh: high } = option;
  return typeof low === 'number' && typeof high === 'number' ? languages[locale].place({ low, high }) : null;
}

/** Whether a rule chose a bundle instead of putting the first few before the others. */
export function isBundle({ options }: Tally): boolean {
  return options.some((option) => typeof option['chosen'] === 'boolean');
}

/** [T1] [T7] What a tie leaves open, or what a lot decided; null where nothing: all level, or more than the room wanted level at the cut. */
export function explainTie(tally: Tally, locale: FaceLocale): string | null {
  const { options } = tally;
  const words = languages[locale];
  if (isBundle(tally))
    return (
      lotsIn(options)
        .map(words.bundle.drawn)
        .join(locale === 'en' || locale === 'ko' ? ' ' : '') || null
    );
  if (options.length > 1 && options.every(({ rank }) => rank === 1)) return words.allTied;
  const inside = options.filter(({ rank, score }) => rank <= topK && score > 0);
  if (inside.length <= topK) return null;
  const last = Math.max(...inside.map(({ rank }) => rank));
  return words.tiedAtCut(
    inside
      .filter(({ rank }) => rank === last)
      .map(({ number }) => number)
      .sort((a, b) => a - b),
  );
}

/** More than the room wanted stand at or above the cut, also where they stand there with nothing. */
function isTiedAtCut(options: readonly Option[]): boolean {
  return options.filter(({ rank }) => rank <= topK).length > topK;
}

/** In this part of the draws the first few must be the same to be called firm. */
const firmFrom = 0.8;

/** [T4] [T7] How sure the first few are; null until it is computed, and where all there are come first anyway. */
export function explainStability(tally: Tally, locale: FaceLocale): string | null {
  const { stability, options } = tally;
  const words = languages[locale];
  if (!stability || options.length <= stability.topK) return null;
  if (isBundle(tally)) {
    const isFirm = stability.held >= firmFrom * stability.resamples;
    return stability.topK === 0 ? null : isFirm ? words.bundle.firm : words.bundle.loose;
  }
  if (stability.droppable > 0) return stability.held >= firmFrom * stability.resamples ? words.firm(stability) : words.holds(stability);
  return isTiedAtCut(options) ? null : words.loose(stability.topK);
}

/** [T4] [T7] The same for readers of the minutes: in how many of the draws the first few were the same. */
export function explainHeld(tally: Tally, locale: FaceLocale): string | null {
  const { stability, options } = tally;
  if (stability && isBundle(tally)) return stability.topK === 0 ? null : languages[locale].bundle.held(stability);
  return stability && options.length > stability.topK ? languages[locale].held(stability) : null;
}

/** [T7] Whether counting otherwise puts the same needs first; null where there was no other count or no cut. */
export function explainAudit(tally: Tally, locale: FaceLocale): string | null {
  const agrees = doesAuditAgree(tally);
  const { audit, bundle } = languages[locale];
  if (agrees !== null && isBundle(tally)) return agrees ? bundle.agrees : bundle.differs;
  if (agrees === null || tally.options.length <= topK) return null;
  return agrees ? audit.agrees(topK) : audit.differs(topK);
}

/** [T7] Whom the short-list leaves with nothing, beside the plain first ones; null where no short-list was made, or all stand in it. */
export function explainLeftOut(tally: Tally, locale: FaceLocale): string | null {
  const { leftWithNothing, options } = tally;
  if (leftWithNothing && isBundle(tally)) return languages[locale].bundle.leftOut(leftWithNothing);
  if (!leftWithNothing || options.length <= topK) return null;
  return languages[locale].leftOut({ ...leftWithNothing, topK });
}

/** Whether another way of counting puts the same needs above the cut; null where none was computed, or nothing is above it. */
export function doesAuditAgree(tally: Tally): boolean | null {
  const { alsoBy, options } = tally;
  if (isBundle(tally)) return options.every((option) => option['chosen'] === option['chosenByPeople']);
  const audit = alsoBy[0];
  const above = options.filter(({ rank, score }) => rank <= topK && score > 0);
  if (!audit || above.length === 0) return null;
  return above.every(({ needId }) => (audit.ranks[needId] ?? Infinity) <= above.length);
}

/** [T5] [T7] What a group puts first that the room does not put among its first few, the strongest before the others. Hidden groups say nothing. */
export function explainGroups(tally: Tally, questions: readonly GroupQuestion[], locale: FaceLocale): string[] {
  const words = languages[locale];
  const found = tally.byGroup.flatMap(({ suppressed, ranks, ...group }) => {
    const label = labelOf(questions, group);
    if (suppressed || !ranks || label === undefined) return [];
    const first = new Set(
      cutAt(
        orderOf(Object.keys(ranks), (needId) => -ranks[needId]!),
        topK,
      ).chosen,
    );
    return tally.options
      .filter(({ needId, rank }) => rank > topK && first.has(needId))
      .map(({ needId, number }) => ({ label, number, rank: ranks[needId]!, topK }));
  });
  return found.sort((a, b) => a.rank - b.rank || a.number - b.number).map(words.group);
}

/** Why a group's figures are blank. It does not say which of the reasons: that could tell how the group voted. */
export function explainHiddenGroup(locale: FaceLocale): string {
  return languages[locale].groupHidden;
}

/** [T5] [T7] Why a figure of a file is blank. Of two that are of one mind it says no more than of one beside a small group. */
export function explainHidden(reason: Suppression, locale: FaceLocale): string {
  return languages[locale].hidden[reason];
}

/** [T9] That nobody of a group has written, or voted; for the facilitator alone. */
export function explainSilence(
  silent: readonly { questionId: string; optionId: string }[],
  questions: readonly GroupQuestion[],
  { wrote, locale }: { wrote: boolean; locale: FaceLocale },
): string[] {
  return silent.flatMap((group) => {
    const label = labelOf(questions, group);
    return label === undefined ? [] : [languages[locale].silent({ label, wrote })];
  });
}

/** What a group is called; undefined where nobody asks for it any more. */
export function labelOf(
  questions: readonly GroupQuestion[],
  { questionId, optionId }: { questionId: string; optionId: string },
): string | undefined {
  return questions.find((one) => one.questionId === questionId)?.options.find((one) => one.optionId === optionId)?.label;
}
