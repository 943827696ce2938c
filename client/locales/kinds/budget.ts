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
  cut: '钱用到这里',
  spent: ({ spent, left }: { spent: string; left: string }) => `上面几件用 ${spent}，还剩 ${left}。`,
  spare: (numbers: readonly number[]) => `剩下的钱还够办 ${numbers.map((n) => `${n} 号`).join('或 ')}，大家再商量。`,
  drawn: ({ among, drawn }: { among: readonly number[]; drawn: number }) =>
    `${among.map((n) => `${n} 号`).join('、')} 同样多人要，抽签先轮到 ${drawn} 号。`,
  send: '选好了，送出',
};

const en: typeof zhCN = {
  question: 'What should this money pay for first?',
  rule: (money) => `${money} in all. Tap to choose.`,
  left: (money) => `${money} left`,
  leftNone: 'Nothing left',
  chosen: 'Chosen',
  choose: 'Choose',
  beyond: 'Not enough',
  unpriced: 'No price',
  cut: 'The money ends here',
  spent: ({ spent, left }) => `Those above cost ${spent}; ${left} is left.`,
  spare: (numbers) => `What is left would still pay for no. ${numbers.join(' or no. ')}: talk it over.`,
  drawn: ({ among, drawn }) => `As many want no. ${among.join(', ')}: a lot took no. ${drawn} first.`,
  send: 'Done, send',
};

/** The phone's words of 分经费. */
export const budgetWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
