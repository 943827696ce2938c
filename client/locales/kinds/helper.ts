import type { Locale } from '../../../shared/refusal.ts';

const zhCN = {
  door: '帮人记',
  title: '帮人记',
  leave: '回到我自己的',
  noteQuestion: '照原话记，不改。',
  noteLabel: '他的话',
  notePlaceholder: '他怎么说，就怎么写',
  keepNote: '记下这张',
  forOther: '替别人投，念给他听，他说了算。',
  aboutTitle: '愿意说的，点一下。',
  aboutHint: '不想说就空着，票一样算。',
  keep: '记下',
  sending: '正在送，先别关。',
  done: '记好了',
  doneHint: '这一位的已经送到。',
  next: '下一位',
  more: '这一位还有一张',
  undo: '记错了，作废重来',
  unanswered: '还没送到，在手机里。',
  again: '再送一次',
  closed: '现在没有环节开着。',
  noFace: '正在打开',
};

const en: typeof zhCN = {
  door: 'Write for others',
  title: 'For somebody else',
  leave: 'Back to my own',
  noteQuestion: 'In their words, unchanged.',
  noteLabel: 'Their words',
  notePlaceholder: 'Just as they say it',
  keepNote: 'Keep this note',
  forOther: 'Read it to them; they decide.',
  aboutTitle: 'Tap what they wish to say.',
  aboutHint: 'Leave empty what they do not. The ballot counts the same.',
  keep: 'Keep',
  sending: 'On its way; please wait.',
  done: 'Kept',
  doneHint: 'Theirs has been delivered.',
  next: 'Next person',
  more: 'One more from them',
  undo: 'A mistake: strike it',
  unanswered: 'Not delivered yet; it is on this phone.',
  again: 'Send again',
  closed: 'Nothing is open now.',
  noFace: 'Opening',
};

/** The words of a phone that writes and votes for others. */
export const helperWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
