import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deleteNeed, makeNeed, mergeNeeds, moveNotes, renameNeed, splitNeed, type Table } from '../../client/state/grouping.ts';
import { stores } from '../../server/app.ts';
import { ledgerMax, readLedger } from '../../shared/ledger.ts';
import { checkNeedRecords, type NeedRecords } from '../../shared/need-record.ts';
import { readPlans, readWall } from '../../shared/wall.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, Facilitator, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { Meeting } from '../support/meeting.ts';

let folder: string;
let app: TestApp;
let meeting: Meeting;
let facilitator: Facilitator;
let table: Table;
let notes: string[];
/** The server's clock, in milliseconds since 1970; every gesture has its own second. */
let clock: number;
const start = Date.UTC(2026, 4, 16, 9);

const open = async () => startApp({ store: await stores.sqlite(folder), now: () => clock });

beforeEach(async () => {
  clock = start;
  folder = await mkdtemp(join(tmpdir(), 'need-history-'));
  app = await open();
  meeting = await Meeting.open(app);
  const exerciseId = await meeting.exerciseOf('collect');
  await meeting.facilitator.must('exercise:open', { exerciseId });
  const writer = await meeting.resident();
  notes = ['灯坏了', '楼道黑', '想有饭桌'].map(() => freshId());
  for (const noteId of notes) await writer.commander.must('note:add', { exerciseId, noteId, text: noteId });
  await meeting.facilitator.must('exercise:reveal', { exerciseId });
  facilitator = await Facilitator.open(app.origin, meeting.session);
  await eventually(() => expect(facilitator.wall.wall.notes).toHaveLength(3));
  table = { wall: facilitator.wall.doc, backstage: facilitator.backstage.doc, origin: { by: 'facilitator' } };
});
afterEach(async () => {
  facilitator.close();
  meeting.close();
  expect(app.troubles).toEqual([]);
  await app.close();
  await rm(folder, { recursive: true });
});

/** One gesture in a second of its own; the time at which it was seen, as records write it. */
async function gesture(act: () => void): Promise<string> {
  clock += 10_000;
  const session = await app.sessions.get(meeting.session.sessionId);
  const before = session.seq;
  act();
  await eventually(async () => {
    expect(session.seq).toBeGreaterThan(before);
    const shown = await session.atRest(() => readWall(session.documents.parts.wall));
    expect(shown.needs.map((need) => ({ ...need, number: 0 }))).toEqual(readWall(table.wall).needs.map((need) => ({ ...need, number: 0 })));
    expect(shown.notes).toEqual(readWall(table.wall).notes);
  });
  return new Date(clock).toISOString();
}

const records = async () =>
  (await call<NeedRecords>(app.origin, `/api/sessions/${meeting.session.sessionId}/needs.json`, { token: testKey })).body;
const told = ({ needs, notes: all }: NeedRecords) => ({
  needs: needs.map(({ id, createdAt, updatedAt }) => [id, createdAt, updatedAt]),
  history: notes.map((id) => all.find((note) => note.id === id)).map((note) => [note?.mergeHistory, note?.moves ?? []]),
});

