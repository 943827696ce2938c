import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { countCommand } from '../../server/count-command.ts';
import { ruleNames } from '../../shared/ballot-files/count-file.ts';
import { root } from '../support/root.ts';

const shared = join(root, '..', 'shared');
const folders = ['cases', 'data/preflib', 'data/pabulib'].map((folder) => join(shared, folder));

/** What `--json` prints, to the letter. */
const Order = z.array(z.array(z.string()));
const Ids = z.array(z.string());
const Printed = z.strictObject({
  rule: z.enum(ruleNames as [string, ...string[]]),
  options: z.record(z.string(), z.union([z.string(), z.number()])),
  ranking: z.optional(Order),
  scores: z.optional(z.record(z.string(), z.union([z.number(), z.string().check(z.regex(/^-?\d+\/\d+$/))]))),
  chosen: z.optional(Ids),
  tiedAtCut: z.optional(Ids),
  condorcetWinner: z.optional(z.nullable(z.string())),
  condorcetLoser: z.optional(z.nullable(z.string())),
  value: z.optional(z.number()),
});

const aSentence = /^[A-Z-][^\n]*\.\n$/;

/** Counts as somebody would and looks at what was said; true where it was a result. */
function isCounted(path: string, rule: string, ...options: string[]): boolean {
  const { stdout, stderr, exitCode } = countCommand([path, '--rule', rule, '--json', ...options]);
  if (exitCode === 0) {
    expect(stderr).toBe('');
    const printed = z.parse(Printed, JSON.parse(stdout));
    expect(printed.rule).toBe(rule);
    if (printed.ranking) expect(new Set(printed.ranking.flat()).size).toBe(printed.ranking.flat().length);
    return true;
  }
  expect([path, rule, stdout]).toEqual([path, rule, '']);
  expect(stderr).toMatch(aSentence);
  return false;
}

describe('every rule on every file beside the project: a result, or a sentence on what is lacking', () => {
  for (const folder of folders) {
    if (!existsSync(folder)) {
      test.skip(`${folder} is not beside the project`);
      continue;
    }
    test.each(readdirSync(folder).filter((name) => name !== 'README.md'))(
      '%s',
      (name) => {
        const path = join(folder, name);
        const counted = ruleNames.filter((rule) => isCounted(path, rule, '--k', '3'));
        for (const rule of ruleNames) isCounted(path, rule);
        // No ballots: the list of cases, a matching, and answers by group.
        const holdsNone = ['index.json', '00036-00000001.wmd', 'polis-001-bg2050-gic.json'];
        expect([name, counted.length > 0]).toEqual([name, !holdsNone.includes(name)]);
      },
      60_000,
    );
  }
});

const assen = join(shared, 'cases', 'pb-001-assen-2024.json');

describe('Assen 2024, a participatory budget that was counted by Equal Shares', () => {
  if (!existsSync(assen)) test.skip('shared/cases is not beside the project: the real outcome is not compared');
  else
    test('its real outcome is reproduced, from the case and from the ballot file', () => {
      const { expected } = JSON.parse(readFileSync(assen, 'utf8')) as { expected: { winners: string[] } };
      const fromCase = countCommand([assen, '--rule', 'equal-shares', '--json']);
      const fromFile = countCommand([
        join(shared, 'data/pabulib/Netherlands_Assen_2024.pb'),
        ...['--rule', 'equal-shares', '--completion', 'add1', '--utility', 'cost', '--json'],
      ]);
      for (const { stdout } of [fromCase, fromFile]) {
        const { chosen, tiedAtCut } = JSON.parse(stdout) as { chosen: string[]; tiedAtCut: string[] };
        expect(chosen.sort()).toEqual(expected.winners);
        expect(tiedAtCut).toEqual([]);
      }
    });
});
