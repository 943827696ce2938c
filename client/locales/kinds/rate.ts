import type { Locale } from '../../../shared/refusal.ts';

const zhCN = {
  progress: ({ at, of }: { at: number; of: number }) => `第 ${at} 件，共 ${of} 件`,
  importance: '有多要紧？',
  satisfaction: '现在满意吗？',
  importanceWords: ['不要紧', '不太要紧', '一般', '比较要紧', '非常要紧'].join('|'),
  satisfactionWords: ['很不满意', '不太满意', '一般', '比较满意', '很满意'].join('|'),
  said: ({ grade, words }: { grade: number; words: string }) => `${grade} 分 · ${words}`,
  skip: '说不好，跳过这一件',
  back: '上一件',
  next: '下一件',
  send: '打好了，送出',
  rated: ({ importance, satisfaction }: { importance: number | null; satisfaction: number | null }) =>
    `要紧 ${importance ?? '–'} · 满意 ${satisfaction ?? '–'}`,
  score: (gap: number) => `差 ${gap} 分`,
};

const en: typeof zhCN = {
  progress: ({ at, of }) => `${at} of ${of}`,
  importance: 'How much does it matter?',
  satisfaction: 'Happy with it now?',
  importanceWords: ['not at all', 'not much', 'somewhat', 'quite', 'very much'].join('|'),
  satisfactionWords: ['not at all', 'not very', 'so-so', 'quite', 'very'].join('|'),
  said: ({ grade, words }) => `${grade} · ${words}`,
  skip: 'Not sure, skip',
  back: 'Back',
  next: 'Next',
  send: 'Done, send',
  rated: ({ importance, satisfaction }) => `matters ${importance ?? '–'} · happy ${satisfaction ?? '–'}`,
  score: (gap) => `gap ${gap}`,
};

/** The phone's words of 打分. The words for grades are in one line, lowest first. */
export const rateWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
