import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { chained, chainStart } from '../../server/session/digest.ts';
import { NotStoredError, SeqTakenError, type SharedStore, type Write } from '../../server/store/store.ts';
import { PostgresCommits } from '../../server/store/postgres-commits.ts';
import { PostgresConnections } from '../../server/store/postgres-connections.ts';
import { migrate } from '../../server/store/postgres-migrate.ts';
import { openPostgresStore } from '../../server/store/postgres.ts';
import { RoundKeys } from '../../server/store/round-keys.ts';
import { migrations, sessionTables } from '../../server/store/postgres-schema.ts';
import { DatabaseLine } from '../support/database-line.ts';
import { eventually } from '../support/eventually.ts';
import { marksIn } from '../support/found-in-files.ts';
import { noPostgres, Postgres } from '../support/postgres.ts';
import { describeStore } from '../support/store-contract.ts';
import { aCommit, aSession, bytes } from '../support/store-rows.ts';

const text = (words: string): Write => ({ op: 'put-text', id: 'n1', text: words, translations: null, salt: 's' });
const ballot = (voter: string): Write => ({ op: 'put-ballot', exerciseId: 'x1', round: 1, voter, body: `of ${voter}` });
const roundKey: Write = { op: 'put-key', keyId: 'x1.1', key: bytes(1, 2, 3) };
const seqs = async (store: SharedStore) => (await store.commits('s1', 1)).map(({ seq }) => seq);

