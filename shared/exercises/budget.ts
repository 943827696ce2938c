import * as z from 'zod/mini';
import { ClientId } from '../ids.ts';
import { approval } from '../counting/approval.ts';
import { equalShares } from '../counting/equal-shares.ts';
import { greedyByApprovals } from '../counting/greedy.ts';
import { mergedApprovals } from '../counting/merges.ts';
import { orderOf, placesIn, ranksOf, ranksOfOrder } from '../counting/order.ts';
import type { Bundling } from '../counting/stability.ts';
import { tieBreakBy, type BrokenTie } from '../counting/tie-break.ts';
import { agreementOf } from './agreement.ts';
import { defineKind, wholeNumber, type Terms } from './kind.ts';
import { oneByOne } from '../written-numbers.ts';
import { hasOwn } from '../own.ts';

/** In yuan, as all amounts here. */
export const amountMax = 1_000_000_000;
export const BudgetSettings = z.strictObject({
  budget: wholeNumber(1, amountMax),
  costs: z.record(ClientId, wholeNumber(1, amountMax)),
});
export const BudgetBallot = z.strictObject({
  kind: z.literal('budget'),
  chosen: z.array(ClientId).check(
    z.maxLength(500),
    z.refine((chosen) => new Set(chosen).size === chosen.length),
  ),
});
type Settings = z.infer<typeof BudgetSettings>;
type BudgetBallot = z.infer<typeof BudgetBallot>;

/**
 * 分经费: what one would do with the money, as far as it goes. Shown by Equal Shares, 建议先办; audited by approvals, and by taking the most approved one
 * by one as long as the money lasts. Prices are those of the draft that was opened; a need that others were merged into keeps its own.
 */
export const budget = defineKind<Settings, BudgetBallot>({
  kind: 'budget',
  called: { 'zh-CN': '分经费', en: 'Share the budget' },
  isAboutNeeds: true,
  defaults: { budget: 100_000, costs: {} },
  settings: BudgetSettings,
  refuseOpening: ({ settings, options }) => {
    const { unpriced, isAnyAffordable } = pricing(settings, options);
    if (unpriced.length > 0) return 'bad-input';
    return isAnyAffordable ? null : 'over-budget';
  },
  ballot: {
    fromNumbers: (written) => ({ kind: 'budget', chosen: oneByOne(written) }),
    form: {
      rule: ({ budget: money }) => ({
        'zh-CN': `一共 ${money} 元，选到钱用完为止。`,
        en: `${money} yuan in all: choose as far as it goes.`,
      }),
      questions: (terms) =>
        priced(terms).map((needId) => {
          const cost = costOf(terms.settings, needId)!;
          return {
            name: needId,
            needId,
            several: true,
            choices: [{ value: 'chosen', label: { 'zh-CN': `选它，${cost} 元`, en: `This one, ${cost} yuan` } }],
          };
        }),
      read: (answers, { options }) => ({ kind: 'budget', chosen: options.filter((needId) => answers.get(needId)?.includes('chosen')) }),
    },
    schema: BudgetBallot,
    refuse({ chosen }, { settings, options }) {
      if (chosen.some((needId) => !options.includes(needId) || costOf(settings, needId) === null)) return 'not-an-option';
      return sumOf(settings, chosen) > settings.budget ? 'over-budget' : null;
    },
    tally(ballots, terms) {
      const { settings, options } = terms;
      const wishes = ballots.map(({ chosen }) => chosen);
      const people = approval(options, wishes);
      const { chosen, ties } = equalPart(wishes, terms);
      const plain = mostApproved(wishes, terms);
      const shown = ranksOfOrder(orderBy(options, people, chosen));
      const byPeople = ranksOf(options, (needId) => people[needId]!);
      const emptyHanded = (list: readonly string[]) =>
        wishes.filter((own) => own.length > 0 && !own.some((needId) => list.includes(needId))).length;
      return {
        method: 'equal-shares',
        options: options.map((needId) => ({
          needId,
          ...shown[needId]!,
          score: people[needId]!,
          share: ballots.length === 0 ? 0 : people[needId]! / ballots.length,
          people: people[needId]!,
          cost: costOf(settings, needId),
          chosen: chosen.includes(needId),
          chosenByPeople: plain.includes(needId),
          shortListed: chosen.includes(needId),
          carriers: people[needId]!,
          minorityStrong: chosen.includes(needId) && !plain.includes(needId),
          lostLotTo: winnerOver(needId, { chosen, ties, people }),
        })),
        alsoBy: [{ method: 'counts', ranks: placesIn(options, byPeople) }],
        agreement: agreementOf(options, shown, byPeople),
        leftWithNothing: { shortList: emptyHanded(chosen), plain: emptyHanded(plain) },
        audit: { kendallW: null, tieLog: ties.map(({ tied, taken }) => `${tied.join(' = ')} → ${taken}`) },
      };
    },
    supported: ({ chosen }) => chosen,
    merged: ({ kind, chosen }, standing) => ({ kind, chosen: mergedApprovals(chosen, standing) }),
    given: null,
    bundled,
    research: { as: 'bundle', of: ({ chosen }) => chosen },
    conventions: () => ({ 'equal-shares': { utility: 'cost', completion: 'add1', step: 'hundredth' } }),
    sample({ settings, options }) {
      let left = settings.budget;
      const chosen = options.filter((needId) => {
        const cost = costOf(settings, needId);
        if (cost === null || cost > left) return false;
        left -= cost;
        return true;
      });
      return { kind: 'budget', chosen };
    },
  },
});

