import type { Locale } from './refusal.ts';

type Words = Record<Locale, string>;

interface Question {
  questionId: string;
  kind: 'scale' | 'single' | 'several';
  title: Words;
  options?: { optionId: string; label: Words }[];
}

const whomFirst: Question = {
  questionId: 'whom-first',
  kind: 'several',
  title: { 'zh-CN': '遇到困难，您先找谁？（可以选几个）', en: 'Whom do you turn to first in trouble? (several)' },
  options: [
    { optionId: 'family', label: { 'zh-CN': '家里人', en: 'Family' } },
    { optionId: 'neighbours', label: { 'zh-CN': '邻居', en: 'Neighbours' } },
    { optionId: 'community', label: { 'zh-CN': '社区居委会', en: 'The residents’ committee' } },
    { optionId: 'property', label: { 'zh-CN': '物业', en: 'Property management' } },
    { optionId: 'social-worker', label: { 'zh-CN': '社工', en: 'A social worker' } },
    { optionId: 'nobody', label: { 'zh-CN': '不知道找谁', en: 'I would not know whom' } },
  ],
};
const content: Question = {
  questionId: 'content',
  kind: 'scale',
  title: { 'zh-CN': '住在这里，您满意吗？', en: 'How content are you with living here?' },
};
const heard: Question = {
  questionId: 'heard',
  kind: 'scale',
  title: { 'zh-CN': '您说的话，在社区里算数吗？', en: 'Does what you say count here?' },
};
const spoke: Question = {
  questionId: 'spoke',
  kind: 'scale',
  title: { 'zh-CN': '今天想说的，都说出来了吗？', en: 'Could you say what you wanted to today?' },
};
const fair: Question = {
  questionId: 'fair',
  kind: 'scale',
  title: { 'zh-CN': '今天定下来的办法，您觉得公道吗？', en: 'Was the way we decided fair?' },
};
const again: Question = {
  questionId: 'again',
  kind: 'single',
  title: { 'zh-CN': '下次还来吗？', en: 'Would you come again?' },
  options: [
    { optionId: 'yes', label: { 'zh-CN': '来', en: 'Yes' } },
    { optionId: 'maybe', label: { 'zh-CN': '看情况', en: 'Perhaps' } },
    { optionId: 'no', label: { 'zh-CN': '不来了', en: 'No' } },
  ],
};

/** What a survey before the meeting asks, in one language; the ids stay the same, so that a later one can be compared. */
export const baselineQuestions = inLocale([whomFirst, content, heard]);
/** What a survey about the meeting itself asks. */
export const feedbackQuestions = inLocale([spoke, fair, again]);

function inLocale(questions: readonly Question[]) {
  return (locale: Locale) =>
    questions.map(({ title, options, ...question }) => ({
      ...question,
      title: title[locale],
      ...(options && { options: options.map(({ optionId, label }) => ({ optionId, label: label[locale] })) }),
    }));
}
