import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFile } from '../../server/export/make-file.ts';
import { parts, type Part } from '../../shared/document.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import type { MadeKey } from '../../shared/organizer-key.ts';
import type { ProgrammeDetails } from '../../shared/programme.ts';
import { readWall } from '../../shared/wall.ts';
import { commands, type CommandName, type KioskAccess } from '../../shared/wire.ts';
import { answeredCalls, pagesPattern } from '../support/answered-calls.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { askers, bodies, expectedCalls, type AskerName } from '../support/attack-calls.ts';
import { mayCommand, mayFacilitatorsSend, payloadsNaming, type Named } from '../support/attack-commands.ts';
import { artefact } from '../support/browser.ts';
import { call, freshId, type Commander } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, dropped, Meeting, refusedCode, type Resident } from '../support/meeting.ts';
import { RawPart } from '../support/raw-sockets.ts';

/** So many commands a resident may send at once; a few are left over. */
const atOnce = 25;
/** As many pages as it takes to try every command twice, and a few once more. */
const pagesEach = 5;
const marked = '暗号梧桐三七二十一';
const file = artefact('attacker.md');
const names = Object.keys(commands) as CommandName[];

let app: TestApp;
let pagesDir: string;
let meeting: Meeting;
let elsewhere: Meeting;
let real: Named;
let foreign: Named;
let programmeId: string;
let keyId: string;
const tokens = {} as Record<AskerName, string[]>;
const table: string[] = [];

async function held(title: string, needId: string): Promise<{ meeting: Meeting; named: Named; residents: Resident[] }> {
  const meeting = await Meeting.open(app, { title, programmeId, ballotsForResearch: true });
  await meeting.needs(needId, 'need-of-both');
  const residents = await meeting.residents(6);
  const vote = await meeting.exerciseOf('dot-vote');
  await meeting.facilitator.must('exercise:open', { exerciseId: vote });
  for (const { commander } of residents)
    await commander.must('ballot:cast', { exerciseId: vote, ballot: { kind: 'dot-vote', dots: { [needId]: 3 } } });
  await meeting.facilitator.must('exercise:close', { exerciseId: vote });
  const exerciseId = await meeting.exerciseOf('collect');
  await meeting.facilitator.must('exercise:open', { exerciseId });
  const noteId = freshId();
  await residents[0]!.commander.must('note:add', { exerciseId, noteId, text: `${title}${marked}` });
  return { meeting, residents, named: { exerciseId, noteId, needId, participantId: residents[0]!.participantId } };
}

beforeAll(async () => {
  pagesDir = mkdtempSync(join(tmpdir(), 'yishi-pages-'));
  writeFileSync(join(pagesDir, 'verifier.html'), '<meta http-equiv="content-security-policy" content="default-src none" />');
  app = await startApp({ makeFile, pagesDir });
  programmeId = (await call<ProgrammeDetails>(app.origin, '/api/programmes', { token: testKey, body: { title: '两次' } })).body.programmeId;
  const here = await held('这一场', 'need-of-here');
  const there = await held('另一场', 'need-of-there');
  [meeting, elsewhere, real, foreign] = [here.meeting, there.meeting, here.named, there.named];
  const { sessionId } = meeting.session;
  const helpers = await meeting.residents(pagesEach);
  for (const { participantId } of helpers) await meeting.facilitator.must('participant:make-scribe', { participantId });
  const removed = await meeting.resident();
  await meeting.facilitator.must('participant:remove', { participantId: removed.participantId });
  const asFacilitator = { token: meeting.session.facilitatorToken, body: {} };
  const [kiosk, endedKiosk] = await Promise.all(
    [0, 1].map(async () => (await call<KioskAccess>(app.origin, `/api/sessions/${sessionId}/kiosks`, asFacilitator)).body),
  );
  await meeting.facilitator.must('token:revoke', { role: 'kiosk', kiosk: endedKiosk!.kiosk });
  const [named, revokedKey] = await Promise.all(
    ['小王', '小李'].map(async (name) => (await call<MadeKey>(app.origin, '/api/organizer-keys', { token: testKey, body: { name } })).body),
  );
  keyId = named!.id;
  await call(app.origin, `/api/organizer-keys/${revokedKey!.id}`, { method: 'DELETE', token: testKey });
  const revokedToken = meeting.session.facilitatorToken;
  await meeting.facilitator.must('token:revoke', { role: 'facilitator' });
  await dropped(meeting.facilitator);
  const [body = ''] = revokedToken.split('.');
  Object.assign(tokens, {
    none: [''],
    forged: [`${body}.${Buffer.from('x'.repeat(32)).toString('base64url')}`],
    resident: here.residents.slice(1, 1 + pagesEach).map(({ token }) => token),
    helper: helpers.map(({ token }) => token),
    'removed resident': [removed.token],
    projector: [meeting.session.projectorToken],
    kiosk: [kiosk!.token],
    'ended kiosk': [endedKiosk!.token],
    scribe: [await meeting.token('scribe')],
    facilitator: [await meeting.token('facilitator')],
    'revoked facilitator': [revokedToken],
    'resident elsewhere': there.residents.slice(1, 1 + pagesEach).map(({ token }) => token),
    'facilitator elsewhere': [elsewhere.session.facilitatorToken],
    organizer: [testKey],
    'named organizer': [named!.key],
    'revoked organizer': [revokedKey!.key],
  });
  // Who was removed goes from the count in a commit of its own.
  const { state } = await app.sessions.get(sessionId);
  await eventually(async () => expect((await meeting.stage()).counts.joined).toBe(state.joined));
});
afterAll(async () => {
  meeting.close();
  elsewhere.close();
  const troubles = app.troubles.map(({ what, details }) => `${what}: ${String(details['error'])}`);
  await app.close();
  rmSync(pagesDir, { recursive: true });
  expect(troubles).toEqual([]);
});

