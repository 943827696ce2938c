import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stores } from '../../server/app.ts';
import { doImportWork } from '../../server/desk/import-work.ts';
import { ImportedSessions } from '../../server/desk/imported-sessions.ts';
import { noMeters } from '../../server/session/meters.ts';
import { Retention } from '../../server/session/retention.ts';
import { Sessions } from '../../server/session/sessions.ts';
import { Tokens } from '../../server/session/tokens.ts';
import type { Store } from '../../server/store/store.ts';
import { aBundle, textOf } from '../support/bundles.ts';

const day = 86_400_000;
const ended = Date.parse('2026-11-20T12:00:00.000Z');
const { id } = aBundle().session;
let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'yishi-retention-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe.each(['memory', 'SQLite'] as const)('[D18] retention of imported records: %s', (kind) => {
  let store: Store;
  let now: number;
  let imported: ImportedSessions;
  let retention: Retention;
  beforeEach(async () => {
    now = ended + day;
    store = kind === 'memory' ? await stores.memory() : await stores.sqlite(dir);
    const onTrouble = (what: string) => expect.unreachable(what);
    const tokens = new Tokens(await store.secret());
    const computeStability = () => Promise.resolve(null);
    const sessions = new Sessions({ store, tokens, now: () => now, meters: noMeters, computeStability, onTrouble });
    imported = new ImportedSessions({ sessions, work: (work) => Promise.resolve(doImportWork(work)) });
    retention = new Retention({ sessions, days: 30, eraseImported: (one) => imported.eraseWords(one), onWordsErased: () => {}, onTrouble });
  });
  afterEach(() => store.close());

  const give = (bundle = aBundle()) => imported.take(Buffer.from(textOf(bundle)), { replaces: false });
  const withWords = async () => (await imported.records(id))!.notes.filter(({ text }) => text !== null).length;
  async function sweptAt(at: number): Promise<number> {
    now = at;
    await retention.sweep();
    return withWords();
  }

  it('takes words out thirty days after the end that the records say, and nothing else', async () => {
    await give();
    const { checksum: _, generatedAt: _at, notes, ...before } = (await imported.records(id))!;
    expect(await sweptAt(ended + 29.9 * day)).toBe(2);
    expect(await sweptAt(ended + 30.1 * day)).toBe(0);
    const { checksum: _now, generatedAt, ...after } = (await imported.records(id))!;
    expect(after).toEqual({
      ...before,
      notes: notes.map((note) => ({ ...note, text: null, lang: null, translations: null, translatedBy: null, redacted: true })),
    });
    const [row] = await store.sessions();
    expect(JSON.parse(row!.summary)).toMatchObject({ hasWords: false, notes: 2 });
    await sweptAt(ended + 40 * day);
    expect((await imported.records(id))!.generatedAt).toBe(generatedAt);
  });

  it('is not undone by the same file; what a newer one brings is due at once', async () => {
    await give();
    expect(await sweptAt(ended + 31 * day)).toBe(0);
    expect((await give()).isNew).toBe(false);
    expect(await withWords()).toBe(0);
    await give(aBundle({ generatedAt: now + day }));
    expect(await withWords()).toBe(2);
    expect(await sweptAt(now + 2 * day)).toBe(0);
  });

  it.each([
    ['the day it was held on', '2026-11-20', Date.parse('2026-11-21')],
    ['when the records came', undefined, ended + 10 * day],
  ])('counts from %s where they do not say when it ended', async (_name, heldAt, from) => {
    now = ended + 10 * day;
    await give(aBundle({ session: { ...aBundle().session, heldAt, endedAt: undefined } }));
    expect(await sweptAt(from + 29.9 * day)).toBe(2);
    expect(await sweptAt(from + 30.1 * day)).toBe(0);
  });
});
