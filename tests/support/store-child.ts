import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import type { Write } from '../../server/store/store.ts';
import { aCommit, aSession, aSnapshot, bytes } from './store-rows.ts';

/**
 * A process of its own that opens the folder given, says `open`, then commits until it is killed and says every commit acknowledged: to three sessions, or
 * to one of which it keeps a large snapshot after every commit and seals a round with every second one.
 */
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

async function snapshotForEver(id: string): Promise<void> {
  await store.createSession(aSession(id), aCommit(id, 1));
  for (let seq = 2; ; seq += 1) {
    const round = Math.floor(seq / 2);
    const keyId = `x1.${String(round)}`;
    const ballot = (voter: string): Write => ({ op: 'put-ballot', exerciseId: 'x1', round, voter, body: '{}' });
    const cast: Write[] = [{ op: 'put-key', keyId, key: bytes(1, 2, 3) }, ...['voter-a', 'voter-b', 'voter-c'].map(ballot)];
    const seal: Write = { op: 'seal', exerciseId: 'x1', round, keyId, bodies: ['{}', '{}', '{}'] };
    await store.commit(aCommit(id, seq, { writes: seq % 2 === 0 ? cast : [seal] }));
    const state = JSON.stringify({ at: seq, ballast: 'x'.repeat(300_000) });
    await store.saveSnapshot(id, { ...aSnapshot(seq), state });
    say(`${id} ${String(seq)}`);
  }
}

const store = await openSqliteStore({ dir });
say('open');
if (mode === 'snapshot') await snapshotForEver('s1');
if (mode === 'commit') await Promise.all(['s1', 's2', 's3'].map(commitForEver));