/** [X7] Which of these needs have no price, and whether the money pays for any that has one. */
export function pricing(
  settings: { budget: number; costs: Readonly<Record<string, number>> },
  needIds: readonly string[],
): { unpriced: string[]; isAnyAffordable: boolean } {
  return {
    unpriced: needIds.filter((needId) => costOf(settings, needId) === null),
    isAnyAffordable: needIds.some((needId) => (costOf(settings, needId) ?? Infinity) <= settings.budget),
  };
}

function costOf({ costs }: Pick<Settings, 'costs'>, needId: string): number | null {
  return hasOwn(costs, needId) ? costs[needId]! : null;
}

function sumOf(settings: Settings, needIds: readonly string[]): number {
  return needIds.reduce((sum, needId) => sum + (costOf(settings, needId) ?? 0), 0);
}

function priced({ settings, options }: Terms<Settings>): string[] {
  return options.filter((needId) => costOf(settings, needId) !== null);
}

/** What everybody's equal part of the money pays for. */
function equalPart(wishes: readonly string[][], terms: Terms<Settings>): { chosen: string[]; ties: readonly BrokenTie[] } {
  const { settings, seed = 0 } = terms;
  return equalShares(priced(terms), wishes, {
    costs: settings.costs,
    budget: settings.budget,
    completion: 'add1',
    step: 'hundredth',
    tieBreak: tieBreakBy(approval(terms.options, wishes), seed),
  });
}

/** What most cities would pay for: the most approved first, whatever still fits. */
function mostApproved(wishes: readonly string[][], terms: Terms<Settings>): string[] {
  const { settings, options, seed = 0 } = terms;
  const tieBreak = tieBreakBy(approval(options, wishes), seed);
  return greedyByApprovals(priced(terms), wishes, { costs: settings.costs, budget: settings.budget, tieBreak });
}

/** What is paid for before what is not, each by how many people want it. */
function orderBy(options: readonly string[], people: Readonly<Record<string, number>>, chosen: readonly string[]): string[][] {
  const most = Math.max(0, ...options.map((needId) => people[needId]!));
  return orderOf(options, (needId) => people[needId]! + (chosen.includes(needId) ? most + 1 : 0));
}

/** [T1] The need that a lot took instead of this one, which as many people wanted as dearly and which got nothing; null where no lot decided. */
function winnerOver(
  needId: string,
  { chosen, ties, people }: { chosen: readonly string[]; ties: readonly BrokenTie[]; people: Readonly<Record<string, number>> },
): string | null {
  if (chosen.includes(needId)) return null;
  return ties.find(({ tied, taken }) => tied.includes(needId) && people[taken] === people[needId])?.taken ?? null;
}

function bundled(ballots: readonly BudgetBallot[], terms: Terms<Settings>): Bundling {
  return (times) => {
    const wishes = ballots.flatMap(({ chosen }, person) => new Array<string[]>(times[person]!).fill(chosen));
    const { chosen } = equalPart(wishes, terms);
    return { chosen, order: orderBy(terms.options, approval(terms.options, wishes), chosen) };
  };
}
