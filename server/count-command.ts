import { parseArgs } from 'node:util';
import { BallotFileError } from '../shared/ballot-files/ballot-file.ts';
import { countFile, ruleNames } from '../shared/ballot-files/count-file.ts';
import type { CountOptions, FileCount } from '../shared/ballot-files/file-count.ts';
import { readBallots } from './read-ballots.ts';

const usage = `npm run -s count -- FILE --rule ${ruleNames.join('|')} [--unranked tied-last|no-opinion] [--strength winning-votes|margins] [--k K] [--budget B] [--completion add1|phragmen|none] [--utility cost|cardinality] [--prior P] [--json]`;

/** What a command says, and the code it ends with. */
export interface Said {
  stdout: string;
  stderr: string;
  exitCode: 0 | 2;
}

/**
 * Counts a file of ballots by one rule, for researchers and for whoever wants to check us. Where it cannot, it says why in one sentence and ends with 2;
 * it throws for our own mistakes alone.
 */
export function countCommand(args: string[]): Said {
  try {
    const { path, rule, isJson, options } = readArgs(args);
    const file = readBallots(path);
    const count = countFile(file, rule, options);
    return { stdout: isJson ? `${JSON.stringify(count)}\n` : asLines(count, file.names), stderr: '', exitCode: 0 };
  } catch (error) {
    // What parseArgs throws has a code, and goes on after its first sentence.
    const isExpected = error instanceof BallotFileError || (error instanceof TypeError && 'code' in error);
    if (!isExpected) throw error;
    const sentence = error instanceof BallotFileError ? error.message : error.message.split(/(?<=\.)\s/)[0];
    return { stdout: '', stderr: `${sentence}\n`, exitCode: 2 };
  }
}

function readArgs(args: string[]): { path: string; rule: string; isJson: boolean; options: CountOptions } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rule: { type: 'string' },
      unranked: { type: 'string' },
      strength: { type: 'string' },
      k: { type: 'string' },
      budget: { type: 'string' },
      completion: { type: 'string' },
      utility: { type: 'string' },
      prior: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0 || values.rule === undefined)
    throw new BallotFileError(`One file and a rule are needed: ${usage}`);
  const k = numberOf('k', values.k);
  const budget = numberOf('budget', values.budget);
  const prior = numberOf('prior', values.prior);
  if (k !== undefined && !Number.isInteger(k)) throw new BallotFileError('--k is a whole number.');
  const unranked = oneOf('unranked', values.unranked, ['tied-last', 'no-opinion']);
  const strength = oneOf('strength', values.strength, ['winning-votes', 'margins']);
  const completion = oneOf('completion', values.completion, ['add1', 'phragmen', 'none']);
  const utility = oneOf('utility', values.utility, ['cost', 'cardinality']);
  return {
    path,
    rule: values.rule,
    isJson: values.json === true,
    options: {
      ...(k !== undefined && { k }),
      ...(budget !== undefined && { budget }),
      ...(prior !== undefined && { prior }),
      ...(unranked && { unranked }),
      ...(strength && { strength }),
      ...(completion && { completion }),
      ...(utility && { utility }),
    },
  };
}

function numberOf(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new BallotFileError(`--${name} is a number, and not below zero.`);
  return number;
}

function oneOf<const T extends string>(name: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  const found = allowed.find((one) => one === value);
  if (value !== undefined && found === undefined) throw new BallotFileError(`--${name} is ${allowed.join(' or ')}.`);
  return found;
}

function asLines(
  { rule, options, ranking, scores, chosen, tiedAtCut, condorcetWinner, condorcetLoser, value }: FileCount,
  names: Record<string, string>,
): string {
  const name = (id: string) => (names[id] === undefined || names[id] === id ? id : `${id} ${names[id]}`);
  const list = (ids: readonly string[]) => ids.map(name).join(' · ') || '–';
  const lines = [
    `${rule} ${Object.entries(options)
      .map(([key, option]) => `${key}=${option}`)
      .join(' ')}`.trim(),
  ];
  let place = 1;
  for (const group of ranking ?? []) {
    for (const id of group) lines.push(`${place}${group.length > 1 ? '=' : ''}\t${name(id)}${scores ? `\t${scores[id]}` : ''}`);
    place += group.length;
  }
  if (chosen) lines.push(`chosen: ${list(chosen)}`);
  if (tiedAtCut && tiedAtCut.length > 0) lines.push(`on the line: ${list(tiedAtCut)}`);
  if (condorcetWinner !== undefined) lines.push(`beats everybody: ${condorcetWinner === null ? 'nobody' : name(condorcetWinner)}`);
  if (condorcetLoser !== undefined) lines.push(`loses to everybody: ${condorcetLoser === null ? 'nobody' : name(condorcetLoser)}`);
  if (value !== undefined) lines.push(`value: ${value}`);
  return `${lines.join('\n')}\n`;
}
