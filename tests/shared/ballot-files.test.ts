import { describe, expect, test } from 'vitest';
import { BallotFileError } from '../../shared/ballot-files/ballot-file.ts';
import { readCaseFile } from '../../shared/ballot-files/case-file.ts';
import { countFile, ruleNames } from '../../shared/ballot-files/count-file.ts';
import { readPabulib } from '../../shared/ballot-files/pabulib.ts';
import { readPrefLib } from '../../shared/ballot-files/preflib.ts';

const preflib = (type: string, ...lines: string[]) =>
  [`# DATA TYPE: ${type}`, '# NUMBER ALTERNATIVES: 3', '# ALTERNATIVE NAME 1: Lamps: new', '# ALTERNATIVE NAME 2: Lift', ...lines, ''].join(
    '\r\n',
  );

const pabulib = `META
key;value
budget;10.5
vote_type;approval
PROJECTS
project_id;cost;name
a;2.50;"Lamps; ""new"""
b;8;Lift
VOTES
voter_id;vote
1;a,b
2;a
3;
`;

describe('PrefLib', () => {
  test('each ballot as often as it was cast, ties together', () => {
    expect(readPrefLib(preflib('toi', '2: 1,{2,3}', '1: 3'))).toMatchObject({
      alternatives: ['1', '2', '3'],
      names: { 1: 'Lamps: new', 2: 'Lift', 3: '3' },
      rankings: [[['1'], ['2', '3']], [['1'], ['2', '3']], [['3']]],
    });
  });

  test('the first category of a categorical file is approval', () => {
    const file = readPrefLib(preflib('cat', '1: {1,3},2', '1: {},{1,2,3}'));
    expect(file.approvals).toEqual([['1', '3'], []]);
    expect(file.rankings).toEqual([[['1', '3'], ['2']], [['1', '2', '3']]]);
  });

  test('what is no file of ballots is told in a sentence', () => {
    expect(() => readPrefLib('hello')).toThrow(BallotFileError);
    expect(() => readPrefLib('')).toThrow(/holds no ballots/);
    expect(() => readPrefLib(preflib('soc', '1: 1,2,7'))).toThrow(/"7", which is no alternative/);
    expect(() => readPrefLib(preflib('wmd', '1,5,1.0'))).toThrow(/not ballots/);
  });
});

describe('Pabulib', () => {
  test('projects, amounts in a common unit, approvals', () => {
    expect(readPabulib(pabulib)).toEqual({
      alternatives: ['a', 'b'],
      names: { a: 'Lamps; "new"', b: 'Lift' },
      approvals: [['a', 'b'], ['a'], []],
      costs: { a: 25, b: 80 },
      budget: 105,
      scale: 10,
      options: {},
    });
  });

  test('points and orders', () => {
    const points = pabulib
      .replace('vote_type;approval', 'vote_type;cumulative')
      .replace('voter_id;vote', 'voter_id;vote;points')
      .replace('1;a,b', '1;b,a;3,2');
    expect(readPabulib(points).points).toEqual([{ b: 3, a: 2 }, {}, {}]);
    expect(readPabulib(pabulib.replace('vote_type;approval', 'vote_type;ordinal')).rankings).toEqual([[['a'], ['b']], [['a']], []]);
  });

  test('what is no Pabulib file is told in a sentence', () => {
    expect(() => readPabulib('META\nkey;value')).toThrow(/lacks one/);
    expect(() => readPabulib(pabulib.replace('1;a,b', '1;a,c'))).toThrow(/"c", which is no project/);
    expect(() => readPabulib(pabulib.replace('2.50', 'much'))).toThrow(/amount of project a/);
  });
});

describe('cases', () => {
  test('weights, options and comparisons', () => {
    const file = readCaseFile(
      JSON.stringify({
        kind: 'ranking',
        alternatives: [{ id: 'a' }, { id: 'b', label: 'Lift' }],
        ballots: [{ count: 1, weight: 2, ranking: [['a'], ['b']] }],
        options: { unranked: 'ignore', pair_strength: 'margins', small_cell_k: 10 },
      }),
    );
    expect(file).toMatchObject({ names: { a: 'a', b: 'Lift' }, options: { unranked: 'no-opinion', strength: 'margins' } });
    expect(file.rankings).toHaveLength(2);
    const pairs = { kind: 'pairwise', alternatives: [{ id: 'a' }, { id: 'b' }], comparisons: [{ winner: 'a', loser: 'b', count: 3 }] };
    expect(readCaseFile(JSON.stringify(pairs)).wins).toEqual([
      [0, 3],
      [0, 0],
    ]);
  });

  test('what is no case is told in a sentence', () => {
    expect(() => readCaseFile('{')).toThrow(/not JSON/);
    expect(() => readCaseFile('{"__proto__": 1}')).toThrow(/not a case/);
  });
});

describe('counting a file', () => {
  const orders = readPrefLib(preflib('soc', '2: 1,2,3', '1: 2,3,1'));

  test('every rule fits some kind of file, or says what it lacks', () => {
    const files = [orders, readPrefLib(preflib('cat', '2: {1,3},2', '1: {2},{1,3}')), { ...readPabulib(pabulib), points: [{ a: 1 }] }];
    for (const rule of ruleNames) {
      const outcomes = files.map((file) => {
        try {
          return countFile(file, rule, { k: 1 }).rule;
        } catch (error) {
          expect(error).toBeInstanceOf(BallotFileError);
          return null;
        }
      });
      expect(outcomes).toContain(rule);
    }
  });

  test('scores are whole numbers or fractions as text', () => {
    expect(countFile(orders, 'borda', {})).toEqual({
      rule: 'borda',
      options: { base: 1, truncated: 'share' },
      ranking: [['1', '2'], ['3']],
      scores: { 1: 7, 2: 7, 3: 4 },
    });
    expect(countFile(orders, 'dowdall', {}).scores).toEqual({ 1: '7/3', 2: 2, 3: '7/6' });
  });

  test('[T1] a tie at the cut is told', () => {
    const file = readPrefLib(preflib('cat', '1: {1,2}', '1: {1,3}'));
    expect(countFile(file, 'approval', { k: 2 })).toMatchObject({ chosen: ['1'], tiedAtCut: ['2', '3'] });
    expect(countFile(file, 'pav', { k: 2 })).toMatchObject({ chosen: ['1'], tiedAtCut: ['2', '3'] });
    expect(countFile(file, 'seq-phragmen', { k: 2 }).tiedAtCut).toHaveLength(1);
  });

  test('Equal Shares in the unit of the file, or of the budget that is given', () => {
    const file = readPabulib(pabulib);
    expect(countFile(file, 'equal-shares', { completion: 'add1' })).toMatchObject({ options: { budget: 10.5 }, chosen: ['a', 'b'] });
    expect(countFile(file, 'equal-shares', { budget: 3.75 })).toMatchObject({ options: { budget: 3.75 }, chosen: ['a'] });
    expect(countFile(file, 'equal-shares', { budget: 3.745 })).toMatchObject({ chosen: [] });
  });

  test('no such rule, and no such ballots', () => {
    expect(() => countFile(orders, 'constructor', {})).toThrow(/no rule "constructor"/);
    expect(() => countFile(orders, 'pav', { k: 1 })).toThrow(/needs approvals/);
    expect(() => countFile(readPabulib(pabulib), 'pav', {})).toThrow(/needs --k/);
    expect(() => countFile(readPabulib(pabulib), 'schulze', {})).toThrow(/needs rankings/);
  });
});