/** All that there is of the session: what was committed, the records, all three parts; without how many are connected, and when it was asked. */
async function everything(): Promise<Record<string, unknown>> {
  const { sessionId } = meeting.session;
  const { body } = await call<NeedRecords>(app.origin, `/api/sessions/${sessionId}/needs.json`, { token: testKey });
  // Counts of people are committed a moment later, without a word: the head of the log moves, and with it the checksum.
  const { generatedAt: _, checksum: _checksum, ...records } = { ...body, session: { ...body.session, logHead: null } };
  const stage = await meeting.stage();
  const [wall, backstage] = await Promise.all([meeting.stored('wall'), meeting.stored('backstage')]);
  const commits = await app.sessions.store.commits(sessionId, 0);
  const row = await app.sessions.store.session(sessionId);
  const programmes = await call(app.origin, '/api/programmes', { token: testKey });
  const sessions = await call<{ sessions: { sessionId: string }[] }>(app.origin, '/api/sessions', { token: testKey });
  const rows = await app.sessions.store.load(sessionId);
  return {
    events: commits.flatMap(({ events }) => JSON.parse(events) as unknown[]),
    records,
    session: stage.session,
    exercises: stage.exercises,
    counts: { ...stage.counts, online: 0 },
    wall: readWall(wall),
    backstage: readWall(backstage),
    row: { ...row, summary: row && (JSON.parse(row.summary) as unknown) },
    ballots: rows?.ballots,
    texts: rows?.texts,
    authors: rows?.authors,
    programmes: programmes.body,
    sessions: sessions.body.sessions.map((session) => session.sessionId),
  };
}

/** One after the other, on as many people's sockets as it takes not to be too fast, from the one of this number on. */
async function tried(
  who: AskerName,
  payloads: [CommandName, Record<string, unknown>][],
  fromPage = 0,
): Promise<{ answers: Record<string, string>; heard: string }> {
  const sockets: Commander[] = tokens[who].map((token) => meeting.commander(token));
  await Promise.all(sockets.map(({ hello }) => hello));
  const answers: Record<string, string> = {};
  for (const [i, [name, payload]] of payloads.entries()) {
    const socket = sockets[sockets.length === 1 ? 0 : fromPage + Math.floor(i / atOnce)]!;
    answers[name] = codeOf(await socket.raw(name, { commandId: freshId(), ...payload }));
  }
  const heard = sockets.flatMap(({ received }) => received).join('\n');
  for (const socket of sockets) socket.close();
  return { answers, heard };
}