describe.skipIf(noPostgres)(`a store on PostgreSQL${noPostgres}`, () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await Postgres.start();
  });
  afterAll(() => postgres.stop());

  let shared: string | null = null;
  describeStore('postgres store', async () => {
    shared ??= await postgres.database();
    const store = await postgres.open(shared);
    await postgres.run(shared, ['session', 'desk', ...sessionTables].map((table) => `DELETE FROM yishi.${table}`).join(';'));
    return store;
  });

  async function on(url: string, work: (store: SharedStore) => Promise<void>): Promise<void> {
    const store = await postgres.open(url);
    await work(store).finally(() => store.close());
  }

  /** A store with a session on a line that loses what it is told to. */
  async function overLine() {
    const url = await postgres.database();
    const line = await DatabaseLine.to(postgres.port);
    const store = await openPostgresStore({ url: line.through(url), keysDir: postgres.keysDir(url) });
    onTestFinished(async () => {
      await store.close();
      line.close();
    });
    await store.createSession(aSession('s1'), aCommit('s1', 1));
    return { url, line, store };
  }

  test('[D34] of processes that start at once on an empty database one brings it up to date, and all go by one secret', async () => {
    const url = await postgres.database();
    const stores = await Promise.all(Array.from({ length: 5 }, () => postgres.open(url)));
    const secrets = await Promise.all(stores.map((store) => store.secret()));
    expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1);
    await Promise.all(stores.map((store) => store.close()));
    await postgres.run(url, `UPDATE yishi.meta SET value = '99' WHERE name = 'version'`);
    await expect(postgres.open(url)).rejects.toThrow('The database was written by a newer Yishi');
  });

  test('[D34] a database of the first version is brought up to date with all that is in it, while a process of that version writes on', async () => {
    const url = await postgres.database();
    const keys = await RoundKeys.open(postgres.keysDir(url));
    const database = new PostgresConnections(url);
    onTestFinished(() => database.close());
    await migrate(database, await keys.mark(), { steps: migrations.slice(0, 1) });
    const earlier = new PostgresCommits(database, keys);
    const writes: Write[] = [text('第一句'), { op: 'put-author', noteId: 'n1', participantId: 'p1' }, ballot('v1')];
    await earlier.write(aCommit('s1', 1, { writes }), aSession('s1'));
    await on(url, async (store) => {
      const first = (await store.load('s1'))!;
      expect([first.texts.map(({ text }) => text), first.authors.length, first.ballots.map(({ body }) => body)]).toEqual([
        ['第一句'],
        1,
        ['of v1'],
      ]);
      await earlier.write(aCommit('s1', 2, { writes: [{ op: 'drop-author', noteId: 'n1' }, ballot('v2')] }));
      const { commits, ballots, authors, texts, lost } = (await store.changes('s1', 1))!;
      expect([commits.map(({ seq }) => seq), ballots.map(({ body }) => body), authors, texts, lost]).toEqual([
        [2],
        ['of v2'],
        [],
        [],
        ['authors'],
      ]);
      await store.commit(aCommit('s1', 3, { writes: [{ op: 'seal', exerciseId: 'x1', round: 1, keyId: 'k1', bodies: ['A', 'B'] }] }));
      expect((await store.load('s1'))!.ballots.map(({ body }) => body)).toEqual(['A', 'B']);
    });
  });

  test('[D31] another process’s ballot in the same place of the log, received in the same millisecond, is not taken for one’s own', async () => {
    const url = await postgres.database();
    const line = await DatabaseLine.to(postgres.port);
    const store = await openPostgresStore({ url: line.through(url), keysDir: postgres.keysDir(url) });
    const other = await postgres.open(url);
    onTestFinished(async () => {
      await Promise.all([store.close(), other.close()]);
      line.close();
    });
    await store.createSession(aSession('s1'), aCommit('s1', 1, { writes: [roundKey] }));
    // As two processes make it of one ballot each: the events say how many there are, and nothing was written to the documents.
    const events = JSON.stringify([{ type: 'ballots-received', exerciseId: 'x1', round: 1, ballots: 1 }]);
    const row = () => chained(chainStart, { seq: 2, at: 1_780_000_000_000, events, stage: null, wall: null, backstage: null });
    await other.commit({ sessionId: 's1', row: row(), writes: [ballot('v-other')], session: null });
    line.loseAnswers();
    const mine = store.commit({ sessionId: 's1', row: row(), writes: [ballot('v-mine')], session: null });
    await expect(mine).rejects.toThrow(SeqTakenError);
    expect((await other.load('s1'))!.ballots.map(({ voter }) => voter)).toEqual(['v-other']);
  });

  test('[S40] [D4] a key that a beaten commit left and another process swept away is not gone on with', async () => {
    const url = await postgres.database();
    const open = async () => {
      const store: SharedStore = await postgres.open(url);
      onTestFinished(() => store.close());
      return store;
    };
    const [here, there] = [await open(), await open()];
    await here.createSession(aSession('s1'), aCommit('s1', 1));
    await there.commit(aCommit('s1', 2));
    // Somebody opens a ballot here, and is beaten by something that refuses them.
    await expect(here.commit(aCommit('s1', 2, { writes: [roundKey] }))).rejects.toThrow(SeqTakenError);
    await here.changes('s1', 1);
    const dir = postgres.keysDir(url);
    const keyFiles = () => readdirSync(dir).filter((name) => name.endsWith('.key'));
    expect(keyFiles()).toHaveLength(1);
    // More than ten minutes later another process sweeps.
    for (const name of keyFiles()) utimesSync(join(dir, name), new Date(0), new Date(0));
    await open();
    await eventually(() => expect(keyFiles()).toEqual([]));
    // Now it is opened here, and people vote.
    await here.commit(aCommit('s1', 3, { writes: [roundKey] }));
    await here.commit(aCommit('s1', 4, { writes: [ballot('v1')] }));
    expect((await there.load('s1'))!.ballots.map(({ voter }) => voter)).toEqual(['v1']);
  });

  test('[D30] a database that does not keep what it acknowledges is refused in a sentence', async () => {
    const url = await postgres.database();
    const set = async (value: string) => {
      await postgres.run(url, `ALTER SYSTEM SET full_page_writes = ${value}`);
      await postgres.run(url, 'SELECT pg_reload_conf()');
    };
    await set('off');
    await expect
      .poll(() =>
        postgres
          .open(url)
          .then((store) => store.close())
          .catch(String),
      )
      .toMatch(/has full_page_writes switched off.*switch it on/);
    await set('on');
    await expect
      .poll(() =>
        postgres
          .open(url)
          .then((store) => store.close())
          .catch(String),
      )
      .toBeUndefined();
  });

  test('[S41] a process with round keys of its own is refused in a sentence', async () => {
    const url = await postgres.database();
    await on(url, (store) => store.check());
    const other = openPostgresStore({ url, keysDir: `${postgres.keysDir(url)}-other` });
    await expect(other).rejects.toThrow('The round keys of this database are in another folder: give every process the same --data');
    await on(url, (store) => store.check());
  });

  test('[D31] a commit whose answer was lost is said to be stored where it is', async () => {
    const { line, store } = await overLine();
    line.loseAnswers();
    await store.commit(aCommit('s1', 2, { writes: [text('once')] }));
    expect(await seqs(store)).toEqual([1, 2]);
    expect((await store.load('s1'))?.texts.map((row) => row.text)).toEqual(['once']);
  });

  test('[D31] a commit that was lost on its way is not stored, and is void where it arrives later all the same', async () => {
    const { line, store } = await overLine();
    line.loseQuestions();
    await expect(store.commit(aCommit('s1', 2, { writes: [text('late')] }))).rejects.toThrow(NotStoredError);
    expect(await line.deliver()).toContain('this attempt was given up');
    expect(await seqs(store)).toEqual([1]);
    await store.commit(aCommit('s1', 2, { writes: [text('again')] }));
    expect((await store.load('s1'))?.texts.map((row) => row.text)).toEqual(['again']);
  });

  test('[D31] where another commit took the place of one that was lost, that one was beaten', async () => {
    const { url, line, store } = await overLine();
    await on(url, async (other) => {
      line.loseQuestions();
      const first = other.commit(aCommit('s1', 2, { writes: [text('first')] }));
      await first;
      const differing = aCommit('s1', 2, { writes: [text('second')] });
      await expect(store.commit({ ...differing, row: { ...differing.row, hash: 'another' } })).rejects.toThrow(SeqTakenError);
      expect((await other.load('s1'))?.texts.map((row) => row.text)).toEqual(['first']);
    });
  });

  test('[S40] no file of PostgreSQL ever has a voter, a sender or an open ballot; at sealing the round’s key goes, and with it what dead rows and dumps had', async () => {
    const url = await postgres.database();
    const voters = Array.from({ length: 200 }, (_, index) => `VOTER-${index}-VOTER`);
    const senders = voters.map((_, index) => `SENDER-${index}`);
    const cast = voters.flatMap((voter, index): Write[] => [
      { op: 'put-ballot', exerciseId: 'x1', round: 1, voter, body: `{"by":"CAST-BODY-${voter}"}` },
      { op: 'put-receipt', sender: senders[index]!, commandId: `COMMAND-${index}`, keyId: 'x1.1', hmac: `HMAC-OF-${voter}`, answer: '{}' },
    ]);
    const marks = ['VOTER-', 'CAST-BODY', 'SENDER-', 'COMMAND-', 'HMAC-OF', 'ROUND-KEY-ROUND-KEY'];
    const key: Write = { op: 'put-key', keyId: 'x1.1', key: Buffer.from('ROUND-KEY-ROUND-KEY') };
    const found = async (some: string[]) => {
      await postgres.run(url, 'CHECKPOINT');
      return marksIn(postgres.files(), some);
    };
    await on(url, async (store) => {
      await store.createSession(aSession('s1'), aCommit('s1', 1, { writes: [text('WORDS-ARE-THERE')] }));
      await store.commit(aCommit('s1', 2, { writes: [key, ...cast] }));
      await store.commit(aCommit('s1', 3, { writes: cast.slice(0, 100) }));
      expect((await store.load('s1'))?.ballots.map(({ voter }) => voter)).toEqual(voters);
      expect(await found(['WORDS-ARE-THERE'])).not.toEqual([]);
      expect(await found(marks)).toEqual([]);
      expect(keyFiles(url)).toHaveLength(1);

      const bodies = voters.map((_, index) => `{"dots":${index}}`);
      await store.commit(aCommit('s1', 4, { writes: [{ op: 'seal', exerciseId: 'x1', round: 1, keyId: 'x1.1', bodies }] }));
      expect(keyFiles(url)).toEqual([]);
      expect(await found(['VOTER-', 'CAST-BODY', 'HMAC-OF', 'ROUND-KEY-ROUND-KEY'])).toEqual([]);
      const { ballots, receipts } = (await store.load('s1'))!;
      expect(ballots.map(({ body }) => body)).toEqual(bodies);
      expect(receipts.map(({ sender }) => sender).toSorted()).toEqual(senders.toSorted());
      // Where they lie tells no order of voting.
      const kept = await postgres.run<{ sender: string }>(url, 'SELECT sender FROM yishi.receipt ORDER BY ctid');
      expect(kept.map(({ sender }) => sender)).toEqual(senders.toSorted());
    });
  });

  test('[S40] a round whose key is lost is told and not guessed, and an erased session takes its keys along', async () => {
    const url = await postgres.database();
    const writes: Write[] = [
      { op: 'put-key', keyId: 'x1.1', key: bytes(1, 2) },
      { op: 'put-ballot', exerciseId: 'x1', round: 1, voter: 'v', body: '{}' },
    ];
    await on(url, async (store) => {
      for (const id of ['s1', 's2']) await store.createSession(aSession(id), aCommit(id, 1, { writes }));
      expect(keyFiles(url)).toEqual(['s1 x1.1.key', 's2 x1.1.key']);
      await store.eraseSession('s1');
      expect(keyFiles(url)).toEqual(['s2 x1.1.key']);
      await postgres.run(url, `UPDATE yishi.ballot SET session_id = 's3'`);
      await store.createSession(aSession('s3'), aCommit('s3', 1));
      await expect(store.load('s3')).rejects.toThrow('The key of round x1.1 of session s3 is not among the round keys.');
    });
  });

  function keyFiles(url: string): string[] {
    return readdirSync(postgres.keysDir(url))
      .filter((name) => name.endsWith('.key'))
      .toSorted();
  }
});
