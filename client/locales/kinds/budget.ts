import type { Locale } from '../../../shared/refusal.ts';

const zhCN = {
  question: '这笔钱，先办哪几件？',
  rule: (money: string) => `一共 ${money}。点一下就选上。`,
  left: (money: string) => `还剩 ${money}`,
  chosen: '选上了',
  choose: '选它',
  beyond: '钱不够了',
  unpriced: '还没估价',
  score: ({ people, money, isPaid }: { people: number; money: string; isPaid: boolean }) =>
    `${people} 人 · ${money}${isPaid ? ' · 够办' : ''}`,
  cut: '钱用到这里',
  send: '选好了，送出',
  sendShort: '送出',
};

const en: typeof zhCN = {
  question: 'What should this money pay for first?',
  rule: (money) => `${money} in all. Tap to choose.`,
  left: (money) => `${money} left`,
  chosen: 'Chosen',
  choose: 'Choose',
  beyond: 'Too little left',
  unpriced: 'No price yet',
  score: ({ people, money, isPaid }) => `${people} · ${money}${isPaid ? ' · paid for' : ''}`,
  cut: 'The money ends here',
  send: 'Done, send',
  sendShort: 'Send',
};

/** The phone's words of 分经费. */
export const budgetWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
