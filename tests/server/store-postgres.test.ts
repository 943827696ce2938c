import { afterAll, beforeAll, describe, test } from 'vitest';
import { sessionTables } from '../../server/store/postgres-schema.ts';
import type { Write } from '../../server/store/store.ts';
import { noPostgres, Postgres } from '../support/postgres.ts';
import { describeStore } from '../support/store-contract.ts';
import { aCommit, aSession } from '../support/store-rows.ts';

describe.skipIf(noPostgres)(`on PostgreSQL${noPostgres}`, () => {
  let postgres: Postgres;
  let url: string;
  beforeAll(async () => {
    postgres = await Postgres.start();
    url = await postgres.database();
  });
  afterAll(() => postgres.stop());

  describeStore('postgres store', async () => {
    const store = await postgres.open(url);
    await postgres.run(url, ['session', 'desk', ...sessionTables].map((table) => `DELETE FROM yishi.${table}`).join(';'));
    return store;
  });

  test('commits per second (printed, not judged)', async () => {
    const store = await postgres.open(url);
    const ids = Array.from({ length: 20 }, (_, index) => `r${index}`);
    for (const id of ids) await store.createSession(aSession(id), aCommit(id, 1));
    const words = (seq: number): Write => ({ op: 'put-text', id: String(seq), text: 'x', translations: null, salt: 's' });
    const rate = async (count: number, run: () => Promise<unknown>) => {
      const start = performance.now();
      await run();
      return Math.round((count * 1000) / (performance.now() - start));
    };
    const single = await rate(100, async () => {
      for (let seq = 2; seq < 102; seq += 1) await store.commit(aCommit('r0', seq, { writes: [words(seq)] }));
    });
    const beside = await rate(ids.length * 20, () =>
      Promise.all(
        ids.map(async (id) => {
          for (let seq = 200; seq < 220; seq += 1) await store.commit(aCommit(id, seq, { writes: [words(seq)] }));
        }),
      ),
    );
    const ballots = Array.from({ length: 400 }, (_, index): Write[] => [
      { op: 'put-ballot', exerciseId: 'x1', round: 1, voter: `v${index}`, body: '{"kind":"dot-vote","dots":{"a":1}}' },
      { op: 'put-receipt', sender: `s${index}`, commandId: 'c', keyId: 'x1.1', hmac: 'h', answer: '{}' },
    ]).flat();
    const storm = await rate(400, () => store.commit(aCommit('r0', 500, { writes: ballots })));
    console.log(
      `postgres: ${single} commits a second one at a time, ${beside} of twenty sessions beside each other, ${storm} ballots a second in one commit`,
    );
    await store.close();
  });
});
