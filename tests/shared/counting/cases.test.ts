import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from '../../support/root.ts';
import { caseTable } from './case-table.ts';
import { committeeChecks } from './case-checks-committees.ts';
import { figureChecks } from './case-checks-figures.ts';
import { ordinalChecks } from './case-checks-ordinal.ts';
import { readCases } from './cases.ts';

const checks = { ...ordinalChecks, ...committeeChecks, ...figureChecks };

/** What is published but not checked, and why. */
const notCovered: Record<string, string> = {
  irv: 'instant run-off is none of our rules: residents rank a few needs, and it would throw most of that away',
  schulze_ratio: 'strengths by ratio are none of our options: they divide by zero where nobody is against',
  selected_in_reality: 'what a city decided, by rules of its own and with money from elsewhere',
};

/** Beside a result: how exact it is printed, or what it is measured from. */
const besides = new Set(['tolerance', 'reference']);

const cases = readCases();
const published = cases.flatMap((given) =>
  Object.entries(given.expected)
    .filter(([name]) => !besides.has(name))
    .map(([name, expected]) => ({ id: given.id, given, name, expected })),
);

describe('published cases', () => {
  if (cases.length === 0) test.skip('shared/cases is not beside the project: nothing that was published is checked here');

  test.each(published.filter(({ name }) => !(name in checks)))('$id $name is not covered, and there is a reason', ({ name }) => {
    expect(Object.keys(notCovered)).toContain(name);
  });

  /** Which of them were found as published, by case and rule. */
  const matched = new Set<string>();

  test.each(published.filter(({ name }) => name in checks))('$id $name', ({ id, given, name, expected }) => {
    checks[name]!(given, expected as never);
    matched.add(`${id} ${name}`);
  });

  afterAll(() => {
    if (cases.length === 0) return;
    const { text, summary } = caseTable(cases, { rules: Object.keys(checks), matched, notCovered, isResult: (name) => !besides.has(name) });
    mkdirSync(join(root, 'test-artefacts'), { recursive: true });
    writeFileSync(join(root, 'test-artefacts', 'counting-cases.md'), text);
    console.info(summary);
  });
});
