import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/root.ts';

type Row = Record<string, unknown>;

/** Every workload: what it prints, a row a configuration. Names are those of the speed targets. */
const workloads: Record<string, () => Promise<Row[]>> = {
  W1: async () => {
    const { arrange } = await import('./arrange.ts');
    const rows: Row[] = [];
    for (const phones of [100, 500, 1000]) rows.push({ ...(await arrange({ phones, watching: 0, forMs: 15_000 })) });
    rows.push({ ...(await arrange({ phones: 1000, watching: 50, forMs: 15_000 })) });
    return rows;
  },
  W2: async () => {
    const { voteStorm } = await import('./vote-storm.ts');
    const rows: Row[] = [];
    for (const residents of [500, 1000, 2000, 5000])
      rows.push({ ...(await voteStorm({ residents, withinMs: residents === 5000 ? 10_000 : 5000 })) });
    return rows;
  },
  W3: async () => {
    const { joinStorm } = await import('./join-storm.ts');
    return [{ ...(await joinStorm({ residents: 200, withinMs: 2000 })) }, { ...(await joinStorm({ residents: 1000, withinMs: 2000 })) }];
  },
  W4: async () => {
    const { quietMemory } = await import('./quiet-memory.ts');
    return [{ ...(await quietMemory({ residents: 2000 })) }];
  },
  W5: async () => {
    const { voteStorm } = await import('./vote-storm.ts');
    const rows: Row[] = [];
    for (const residents of [100, 5000]) {
      const { cpuMsPerBallot } = await voteStorm({ residents, withinMs: residents === 5000 ? 10_000 : 5000 });
      rows.push({ residents, cpuMsPerBallot });
    }
    return rows;
  },
  W6: async () => {
    const { manyRooms } = await import('./many-rooms.ts');
    return [{ ...(await manyRooms({ rooms: 100, residentsEach: 30, withinMs: 10_000 })) }];
  },
  /** W11. */
  counting: async () => {
    const { counting } = await import('./counting.ts');
    return counting().map((row) => ({ ...row }));
  },
};

/** Runs the workloads that are named, or all; prints a table each and writes JSON beside it. Gates nothing. */
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in workloads));
if (unknown.length > 0) {
  process.stderr.write(`No workload ${unknown.join(', ')}. There are: ${Object.keys(workloads).join(' ')}.\n`);
  process.exit(2);
}
const dir = join(root, 'bench-results');
mkdirSync(dir, { recursive: true });
for (const name of asked.length > 0 ? asked : Object.keys(workloads)) {
  process.stdout.write(`\n${name}\n`);
  const rows = await workloads[name]!();
  for (const row of rows) process.stdout.write(`${line(row)}\n`);
  writeFileSync(
    join(dir, `${name}.json`),
    `${JSON.stringify({ name, at: new Date().toISOString(), node: process.version, rows }, null, 2)}\n`,
  );
}
process.exit(0);

function line(row: Row): string {
  return Object.entries(row)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}
