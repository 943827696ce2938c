import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

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