it('[R8] says when each need was made, changed and merged under which names, and what moved each note, also after a restart', async () => {
  const [lamp, stairs, meal] = notes as [string, string, string];
  const made = await gesture(() => makeNeed(table, { needId: 'need-lamps', title: '路灯', noteIds: [lamp] }));
  const madeTwo = await gesture(() => makeNeed(table, { needId: 'need-stairs', title: '楼道', noteIds: [stairs, meal] }));
  const madeThree = await gesture(() => makeNeed(table, { needId: 'need-meals', title: '吃饭', noteIds: [] }));
  const moved = await gesture(() => moveNotes(table, [meal], 'need-meals'));
  const merged = await gesture(() => mergeNeeds(table, 'need-stairs', 'need-lamps'));
  const renamed = await gesture(() => renameNeed(table, 'need-meals', '老人午饭'));
  clock += 10_000;
  await meeting.facilitator.must('need:describe', { needId: 'need-meals', stage: 'discussing' });
  const described = new Date(clock).toISOString();
  expect(described > renamed).toBe(true);

  const bundle = await records();
  const move = (from: [string, number, string] | null, intoNeedId: string, at: string) => ({
    fromNeedId: from?.[0] ?? null,
    fromNumber: from?.[1] ?? null,
    fromTitle: from?.[2] ?? null,
    intoNeedId,
    at,
  });
  expect(told(bundle)).toEqual({
    needs: [
      ['need-lamps', made, merged],
      ['need-meals', madeThree, described],
    ],
    history: [
      [[], [move(null, 'need-lamps', made)]],
      [[move(['need-stairs', 2, '楼道'], 'need-lamps', merged)], [move(null, 'need-stairs', madeTwo)]],
      [[], [move(null, 'need-stairs', madeTwo), move(['need-stairs', 2, '楼道'], 'need-meals', moved)]],
    ],
  });
  expect(checkNeedRecords(bundle)).toEqual([]);

  facilitator.close();
  meeting.close();
  await app.close();
  app = await open();
  expect(told(await records())).toEqual(told(bundle));
  const session = await app.sessions.get(meeting.session.sessionId);
  const plans = await session.atRest(() => readPlans(session.documents.parts.backstage));
  expect(plans.ofNeeds.get('need-meals')).toEqual({ stage: 'discussing' });
});

it('[R8] splitting off takes the merge back; a note taken out and a need that is gone are said', async () => {
  const [lamp] = notes as [string];
  await gesture(() => makeNeed(table, { needId: 'need-lamps', title: '路灯', noteIds: [lamp] }));
  await gesture(() => makeNeed(table, { needId: 'need-stairs', title: '楼道', noteIds: [] }));
  await gesture(() => mergeNeeds(table, 'need-lamps', 'need-stairs'));
  const split = await gesture(() => splitNeed(table, 'need-lamps'));
  expect(told(await records()).history[0]?.[0]).toEqual([]);
  expect(told(await records()).needs).toContainEqual(['need-lamps', expect.any(String), split]);
  const gone = await gesture(() => deleteNeed(table, 'need-lamps'));
  expect((await records()).notes.find(({ id }) => id === lamp)?.moves?.at(-1)).toEqual({
    fromNeedId: 'need-lamps',
    fromNumber: null,
    fromTitle: null,
    intoNeedId: null,
    at: gone,
  });
});

it('[R4] [R8] a place in no need that there is leaves nothing in the log, and the records stay valid', async () => {
  const before = (await records()).notes.find(({ id }) => id === notes[0]);
  await gesture(() => moveNotes(table, [notes[0]!], 'x y'.repeat(500)));
  await gesture(() => makeNeed(table, { needId: 'need-lamps', title: '路灯', noteIds: [notes[0]!] }));
  const after = (await records()).notes.find(({ id }) => id === notes[0]);
  expect([before?.moves?.length ?? 0, after?.moves?.map(({ fromNeedId, intoNeedId }) => [fromNeedId, intoNeedId])]).toEqual([
    0,
    [[null, 'need-lamps']],
  ]);
  expect(checkNeedRecords(await records())).toEqual([]);
});

it('[R8] a merge is dated long after the ledger has forgotten it', async () => {
  await gesture(() => makeNeed(table, { needId: 'need-lamps', title: '路灯', noteIds: [notes[0]!] }));
  await gesture(() => makeNeed(table, { needId: 'need-stairs', title: '楼道', noteIds: [notes[1]!] }));
  const merged = await gesture(() => mergeNeeds(table, 'need-stairs', 'need-lamps'));
  clock += 10_000;
  for (let n = 0; n <= ledgerMax; n += 1) renameNeed(table, 'need-lamps', `路灯 ${n}`);
  await eventually(async () => {
    const ledger = readLedger(await meeting.stored('backstage'));
    expect([ledger.length, ledger.some(({ what }) => what === 'merged')]).toEqual([ledgerMax, false]);
  });
  expect((await records()).notes.find(({ id }) => id === notes[1])?.mergeHistory.map(({ at }) => at)).toEqual([merged]);
});
