import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { stores } from '../../server/app.ts';
import { restore } from '../../server/restore.ts';
import { Mirror, type CopyOutcome, type MirrorOptions } from '../../server/store/mirror.ts';
import { mirrored } from '../../server/store/mirrored.ts';
import { startApp } from '../support/app.ts';
import { PartReader } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { Meeting } from '../support/meeting.ts';
import { aCommit, aSession } from '../support/store-rows.ts';

let folder: string;
let stick: string;
let data: string;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yishi-mirror-'));
  [stick, data] = [join(folder, 'stick'), join(folder, 'data')];
  mkdirSync(stick);
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

async function mirrorOf(dataDir: string, options: Partial<MirrorOptions> = {}) {
  const troubles: unknown[] = [];
  const store = await stores.sqlite(dataDir);
  await store.secret();
  const mirror = new Mirror({
    dataDir,
    dir: stick,
    origin: () => 'http://192.168.3.20:8080',
    now: () => Date.now(),
    onTrouble: (what, details) => troubles.push([what, details['trouble']]),
    everyMs: 50,
    retryMs: 50,
    ...options,
  });
  closing.push(
    () => store.close(),
    () => mirror.close(),
  );
  return { mirror, troubles, store: mirrored(store, mirror) };
}

const well = (mirror: Mirror, since = 0) =>
  eventually(() => {
    expect(mirror.status.trouble).toBeNull();
    expect(mirror.status.copiedAt ?? -1).toBeGreaterThanOrEqual(since);
  });

describe('a copy on a stick', () => {
  it('[D8] [D10] follows what is stored, and can be restored', async () => {
    const { mirror, store } = await mirrorOf(data);
    mirror.begin();
    await well(mirror);
    const first = mirror.status.copiedAt!;
    await store.createSession(aSession('s1'), aCommit('s1', 1));
    await well(mirror, first + 1);
    const report = await restore({ from: stick, dataDir: join(folder, 'new'), isReplacing: false, now: () => 1_800_000_000_000 });
    expect(report.sessions.map(({ row, commits }) => [row.id, row.epoch, commits])).toEqual([['s1', 1_800_000_000, 1]]);
    expect(report.copiedAt).toBe(mirror.status.copiedAt);
  });

  it('[D8] a stick that is pulled out is told of, is never replaced by a folder here, and goes on when it is back', async () => {
    const { mirror, troubles, store } = await mirrorOf(data);
    mirror.begin();
    await well(mirror);
    renameSync(stick, `${stick}-pulled`);
    await store.createSession(aSession('s1'), aCommit('s1', 1));
    await eventually(() => expect(mirror.status.trouble).toBe('gone'));
    expect(existsSync(stick)).toBe(false);
    await store.commit(aCommit('s1', 2));
    renameSync(`${stick}-pulled`, stick);
    const back = Date.now();
    await well(mirror, back);
    expect(troubles).toEqual([
      ['the copy is not kept', 'gone'],
      ['the copy is kept again', undefined],
    ]);
  });

  it("[D8] another computer's copy is not written over, and no half copy stays", async () => {
    const other = await mirrorOf(join(folder, 'other'));
    other.mirror.begin();
    await well(other.mirror);
    await other.mirror.close();
    const { mirror, troubles } = await mirrorOf(data);
    mirror.begin();
    await eventually(() => expect(mirror.status).toEqual({ copiedAt: null, trouble: 'foreign' }));
    expect(troubles).toEqual([['the copy is not kept', 'foreign']]);
    expect(readdirSync(stick)).toEqual(['yishi.db']);
  });

  it('[D9] a copy that was under way when something was erased is thrown away', async () => {
    const full: CopyOutcome = { is: 'failed', name: 'Error', message: 'database or disk is full', sqlite: 13 };
    const outcomes: ((outcome: CopyOutcome) => void)[] = [];
    const write = () => new Promise<CopyOutcome>((resolve) => (outcomes.length < 2 ? outcomes.push(resolve) : resolve(full)));
    const { mirror } = await mirrorOf(data, { write, everyMs: 60_000 });
    mirror.begin();
    await eventually(() => expect(outcomes).toHaveLength(1));
    mirror.erased();
    outcomes[0]!({ is: 'whole' });
    await eventually(() => expect(outcomes).toHaveLength(2));
    expect([mirror.status, readdirSync(stick)]).toEqual([{ copiedAt: null, trouble: null }, []]);
    outcomes[1]!(full);
    await eventually(() => expect(mirror.status.trouble).toBe('full'));
  });
});

describe('a stick with room for one copy alone', () => {
  it('[D9] keeps no copy that has what was taken away', async () => {
    const full: CopyOutcome = { is: 'failed', name: 'Error', message: 'database or disk is full', sqlite: 13 };
    const write = () => {
      const hasOld = existsSync(join(stick, 'yishi.db'));
      if (!hasOld) writeFileSync(join(stick, 'yishi.db.part'), 'a copy');
      return Promise.resolve<CopyOutcome>(hasOld ? full : { is: 'whole' });
    };
    const { mirror } = await mirrorOf(data, { write, everyMs: 60_000 });
    mirror.begin();
    await well(mirror);
    mirror.stored();
    mirror.erased();
    await eventually(() => expect(mirror.status.trouble).toBe('full'));
    await well(mirror);
    expect(readdirSync(stick)).toContain('yishi.db');
  });
});

describe('pages that knew more', () => {
  it('[D11] a reader that knows what is no more is told to begin anew, and one that is only behind is not', async () => {
    const app = await startApp();
    const meeting = await Meeting.open(app);
    const { sessionId, projectorToken } = meeting.session;
    const open = () => new PartReader(app.origin, { token: projectorToken, sessionId, part: 'stage' });
    const behind = open();
    await behind.synced;
    behind.provider.disconnect();
    const codes: number[] = [];
    const ahead = new PartReader(app.origin, { token: projectorToken, sessionId, part: 'stage' });
    ahead.provider.on('closed', ({ code }: { code: number }) => codes.push(code));
    await ahead.synced;
    ahead.provider.disconnect();
    const lost = new Y.Doc();
    lost.getMap('live').set('counts', { joined: 99 });
    Y.applyUpdate(ahead.doc, Y.encodeStateAsUpdate(lost));
    await meeting.resident();
    behind.provider.on('closed', ({ code }: { code: number }) => codes.push(-code));
    for (const { provider } of [ahead, behind]) provider.connect();
    await eventually(() => expect(codes).toEqual([4409]));
    await eventually(() => expect(behind.stage.counts.joined).toBe(1));
    for (const reader of [ahead, behind]) reader.close();
    meeting.close();
    await app.close();
  });
});
