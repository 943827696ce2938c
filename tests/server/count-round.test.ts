import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, divide, fractionOf, multiply, subtract, zero, type Fraction } from '../../shared/counting/fraction.ts';
import { kindOf } from '../../shared/exercise.ts';
import type { GroupQuestion } from '../../shared/session.ts';
import { countRound } from '../../server/session/count-round.ts';
import { roundStability } from '../../shared/round-stability.ts';
import type { SealedTally } from '../../server/session/events.ts';
import type { BallotState, ExerciseState } from '../../server/session/state.ts';

const needs = ['need-lamps', 'need-lift0', 'need-ramp0', 'need-park0', 'need-bins0'];

const question = (questionId: string, ...answers: string[]): GroupQuestion => ({
  questionId,
  title: questionId,
  options: answers.map((optionId) => ({ optionId, label: optionId })),
});
const questions = [question('age', 'old', 'middle', 'young'), question('housing', 'owner', 'tenant')];

const exercise = (kind: string): ExerciseState => ({
  id: 'exercise-1',
  kind,
  title: '',
  prompt: '',
  settings: kindOf(kind)!.settings({})!,
  order: 'a',
  phase: 'closed',
  revealed: false,
  sealed: false,
  round: 1,
  options: needs.map((needId, i) => ({ needId, number: i + 1, textId: needId, hash: '' })),
  people: null,
});

type Cast = Pick<BallotState, 'channel' | 'groups'> & { ranking: string[] };
const castOf = (kind: string, { ranking, channel, groups }: Cast): BallotState => ({
  ballot: kind === 'rank' ? { kind, ranking } : { kind, dots: Object.fromEntries(ranking.slice(0, 3).map((needId, i) => [needId, 3 - i])) },
  channel,
  groups,
  receipt: 'receipt',
});
const count = (people: readonly Cast[], kind = 'dot-vote') =>
  countRound(
    exercise(kind),
    people.map((person) => castOf(kind, person)),
    { questions, seed: 1, countedAt: 0 },
  )!;

const someone = (requiredKeys: ('age' | 'housing')[]) =>
  fc.record({
    ranking: fc.shuffledSubarray(needs),
    channel: fc.constantFrom<Cast['channel']>('phone', 'phone', 'phone', 'kiosk', 'paper', 'scribe'),
    groups: fc.record(
      { age: fc.constantFrom('old', 'middle', 'young', 'young'), housing: fc.constantFrom('owner', 'tenant', 'tenant', 'tenant') },
      { requiredKeys },
    ),
  });
/** Rooms where some keep to themselves, and rooms where everybody answers and everybody knows it. */
const rooms = fc.oneof(
  ...([true, false] as const).map((isOpen) =>
    fc.record({
      isOpen: fc.constant(isOpen),
      people: fc.array(someone(isOpen ? ['age', 'housing'] : []), { minLength: 5, maxLength: 60 }),
    }),
  ),
);

type Told = { questionId: string; optionId: string; people: number | null; reason?: string | null };

/** Everything that is told of one count: on the stage, and in files. */
function published(tally: SealedTally): { k: number; channels: Record<string, number> | null; groups: Told[] }[] {
  return [
    {
      k: 8,
      channels: tally.channels,
      groups: tally.byGroup.map(({ questionId, optionId, ballots, suppressed }): Told => ({
        questionId,
        optionId,
        people: suppressed ? null : ballots,
      })),
    },
    { k: tally.forFiles.k, channels: tally.forFiles.channels, groups: tally.forFiles.byGroup },
  ];
}

type Equation = { left: Map<string, Fraction>; right: Fraction };

