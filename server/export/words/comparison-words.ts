import type { ComparedNeed, Moved, Reason } from '../../../shared/comparison.ts';
import type { Words } from './vocabulary.ts';

/** What the closed lists of a comparison are called in files. */
export const comparisonWords = {
  moved: {
    up: { 'zh-CN': '靠前了', en: 'moved up' },
    down: { 'zh-CN': '靠后了', en: 'moved down' },
    same: { 'zh-CN': '没有变', en: 'the same' },
    unsure: { 'zh-CN': '看不出变化', en: 'no clear change' },
  } satisfies Record<Moved, Words>,
  reasons: {
    'not-counted': { 'zh-CN': '不可比：有一次没有点票', en: 'not comparable: one of them was not counted' },
    kind: { 'zh-CN': '不可比：环节不一样', en: 'not comparable: another kind of exercise' },
    rule: { 'zh-CN': '不可比：点票的办法不一样', en: 'not comparable: counted by another method' },
    options: { 'zh-CN': '不可比：规则或选项不一样', en: 'not comparable: other rules or options' },
    question: { 'zh-CN': '不可比：只有一次问过', en: 'not comparable: asked only once' },
  } satisfies Record<Reason, Words>,
  by: {
    carried: { 'zh-CN': '从那时接着来的', en: 'carried over' },
    organizer: { 'zh-CN': '组织者说是同一件', en: 'the organizer says so' },
  } satisfies Record<NonNullable<ComparedNeed['by']>, Words>,
  /** Stands in every row, wherever it is pasted. */
  notTheSame: { 'zh-CN': '两次到场的人不一定相同。', en: 'The people in the room may not have been the same.' } satisfies Words,
  notSample: {
    'zh-CN': '到场的人不是抽样，结果说的是到场的人。',
    en: 'Those who came are no sample; this speaks for them alone.',
  } satisfies Words,
  tooFew: { 'zh-CN': '人太少，不说', en: 'too few to say' } satisfies Words,
};
