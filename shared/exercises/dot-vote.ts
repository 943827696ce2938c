import * as z from 'zod/mini';
import { ClientId } from '../ids.ts';
import { countDots } from '../counting/dots.ts';
import { kendallTauB } from '../counting/kendall.ts';
import { ranksOf } from '../counting/order.ts';
import { defineKind, wholeNumber } from './kind.ts';

export const DotVoteSettings = z.strictObject({ dots: wholeNumber(1, 99), maxPerNeed: wholeNumber(1, 99) });
export const DotVoteBallot = z.strictObject({
  kind: z.literal('dot-vote'),
  dots: z.record(ClientId, wholeNumber(1, 99)),
});

/** 贴圆点: a few dots each, several on one need if it matters much. Shown by dots; audited by how many people gave any. */
export const dotVote = defineKind<z.infer<typeof DotVoteSettings>, z.infer<typeof DotVoteBallot>>({
  kind: 'dot-vote',
  isAboutNeeds: true,
  defaults: { dots: 5, maxPerNeed: 3 },
  settings: DotVoteSettings,
  ballot: {
    schema: DotVoteBallot,
    refuse({ dots }, { settings, options }) {
      const given = Object.entries(dots);
      if (given.some(([needId]) => !options.includes(needId))) return 'not-an-option';
      const sum = given.reduce((total, [, n]) => total + n, 0);
      if (sum > settings.dots || given.some(([, n]) => n > settings.maxPerNeed)) return 'over-budget';
      return null;
    },
    tally(ballots, { options }) {
      const count = countDots(
        options,
        ballots.map((ballot) => ballot.dots),
      );
      const shown = ranksOf(options, (needId) => count.dots[needId] ?? 0);
      const byPeople = ranksOf(options, (needId) => count.people[needId] ?? 0);
      return {
        method: 'dots',
        options: options.map((needId) => ({
          needId,
          ...shown[needId]!,
          score: count.dots[needId] ?? 0,
          share: ballots.length === 0 ? 0 : (count.people[needId] ?? 0) / ballots.length,
          people: count.people[needId] ?? 0,
        })),
        alsoBy: [{ method: 'counts', ranks: Object.fromEntries(options.map((needId) => [needId, byPeople[needId]!.rank])) }],
        agreement: kendallTauB(
          options.map((needId) => shown[needId]!.rank),
          options.map((needId) => byPeople[needId]!.rank),
        ),
      };
    },
  },
});
