import { baselineQuestions, type Question } from '../../shared/questions.ts';
import type { Ballot } from './recount.ts';

/** How a kind is put to the test in a room: under which settings, and with what ballots. */
export interface KindCase {
  settings: (needIds: readonly string[]) => Record<string, unknown>;
  /** Somebody's ballot by chance: full, short or empty. */
  ballotBy: (needIds: readonly string[], random: () => number) => Ballot;
}

const upTo = (random: () => number, most: number) => Math.floor(random() * (most + 1));

/** Some of the needs, in any order; perhaps none. */
function someOf(needIds: readonly string[], random: () => number): string[] {
  return needIds
    .map((id) => ({ id, lot: random() }))
    .sort((a, b) => a.lot - b.lot)
    .slice(0, upTo(random, needIds.length))
    .map(({ id }) => id);
}

/** A case for each kind that has ballots. */
export const kindCases: Record<string, KindCase> = {
  'dot-vote': {
    settings: () => ({}),
    ballotBy: (needIds, random) => ({
      kind: 'dot-vote',
      dots: Object.fromEntries(
        someOf(needIds, random)
          .slice(0, 3)
          .map((id, i) => [id, i === 0 ? 1 + upTo(random, 2) : 1]),
      ),
    }),
  },
  rank: {
    settings: () => ({}),
    ballotBy: (needIds, random) => ({ kind: 'rank', ranking: someOf(needIds, random) }),
  },
  points: {
    settings: () => ({}),
    ballotBy(needIds, random) {
      const points: Record<string, number> = {};
      const among = someOf(needIds, random);
      if (among.length > 0) for (let i = 0; i < 10; i += 1) give(points, among[upTo(random, among.length - 1)]!);
      return { kind: 'points', points };
    },
  },
  rate: {
    settings: () => ({}),
    ballotBy: (needIds, random) => ({
      kind: 'rate',
      ratings: Object.fromEntries(
        someOf(needIds, random).map((id) => [id, { importance: gradeBy(random), satisfaction: gradeBy(random) }]),
      ),
    }),
  },
  pledge: {
    settings: () => ({}),
    ballotBy: (needIds, random) => ({
      kind: 'pledge',
      pledges: Object.fromEntries(someOf(needIds, random).map((id) => [id, random() < 0.3 ? 'lead' : 'join'])),
    }),
  },
  survey: {
    settings: () => ({ questions: baselineQuestions }),
    ballotBy: (_needIds, random) => ({
      kind: 'survey',
      answers: Object.fromEntries(
        baselineQuestions.filter(() => random() > 0.3).map((question) => [question.questionId, answerBy(question, random)]),
      ),
    }),
  },
  budget: {
    settings: (needIds) => ({ budget: 10, costs: costsOf(needIds) }),
    ballotBy(needIds, random) {
      const costs = costsOf(needIds);
      let left = 10;
      const chosen = someOf(needIds, random).filter((id) => costs[id]! <= left && (left -= costs[id]!) >= 0);
      return { kind: 'budget', chosen };
    },
  },
  compare: {
    settings: () => ({}),
    ballotBy(needIds, random) {
      const pairs = needIds.flatMap((a, i) => needIds.slice(i + 1).map((b) => ({ a, b })));
      const winners = ({ a, b }: { a: string; b: string }) => [a, a, b, null][upTo(random, 3)]!;
      return { kind: 'compare', answers: pairs.filter(() => random() > 0.4).map((pair) => ({ ...pair, winner: winners(pair) })) };
    },
  },
};

/** 3, 5, 4, 2, 6: not all of them fit into ten. */
function costsOf(needIds: readonly string[]): Record<string, number> {
  return Object.fromEntries(needIds.map((id, i) => [id, [3, 5, 4, 2, 6][i % 5]!]));
}

function answerBy({ kind, options = [] }: Question, random: () => number): number | string | string[] | null {
  const ids = options.map(({ optionId }) => optionId);
  if (kind === 'scale') return gradeBy(random);
  return kind === 'single' ? ids[upTo(random, ids.length - 1)]! : someOf(ids, random);
}

/** 1 to 5, or now and then nothing. */
function gradeBy(random: () => number): number | null {
  const grade = upTo(random, 5);
  return grade === 0 ? null : grade;
}

function give(points: Record<string, number>, id: string): void {
  points[id] = (points[id] ?? 0) + 1;
}
