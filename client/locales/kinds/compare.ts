import type { Locale } from '../../../shared/refusal.ts';

const zhCN = {
  question: '哪一件更要紧？',
  progress: ({ at, of }: { at: number; of: number }) => `第 ${at} 对，共 ${of} 对`,
  unsure: '说不好',
  back: '上一对',
  enough: '够了，送出',
  send: '比完了，送出',
  done: '都比完了。',
  taken: (times: number) => `选了 ${times} 次`,
  score: (chance: number) => `一百次里选它 ${Math.round(chance * 100)} 次`,
};

const en: typeof zhCN = {
  question: 'Which matters more?',
  progress: ({ at, of }) => `Pair ${at} of ${of}`,
  unsure: 'Cannot say',
  back: 'Back',
  enough: 'Enough, send',
  send: 'Done, send',
  done: 'That was all of them.',
  taken: (times) => `chosen ${times}×`,
  score: (chance) => `chosen in ${Math.round(chance * 100)} of 100`,
};

/** The phone's words of 比一比. */
export const compareWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
