import type { Locale } from '../../../shared/refusal.ts';

const zhCN = {
  questionAbout: '这件事，怎么办才好？',
  sortQuestion: '这一张是',
  sorts: { need: '我想要', offer: '我能帮', question: '我想问' },
  ready: '我写好了',
  isReady: '写好了，请看大屏。',
  writeOn: '还想写',
  yourTurn: '轮到您了',
  yourTurnHint: '选一张，念给大家听。',
  read: '念这一张',
  pass: '这轮不念',
  waitTurn: (ahead: number) => (ahead === 1 ? '下一位是您。' : `轮流念，前面还有 ${ahead} 位。`),
};

const en: typeof zhCN = {
  questionAbout: 'How should this be done?',
  sortQuestion: 'This note is',
  sorts: { need: 'A wish', offer: 'An offer', question: 'A question' },
  ready: 'I am done',
  isReady: 'Done. Please look at the screen.',
  writeOn: 'Write more',
  yourTurn: 'It is your turn',
  yourTurnHint: 'Choose a note and read it out.',
  read: 'Read this one',
  pass: 'Pass this time',
  waitTurn: (ahead) => (ahead === 1 ? 'You are next.' : `Reading in turn: ${ahead} before you.`),
};

/** The phone's words of 写一写 beyond the first note. */
export const collectWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
