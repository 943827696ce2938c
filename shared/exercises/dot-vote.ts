import * as z from 'zod/mini';
import { ClientId } from '../ids.ts';
import { countDots } from '../counting/dots.ts';
import { mergedPoints } from '../counting/merges.ts';
import { placesIn, ranksOf, ranksOfOrder } from '../counting/order.ts';
import { emptyHanded, shortList } from '../counting/short-list.ts';
import { tieBreakBy, type BrokenTie } from '../counting/tie-break.ts';
import { topK } from '../tally.ts';
import { agreementOf } from './agreement.ts';
import { numberForEach, numbersByNeed } from './form.ts';
import { defineKind, wholeNumber } from './kind.ts';
import { timesByNeed } from '../written-numbers.ts';
import { hasOwn } from '../own.ts';

export const DotVoteSettings = z.strictObject({ dots: wholeNumber(1, 99), maxPerNeed: wholeNumber(1, 99) });
export const DotVoteBallot = z.strictObject({
  kind: z.literal('dot-vote'),
  dots: z.record(ClientId, wholeNumber(1, 99)),
});

/** 贴圆点: a few dots each, several on one need if it matters much. Shown by dots; audited by how many people gave any, and by a proportional short-list. */
export const dotVote = defineKind<z.infer<typeof DotVoteSettings>, z.infer<typeof DotVoteBallot>>({
  kind: 'dot-vote',
  called: { 'zh-CN': '贴圆点', en: 'Put dots' },
  isAboutNeeds: true,
  defaults: { dots: 5, maxPerNeed: 3 },
  settings: DotVoteSettings,
  ballot: {
    fromNumbers: (written) => ({ kind: 'dot-vote', dots: timesByNeed(written) }),
    form: {
      rule: ({ dots, maxPerNeed }) => ({
        'zh-CN': `一共 ${dots} 票，一件最多 ${maxPerNeed} 票。`,
        en: `${dots} dots in all, at most ${maxPerNeed} on one.`,
      }),
      questions: ({ settings, options }) => numberForEach(options, Math.min(settings.dots, settings.maxPerNeed)),
      read: (answers, { options }) => ({ kind: 'dot-vote', dots: numbersByNeed(answers, options) }),
    },
    schema: DotVoteBallot,
    refuse({ dots }, { settings, options }) {
      const given = Object.entries(dots);
      if (given.some(([needId]) => !options.includes(needId))) return 'not-an-option';
      const sum = given.reduce((total, [, n]) => total + n, 0);
      if (sum > settings.dots || given.some(([, n]) => n > settings.maxPerNeed)) return 'over-budget';
      return null;
    },
    tally(ballots, { options, seed = 0 }) {
      const count = countDots(
        options,
        ballots.map((ballot) => ballot.dots),
      );
      const shown = ranksOf(options, (needId) => count.dots[needId]!);
      const byPeople = ranksOf(options, (needId) => count.people[needId]!);
      const broken: BrokenTie[] = [];
      const list = shortList(options, ballots.map(supported), topK, tieBreakBy(count.people, seed, broken));
      const carriers = new Map(list.payments().rounds.map(({ taken, supporters: people }) => [taken, people]));
      const plain = options.filter((needId) => shown[needId]!.rank <= topK && count.dots[needId]! > 0);
      const inFirst = ranksOfOrder([list.chosen, options.filter((needId) => !list.chosen.includes(needId))]);
      return {
        method: 'dots',
        options: options.map((needId) => ({
          needId,
          ...shown[needId]!,
          score: count.dots[needId]!,
          share: ballots.length === 0 ? 0 : count.people[needId]! / ballots.length,
          people: count.people[needId]!,
          shortListed: list.chosen.includes(needId),
          carriers: carriers.get(needId) ?? null,
          minorityStrong: list.byMinority.includes(needId),
        })),
        alsoBy: [
          { method: 'counts', ranks: placesIn(options, byPeople) },
          { method: 'equal-shares', ranks: placesIn(options, inFirst) },
        ],
        agreement: agreementOf(options, shown, byPeople),
        leftWithNothing: { shortList: list.leftWithNothing.chosen, plain: emptyHanded(options, ballots.map(supported), plain) },
        audit: { kendallW: null, tieLog: broken.map(({ tied, taken }) => `${tied.join(' = ')} → ${taken}`) },
      };
    },
    supported,
    merged: ({ kind, dots }, standing) => ({ kind, dots: mergedPoints(dots, standing) }),
    research: { as: 'amounts', of: ({ dots }) => ({ dots }), unsaid: 0 },
    given: (ballots, { options }) => ballots.map(({ dots }) => options.map((needId) => (hasOwn(dots, needId) ? dots[needId]! : 0))),
    sample({ settings, options }, chance) {
      const dots: Record<string, number> = {};
      let left = settings.dots;
      for (const needId of options) {
        const most = Math.min(left, settings.maxPerNeed);
        if (most === 0) break;
        dots[needId] = 1 + Math.floor(chance() * most);
        left -= dots[needId];
      }
      return { kind: 'dot-vote', dots };
    },
  },
});

/** Whoever gave a need a dot speaks for it, with however many. */
function supported({ dots }: z.infer<typeof DotVoteBallot>): string[] {
  return Object.keys(dots);
}
