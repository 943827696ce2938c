import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './support/root.ts';

/** The level of each requirement of a section, in their order, as `5.0/docs_en/…_5.0.0_en.csv` of OWASP/ASVS has them. */
const levels: Readonly<Record<string, string>> = {
  'V1.1': '22',
  'V1.2': '1111122223',
  'V1.3': '112222222223',
  'V1.4': '222',
  'V1.5': '123',
  'V2.1': '122',
  'V2.2': '112',
  'V2.3': '12223',
  'V2.4': '23',
  'V3.1': '3',
  'V3.2': '113',
  'V3.3': '12223',
  'V3.4': '11222233',
  'V3.5': '11122333',
  'V3.6': '3',
  'V3.7': '22333',
  'V4.1': '12233',
  'V4.2': '23333',
  'V4.3': '22',
  'V4.4': '1222',
  'V5.1': '2',
  'V5.2': '112333',
  'V5.3': '113',
  'V5.4': '222',
  'V6.1': '122',
  'V6.2': '111111112222',
  'V6.3': '11223333',
  'V6.4': '112233',
  'V6.5': '22222333',
  'V6.6': '2223',
  'V6.7': '33',
  'V6.8': '2222',
  'V7.1': '222',
  'V7.2': '1111',
  'V7.3': '22',
  'V7.4': '11222',
  'V7.5': '223',
  'V7.6': '22',
  'V8.1': '1233',
  'V8.2': '1123',
  'V8.3': '133',
  'V8.4': '23',
  'V9.1': '111',
  'V9.2': '1222',
  'V10.1': '22',
  'V10.2': '223',
  'V10.3': '22223',
  'V10.4': '1111122222233333',
  'V10.5': '22222',
  'V10.6': '22',
  'V10.7': '222',
  'V11.1': '2233',
  'V11.2': '22233',
  'V11.3': '11233',
  'V11.4': '1222',
  'V11.5': '23',
  'V11.6': '23',
  'V11.7': '33',
  'V12.1': '12233',
  'V12.2': '11',
  'V12.3': '22223',
  'V13.1': '2333',
  'V13.2': '222223',
  'V13.3': '2233',
  'V13.4': '1222233',
  'V14.1': '22',
  'V14.2': '12223333',
  'V14.3': '122',
  'V15.1': '12233',
  'V15.2': '12233',
  'V15.3': '1222222',
  'V15.4': '3333',
  'V16.1': '2',
  'V16.2': '22222',
  'V16.3': '2222',
  'V16.4': '222',
  'V16.5': '2223',
  'V17.1': '23',
  'V17.2': '22223333',
  'V17.3': '22',
};

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const rules = new Set([...read('shared/RULES.md').matchAll(/^- \*\*([A-Z]\d+)\*\* /gm)].map((match) => match[1]!));
const asvs = read('.github/ASVS.md');

interface Requirement {
  id: string;
  level: string;
  words: string;
  how: string;
  rule: string;
}

function requirementsIn(text: string): Requirement[] {
  return [...text.matchAll(/^\| (V\d+\.\d+\.\d+) *\|(.*)\|$/gm)].map(([, id, rest]) => {
    const [level = '', words = '', how = '', rule = ''] = rest!.split('|').map((cell) => cell.trim());
    return { id: id!, level, words, how, rule };
  });
}

const requirements = requirementsIn(asvs);

it('[S35] every requirement of levels 1 and 2 is answered once, in words', () => {
  const wanted = Object.entries(levels).flatMap(([section, all]) =>
    [...all].flatMap((level, i) => (level === '3' ? [] : [`${section}.${i + 1} ${level}`])),
  );
  expect(wanted).toHaveLength(70 + 183);
  expect(requirements.map(({ id, level }) => `${id} ${level}`)).toEqual(wanted);
  expect(requirements.filter(({ words, how }) => words === '' || how === '')).toEqual([]);
});

it('[S35] what is said to be met names the rule that holds it, or says that no test does', () => {
  const bare = requirements.filter(({ how, rule }) => rule === '' && !/not applicable: |not met|The operator’s|The proxy’s/i.test(how));
  expect(bare).toEqual([]);
  const odd = requirements.filter(({ rule }) => !/^(|not tested as such|[A-Z]\d+(, [A-Z]\d+)*)$/.test(rule));
  expect(odd).toEqual([]);
});

it('[S35] every rule that the security words cite is a rule', () => {
  const cited = [
    ...requirements.flatMap(({ rule }) => rule.match(/\b[A-Z]\d+\b/g) ?? []),
    ...[...read('.github/SECURITY.md').matchAll(/\[([A-Z]\d+)\]/g)].map((match) => match[1]!),
  ];
  expect(cited.length).toBeGreaterThan(150);
  expect(cited.filter((id) => !rules.has(id))).toEqual([]);
});

it('[S35] every attack that the security words name is a test that is there, whose titles cite the rule', () => {
  const rows = [...read('.github/SECURITY.md').matchAll(/^\|(.*)\| *(tests\/[a-z/.-]+\.ts) *\|$/gm)];
  expect(rows.length).toBeGreaterThan(10);
  for (const [, what = '', file = ''] of rows) {
    const titles = read(file)
      .split('\n')
      .filter((line) => /\b(it|test|describe)\b.*['`]/.test(line) || /^\s+['`]\[/.test(line));
    const cited = [...what.matchAll(/\[([A-Z]\d+)\]/g)].map((match) => match[0]);
    expect([file, cited.length > 0, cited.filter((id) => !titles.some((title) => title.includes(id)))]).toEqual([file, true, []]);
  }
});

it('[S35] a requirement that is left out or twice, and a made-up rule, are found', () => {
  const row = (id: string) => `| ${id} | 1 | words | how | S1 |`;
  expect(requirementsIn([row('V1.2.1'), row('V1.2.1'), 'V1.2.2'].join('\n')).map(({ id }) => id)).toEqual(['V1.2.1', 'V1.2.1']);
  expect(rules.has('S999')).toBe(false);
});
