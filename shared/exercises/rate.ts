import * as z from 'zod/mini';
import { ClientId } from '../ids.ts';
import { fractionOf, toNumber, type Fraction } from '../counting/fraction.ts';
import type { Standing } from '../counting/merges.ts';
import { orderOf, ranksOf } from '../counting/order.ts';
import { countRatings } from '../counting/ratings.ts';
import type { Recount } from '../counting/stability.ts';
import { rounded } from '../tally.ts';
import { answerOf, orNothing } from './form.ts';
import { defineKind, wholeNumber } from './kind.ts';
import { hasOwn } from '../own.ts';

const scale = 5;
const Rating = z.strictObject({ importance: z.nullable(wholeNumber(1, scale)), satisfaction: z.nullable(wholeNumber(1, scale)) });
type Rating = z.infer<typeof Rating>;

const gradeChoices = orNothing(Array.from({ length: scale }, (_, i) => ({ value: String(i + 1), label: String(i + 1) })));

export const RateSettings = z.strictObject({ scale: z.literal(scale) });
export const RateBallot = z.strictObject({ kind: z.literal('rate'), ratings: z.record(ClientId, Rating) });
type RateBallot = z.infer<typeof RateBallot>;

/** 打分: how much does it matter, and is one happy with it now? Shown by the gap between the two; a need is placed among the others at their medians. */
export const rate = defineKind<z.infer<typeof RateSettings>, RateBallot>({
  kind: 'rate',
  called: { 'zh-CN': '打分', en: 'Rate' },
  isAboutNeeds: true,
  defaults: { scale },
  settings: RateSettings,
  ballot: {
    form: {
      rule: () => ({ 'zh-CN': '都打 1 到 5 分，5 分最高。可以空着。', en: 'From 1 to 5, where 5 is most. Leave out what you like.' }),
      questions: ({ options }) =>
        options.flatMap((needId) => [
          { name: `importance ${needId}`, needId, title: { 'zh-CN': '有多要紧？', en: 'How much does it matter?' }, choices: gradeChoices },
          { name: `satisfaction ${needId}`, needId, title: { 'zh-CN': '现在满意吗？', en: 'Happy with it now?' }, choices: gradeChoices },
        ]),
      read(answers, { options }) {
        const gradeOf = (name: string) => Number(answerOf(answers, name) ?? 0) || null;
        const ratings = options.map((needId) => {
          const rating = { importance: gradeOf(`importance ${needId}`), satisfaction: gradeOf(`satisfaction ${needId}`) };
          return [needId, rating] as const;
        });
        return { kind: 'rate', ratings: Object.fromEntries(ratings.filter(([, rating]) => isSaid(rating))) };
      },
    },
    schema: RateBallot,
    refuse: ({ ratings }, { options }) => (Object.keys(ratings).some((needId) => !options.includes(needId)) ? 'not-an-option' : null),
    tally(ballots, { options }) {
      const count = countRatings(
        options,
        ballots.map(({ ratings }) => ratings),
      );
      const shown = ranksOf(options, (needId) => count[needId]!.gap ?? unrated);
      return {
        method: 'gap',
        options: options.map((needId) => {
          const { importance, satisfaction, gap, weighted, quadrant, people } = count[needId]!;
          return {
            needId,
            ...shown[needId]!,
            score: figure(gap) ?? 0,
            share: ballots.length === 0 ? 0 : people / ballots.length,
            people,
            importance: figure(importance),
            satisfaction: figure(satisfaction),
            gap: figure(gap),
            weighted: figure(weighted),
            quadrant,
          };
        }),
        alsoBy: [],
        agreement: null,
        audit: { kendallW: null, tieLog: [] },
      };
    },
    supported: ({ ratings }) => Object.keys(ratings).filter((needId) => isSaid(ratings[needId]!)),
    merged: ({ kind, ratings }, standing) => ({ kind, ratings: mergedRatings(ratings, standing) }),
    research: {
      as: 'amounts',
      of: ({ ratings }) => ({ importance: gradesIn(ratings, 'importance'), satisfaction: gradesIn(ratings, 'satisfaction') }),
      unsaid: null,
    },
    given: null,
    weighed,
    sample({ options }, chance) {
      const grade = (most: number) => Math.max(1, most - Math.floor(chance() * 3));
      return {
        kind: 'rate',
        ratings: Object.fromEntries(
          options.map((needId, i) => [needId, { importance: grade(i < 3 ? 5 : 4), satisfaction: grade(i < 3 ? 3 : 5) }]),
        ),
      };
    },
  },
});

/** Below every gap there can be: a need that nobody gave both grades comes last. */
const unrated: Fraction = fractionOf(-scale);

function figure(value: Fraction | null): number | null {
  return value && rounded(toNumber(value));
}

function gradesIn(ratings: Readonly<Record<string, Rating>>, question: 'importance' | 'satisfaction'): Record<string, number | null> {
  return Object.fromEntries(Object.entries(ratings).map(([needId, rating]) => [needId, rating[question]]));
}

function isSaid({ importance, satisfaction }: Rating): boolean {
  return importance !== null || satisfaction !== null;
}

/** What was said of the need that stands is kept; where nothing was, what was said of one that went into it. */
function mergedRatings(ratings: Readonly<Record<string, Rating>>, standing: Standing): Record<string, Rating> {
  const own = Object.entries(ratings).sort(([a], [b]) => Number(standing(b) === b) - Number(standing(a) === a) || (a < b ? -1 : 1));
  const merged: Record<string, Rating> = {};
  for (const [needId, rating] of own) if (!hasOwn(merged, standing(needId))) merged[standing(needId)] = rating;
  return merged;
}

/** Sums over the grades, and the gap over one denominator: whole numbers far below 2 ** 53, so that it is exact. */
function weighed(ballots: readonly RateBallot[], { options }: { options: readonly string[] }): Recount {
  const grades = options.map((needId) =>
    ballots.map(({ ratings }) => (hasOwn(ratings, needId) ? ratings[needId]! : { importance: null, satisfaction: null })),
  );
  const placeOf = new Map(options.map((needId, place) => [needId, place]));
  return (times) => {
    const gaps = grades.map((own) => {
      const sums = { importance: 0, satisfaction: 0 };
      const people = { importance: 0, satisfaction: 0 };
      own.forEach((rating, person) => {
        for (const question of ['importance', 'satisfaction'] as const) {
          const grade = rating[question];
          if (grade === null) continue;
          sums[question] += grade * times[person]!;
          people[question] += times[person]!;
        }
      });
      const both = people.importance * people.satisfaction;
      return both === 0 ? unrated : fractionOf(sums.importance * people.satisfaction - sums.satisfaction * people.importance, both);
    });
    return orderOf(options, (needId) => gaps[placeOf.get(needId)!]!);
  };
}
