import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { countCommand } from '../../server/count-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'count-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The research command, run as a person would. */
function count(...args: string[]) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'server/count.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const orders = '# DATA TYPE: soi\n# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Lamps\n2: 1,2\n1: 2,3,1\n';

test('a file of orders is counted, and printed as one object', () => {
  const { status, stdout, stderr } = count(file('orders.soi', orders), '--rule', 'schulze', '--strength', 'margins', '--json');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    rule: 'schulze',
    options: { unranked: 'tied-last', strength: 'margins' },
    ranking: [['1'], ['2'], ['3']],
  });
  expect(stdout.trim().split('\n')).toHaveLength(1);
}, 60_000);

test('a case finds its ballot file, and people read lines', () => {
  file(
    'city.pb',
    'META\nkey;value\nbudget;10\nvote_type;approval\nPROJECTS\nproject_id;cost;name\na;2;Lamps\nb;8;Lift\nVOTES\nvoter_id;vote\n1;a,b\n2;a\n',
  );
  const given = { kind: 'pb', alternatives: [{ id: 'a' }], options: { budget: 10, completion: 'add1' }, source: { data_file: 'city.pb' } };
  const { status, stdout } = count(file('city.json', JSON.stringify(given)), '--rule', 'equal-shares');
  expect(status).toBe(0);
  expect(stdout).toBe('equal-shares budget=10 utility=cost completion=add1 seed=0\nchosen: a Lamps · b Lift\n');
}, 60_000);

test('what cannot be counted is one sentence and exit code 2', () => {
  const path = file('orders.soi', orders);
  for (const args of [
    [path, '--rule', 'nonsense'],
    [join(folder, 'missing.soc'), '--rule', 'schulze'],
    [path, '--rule', 'schulze', '--colour'],
  ]) {
    const { status, stdout, stderr } = count(...args);
    expect({ args, status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ args, status: 2, stdout: '', lines: 1 });
  }
}, 120_000);

test.each([
  ['more ballots than there are people', 'much.soi', `${orders}999999999: 1\n`, 'schulze', /more than 2000000 ballots/],
  ['more alternatives than anybody can rank', 'wide.soi', '# DATA TYPE: soi\n# NUMBER ALTERNATIVES: 999999999\n1: 1\n', 'borda', /10000/],
  ['no alternatives', 'none.json', '{"kind":"ranking","alternatives":[]}', 'borda', /nothing to choose from/],
  ['one alternative twice', 'twice.json', '{"kind":"ranking","alternatives":[{"id":"a"},{"id":"a"}]}', 'borda', /both called "a"/],
  ['no ballots at all', 'empty.json', '{"kind":"consensus","alternatives":[{"id":"a"}]}', 'borda', /holds no ballots/],
  ['pairs instead of approvals', 'pairs.json', '{"kind":"pairwise","alternatives":[{"id":"a"}],"comparisons":[]}', 'pav', /pairs compared/],
  [
    'a case that names another',
    'round.json',
    '{"kind":"pb","alternatives":[{"id":"a"}],"source":{"data_file":"round.json"}}',
    'pav',
    /not in another/,
  ],
  ['bytes', 'noise.soc', '\u0000\uFFFD\u0001', 'borda', /count: order/],
])('%s: a sentence', (_title, name, text, rule, reason) => {
  const { stdout, stderr, exitCode } = countCommand([file(name, text), '--rule', rule]);
  expect({ stdout, exitCode, lines: stderr.split('\n').length }).toEqual({ stdout: '', exitCode: 2, lines: 2 });
  expect(stderr).toMatch(reason);
});

test('a short ballot: its rest shares what is left, or gets nothing', () => {
  const short = file('short.soi', '# DATA TYPE: soi\n# NUMBER ALTERNATIVES: 3\n1: 1\n');
  const scores = (...args: string[]) => (JSON.parse(countCommand([short, '--json', ...args]).stdout) as { scores: unknown }).scores;
  expect(scores('--rule', 'borda')).toEqual({ 1: 3, 2: '3/2', 3: '3/2' });
  expect(scores('--rule', 'borda', '--unranked', 'no-opinion')).toEqual({ 1: 3, 2: 0, 3: 0 });
  expect(scores('--rule', 'borda-zero')).toEqual({ 1: 2, 2: '1/2', 3: '1/2' });
});
