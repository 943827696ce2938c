import { cpus } from 'node:os';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../support/root.ts';
import { counting } from './counting.ts';
import { growthPlot } from './growth-plot.ts';
import { medians, workloads, type Results } from './results.ts';
import { rows, type Row } from './targets.ts';
import { noPostgres } from '../support/postgres.ts';
import { noRedis } from '../support/redis.ts';

type Name = keyof Results;
const noCluster = noPostgres || noRedis;
const names = [...Object.keys(workloads), 'counting'];

/** Runs the workloads that are named, or all; each so many times, and keeps the median of every figure. Prints a table and writes JSON. Gates nothing. */
const { values, positionals: asked } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '3' } } });
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0 || !/^[1-9]\d*$/.test(values.runs)) {
  process.stderr.write(`Say npm run bench -- [--runs N] [NAME …]. There are: ${names.join(' ')}.\n`);
  process.exit(2);
}
const dir = join(root, 'bench-results');
mkdirSync(dir, { recursive: true });
const isWanted = (name: string) => asked.length === 0 || asked.includes(name);

const measured: Record<string, unknown> = {};
const results = measured as Results;
for (const name of Object.keys(workloads) as Name[]) {
  if (!isWanted(name)) continue;
  if (name === 'W12' && noCluster !== '') {
    process.stderr.write(`W12${noCluster}\n`);
    continue;
  }
  const runs = [];
  for (let run = 1; run <= Number(values.runs); run += 1) {
    process.stderr.write(`${name}, run ${run} of ${values.runs} …\n`);
    runs.push(await workloads[name](results));
  }
  measured[name] = medians(runs);
  write(`${name}.json`, { median: measured[name], runs });
}
for (const line of table(rows(results))) process.stdout.write(`${line}\n`);
for (const [processes, votes] of Object.entries(results.W12 ?? {})) process.stdout.write(`W12 ${processes}: ${JSON.stringify(votes)}\n`);
if (results.W5) writeFileSync(join(dir, 'growth.svg'), growthPlot(results.W5));
if (Object.keys(measured).length > 0) write('bench.json', { table: rows(results), ...results });
if (isWanted('counting')) {
  const counted = counting();
  for (const row of counted) process.stdout.write(`${JSON.stringify(row)}\n`);
  write('counting.json', { rows: counted });
}
process.exit(0);

function write(name: string, content: object): void {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? '', cores: cpus().length };
  writeFileSync(join(dir, name), `${JSON.stringify({ at: new Date().toISOString(), machine, ...content }, null, 2)}\n`);
}

function table(lines: readonly Row[]): string[] {
  const cells = lines.map(({ work, what, seen, most, unit, isWithin, peers }) => [
    work,
    what,
    `${seen} ${unit}`.trim(),
    `${Math.round(most * 1000) / 1000} ${unit}`.trim(),
    isWithin ? 'within' : 'MISSED',
    peers,
  ]);
  const all = [['', 'target', 'seen', 'at most', '', 'peers in the same run'], ...cells];
  const widths = all[0]!.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  return all.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
}
