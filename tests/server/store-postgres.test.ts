import { afterAll, beforeAll, describe } from 'vitest';
import { noPostgres, Postgres } from '../support/postgres.ts';
import { describeStore } from '../support/store-contract.ts';

describe.skipIf(noPostgres)(`on PostgreSQL${noPostgres}`, () => {
  let postgres: Postgres;
  let url: string;
  beforeAll(async () => {
    postgres = await Postgres.start();
    url = await postgres.database();
  });
  afterAll(() => postgres.stop());

  describeStore('postgres store', async () => {
    await postgres.run(url, 'DROP SCHEMA IF EXISTS yishi CASCADE');
    return postgres.open(url);
  });
});
