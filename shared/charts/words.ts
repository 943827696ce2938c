import type { Locale } from '../refusal.ts';
import { chartWordsEn } from './words-en.ts';
import { chartWordsZhCN } from './words-zh-cn.ts';

/** What stands at a chart, in one language. */
export interface ChartWords {
  need: string;
  none: string;
  /** Place 3, and whether others have it too. */
  place: (place: number, isTied: boolean) => string;
  /** The same in a narrow column. */
  short: (place: number, isTied: boolean) => string;
  range: (low: number, high: number) => string;
  places: { title: string; explanation: string; place: string; range: string; picture: (among: number) => string; few: string };
  dots: {
    title: (exercise: string | null) => string;
    explanation: string;
    dots: string;
    people: string;
    picture: (most: number) => string;
    count: (dots: number) => string;
  };
  gap: {
    title: string;
    explanation: string;
    importance: string;
    satisfaction: string;
    gap: string;
    picture: (scale: number) => string;
    betweenThem: (gap: string) => string;
  };
  groups: {
    title: (question: string) => string;
    explanation: (groups: string[]) => string;
    room: string;
    people: (label: string, people: number) => string;
    picture: (among: number) => string;
    suppressed: (groups: string[]) => string;
  };
  channels: {
    title: string;
    explanation: string;
    channel: string;
    notes: string;
    ballots: string;
    picture: (most: number) => string;
    suppressed: string;
    names: Readonly<Record<string, string>>;
  };
}

export const chartWords: Record<Locale, ChartWords> = { 'zh-CN': chartWordsZhCN, en: chartWordsEn };