/** The unknowns that have one value only, by elimination over fractions. */
function solvedBy(equations: Equation[]): Map<string, Fraction> {
  const rows = equations.map(({ left, right }) => ({ left: new Map(left), right }));
  const minus = (row: Equation, other: Equation, factor: Fraction) => {
    for (const [name, value] of other.left) {
      const rest = subtract(row.left.get(name) ?? zero, multiply(factor, value));
      if (rest.n === 0n) row.left.delete(name);
      else row.left.set(name, rest);
    }
    row.right = subtract(row.right, multiply(factor, other.right));
  };
  for (const row of rows) {
    const [pivot] = row.left.keys();
    if (pivot === undefined) continue;
    for (const other of rows) {
      const factor = other === row ? undefined : other.left.get(pivot);
      if (factor) minus(other, row, divide(factor, row.left.get(pivot)!));
    }
  }
  const alone = rows.filter(({ left }) => left.size === 1);
  return new Map(alone.map(({ left, right }) => [[...left.keys()][0]!, divide(right, [...left.values()][0]!)]));
}

const sum = (names: readonly string[], total: number): Equation => ({
  left: new Map(names.map((name) => [name, fractionOf(1)])),
  right: fractionOf(total),
});

/** All that the two tellings give away as equations: what is told, and that the answers to a question, or the channels, add up to everybody. */
function equationsOf(tally: SealedTally, isOpen: boolean): Equation[] {
  const equations = isOpen ? questions.map(({ questionId }) => sum([`${questionId} unsaid`], 0)) : [];
  for (const { questionId, options } of questions)
    equations.push(sum([...options.map(({ optionId }) => `${questionId} ${optionId}`), `${questionId} unsaid`], tally.ballots));
  equations.push(sum(['phone', 'kiosk', 'paper', 'scribe'], tally.ballots));
  for (const { channels, groups } of published(tally)) {
    for (const { questionId, optionId, people } of groups) if (people !== null) equations.push(sum([`${questionId} ${optionId}`], people));
    const pooled = ['kiosk', 'paper', 'scribe', 'phone'].filter((channel) => channels && !(channel in channels));
    for (const [channel, n] of Object.entries(channels ?? {})) equations.push(sum(channel === 'assisted' ? pooled : [channel], n));
  }
  return equations;
}

