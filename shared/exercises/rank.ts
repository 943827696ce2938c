import * as z from 'zod/mini';
import { ClientId } from '../ids.ts';
import { recordOf } from '../counting/alternatives.ts';
import { doubledBordaPoints } from '../counting/borda.ts';
import { kemeny } from '../counting/kemeny.ts';
import { kendallW } from '../counting/kendall.ts';
import { mergedRanking } from '../counting/merges.ts';
import { placesIn, ranksOf, ranksOfOrder } from '../counting/order.ts';
import { pairwise } from '../counting/pairwise.ts';
import { rankedPairsOf } from '../counting/ranked-pairs.ts';
import { schulzeOf } from '../counting/schulze.ts';
import { agreementOf } from './agreement.ts';
import { numbersByNeed, orNothing } from './form.ts';
import { defineKind, wholeNumber } from './kind.ts';
import { oneByOne } from '../written-numbers.ts';

export const RankSettings = z.strictObject({ rankAtMost: z.nullable(wholeNumber(1, 60)) });
export const RankBallot = z.strictObject({
  kind: z.literal('rank'),
  ranking: z.array(ClientId).check(
    z.maxLength(500),
    z.refine((ranking) => new Set(ranking).size === ranking.length),
  ),
});

/** 排一排: tap needs in order, as far as one likes. Shown by Borda, a short ballot's rest shared; audited by Schulze, Ranked Pairs and, for ten at most, Kemeny. */
export const rank = defineKind<z.infer<typeof RankSettings>, z.infer<typeof RankBallot>>({
  kind: 'rank',
  called: { 'zh-CN': '排一排', en: 'Rank' },
  isAboutNeeds: true,
  defaults: { rankAtMost: 5 },
  settings: RankSettings,
  ballot: {
    fromNumbers: (written) => ({ kind: 'rank', ranking: oneByOne(written) }),
    form: {
      rule: ({ rankAtMost }) => ({
        'zh-CN': `最要紧的排第 1 位${rankAtMost === null ? '' : `，最多排 ${rankAtMost} 件`}。一位只放一件。`,
        en: `What matters most is place 1${rankAtMost === null ? '' : `; ${rankAtMost} places at most`}. One a place.`,
      }),
      questions({ settings, options }) {
        const places = Array.from({ length: Math.min(options.length, settings.rankAtMost ?? options.length) }, (_, i) => String(i + 1));
        return options.map((needId) => ({ name: needId, needId, choices: orNothing(places.map((value) => ({ value, label: value }))) }));
      },
      read(answers, { options }) {
        const places = Object.entries(numbersByNeed(answers, options)).sort(([, a], [, b]) => a - b);
        if (new Set(places.map(([, place]) => place)).size < places.length) return null;
        return { kind: 'rank', ranking: places.map(([needId]) => needId) };
      },
    },
    schema: RankBallot,
    refuse({ ranking }, { settings, options }) {
      if (ranking.some((needId) => !options.includes(needId))) return 'not-an-option';
      if (settings.rankAtMost !== null && ranking.length > settings.rankAtMost) return 'over-budget';
      return null;
    },
    tally(ballots, { options }) {
      const rankings = rankingsOf(ballots);
      const points = given(ballots, options);
      const doubled = recordOf(options, (_, place) => points.reduce((sum, own) => sum + own[place]!, 0));
      const shown = ranksOf(options, (needId) => doubled[needId]!);
      const matrix = pairwise(options, rankings);
      const best = kemeny(options, matrix);
      const schulzeRanks = ranksOfOrder(schulzeOf(options, matrix));
      const people = (needId: string) => ballots.filter(({ ranking }) => ranking.includes(needId)).length;
      return {
        method: 'borda',
        options: options.map((needId) => ({
          needId,
          ...shown[needId]!,
          score: doubled[needId]! / 2,
          share: ballots.length === 0 ? 0 : people(needId) / ballots.length,
          people: people(needId),
          first: ballots.filter(({ ranking }) => ranking[0] === needId).length,
        })),
        alsoBy: [
          { method: 'schulze', ranks: placesIn(options, schulzeRanks) },
          { method: 'ranked-pairs', ranks: placesIn(options, ranksOfOrder(rankedPairsOf(options, matrix))) },
          ...(best ? [{ method: 'kemeny' as const, ranks: placesIn(options, ranksOfOrder(best.order)) }] : []),
        ],
        agreement: agreementOf(options, shown, schulzeRanks),
        audit: { kendallW: kendallW(points), tieLog: [] },
      };
    },
    supported: ({ ranking }) => ranking,
    merged({ kind, ranking }, standing) {
      const groups = mergedRanking(
        ranking.map((needId) => [needId]),
        standing,
      );
      return { kind, ranking: groups.flat() };
    },
    research: { as: 'order', of: ({ ranking }) => ranking },
    given: (ballots, { options }) => given(ballots, options),
    sample({ settings, options }, chance) {
      const most = Math.min(options.length, settings.rankAtMost ?? options.length);
      return { kind: 'rank', ranking: options.slice(0, Math.max(1, most - Math.floor(chance() * 3))) };
    },
  },
});

function rankingsOf(ballots: readonly z.infer<typeof RankBallot>[]): string[][][] {
  return ballots.map(({ ranking }) => ranking.map((needId) => [needId]));
}

/** Twice the points, so that halves stay whole numbers. */
function given(ballots: readonly z.infer<typeof RankBallot>[], options: readonly string[]): number[][] {
  return doubledBordaPoints(options, rankingsOf(ballots));
}
