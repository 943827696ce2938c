import * as z from 'zod/mini';
import { ClientId } from '../ids.ts';
import { approval } from '../counting/approval.ts';
import { equalShares } from '../counting/equal-shares.ts';
import { greedyByApprovals } from '../counting/greedy.ts';
import { mergedApprovals } from '../counting/merges.ts';
import { orderOf, placesIn, ranksOf, ranksOfOrder } from '../counting/order.ts';
import type { Recount } from '../counting/stability.ts';
import { tieBreakBy, type BrokenTie } from '../counting/tie-break.ts';
import { agreementOf } from './agreement.ts';
import { defineKind, wholeNumber, type Terms } from './kind.ts';

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

/** 分经费: what one would do with the money, as far as it goes. Shown by Equal Shares; audited by approvals, and by taking the most approved as long as it fits. */
export const budget = defineKind<Settings, BudgetBallot>({
  kind: 'budget',
  isAboutNeeds: true,
  defaults: { budget: 100_000, costs: {} },
  settings: BudgetSettings,
  ballot: {
    schema: BudgetBallot,
    refuse({ chosen }, { settings, options }) {
      // What nobody has put a price on cannot be paid for.
      if (chosen.some((needId) => !options.includes(needId) || costOf(settings, needId) === null)) return 'not-an-option';
      const cost = chosen.reduce((sum, needId) => sum + costOf(settings, needId)!, 0);
      return cost > settings.budget ? 'over-budget' : null;
    },
    tally(ballots, terms) {
      const { settings, options } = terms;
      const wishes = ballots.map(({ chosen }) => chosen);
      const people = approval(options, wishes);
      const broken: BrokenTie[] = [];
      const paid = paidFor(wishes, terms, broken);
      const shown = ranksOfOrder(orderBy(options, people, paid));
      const byPeople = ranksOf(options, (needId) => people[needId]!);
      return {
        method: 'equal-shares',
        options: options.map((needId) => ({
          needId,
          ...shown[needId]!,
          score: people[needId]!,
          share: ballots.length === 0 ? 0 : people[needId]! / ballots.length,
          people: people[needId]!,
          cost: costOf(settings, needId),
          chosen: paid.has(needId),
          chosenByPeople: mostApproved(wishes, terms).includes(needId),
        })),
        alsoBy: [{ method: 'counts', ranks: placesIn(options, byPeople) }],
        agreement: agreementOf(options, shown, byPeople),
        audit: { kendallW: null, tieLog: broken.map(({ tied, taken }) => `${tied.join(' = ')} → ${taken}`) },
      };
    },
    supported: ({ chosen }) => chosen,
    merged: ({ kind, chosen }, standing) => ({ kind, chosen: mergedApprovals(chosen, standing) }),
    given: null,
    weighed,
    conventions: (settings) => ({ 'equal-shares': { costs: 'settings', utility: 'cost', completion: 'add1', step: stepOf(settings) } }),
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

function costOf({ costs }: Settings, needId: string): number | null {
  return Object.hasOwn(costs, needId) ? costs[needId]! : null;
}

/** What Add1 adds for everybody at a time: a round thousandth of the budget at most, so that a rich budget takes no longer than a poor one. */
function stepOf({ budget: amount }: Settings): number {
  return 10 ** Math.max(0, Math.floor(Math.log10(amount)) - 3);
}

function priced({ settings, options }: Terms<Settings>): string[] {
  return options.filter((needId) => costOf(settings, needId) !== null);
}

/** What everybody's equal part of the money pays for. */
function paidFor(wishes: readonly string[][], terms: Terms<Settings>, broken: BrokenTie[] = []): ReadonlySet<string> {
  const { settings, seed = 0 } = terms;
  const tieBreak = tieBreakBy(approval(terms.options, wishes), seed, broken);
  const { chosen } = equalShares(priced(terms), wishes, {
    costs: settings.costs,
    budget: settings.budget,
    completion: 'add1',
    step: stepOf(settings),
    tieBreak,
  });
  return new Set(chosen);
}

/** What most cities would pay for: the most approved first, whatever still fits. */
function mostApproved(wishes: readonly string[][], terms: Terms<Settings>): string[] {
  const { settings, options, seed = 0 } = terms;
  const tieBreak = tieBreakBy(approval(options, wishes), seed);
  return greedyByApprovals(priced(terms), wishes, { costs: settings.costs, budget: settings.budget, tieBreak });
}

/** What is paid for before what is not, each by how many people want it. */
function orderBy(options: readonly string[], people: Readonly<Record<string, number>>, paid: ReadonlySet<string>): string[][] {
  const most = Math.max(0, ...options.map((needId) => people[needId]!));
  return orderOf(options, (needId) => people[needId]! + (paid.has(needId) ? most + 1 : 0));
}

function weighed(ballots: readonly BudgetBallot[], terms: Terms<Settings>): Recount {
  return (times) => {
    const wishes = ballots.flatMap(({ chosen }, person) => new Array<string[]>(times[person]!).fill(chosen));
    return orderBy(terms.options, approval(terms.options, wishes), paidFor(wishes, terms));
  };
}
