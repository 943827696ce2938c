import * as z from 'zod/mini';
import { ClientId } from '../ids.ts';
import { toNumber } from '../counting/fraction.ts';
import { mergedPoints } from '../counting/merges.ts';
import { placesIn, ranksOf } from '../counting/order.ts';
import { countPoints } from '../counting/points.ts';
import { rounded } from '../tally.ts';
import { agreementOf } from './agreement.ts';
import { numberForEach, numbersByNeed } from './form.ts';
import { defineKind, wholeNumber } from './kind.ts';
import { timesByNeed } from '../written-numbers.ts';
import { hasOwn } from '../own.ts';

export const PointsSettings = z.strictObject({ total: wholeNumber(1, 100), exact: z.boolean() });
export const PointsBallot = z.strictObject({
  kind: z.literal('points'),
  points: z.record(ClientId, wholeNumber(0, 100)),
});
type PointsBallot = z.infer<typeof PointsBallot>;

/** 分豆子: ten beans to share out, more for what matters more. Shown by the mean; audited by how many people gave any. */
export const points = defineKind<z.infer<typeof PointsSettings>, PointsBallot>({
  kind: 'points',
  called: { 'zh-CN': '分豆子', en: 'Share out beans' },
  isAboutNeeds: true,
  defaults: { total: 10, exact: true },
  settings: PointsSettings,
  ballot: {
    fromNumbers: (written) => ({ kind: 'points', points: timesByNeed(written) }),
    form: {
      rule: ({ total, exact }) => ({
        'zh-CN': `一共 ${total} 颗豆子，越要紧放得越多${exact ? '，要分完' : ''}。`,
        en: `${total} beans in all, more for what matters more${exact ? '; give them all' : ''}.`,
      }),
      questions: ({ settings, options }) => numberForEach(options, settings.total),
      read: (answers, { options }) => ({ kind: 'points', points: numbersByNeed(answers, options) }),
    },
    schema: PointsBallot,
    refuse({ points: given }, { settings: { total, exact }, options }) {
      const entries = Object.entries(given);
      if (entries.some(([needId]) => !options.includes(needId))) return 'not-an-option';
      const sum = entries.reduce((before, [, n]) => before + n, 0);
      if (sum > total) return 'over-budget';
      // [B5] Nothing at all is an abstention; beans that were forgotten are not.
      return exact && entries.length > 0 && sum < total ? 'bad-input' : null;
    },
    tally(ballots, { options }) {
      const count = countPoints(
        options,
        ballots.map((ballot) => ballot.points),
      );
      const shown = ranksOf(options, (needId) => count[needId]!.mean);
      const byPeople = ranksOf(options, (needId) => count[needId]!.people);
      return {
        method: 'points',
        options: options.map((needId) => {
          const { sum, mean, people, part } = count[needId]!;
          return {
            needId,
            ...shown[needId]!,
            score: rounded(toNumber(mean)),
            share: ballots.length === 0 ? 0 : people / ballots.length,
            people,
            sum,
            part: rounded(toNumber(part)),
          };
        }),
        alsoBy: [{ method: 'counts', ranks: placesIn(options, byPeople) }],
        agreement: agreementOf(options, shown, byPeople),
        audit: { kendallW: null, tieLog: [] },
      };
    },
    supported: ({ points: given }) => Object.keys(given).filter((needId) => given[needId]! > 0),
    merged: ({ kind, points: given }, standing) => ({ kind, points: mergedPoints(given, standing) }),
    research: { as: 'amounts', of: (ballot) => ({ beans: ballot.points }), unsaid: 0 },
    given: (ballots, { options }) => ballots.map((ballot) => options.map((needId) => pointsOf(ballot, needId))),
    sample({ settings: { total }, options }, chance) {
      const given: Record<string, number> = {};
      let left = total;
      for (const needId of options.slice(0, 4)) {
        const more = Math.min(left, 1 + Math.floor(chance() * Math.ceil(left * 0.7)));
        if (more > 0) given[needId] = more;
        left -= more;
      }
      const [first] = options;
      return { kind: 'points', points: first === undefined ? {} : { ...given, [first]: given[first]! + left } };
    },
  },
});

function pointsOf({ points: given }: PointsBallot, needId: string): number {
  return hasOwn(given, needId) ? given[needId]! : 0;
}
