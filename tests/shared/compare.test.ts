import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOf } from '../../shared/exercise.ts';
import { roundStability } from '../../shared/round-stability.ts';

const rules = kindOf('compare')!;
const options = ['need-aaa', 'need-bbb', 'need-ccc', 'need-ddd'];
const pairs = options.flatMap((a, i) => options.slice(i + 1).map((b) => ({ a, b })));

interface Answer {
  a: string;
  b: string;
  winner: string | null;
}

/** Answers to some of the pairs, either way round, each once. */
const answers: fc.Arbitrary<Answer[]> = fc
  .shuffledSubarray(pairs)
  .chain((asked) =>
    fc.tuple(
      ...asked.map(({ a, b }) =>
        fc
          .tuple(fc.boolean(), fc.constantFrom(a, b, null))
          .map(([isTurned, winner]): Answer => (isTurned ? { a: b, b: a, winner } : { a, b, winner })),
      ),
    ),
  );
const ballotsOf = fc.array(
  answers.map((given) => ({ kind: 'compare', answers: given })),
  { minLength: 1, maxLength: 25 },
);
const terms = { settings: { pairsPerPerson: 15 }, options };

describe('what a compare ballot may say', () => {
  it('[B2] fits exactly where each pair is two options, answered once by one of them or neither, and not too many are', () => {
    const ids = fc.constantFrom(...options, 'need-zzz');
    const loose = fc.array(fc.record({ a: ids, b: ids, winner: fc.option(ids) }), { maxLength: 5 });
    fc.assert(
      fc.property(loose, fc.integer({ min: 1, max: 5 }), (given, pairsPerPerson) => {
        const isWhole = given.every(({ a, b, winner }) => a !== b && (winner === null || winner === a || winner === b));
        const asked = given.map(({ a, b }) => [a, b].sort().join(' '));
        const parsed = rules.ballot!.parse({ kind: 'compare', answers: given });
        expect(parsed === null).toBe(!isWhole || new Set(asked).size < asked.length);
        if (parsed === null) return;
        const isForeign = given.some(({ a, b }) => a === 'need-zzz' || b === 'need-zzz');
        const expected = isForeign ? 'not-an-option' : given.length > pairsPerPerson ? 'over-budget' : null;
        expect(rules.ballot!.refuse(parsed, { ...terms, settings: { pairsPerPerson } })).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('[X7] opens with two needs at least', () => {
    const opening = (needIds: string[]) => rules.refuseOpening!({ settings: terms.settings, options: needIds });
    expect([opening([]), opening(['need-aaa']), opening(['need-aaa', 'need-bbb'])]).toEqual(['bad-input', 'bad-input', null]);
  });
});

describe('what comes of it', () => {
  it('[T8] is the same whichever way round the pairs were asked, and in whatever order the ballots come', () => {
    fc.assert(
      fc.property(ballotsOf, (ballots) => {
        const turned = ballots.map(({ kind, answers: given }) => ({
          kind,
          answers: given.map(({ a, b, winner }) => ({ a: b, b: a, winner })),
        }));
        const ranksOf = (given: typeof ballots) =>
          rules.ballot!.tally(given, terms).options.map(({ needId, rank, people }) => [needId, rank, people]);
        expect(ranksOf(turned)).toEqual(ranksOf(ballots));
        expect(ranksOf([...ballots].reverse())).toEqual(ranksOf(ballots));
      }),
      { numRuns: 300 },
    );
  });

  it('[T1] puts nobody below who is preferred once more than before', () => {
    fc.assert(
      fc.property(ballotsOf, fc.constantFrom(...pairs), (ballots, { a, b }) => {
        const rankOf = (given: typeof ballots) => rules.ballot!.tally(given, terms).options.find(({ needId }) => needId === a)!.rank;
        expect(rankOf([...ballots, { kind: 'compare', answers: [{ a, b, winner: a }] }])).toBeLessThanOrEqual(rankOf(ballots));
      }),
      { numRuns: 300 },
    );
  });

  it('[B5] abstentions count as people and say nothing', () => {
    const found = rules.ballot!.tally(
      [
        { kind: 'compare', answers: [{ a: 'need-aaa', b: 'need-bbb', winner: 'need-bbb' }] },
        { kind: 'compare', answers: [] },
      ],
      terms,
    );
    expect(found.options.find(({ needId }) => needId === 'need-bbb')).toMatchObject({
      rank: 1,
      share: 0.5,
      people: 1,
      asked: 1,
      pairsWon: 1,
    });
    expect(found.options.filter(({ rank }) => rank === 2)).toHaveLength(2);
  });

  it('[T4] each ballot by itself is taken away to see whether the first stay, however many there are', () => {
    const bodies = Array.from({ length: 600 }, (_, i) =>
      JSON.stringify({ answers: pairs.map(({ a, b }) => ({ a, b, winner: i % 5 === 0 ? b : a })), kind: 'compare' }),
    );
    const found = roundStability({ kind: 'compare', settings: terms.settings, options, bodies, seed: 3, draws: 50 })!;
    expect(found).toMatchObject({ topK: 3, held: 50, droppable: 1 });
  });
});
