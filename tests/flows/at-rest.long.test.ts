import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stores } from '../../server/app.ts';
import { makeFile } from '../../server/export/make-file.ts';
import { exerciseKinds, kindOf } from '../../shared/exercise.ts';
import { slipSerial } from '../../shared/slip.ts';
import type { Joined, KioskAccess, SeatCard } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, freshId, type Commander } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { filesIn, marksIn } from '../support/found-in-files.ts';
import { kindCases } from '../support/kind-cases.ts';
import { Meeting } from '../support/meeting.ts';
import { seeded } from '../support/seeded.ts';

const needIds = ['need-lamps', 'need-lifts', 'need-bins'];
const kinds = exerciseKinds.filter((kind) => kindOf(kind)?.ballot);
const questions = [{ questionId: 'age', title: '年龄', options: ['young', 'old'].map((optionId) => ({ optionId, label: optionId })) }];

let folder: string;
let [data, stick] = ['', ''];
let app: TestApp;
let meeting: Meeting;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yishi-at-rest-'));
  [data, stick] = [join(folder, 'data'), join(folder, 'stick')];
  for (const dir of [data, stick]) mkdirSync(dir);
  app = await startApp({ makeFile, store: await stores.sqlite(data), mirror: { dataDir: data, dir: stick, everyMs: 50 } });
  meeting = await Meeting.open(app, { joinMode: 'seat-card', groupQuestions: questions });
});
afterAll(async () => {
  meeting.close();
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const asFacilitator = async <T>(rest: string, body: unknown) => {
  const path = `/api/sessions/${meeting.session.sessionId}/${rest}`;
  return (await call<T>(app.origin, path, { token: meeting.session.facilitatorToken, body })).body;
};

/** What of the ballots that are there now must not stay: names of voters and of helpers, receipts, HMACs of what was sent, the keys they were made with. */
async function ofOpenRounds(): Promise<string[]> {
  const { state } = await app.sessions.get(meeting.session.sessionId);
  const ballots = [...state.ballots.values()].flatMap((round) => [...round]);
  const ofRounds = [...state.receipts.values()].filter(({ keyId }) => state.ballots.has(keyId));
  return [
    ...ballots.map(([voter]) => voter),
    ...ballots.map(([, { receipt }]) => receipt),
    ...ballots.flatMap(([, { enteredBy }]) => enteredBy ?? []),
    ...ofRounds.flatMap(({ hmac }) => hmac ?? []),
    ...[...state.keys].filter(([keyId]) => state.ballots.has(keyId)).map(([, key]) => Buffer.from(key).toString('latin1')),
  ];
}

/** A key's bytes are looked for as they are. */
const found = (dir: string, marks: readonly string[]) => {
  const files = new Map([...filesIn(dir)].map(([name, bytes]) => [name, Buffer.from(bytes.toString('latin1'), 'utf8')]));
  return marksIn(files, marks);
};

it('[S22] [B4] [D17] after an evening of every kind by every channel nothing at rest tells who voted, and after the end nothing who wrote', async () => {
  const random = seeded(11);
  const { cards } = await asFacilitator<{ cards: SeatCard[] }>('seats', { count: 9 });
  const sit = async ({ code }: SeatCard) => {
    const path = `/api/sessions/${meeting.session.sessionId}/participants`;
    const { status, body } = await call<Joined>(app.origin, path, { body: { commandId: freshId(), seatCode: code } });
    expect(status).toBe(201);
    const commander = meeting.commander(body.token);
    await commander.hello;
    await commander.must('participant:describe', { groups: { age: 'old' } });
    return { ...body, commander };
  };
  const phones = await Promise.all(cards.slice(0, 6).map(sit));
  const access = await asFacilitator<KioskAccess>('kiosks', {});
  const tablet: Commander = meeting.commander(access.token);
  await tablet.hello;
  await meeting.facilitator.must('participant:make-scribe', { participantId: phones[0]!.participantId });
  await meeting.needs(...needIds);

  const collect = await meeting.exerciseOf('collect');
  await meeting.facilitator.must('exercise:open', { exerciseId: collect });
  const authors: string[] = [];
  for (const { participantId, commander } of phones) {
    const { noteId } = await commander.must('note:add', { exerciseId: collect, noteId: freshId(), text: '路灯坏了' });
    // SQLite has the columns of a row side by side: a note and who wrote it.
    authors.push(`${noteId}${participantId}`);
  }
  await meeting.facilitator.must('exercise:close', { exerciseId: collect });
  await meeting.facilitator.must('exercise:reveal', { exerciseId: collect });

  const told: string[] = [];
  const receipts: string[] = [];
  const slips: string[] = [];
  for (const kind of kinds) {
    const { exerciseId } = await meeting.facilitator.must('exercise:add', {
      exercise: { kind, settings: kindCases[kind]!.settings(needIds) },
    });
    const ballot = () => kindCases[kind]!.ballotBy(needIds, random);
    await meeting.facilitator.must('exercise:open', { exerciseId, ...(kindOf(kind)!.isAboutNeeds && { needIds }) });
    const slip = () => {
      slips.push(slipSerial(slips.length + 4321));
      return slips.at(-1)!;
    };
    for (const { commander } of phones) receipts.push((await commander.must('ballot:cast', { exerciseId, ballot: ballot() })).receipt);
    for (const { code } of cards.slice(6)) await tablet.must('ballot:cast', { exerciseId, ballot: ballot(), seatCode: code });
    await meeting.facilitator.must('ballot:enter', { exerciseId, ballot: ballot(), channel: 'paper', slip: slip() });
    await phones[0]!.commander.must('ballot:enter', { exerciseId, ballot: ballot(), channel: 'scribe', slip: slip() });
    await meeting.facilitator.must('exercise:close', { exerciseId });
    told.push(...(await ofOpenRounds()));
    await meeting.facilitator.must('exercise:reveal', { exerciseId });
    if (kind === kinds[0]) {
      // It is found while it is there. This round is sealed by the end alone: one ballot has no tally.
      const { exerciseId: next } = await meeting.facilitator.must('exercise:add', { exercise: { kind } });
      await meeting.facilitator.must('exercise:open', { exerciseId: next, needIds });
      await phones[1]!.commander.must('ballot:cast', { exerciseId: next, ballot: ballot() });
      const open = await ofOpenRounds();
      for (const mark of open) expect(found(data, [mark])).not.toEqual([]);
      expect(open.length).toBeGreaterThan(3);
      told.push(...open);
      await meeting.facilitator.must('exercise:close', { exerciseId: next });
    }
  }
  expect(told.length).toBeGreaterThan(kinds.length * 30);
  for (const author of authors) expect(found(data, [author])).not.toEqual([]);

  await meeting.facilitator.must('session:end', {});
  const never = [
    ...cards.flatMap(({ code }) => [code, code.replace(/\W/g, '')]),
    ...slips.map((serial) => `"${serial}"`),
    ...phones.map(({ token }) => token),
    ...[access.token, meeting.session.facilitatorToken, meeting.session.projectorToken, testKey],
  ];
  for (const dir of [data, stick])
    await eventually(() => expect([dir === data, found(dir, [...told, ...receipts, ...authors, ...never])]).toEqual([dir === data, []]));
  expect(JSON.stringify(app.troubles)).toBe('[]');
}, 30_000);
