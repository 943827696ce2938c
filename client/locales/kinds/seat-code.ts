import type { Locale } from '../../../shared/refusal.ts';

const zhCN = {
  question: '请输入卡上的号',
  hint: '不记名卡上有八个字符。',
  wrong: '没有这张卡，请照着卡再输一遍。',
  label: '卡上的号',
  enter: '进会场',
};

const en: typeof zhCN = {
  question: 'Type the code on your card',
  hint: 'A seat card has eight characters.',
  wrong: 'There is no such card: please copy it again.',
  label: 'Code on the card',
  enter: 'Come in',
};

/** What a phone says where it needs a seat card's code. */
export const seatCodeWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
