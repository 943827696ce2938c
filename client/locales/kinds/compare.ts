import type { Locale } from '../../../shared/refusal.ts';

const zhCN = {
  question: '哪一件更要紧？',
  progress: ({ at, of }: { at: number; of: number }) => `第 ${at} 对，共 ${of} 对`,
  unsure: '分不出',
  back: '上一对',
  next: '下一对',
  all: '看全部',
  enough: '先比到这里，送出',
  send: '比完了，送出',
  enoughShort: '先送出',
  sendShort: '送出',
  done: '都比完了。想改哪一对，就点哪一对。',
  than: (title: string) => `比「${title}」更要紧`,
  both: ({ above, below }: { above: string; below: string }) => `「${above}」和「${below}」`,
  taken: (times: number) => `选了 ${times} 次`,
  score: (chance: number) => `一百次里选它 ${Math.round(chance * 100)} 次`,
};

const en: typeof zhCN = {
  question: 'Which matters more?',
  progress: ({ at, of }) => `Pair ${at} of ${of}`,
  unsure: 'Can’t say',
  back: 'Back',
  next: 'Next',
  all: 'See all',
  enough: 'Stop here, send',
  send: 'Done, send',
  enoughShort: 'Send',
  sendShort: 'Send',
  done: 'That was all of them. Tap a pair to change it.',
  than: (title) => `matters more than “${title}”`,
  both: ({ above, below }) => `“${above}” and “${below}”`,
  taken: (times) => `chosen ${times}×`,
  score: (chance) => `chosen in ${Math.round(chance * 100)} of 100`,
};

/** The phone's words of 比一比. */
export const compareWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
