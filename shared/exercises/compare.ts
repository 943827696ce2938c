import * as z from 'zod/mini';
import { ClientId } from '../ids.ts';
import { bradleyTerry, defaultPrior } from '../counting/bradley-terry.ts';
import { pairRanking, winsOf } from '../counting/comparisons.ts';
import type { Standing } from '../counting/merges.ts';
import { placesIn, ranksOfOrder } from '../counting/order.ts';
import type { Recount } from '../counting/stability.ts';
import { agreementOf } from './agreement.ts';
import { hashOf } from '../counting/seeded.ts';
import { answerOf, orNothing } from './form.ts';
import { defineKind, wholeNumber } from './kind.ts';

const Pair = z
  .strictObject({ a: ClientId, b: ClientId, winner: z.nullable(ClientId) })
  .check(z.refine(({ a, b, winner }) => a !== b && (winner === null || winner === a || winner === b)));
type Pair = z.infer<typeof Pair>;

/** More pairs than these nobody is asked. */
export const pairsMost = 100;

/** How many pairs there are among so many needs. */
export function pairsAmong(needs: number): number {
  return (needs * (needs - 1)) / 2;
}

export const CompareSettings = z.strictObject({ pairsPerPerson: wholeNumber(1, pairsMost) });
export const CompareBallot = z.strictObject({
  kind: z.literal('compare'),
  answers: z.array(Pair).check(
    z.maxLength(500),
    z.refine((answers) => new Set(answers.map(nameOf)).size === answers.length),
  ),
});
type CompareBallot = z.infer<typeof CompareBallot>;

/** For so few needs the room can read who won each pair. */
const readableMost = 8;

/** 比一比: two needs at a time, which matters more. Shown by the chance to be chosen; for few needs audited by how many pairs each won. */
export const compare = defineKind<z.infer<typeof CompareSettings>, CompareBallot>({
  kind: 'compare',
  called: { 'zh-CN': '比一比', en: 'Compare' },
  isAboutNeeds: true,
  defaults: { pairsPerPerson: 15 },
  settings: CompareSettings,
  refuseOpening: ({ options }) => (options.length < 2 ? 'bad-input' : null),
  ballot: {
    form: {
      rule: () => ({ 'zh-CN': '两件放在一起，选更要紧的那件。', en: 'Of each two, choose what matters more.' }),
      questions: ({ settings, options }, lot) =>
        everyPair(options)
          .map(([a, b]) => ({ a, b, lot: hashOf(`${lot}/${a}/${b}`) }))
          .sort((one, other) => one.lot - other.lot)
          .slice(0, settings.pairsPerPerson)
          .map(({ a, b }) => ({
            name: `${a} ${b}`,
            choices: [
              ...orNothing([a, b].map((needId) => ({ value: needId, needId }))),
              { value: unsure, label: { 'zh-CN': '分不出', en: 'Can’t say' } },
            ],
          })),
      read(answers, { options }) {
        const said = everyPair(options).flatMap(([a, b]): Pair[] => {
          const answer = answerOf(answers, `${a} ${b}`);
          return answer === undefined ? [] : [{ a, b, winner: answer === unsure ? null : answer }];
        });
        return { kind: 'compare', answers: said };
      },
    },
    schema: CompareBallot,
    refuse({ answers }, { settings, options }) {
      if (answers.some(({ a, b }) => !options.includes(a) || !options.includes(b))) return 'not-an-option';
      return answers.length > settings.pairsPerPerson ? 'over-budget' : null;
    },
    tally(ballots, { options }) {
      const wins = winsOf(
        options,
        ballots.flatMap(({ answers }) => answers),
      );
      const { chances, order } = bradleyTerry(options, wins);
      const takenBy = peopleWhoTook(ballots);
      const shown = ranksOfOrder(order);
      const pairs = options.length > readableMost ? null : pairRanking(options, wins);
      return {
        method: 'bradley-terry',
        options: options.map((needId, place) => {
          const people = takenBy.get(needId) ?? 0;
          return {
            needId,
            ...shown[needId]!,
            score: Math.round(chances[needId]! * 1000) / 1000,
            share: ballots.length === 0 ? 0 : people / ballots.length,
            people,
            asked: wins[place]!.reduce((sum, won, other) => sum + won + wins[other]![place]!, 0),
            pairsWon: pairs?.wins[needId] ?? null,
          };
        }),
        alsoBy: pairs ? [{ method: 'counts', ranks: placesIn(options, pairs.ranks) }] : [],
        agreement: pairs && agreementOf(options, shown, pairs.ranks),
        audit: { kendallW: null, tieLog: [] },
      };
    },
    supported,
    merged: ({ kind, answers }, standing) => ({ kind, answers: mergedPairs(answers, standing) }),
    given: null,
    research: { as: 'pairs' },
    weighed,
    conventions: () => ({ 'bradley-terry': { prior: defaultPrior, unranked: 'no-opinion' }, counts: { of: 'pairs-won' } }),
    sample({ settings, options }, chance) {
      const all = options.flatMap((a, i) => options.slice(i + 1).map((b) => ({ a, b, lot: chance() })));
      const asked = all.sort((one, other) => one.lot - other.lot).slice(0, settings.pairsPerPerson);
      return { kind: 'compare', answers: asked.map(({ a, b }) => ({ a, b, winner: chance() < 0.8 ? a : chance() < 0.5 ? b : null })) };
    },
  },
});

