import type { Locale } from '../../../shared/refusal.ts';

const zhCN = {
  progress: ({ at, of }: { at: number; of: number }) => `第 ${at} 题，共 ${of} 题`,
  several: '可以选几个。',
  nothing: '还没有题目。',
  gradeWords: ['一点也不', '不太', '一般', '比较', '非常'].join('|'),
  said: ({ grade, words }: { grade: number; words: string }) => `${grade} · ${words}`,
  back: '上一题',
  next: '下一题',
  skip: '跳过',
  send: '答好了，送出',
};

const en: typeof zhCN = {
  progress: ({ at, of }) => `${at} of ${of}`,
  several: 'Choose as many as you like.',
  nothing: 'There are no questions yet.',
  gradeWords: ['not at all', 'not much', 'somewhat', 'quite', 'very much'].join('|'),
  said: ({ grade, words }) => `${grade} · ${words}`,
  back: 'Back',
  next: 'Next',
  skip: 'Skip',
  send: 'Done, send',
};

/** The phone's words of 答几题. The words for grades are in one line, lowest first. */
export const surveyWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
