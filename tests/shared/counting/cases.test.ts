import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../support/root.ts';
import { checks, notCovered, outcomeOf, publishedIn, recount } from './case-results.ts';
import { caseTable, markdownOf, summaryOf } from './case-table.ts';
import { readCases, type Case } from './cases.ts';

const cases = readCases();
const published = cases.flatMap(publishedIn);

describe('published cases', () => {
  if (cases.length === 0) {
    test.skip('shared/cases is not beside the project: nothing that was published is checked here');
    return;
  }

  test.each(published.filter(({ name }) => !(name in checks)))('$id $name is not covered, and there is a reason', ({ name }) => {
    expect(Object.keys(notCovered)).toContain(name);
  });

  test.each(published.filter(({ name }) => name in checks))('$id $name', recount);

  test('the table of cases and rules: nothing differs, every blank has its reason', () => {
    const table = caseTable(cases);
    expect(table.counts.differs).toBe(0);
    expect(table.counts.matched).toBeGreaterThan(100);
    expect(table.counts.matched + table.counts.notCovered).toBe(published.length);
    // A reason that no case needs is a reason for nothing.
    for (const name of Object.keys(notCovered)) expect(published.map((one) => one.name)).toContain(name);
    const text = markdownOf(table);
    for (const reason of Object.values(notCovered)) expect(text).toContain(reason);
    mkdirSync(join(root, 'test-artefacts'), { recursive: true });
    writeFileSync(join(root, 'test-artefacts', 'counting-cases.md'), text);
    console.info(summaryOf(table));
  });
});

describe('the table', () => {
  const tennessee: Case = {
    id: 'two-people',
    kind: 'ranking',
    options: {},
    source: {},
    alternatives: [{ id: 'a' }, { id: 'b' }],
    ballots: [{ count: 2, ranking: [['a'], ['b']] }],
    expected: { plurality: { scores: { a: 2, b: 0 } } },
  };
  const cellOf = (expected: Case['expected'], name: string) => {
    const { names, rows } = caseTable([{ ...tennessee, expected }]);
    return rows[0]!.cells[names.indexOf(name)];
  };

  test('tells what was found, what was not, what is not covered, and what is blank', () => {
    expect(cellOf(tennessee.expected, 'plurality')).toBe('matched');
    expect(cellOf({ plurality: { scores: { a: 1, b: 1 } } }, 'plurality')).toBe('differs');
    expect(cellOf({ irv: 'a' }, 'irv')).toBe('notCovered');
    expect(cellOf(tennessee.expected, 'pav')).toBe('otherBallots');
  });

  test('what is published under a name that nobody knows differs', () => {
    expect(outcomeOf({ id: 'x', given: tennessee, name: 'some-new-rule', expected: 1 })).toBe('differs');
  });
});
