import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { root } from './support/root.ts';
import { readSources, treeOf, walk, type Sources } from './support/sources.ts';

/** The rows of the table of faults and bad inputs, F1 to F92. */
const faultRows = 92;
/** The larger tests behind the rows: L1 model, L2 kill loop, L3 hostile phone, L4 secrecy, L5 storm, L6 store contract, L7 recount. */
const largerTests = 7;

const ids = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
const faults = ids('F', faultRows);
const larger = ids('L', largerTests);

function rulesIn(text: string): string[] {
  return [...text.matchAll(/^- \*\*([A-Z]\d+)\*\* /gm)].map((match) => match[1]!);
}

/** The ids in the titles of `it`, `test` and `describe`, whatever hangs between these and the title (`.each(…)`, `.skipIf(…)`). */
function citedIn(sources: Sources): Map<string, string[]> {
  const cited = new Map<string, string[]>();
  for (const [path, text] of sources)
    walk(treeOf(path, text), (node) => {
      if (!ts.isCallExpression(node) || !/^(it|test|describe)\b/.test(node.expression.getText())) return;
      const title = node.arguments[0];
      if (!title || !(ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) return;
      for (const match of title.getText().matchAll(/\[([A-Z]\d+)\]/g)) cited.set(match[1]!, [...(cited.get(match[1]!) ?? []), path]);
    });
  return cited;
}

const rules = rulesIn(readFileSync(join(root, 'shared/RULES.md'), 'utf8'));
const cited = citedIn(readSources('tests'));

it('every rule has an id of its own', () => {
  expect(rules.length).toBeGreaterThan(30);
  expect(rules.filter((id, i) => rules.indexOf(id) !== i)).toEqual([]);
});

it('every rule is cited in the title of a test', () => {
  expect(rules.filter((id) => !cited.has(id))).toEqual([]);
});

it('every fault and bad input and every larger test is cited in the title of a test', () => {
  expect([...faults, ...larger].filter((id) => !cited.has(id))).toEqual([]);
});

it('every id cited in a title is a rule, a fault or a larger test', () => {
  const known = new Set([...rules, ...faults, ...larger]);
  expect([...cited].filter(([id]) => !known.has(id))).toEqual([]);
});

it('finds rules by their bold id, and citations in titles only', () => {
  expect(rulesIn('# Rules\n- **J1** A code.\nJ2 is not one, nor is **J3**.\n- **D10** Durable.')).toEqual(['J1', 'D10']);
  const tests = `
    // [C1] a comment
    it('[J1] says so', () => expect('[C2]').toBe('[C3]'));
    describe.skipIf(isMissing)('[N2] [B3] two', () => {});
    it.each([['[C4]']])(\`[T1] for \${name}\`, () => {});
    const title = '[C5]';`;
  const found = citedIn(new Map([['tests/a.test.ts', tests]]));
  expect([...found]).toEqual(['J1', 'N2', 'B3', 'T1'].map((id) => [id, ['tests/a.test.ts']]));
});
