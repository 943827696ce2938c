import type { Locale } from '../../../shared/refusal.ts';

const zhCN = {
  question: '哪件事，您愿意出把力？',
  rule: '不选也可以。只数人数，不留名字。',
  join: '搭把手',
  lead: '我牵头',
  joined: (count: number) => `搭把手 ${count} 件`,
  led: (count: number) => `我牵头 ${count} 件`,
  find: '想让人找得到您？\n散会后到主持人那儿登记。',
  score: ({ people, lead }: { people: number; lead: number }) => (lead > 0 ? `${people} 人，${lead} 人牵头` : `${people} 人`),
  send: '就这些，送出',
  sendShort: '送出',
};

const en: typeof zhCN = {
  question: 'Where would you lend a hand?',
  rule: 'None is fine. Only counted, no names.',
  join: 'Help',
  lead: 'Lead',
  joined: (count) => `Help: ${count}`,
  led: (count) => `Lead: ${count}`,
  find: 'Want to be found?\nSign up with the facilitator afterwards.',
  score: ({ people, lead }) => (lead > 0 ? `${people}, of them ${lead} lead` : `${people}`),
  send: 'That is all, send',
  sendShort: 'Send',
};

/** The phone's words of 我来出力. */
export const pledgeWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