describe('[T5] [T6] [F82] an attack by elimination on all that is told', () => {
  const hiddenIn = (tally: SealedTally) =>
    published(tally).map(({ groups }) =>
      groups.filter(({ people }) => people === null).map(({ questionId, optionId }) => `${questionId} ${optionId}`),
    );

  test('finds what is not hidden well', () => {
    const found = solvedBy([sum(['a', 'b', 'c'], 30), sum(['a'], 12), sum(['b', 'c'], 18), sum(['b'], 15)]);
    expect([...found.keys()].sort()).toEqual(['a', 'b', 'c']);
    expect(found.get('c')).toEqual(add(fractionOf(1), fractionOf(2)));
    expect([...solvedBy([sum(['a', 'b', 'c'], 30), sum(['a'], 12)]).keys()]).toEqual(['a']);
  });

  test('recovers no hidden group, and no channel of few', () => {
    fc.assert(
      fc.property(rooms, ({ isOpen, people }) => {
        const tally = count(people);
        const found = solvedBy(equationsOf(tally, isOpen));
        const [onStage, inFiles] = hiddenIn(tally) as [string[], string[]];
        expect(onStage.filter((name) => !inFiles.includes(name))).toEqual([]);
        for (const name of onStage) expect([name, found.has(name)]).toEqual([name, false]);
        for (const channel of ['kiosk', 'paper', 'scribe']) {
          const n = people.filter((person) => person.channel === channel).length;
          // Where everybody came the same way, the figure is the total.
          if (n > 0 && n < 8 && n < people.length && found.has(channel)) expect.fail(`${channel} of ${n} is told`);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('nor does somebody who tries all whole numbers, and knows the rules and why each is hidden', () => {
    fc.assert(
      fc.property(rooms, ({ isOpen, people }) => {
        const tally = count(people);
        for (const { k, groups } of published(tally)) {
          for (const { questionId, options } of questions) {
            const ofQuestion = groups.filter((group) => group.questionId === questionId);
            const hidden = ofQuestion.filter((group) => group.people === null);
            const told = ofQuestion.reduce((total, group) => total + (group.people ?? 0), 0);
            // Where all are hidden and only the total is told, no rule could hide more.
            if (hidden.length === 0 || hidden.length === options.length) continue;
            // Those who said nothing are the last unknown, where there may be some. Hidden ones are not empty, and files say which are below k.
            const left = tally.ballots - told;
            const boundsOf = ({ reason }: { reason?: string | null }) => {
              if (tally.ballots < 2 * k || reason === undefined) return { least: 1, most: left };
              return reason === 'small-group' ? { least: 1, most: k - 1 } : { least: k, most: left };
            };
            const values = hidden.map(() => new Set<number>());
            const fill = (at: number, rest: number, given: number[]): void => {
              if (at === hidden.length) {
                if (!isOpen || rest === 0) given.forEach((value, i) => values[i]!.add(value));
                return;
              }
              const { least, most } = boundsOf(hidden[at]!);
              for (let value = least; value <= Math.min(most, rest); value += 1) fill(at + 1, rest - value, [...given, value]);
            };
            fill(0, left, []);
            for (const [i, possible] of values.entries())
              expect([k, hidden[i]!.optionId, possible.size]).not.toEqual([k, hidden[i]!.optionId, 1]);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('[T5] groups', () => {
  const people = (n: number, groups: Record<string, string>, ...ranking: string[]): Cast[] =>
    Array.from({ length: n }, (_, i) => ({ ranking: ranking.slice(0, 1 + (i % ranking.length)), channel: 'phone', groups }));

  test('of at least eight on the stage and ten in files, with their own order; of a hidden one nothing is told', () => {
    const tally = count([
      ...people(9, { age: 'old' }, 'need-ramp0', 'need-bins0'),
      ...people(14, { age: 'young' }, 'need-lamps', 'need-lift0'),
      ...people(12, { age: 'middle' }, 'need-lamps', 'need-park0', 'need-bins0'),
      ...people(11, {}, 'need-lamps', 'need-lift0', 'need-park0'),
    ]);
    const age = tally.byGroup.filter(({ questionId }) => questionId === 'age');
    expect(age.map(({ optionId, ballots, suppressed }) => [optionId, ballots, suppressed])).toEqual([
      ['old', 9, false],
      ['middle', 12, false],
      ['young', 14, false],
    ]);
    expect(age[0]!.ranks!['need-ramp0']).toBe(1);
    // What nobody in the group wants stands level with what somebody does.
    expect(age[0]!.ranks).toEqual({ 'need-lamps': 2, 'need-lift0': 2, 'need-ramp0': 1, 'need-park0': 2, 'need-bins0': 2 });
    const inFiles = tally.forFiles.byGroup.filter(({ questionId }) => questionId === 'age');
    expect(inFiles.map(({ optionId, people: n, reason, ranks }) => [optionId, n, reason, ranks === null])).toEqual([
      ['old', null, 'small-group', true],
      ['middle', 12, null, false],
      ['young', 14, null, false],
    ]);
    expect(JSON.stringify(tally.byGroup)).not.toContain('reason');
  });

  test('[S21] a need that one person alone wants has a place of its own in no group, nor one that all who want it are of, where they are few', () => {
    const room = (wants: number) =>
      count([
        ...people(12, { age: 'old' }, 'need-lamps', 'need-lift0', 'need-park0'),
        ...people(14 - wants, { age: 'young' }, 'need-lamps', 'need-lift0', 'need-park0'),
        ...Array.from({ length: wants }, (): Cast => ({
          ranking: ['need-lamps', 'need-bins0'],
          channel: 'phone',
          groups: { age: 'young' },
        })),
        ...people(13, { age: 'middle' }, 'need-lamps', 'need-lift0', 'need-park0'),
      ]).forFiles.byGroup.filter(({ questionId }) => questionId === 'age');
    /** Whether the bins share their place in each group with another need. */
    const isLevel = (wants: number) =>
      room(wants).map(({ ranks }) => Object.values(ranks!).filter((rank) => rank === ranks!['need-bins0']).length > 1);
    expect([1, 4, 6].map(isLevel)).toEqual([
      [true, true, true],
      [true, true, true],
      [true, true, false],
    ]);
  });

  test('abstentions are counted for files', () => {
    const tally = count([
      ...people(6, {}, 'need-lamps'),
      ...Array.from({ length: 3 }, (): Cast => ({ ranking: [], channel: 'phone', groups: {} })),
    ]);
    expect([tally.ballots, tally.forFiles.blank]).toEqual([9, 3]);
  });

  test('of one mind are hidden, and not alone; the reason does not say so', () => {
    const alike = Array.from({ length: 12 }, (): Cast => ({
      ranking: ['need-ramp0', 'need-bins0'],
      channel: 'phone',
      groups: { age: 'old' },
    }));
    const tally = count([
      ...alike,
      ...people(14, { age: 'young' }, 'need-lamps', 'need-lift0'),
      ...people(20, { age: 'middle' }, 'need-lamps', 'need-park0'),
    ]);
    const age = tally.forFiles.byGroup.filter(({ questionId }) => questionId === 'age');
    expect(age.map(({ optionId, reason }) => [optionId, reason])).toEqual([
      ['old', 'complementary'],
      ['middle', null],
      ['young', 'complementary'],
    ]);
  });

  test('below sixteen people nothing is told at all', () => {
    const tally = count([...people(8, { age: 'old' }, ...needs), ...people(7, { age: 'young' }, ...needs)]);
    expect(tally.byGroup.filter(({ ballots, suppressed }) => ballots > 0 || (!suppressed && ballots > 0))).toEqual([]);
    expect(JSON.stringify([tally.byGroup, tally.forFiles.byGroup])).not.toMatch(/need-/);
  });

  test('a need that one of them has in its first three and the room has not is marked', () => {
    const tally = count([
      ...people(12, { age: 'old' }, 'need-ramp0', 'need-bins0', 'need-park0'),
      ...people(40, { age: 'young' }, 'need-lamps', 'need-lift0', 'need-park0'),
    ]);
    expect(tally.options.filter((option) => option['minorityStrong']).map(({ needId }) => needId)).toContain('need-bins0');
    expect(count(people(30, {}, 'need-lamps', 'need-lift0')).options.filter((option) => option['minorityStrong'])).toEqual([]);
  });
});

test.each(['dot-vote', 'rank'])(
  '[T1] [T8] %s: the order in which ballots came changes nothing, and neither does who cast which',
  (kind) => {
    fc.assert(
      fc.property(rooms, fc.nat(), ({ people }, turn) => {
        const turned = [...people.slice(turn % people.length), ...people.slice(0, turn % people.length)].reverse();
        expect(count(turned, kind)).toEqual(count(people, kind));
      }),
      { numRuns: 40 },
    );
  },
);

describe('[T10] needs merged before sealing', () => {
  const groups = {};
  const cast = (...ranking: string[]): Cast => ({ ranking, channel: 'phone', groups });
  // Four named lamps alone, three lift alone, two both; five the park.
  const room = [
    ...Array.from({ length: 4 }, () => cast('need-lamps')),
    ...Array.from({ length: 3 }, () => cast('need-lift0')),
    ...Array.from({ length: 2 }, () => cast('need-lift0', 'need-lamps')),
    ...Array.from({ length: 5 }, () => cast('need-park0')),
  ];
  const countMerged = (kind: string, standing: (needId: string) => string) =>
    countRound(
      exercise(kind),
      room.map((one) => castOf(kind, one)),
      { questions, seed: 1, countedAt: 0, standing },
    )!;

  test.each(['dot-vote', 'rank'])('%s: people are counted once, however many of the merged they named', (kind) => {
    const apart = countMerged(kind, (needId) => needId);
    const together = countMerged(kind, (needId) => (needId === 'need-lift0' ? 'need-lamps' : needId));
    const peopleOf = (tally: SealedTally, needId: string) => tally.options.find((option) => option.needId === needId)?.['people'];
    expect([peopleOf(apart, 'need-lamps'), peopleOf(apart, 'need-lift0')]).toEqual([6, 5]);
    expect([peopleOf(together, 'need-lamps'), peopleOf(together, 'need-lift0')]).toEqual([9, undefined]);
    expect(together.forFiles.merged).toEqual({ 'need-lift0': 'need-lamps' });
    expect(together.options.map(({ number }) => number)).toEqual([1, 3, 4, 5]);
    // The stability of the round is that of what is shown.
    const found = roundStability({
      kind,
      settings: exercise(kind).settings,
      options: together.options.map(({ needId }) => needId),
      bodies: room.map((one) => JSON.stringify(castOf(kind, one).ballot)),
      merged: together.forFiles.merged,
      seed: 1,
      draws: 50,
    })!;
    expect(Object.keys(found.places)).toEqual(together.options.map(({ needId }) => needId));
    expect(found.places['need-lamps']).toMatchObject({ rankLow: 1 });
  });

  test('into one that was not voted on, they are counted with the first of them', () => {
    const together = countMerged('dot-vote', (needId) => (['need-lift0', 'need-ramp0'].includes(needId) ? 'need-later' : needId));
    expect(together.forFiles.merged).toEqual({ 'need-ramp0': 'need-lift0' });
    expect(together.options.map(({ needId }) => needId)).toEqual(['need-lamps', 'need-lift0', 'need-park0', 'need-bins0']);
  });
});

describe('[T6] channels', () => {
  const by = (given: Record<string, number>): Cast[] =>
    Object.entries(given).flatMap(([channel, n]) =>
      Array.from({ length: n }, () => ({ ranking: needs, channel: channel as Cast['channel'], groups: {} })),
    );

  test('few of several are pooled, a pool of few leaves the total alone, and in files sooner', () => {
    const told = (given: Record<string, number>) => {
      const { channels, forFiles } = count(by(given));
      return [channels, forFiles.channels];
    };
    expect(told({ phone: 30, paper: 5, scribe: 4 })).toEqual([{ phone: 30, assisted: 9 }, null]);
    expect(told({ phone: 30, kiosk: 12, paper: 3 })).toEqual([null, null]);
    expect(told({ phone: 30, kiosk: 12, paper: 11 })).toEqual([
      { phone: 30, kiosk: 12, paper: 11 },
      { phone: 30, kiosk: 12, paper: 11 },
    ]);
    // Everybody the same way: the figure is the total.
    expect(told({ phone: 5 })[0]).toEqual({ phone: 5 });
  });
});

describe('[F85] [T1] a round of one vote, of abstentions, of rank', () => {
  test('rank is audited by three other rules, by two where there are more than ten options', () => {
    const everybody = Array.from({ length: 6 }, (): Cast => ({ ranking: needs, channel: 'phone', groups: {} }));
    const tally = count(everybody, 'rank');
    expect(tally.alsoBy.map(({ method }) => method)).toEqual(['schulze', 'ranked-pairs', 'kemeny']);
    expect(tally.forFiles.kendallW).toBe(1);
    const many = Array.from({ length: 11 }, (_, i) => ({ needId: `need-${i}000`, number: i + 1, textId: '', hash: '' }));
    const wide = countRound(
      { ...exercise('rank'), options: many },
      everybody.map((one) => ({ ...castOf('rank', one), ballot: { kind: 'rank', ranking: [] } })),
      {
        questions,
        seed: 1,
        countedAt: 0,
      },
    )!;
    expect(wide.alsoBy.map(({ method }) => method)).toEqual(['schulze', 'ranked-pairs']);
    expect(wide.options.map(({ rank, tied }) => [rank, tied])).toEqual(many.map(() => [1, true]));
  });

  test('a lot that the short-list drew is written down, and drawn again by the same seed', () => {
    const level = Array.from({ length: 8 }, (): Cast => ({ ranking: [], channel: 'phone', groups: {} })).map((one, i) => ({
      ...one,
      ranking: [needs[i % 4]!],
    }));
    const [first, again] = [count(level), count(level)];
    expect(first.forFiles.tieLog.length).toBeGreaterThan(0);
    expect(first.forFiles.tieLog[0]).toMatch(/^need-\w+( = need-\w+){3} → need-\w+$/);
    expect(again).toEqual(first);
    expect(first.options.filter((option) => option['shortListed'])).toHaveLength(3);
  });
});
