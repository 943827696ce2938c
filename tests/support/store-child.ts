import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import { aCommit, aSession } from './store-rows.ts';

/** A process of its own that opens the folder given, says `open`, then commits to three sessions until it is killed and says every commit acknowledged. */
const [dir = '', mode = ''] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);

async function commitForEver(id: string): Promise<void> {
  await store.createSession(aSession(id), aCommit(id, 1));
  say(`${id} 1`);
  for (let seq = 2; ; seq += 1) {
    const words = '.'.repeat((seq * 37) % 500);
    await store.commit(aCommit(id, seq, { writes: [{ op: 'put-text', id: String(seq), text: words, translations: null, salt: 's' }] }));
    say(`${id} ${String(seq)}`);
  }
}

const store = await openSqliteStore({ dir });
say('open');
if (mode === 'commit') await Promise.all(['s1', 's2', 's3'].map(commitForEver));
