import type { Locale } from '../../../shared/refusal.ts';

interface ReportWords {
  heading: string;
  practice: string;
  heads: (heads: { present: number | null; wrote: number | null; voted: number | null }) => string;
  place: (rank: number, tied: boolean) => string;
  number: (number: number) => string;
  columns: { asked: string; stage: string; next: string };
  noQuotes: string;
  more: (count: number) => string;
  others: (count: number) => string;
  onlyHere: (count: number) => string;
  acts: (names: string) => string;
  minority: string;
  shortListed: string;
  promises: string;
  made: (day: string) => string;
  checkCode: (code: string) => string;
  /** A day as people say it. */
  day: (isoDay: string) => string;
}

const zhCN: ReportWords = {
  heading: '您提的，办得怎样',
  practice: '彩排：这是练习，不是记录。',
  heads: ({ present, wrote, voted }) =>
    [present === null ? null : `到场 ${present} 人`, wrote === null ? null : `${wrote} 人写了`, voted === null ? null : `${voted} 人投了`]
      .filter((part) => part !== null)
      .join('，'),
  place: (rank, tied) => (tied ? `第 ${rank} 件 · 同票` : `第 ${rank} 件`),
  number: (number) => `${number} 号`,
  columns: { asked: '您提的', stage: '办得怎样', next: '下次回音' },
  noQuotes: '没有写在便利贴上的话。',
  more: (count) => `还有 ${count} 张这样的便利贴`,
  others: (count) => `另外 ${count} 件`,
  onlyHere: (count) => `另外还有 ${count} 件，都记下了，在完整的记录里。`,
  acts: (names) => `谁来办：${names}`,
  minority: '人不多，但很急',
  shortListed: '建议先办',
  promises: '这是意见征集，不是选举。到场的人不是抽样，结果说的是到场的人。',
  made: (day) => `${day} 制`,
  checkCode: (code) => `校验码 ${code}`,
  day: (isoDay) => `${isoDay.slice(0, 4)}年${Number(isoDay.slice(5, 7))}月${Number(isoDay.slice(8))}日`,
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const en: ReportWords = {
  heading: 'What you asked for, and how it is going',
  practice: 'Rehearsal: this is practice, not a record.',
  heads: ({ present, wrote, voted }) =>
    [present === null ? null : `${present} were there`, wrote === null ? null : `${wrote} wrote`, voted === null ? null : `${voted} voted`]
      .filter((part) => part !== null)
      .join(', '),
  place: (rank, tied) => (tied ? `Place ${rank}, tied` : `Place ${rank}`),
  number: (number) => `No. ${number}`,
  columns: { asked: 'You asked for', stage: 'How it is going', next: 'Next word' },
  noQuotes: 'Nothing was written about it.',
  more: (count) => `and ${count} more like these`,
  others: (count) => `Others: ${count}`,
  onlyHere: (count) => `There are ${count} more; all of them are noted, in the full record.`,
  acts: (names) => `Who acts: ${names}`,
  minority: 'Few, but urgent',
  shortListed: 'Short-listed',
  promises: 'This asks for opinions; it is no election. Those present are no sample; the result is about those present.',
  made: (day) => `Made on ${day}`,
  checkCode: (code) => `Check code ${code}`,
  day: (isoDay) => `${Number(isoDay.slice(8))} ${months[Number(isoDay.slice(5, 7)) - 1] ?? ''} ${isoDay.slice(0, 4)}`,
};

/** What the page for residents says beside their own words. */
export const reportWords: Record<Locale, ReportWords> = { 'zh-CN': zhCN, en };
