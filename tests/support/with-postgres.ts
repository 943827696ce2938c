import { spawnSync } from 'node:child_process';
import { Postgres } from './postgres.ts';
import { root } from './root.ts';

/** `npx tsx tests/support/with-postgres.ts FILES…`: these tests, with PostgreSQL under every app that they start without a store of their own. */
const postgres = await Postgres.start();
try {
  const { status } = spawnSync('npx', ['vitest', 'run', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, YISHI_TEST_POSTGRES: JSON.stringify({ dir: postgres.dir, port: postgres.port }) },
  });
  process.exitCode = status ?? 1;
} finally {
  await postgres.stop();
}
