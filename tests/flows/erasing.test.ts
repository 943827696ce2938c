import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stores } from '../../server/app.ts';
import { restore } from '../../server/restore.ts';
import { chainStart, firstBroken } from '../../server/session/digest.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import { writeNeed, writePlaces } from '../../shared/wall.ts';
import { exerciseOf } from '../support/agenda.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, Facilitator, makeSession, PartReader, Phone } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { filesIn, marksIn } from '../support/found-in-files.ts';
import type { CreatedSession } from '../../shared/wire.ts';

const day = 86_400_000;
const me = { by: 'the test' };
const marked = Array.from({ length: 50 }, (_, i) => `暗号${i}梧桐`);
const markOf = (i: number) => `号${i}梧`;
const kept = '路灯坏了';

let folder: string;
let [data, stick] = ['', ''];
let now: number;
let app: TestApp;
let session: CreatedSession;
let facilitator: Facilitator;
const closing: (() => unknown)[] = [];

const start = async (options: { retentionDays?: number } = {}) => {
  app = await startApp({
    store: await stores.sqlite(data),
    mirror: { dataDir: data, dir: stick, everyMs: 50 },
    now: () => now,
    ...options,
  });
};
const found = (dir: string, marks: readonly string[]) => marksIn(filesIn(dir), marks);
const records = async () => (await call<NeedRecords>(app.origin, `/api/sessions/${session.sessionId}/needs.json`, { token: testKey })).body;
const erase = (body: unknown) =>
  call<{ code?: string }>(app.origin, `/api/sessions/${session.sessionId}/erasures`, { method: 'POST', token: testKey, body });