const naming = (named: Named) => names.map((name): [CommandName, Record<string, unknown>] => [name, payloadsNaming(named)[name]]);
const keep = (title: string, head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  table.push(`## ${title}`, '', ...[head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`), '');

describe('[S20] whoever holds a token does what it is for and nothing else, and nothing else is changed or told', () => {
  it('[F36] every command of the wire, by everybody who can connect', async () => {
    const before = await everything();
    const rows: Record<string, string[]> = Object.fromEntries(names.map((name) => [name, []]));
    const unexpected: string[] = [];
    const roles = Object.keys(mayCommand) as (keyof typeof mayCommand)[];
    for (const role of roles) {
      const may: readonly string[] = mayCommand[role];
      // What is here, where it is not theirs to touch; what is of another session, where their role may send it: so that nothing may come of it.
      const aimed = await tried(
        role,
        naming(real).filter(([name]) => !may.includes(name)),
      );
      const astray = await tried(role, naming(foreign), 2);
      expect(`${aimed.heard}${astray.heard}`).not.toContain(marked);
      for (const name of names) {
        rows[name]!.push(may.includes(name) ? astray.answers[name]! : aimed.answers[name]!);
        for (const [what, expected] of [
          [aimed.answers[name], may.includes(name) ? undefined : 'not-allowed'],
          [astray.answers[name], may.includes(name) ? 'not-found' : 'not-allowed'],
        ] as const)
          if (what !== expected) unexpected.push(`${role} ${name}: ${String(what)}, not ${String(expected)}`);
      }
    }
    keep(
      'Commands',
      ['command', ...roles],
      names.map((name) => [name, ...rows[name]!]),
    );
    expect(unexpected).toEqual([]);
    expect(names.length).toBeGreaterThan(40);
    expect(await everything()).toEqual(before);
  });

  it('residents and helpers touch nothing of one another’s, by its id', async () => {
    const before = await everything();
    const own = naming(real).filter(([name]) => /^(note:(add|edit|withdraw)|turn:take|ballot:(withdraw|strike))$/.test(name));
    const expected = {
      'note:add': 'bad-input',
      'note:edit': 'not-found',
      'note:withdraw': 'not-found',
      // What is open takes notes and no ballots.
      'ballot:withdraw': 'bad-input',
      'turn:take': 'not-found',
    };
    expect((await tried('resident', own, 4)).answers).toEqual({ ...expected, 'ballot:strike': 'not-allowed' });
    expect((await tried('helper', own, 4)).answers).toEqual({ ...expected, 'ballot:strike': 'not-found' });
    expect(await everything()).toEqual(before);
  });

  it('[S4] a facilitator of another session reaches nothing here, whatever the address says', async () => {
    const before = await everything();
    const { answers, heard } = await tried(
      'facilitator elsewhere',
      naming(real).filter(([name]) => mayFacilitatorsSend(name)),
    );
    const ofTheirOwn = Object.keys(answers).filter((name) => answers[name] === 'ok');
    // What names nothing is done in their own session; the rest is not there.
    const nameless = ['session:attendance', 'session:wifi', 'session:let-in', 'session:lock', 'session:unlock', 'session:new-code'];
    expect(ofTheirOwn).toEqual(expect.arrayContaining([...nameless, 'exercise:add', 'token:revoke', 'session:end', 'session:reopen']));
    expect(ofTheirOwn.filter((name) => !/^session:|^exercise:add$|^token:/.test(name))).toEqual([]);
    expect(heard).not.toContain('这一场');
    const { answers: residents } = await tried('resident elsewhere', naming(real));
    expect(Object.entries(residents).filter(([, code]) => !['not-found', 'not-allowed'].includes(code))).toEqual([]);
    keep(
      'Commands of another session’s people, who name what is here',
      ['command', 'facilitator', 'resident'],
      [...names.map((name) => [name, answers[name] ?? '', residents[name] ?? ''])],
    );
    expect(await everything()).toEqual(before);
  });

  it('[S4] whose token is none, was taken back, or is a key does not even connect', async () => {
    const outside: AskerName[] = ['none', 'forged', 'removed resident', 'ended kiosk', 'revoked facilitator'];
    const keys: AskerName[] = ['organizer', 'named organizer', 'revoked organizer'];
    for (const who of [...outside, ...keys])
      expect([who, await refusedCode(meeting.commander(tokens[who][0]!))]).toEqual([who, 'bad-token']);
  });

  it('[F36] every HTTP call, by everybody', async () => {
    const before = await everything();
    expect(expectedCalls.map(({ name }) => name).sort()).toEqual(
      [...new Set(answeredCalls(app.http))].filter((name) => name !== pagesPattern).sort(),
    );
    const { sessionId, joinCode } = meeting.session;
    const unexpected: string[] = [];
    const rows: (string | number)[][] = [];
    for (const { name, refusedWith } of expectedCalls) {
      const [method = '', path = ''] = name.split(' ');
      const row: (string | number)[] = [name];
      for (const who of askers) {
        const refusal = refusedWith(who);
        // Who may is not stopped: their call is one that comes to nothing. A tablet wants no words that could be wrong; there is one already.
        const isHarmless = refusal === null && method !== 'GET';
        if (who === 'facilitator' && name === 'POST /api/sessions/:id/kiosks') {
          row.push('may');
          continue;
        }
        const id = path.includes('programmes') ? programmeId : path.includes('organizer-keys') ? keyId : sessionId;
        const asked = path
          .replace(':id', isHarmless && who !== 'facilitator' ? 'no-such-thing-as-this' : id)
          .replace(':needId', real.needId)
          .replace(':noteId', real.noteId)
          .replace(':code', joinCode);
        const sides = path.includes('comparison') ? `?then=${sessionId}&now=${elsewhere.session.sessionId}` : '';
        const body = method === 'GET' || method === 'DELETE' ? undefined : isHarmless ? { nonsense: true } : (bodies[name] ?? {});
        const answer = await call<unknown>(app.origin, `${asked}${sides}`, {
          method,
          token: tokens[who][0]!,
          ...(body !== undefined && { body }),
        });
        row.push(answer.status);
        const isAsExpected = refusal === null ? ![401, 403, 500].includes(answer.status) : answer.status === refusal;
        if (!isAsExpected) unexpected.push(`${who} ${name}: ${answer.status}, not ${String(refusal)}`);
        if (refusal !== null && new RegExp(`${marked}|这一场`).test(JSON.stringify(answer.body))) unexpected.push(`${who} ${name} told`);
      }
      rows.push(row);
    }
    keep('HTTP', ['call', ...askers], rows);
    expect(unexpected).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  it('[S2] every part of the document, read and written', async () => {
    const before = await everything();
    const rows: string[][] = [];
    for (const who of askers) {
      const row: string[] = [who];
      for (const part of parts) row.push(await readAndWritten(who, part));
      rows.push(row);
    }
    keep('Parts of the document', ['who', ...parts], rows);
    const inside = ['resident', 'helper', 'projector', 'kiosk', 'scribe', 'facilitator'];
    expect(rows).toEqual(
      askers.map((who) => {
        if (!inside.includes(who)) return [who, ...parts.map(() => 'closed 4401, 0 frames')];
        const isFacilitator = who === 'facilitator';
        const told = 'reads, and is closed 4403 when it writes';
        return [who, ...parts.map((part) => (part === 'backstage' && !isFacilitator ? 'closed 4403, 0 frames' : told))];
      }),
    );
    expect(await everything()).toEqual(before);
  });

  it('the table of it is kept to be looked at', () => {
    writeFileSync(file, `${table.join('\n')}\n`);
    const kept = readFileSync(file, 'utf8');
    for (const name of [...names, ...expectedCalls.map((expected) => expected.name), ...askers]) expect(kept).toContain(`| ${name} |`);
  });
});

/** A change that the server would take from a facilitator on the wall; of others any of these is refused. */
function frames(): Uint8Array[] {
  const doc = new Y.Doc();
  for (const name of ['session', 'exercises', 'tallies', 'live', 'notes', 'needs']) doc.getMap(name).set('intruder', '闯入者');
  const update = Y.encodeStateAsUpdate(doc);
  const bomb = Uint8Array.of(1, 0x80, 0x87, 0xa7, 0x0e, 0, 0);
  return [
    [2, update],
    [1, update],
    [2, bomb],
  ].map(([step, content]) => {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, step as number);
    encoding.writeVarUint8Array(encoder, content as Uint8Array);
    return encoding.toUint8Array(encoder);
  });
}

async function readAndWritten(who: AskerName, part: Part): Promise<string> {
  const offered = ['yishi', ...tokens[who].slice(0, 1)].filter((name) => name !== '');
  const raw = new RawPart(app.origin, `/yjs/${meeting.session.sessionId}/${part}`, offered);
  const asked = encoding.createEncoder();
  for (const word of [0, 0]) encoding.writeVarUint(asked, word);
  encoding.writeVarUint8Array(asked, Uint8Array.of(0));
  await raw.opened;
  const answered = new Promise<'read'>((resolve) => raw.socket.once('message', () => resolve('read')));
  raw.send(encoding.toUint8Array(asked));
  const first = await Promise.race([answered, raw.closed]);
  if (first !== 'read') return `closed ${first}, ${raw.frames.length} frames`;
  if (who !== 'facilitator' || part !== 'backstage') expect(Buffer.concat(raw.frames).includes(marked)).toBe(false);
  // What facilitators may write they write; of what nobody may read, three are enough.
  const isWriter = who === 'facilitator' && part !== 'stage';
  const [, , bomb] = frames();
  for (const frame of isWriter ? [bomb!, bomb!, bomb!] : frames()) raw.send(frame);
  return `reads, and is closed ${await raw.closed} when it writes`;
}
