import { describe, expect, it } from 'vitest';
import { exerciseKinds, kindOf } from '../../shared/exercise.ts';
import type { FormAnswers, FormQuestion } from '../../shared/exercises/form.ts';
import { baselineQuestions } from '../../shared/questions.ts';
import { kindCases } from '../support/kind-cases.ts';
import { seeded } from '../support/seeded.ts';

const needIds = ['need-aaaa', 'need-bbbb', 'need-cccc', 'need-dddd'];
const voted = exerciseKinds.filter((kind) => kindOf(kind)?.ballot);

function caseOf(kind: string, overrides: Record<string, unknown> = {}) {
  const rules = kindOf(kind)!;
  const settings = rules.settings({ ...kindCases[kind]!.settings(needIds), ...overrides })!;
  return { ballot: rules.ballot!, terms: { settings, options: needIds } };
}

/** What somebody ticks and picks by chance, as a browser sends it: an unticked box is not sent, a list's first line is sent empty. */
function answersBy(questions: readonly FormQuestion[], random: () => number): FormAnswers {
  return new Map(
    questions.flatMap(({ name, choices, several }): [string, string[]][] => {
      const ticked = choices.filter(() => random() < 0.4).map(({ value }) => value);
      if (several) return ticked.length > 0 ? [[name, ticked]] : [];
      return [[name, [choices[Math.floor(random() * choices.length)]!.value]]];
    }),
  );
}

describe.each(voted)('[P2] the form of %s', (kind) => {
  it('makes ballots of its kind alone, whatever is chosen; what is left out is an abstention', () => {
    const { ballot, terms } = caseOf(kind);
    const random = seeded(kind.length);
    const questions = ballot.form.questions(terms, 'lot');
    expect(new Set(questions.map(({ name }) => name)).size).toBe(questions.length);
    let taken = 0;
    for (let i = 0; i < 300; i += 1) {
      const read = ballot.form.read(answersBy(questions, random), terms);
      if (read === null) continue;
      const parsed = ballot.parse(read);
      expect(parsed).toEqual(read);
      if (ballot.refuse(parsed, terms) === null) taken += 1;
    }
    expect(taken).toBeGreaterThan(0);
    const nothing = ballot.form.read(new Map(), terms);
    expect(ballot.refuse(ballot.parse(nothing), terms)).toBe(null);
    expect(ballot.supported(ballot.parse(nothing))).toEqual([]);
  });

  it('has its rule in both languages', () => {
    const { ballot, terms } = caseOf(kind);
    const rule = ballot.form.rule(terms.settings);
    expect(rule['zh-CN']).toMatch(/\p{Script=Han}/u);
    expect(rule.en).toMatch(/^[\x20-\x7E]+$/);
  });
});

const read = (kind: string, answers: Record<string, string[]>, overrides?: Record<string, unknown>) => {
  const { ballot, terms } = caseOf(kind, overrides);
  return ballot.form.read(new Map(Object.entries(answers)), terms);
};

it('[P2] what was picked is what is in the ballot', () => {
  expect(read('dot-vote', { 'need-aaaa': ['3'], 'need-cccc': ['1'], 'need-bbbb': [''] })).toEqual({
    kind: 'dot-vote',
    dots: { 'need-aaaa': 3, 'need-cccc': 1 },
  });
  expect(read('points', { 'need-dddd': ['10'] })).toEqual({ kind: 'points', points: { 'need-dddd': 10 } });
  expect(read('rank', { 'need-aaaa': ['2'], 'need-bbbb': ['1'], 'need-cccc': [''] })).toEqual({
    kind: 'rank',
    ranking: ['need-bbbb', 'need-aaaa'],
  });
  expect(read('rate', { 'importance need-aaaa': ['5'], 'satisfaction need-aaaa': [''], 'importance need-bbbb': [''] })).toEqual({
    kind: 'rate',
    ratings: { 'need-aaaa': { importance: 5, satisfaction: null } },
  });
  expect(read('pledge', { 'need-aaaa': ['lead'], 'need-bbbb': [''], 'need-cccc': ['join'] })).toEqual({
    kind: 'pledge',
    pledges: { 'need-aaaa': 'lead', 'need-cccc': 'join' },
  });
  expect(read('budget', { 'need-bbbb': ['chosen'], 'need-dddd': ['chosen'] })).toEqual({
    kind: 'budget',
    chosen: ['need-bbbb', 'need-dddd'],
  });
  expect(
    read('compare', { 'need-aaaa need-bbbb': ['need-bbbb'], 'need-aaaa need-cccc': [''], 'need-bbbb need-dddd': ['not sure'] }),
  ).toEqual({
    kind: 'compare',
    answers: [
      { a: 'need-aaaa', b: 'need-bbbb', winner: 'need-bbbb' },
      { a: 'need-bbbb', b: 'need-dddd', winner: null },
    ],
  });
  const [question] = baselineQuestions.filter(({ kind }) => kind === 'several');
  const ids = question!.options!.slice(0, 2).map(({ optionId }) => optionId);
  expect(read('survey', { [question!.questionId]: ids })).toEqual({ kind: 'survey', answers: { [question!.questionId]: ids } });
});

it('[P2] two needs on one place contradict each other', () => {
  expect(read('rank', { 'need-aaaa': ['1'], 'need-bbbb': ['1'] })).toBe(null);
});

it('[P2] each person is asked about pairs of their own, and no more than the settings say', () => {
  const { ballot, terms } = caseOf('compare', { pairsPerPerson: 3 });
  const asked = (lot: string) => ballot.form.questions(terms, lot).map(({ name }) => name);
  expect(asked('somebody')).toHaveLength(3);
  expect(asked('somebody')).toEqual(asked('somebody'));
  expect(new Set(Array.from({ length: 20 }, (_, i) => asked(`lot ${i}`).sort().join())).size).toBeGreaterThan(3);
});