beforeEach(async () => {
  now = Date.now();
  folder = mkdtempSync(join(tmpdir(), 'yishi-erasing-'));
  [data, stick] = [join(folder, 'data'), join(folder, 'stick')];
  for (const dir of [data, stick]) mkdirSync(dir);
  await start();
  session = await makeSession(app.origin, testKey);
  facilitator = await Facilitator.open(app.origin, session);
  const phones = await Promise.all([0, 1, 2].map(() => Phone.join(app.origin, session.sessionId)));
  for (const face of [facilitator, ...phones]) closing.push(() => face.close());
  const collect = exerciseOf(facilitator.stage.stage, 'collect').id;
  await facilitator.commander.must('exercise:change', { exerciseId: collect, settings: { notesPerPerson: 60 } });
  await facilitator.commander.must('exercise:open', { exerciseId: collect });
  for (const [i, text] of [...marked, kept].entries())
    await phones[i % 3]!.commander.must('note:add', { exerciseId: collect, noteId: `note-${i}-of-many`, text });
  await phones[1]!.commander.must('note:edit', { noteId: 'note-1-of-many', text: `改过的${marked[1]}` });
  await facilitator.commander.must('exercise:close', { exerciseId: collect });
  await facilitator.commander.must('exercise:reveal', { exerciseId: collect });
  await eventually(() => expect(facilitator.wall.wall.notes).toHaveLength(51));
  writeNeed(facilitator.wall.doc, { id: 'need-of-all', title: '一件事' }, { x: 0, y: 0, order: 'a1' }, me);
  const placed = [...marked, kept].map((_, i) => [`note-${i}-of-many`, { needId: 'need-of-all', x: 0, y: 0, order: 'a1' }] as const);
  writePlaces(facilitator.wall.doc, new Map(placed), me);
  await eventually(async () => expect((await records()).needs.map(({ noteCount }) => noteCount)).toEqual([51]));
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('[F87] [D17] words that were erased', () => {
  it('are in no file, no copy and no export afterwards; the note keeps its place and the chain verifies', async () => {
    expect((await erase({ all: true })).body.code).toBe('not-allowed');
    await facilitator.commander.must('session:end', {});
    expect(found(data, [markOf(7)])).not.toEqual([]);
    expect((await erase({ noteIds: ['note-that-is-not'] })).status).toBe(404);
    expect((await erase({ noteId: 'note-0-of-many', spans: [{ from: 0, to: 99 }] })).status).toBe(400);
    const before = await records();

    expect((await erase({ noteId: 'note-0-of-many', spans: [{ from: 1, to: 4 }] })).status).toBe(204);
    expect((await erase({ noteIds: marked.slice(1).map((_, i) => `note-${i + 1}-of-many`) })).status).toBe(204);
    const marks = marked.map((_, i) => markOf(i));
    // A copy that is being read onto the stick is not waited for.
    for (const dir of [data, stick]) await eventually(() => expect(found(dir, marks)).toEqual([]), { withinMs: 15_000 });
    expect(found(data, [kept])).not.toEqual([]);

    const after = await records();
    expect(after.notes.map(({ id, needId, channel }) => [id, needId, channel])).toEqual(
      before.notes.map(({ id, needId, channel }) => [id, needId, channel]),
    );
    expect(after.needs.map(({ noteCount }) => noteCount)).toEqual([51]);
    const textOf = (id: string) => after.notes.find((note) => note.id === id)?.text;
    expect(['note-0-of-many', 'note-1-of-many', 'note-50-of-many'].map(textOf)).toEqual(['暗●●●桐', null, kept]);
    expect(after.notes.map(({ redacted }) => redacted)).toEqual([...marked.map(() => true), false]);
    for (const file of ['needs.csv', 'needs.xlsx', 'minutes.docx', 'report.html', 'datapackage.zip', 'log.zip'])
      expect((await fetch(`${app.origin}/api/sessions/${session.sessionId}/${file}`, bearer)).status).toBe(200);

    const commits = await app.sessions.store.commits(session.sessionId, 1);
    const chain = { seq: 0, hash: chainStart };
    expect(firstBroken(chain, commits)).toBeNull();
    const last = commits.at(-1)!;
    const silent = [...commits.slice(0, -2), ...commits.slice(-2).map((row) => ({ ...row, events: '[]' }))];
    expect(firstBroken(chain, silent)).toBe(1);
    for (const row of [commits[4]!, last])
      expect(firstBroken(chain, commits.with(row.seq - 1, { ...row, updatesHash: row.eventsHash }))).toBe(row.seq);

    await app.close();
    await start();
    expect((await records()).notes).toEqual(after.notes);
    expect(found(data, marks)).toEqual([]);
    const { sessions } = await restore({ from: stick, dataDir: join(folder, 'restored'), isReplacing: false, now: () => now });
    expect(sessions.map(({ alteredAt }) => alteredAt)).toEqual([null]);
    expect(found(join(folder, 'restored'), marks)).toEqual([]);
  });

  it('leave the pages that showed them: who comes back knows another history, and cannot bring them back', async () => {
    const projector = new PartReader(app.origin, { token: session.projectorToken, sessionId: session.sessionId, part: 'wall' });
    closing.push(() => projector.close());
    await projector.synced;
    const closed: number[] = [];
    for (const part of [projector, facilitator.wall]) part.provider.on('closed', ({ code }: { code: number }) => closed.push(code));
    await facilitator.commander.must('session:end', {});
    await erase({ noteIds: ['note-3-of-many'] });
    await eventually(() => expect(closed).toEqual([4409, 4409]));
    const late = new PartReader(app.origin, { token: session.projectorToken, sessionId: session.sessionId, part: 'wall' });
    closing.push(() => late.close());
    await late.synced;
    const there = late.wall.notes.find(({ id }) => id === 'note-3-of-many');
    expect([there?.text, there?.hidden, there?.place.needId]).toEqual(['', true, 'need-of-all']);
    expect(late.wall.notes).toHaveLength(51);
    expect(Buffer.concat(late.received).includes(markOf(3))).toBe(false);
  });
});

describe('[F87] [D18] the day until which words are kept', () => {
  it('comes so many days after the end, also while the server was away; sessions that go on keep theirs', async () => {
    await facilitator.commander.must('session:end', {});
    for (const close of closing.splice(0)) close();
    await app.close();
    now += 29 * day;
    await start({ retentionDays: 30 });
    expect((await records()).notes.filter(({ text }) => text !== null)).toHaveLength(51);
    await app.close();
    now += 2 * day;
    await start({ retentionDays: 30 });
    await eventually(async () => expect((await records()).notes.filter(({ text }) => text !== null)).toEqual([]));
    expect((await records()).needs.map(({ title, noteCount }) => [title, noteCount])).toEqual([['一件事', 51]]);
    await eventually(() => expect(found(data, [...marked.map((_, i) => markOf(i)), kept])).toEqual([]));
  });

  it('never comes where none was named', async () => {
    await facilitator.commander.must('session:end', {});
    for (const close of closing.splice(0)) close();
    await app.close();
    now += 4_000 * day;
    await start();
    expect((await records()).notes.filter(({ text }) => text !== null)).toHaveLength(51);
  });
});

const bearer = { headers: { authorization: `Bearer ${testKey}` } };