/** No id: ids have no blank. */
const unsure = 'not sure';

function everyPair(options: readonly string[]): [string, string][] {
  return options.flatMap((a, i) => options.slice(i + 1).map((b): [string, string] => [a, b]));
}

/** One name for a pair, whichever way round it was asked. */
function nameOf({ a, b }: Pick<Pair, 'a' | 'b'>): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** A pair of two that are one now is no pair; of two answers to the same pair the first stays. */
function mergedPairs(answers: readonly Pair[], standing: Standing): Pair[] {
  const merged = new Map<string, Pair>();
  for (const { a, b, winner } of answers) {
    const pair = { a: standing(a), b: standing(b), winner: winner === null ? null : standing(winner) };
    if (pair.a !== pair.b && !merged.has(nameOf(pair))) merged.set(nameOf(pair), pair);
  }
  return [...merged.values()];
}

/** How many people took each over another at least once. */
function peopleWhoTook(ballots: readonly CompareBallot[]): Map<string, number> {
  const people = new Map<string, number>();
  for (const ballot of ballots) for (const needId of supported(ballot)) people.set(needId, (people.get(needId) ?? 0) + 1);
  return people;
}

function supported({ answers }: CompareBallot): string[] {
  return [...new Set(answers.flatMap(({ winner }) => winner ?? []))];
}

/** Who was taken over whom; half of it each where neither was. */
function victoriesIn(options: readonly string[], answers: readonly Pair[]): { i: number; j: number; won: number }[] {
  return answers.flatMap(({ a, b, winner }) => {
    const [i, j] = [options.indexOf(a), options.indexOf(b)];
    if (winner === null) {
      return [
        { i, j, won: 0.5 },
        { i: j, j: i, won: 0.5 },
      ];
    }
    return winner === a ? [{ i, j, won: 1 }] : [{ i: j, j: i, won: 1 }];
  });
}

/** Every count begins where the first one ended: it is nearly there. */
function weighed(ballots: readonly CompareBallot[], { options }: { options: readonly string[] }): Recount {
  const own = ballots.map(({ answers }) => victoriesIn(options, answers));
  const winsIn = (times: ArrayLike<number>) => {
    const wins = options.map(() => options.map(() => 0));
    own.forEach((victories, person) => {
      const weight = times[person]!;
      if (weight > 0) for (const { i, j, won } of victories) wins[i]![j]! += won * weight;
    });
    return wins;
  };
  let start: Record<string, number> | undefined;
  return (times) => {
    const { order, logAbilities } = bradleyTerry(options, winsIn(times), start && { start });
    start ??= logAbilities;
    return order;
  };
}
