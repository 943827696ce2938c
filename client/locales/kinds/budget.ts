import type { Locale } from '../../../shared/refusal.ts';

const zhCN = {
  question: '这笔钱，先办哪几件？',
  rule: (money: string) => `一共 ${money}。点一下就选上。`,
  left: (money: string) => `还剩 ${money}`,
  leftNone: '钱都用完了',
  chosen: '选上了',
  choose: '选它',
  beyond: '钱不够了',
  unpriced: '没有价钱',
  score: ({ people, money }: { people: number; money: string }) => `${people} 人 · ${money}`,
  cut: '钱用到这里',
  spent: ({ spent, left }: { spent: string; left: string }) => `上面几件用 ${spent}，还剩 ${left}。`,
  drawn: ({ won, lost }: { won: number; lost: readonly number[] }) =>
    `${[won, ...lost].map((n) => `${n} 号`).join('、')} 同样多人要，钱不够都办，抽签定了 ${won} 号。`,
  send: '选好了，送出',
};

const en: typeof zhCN = {
  question: 'What should this money pay for first?',
  rule: (money) => `${money} in all. Tap to choose.`,
  left: (money) => `${money} left`,
  leftNone: 'Nothing left',
  chosen: 'Chosen',
  choose: 'Choose',
  beyond: 'Too little left',
  unpriced: 'No price',
  score: ({ people, money }) => `${people} · ${money}`,
  cut: 'The money ends here',
  spent: ({ spent, left }) => `Those above cost ${spent}; ${left} is left.`,
  drawn: ({ won, lost }) =>
    `As many want no. ${[won, ...lost].join(', ')}, and the money is not enough for all: a lot decided for no. ${won}.`,
  send: 'Done, send',
};

/** The phone's words of 分经费. */
export const budgetWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
