import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenRole } from '../../shared/session.ts';
import { commands, type CommandName } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, freshId, type Commander } from '../support/clients.ts';
import { codeOf, Meeting, refusedCode } from '../support/meeting.ts';
import { RawPart } from '../support/raw-sockets.ts';

const title = '只有这一场的名字';
const words = '只有这一张的话';
const others: readonly TokenRole[] = ['resident', 'kiosk', 'scribe', 'projector'];

describe('a token that opens something else', () => {
  let app: TestApp;
  let meeting: Meeting;
  let elsewhere: Meeting;
  let ids: Record<string, string>;
  const tokens: Partial<Record<TokenRole, string>> = {};

  beforeAll(async () => {
    app = await startApp();
    meeting = await Meeting.open(app, { title });
    elsewhere = await Meeting.open(app);
    await meeting.needs('need-lamps', 'need-lifts');
    const resident = await meeting.resident();
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    await resident.commander.must('note:add', { exerciseId: collect, noteId: 'note-of-one', text: words });
    ids = { exerciseId: collect, noteId: 'note-of-one', needId: 'need-lamps', participantId: resident.participantId };
    for (const role of others) tokens[role] = role === 'resident' ? resident.token : await meeting.token(role);
  });
  afterAll(async () => {
    meeting.close();
    elsewhere.close();
    await app.close();
  });

  /** What each command of facilitators carries where it names something that is there. */
  const payloads: Partial<Record<CommandName, Record<string, unknown>>> = {
    'note:enter': { exerciseId: '', noteId: 'note-entered', text: '代录的', channel: 'paper' },
    'ballot:enter': { exerciseId: '', ballot: { kind: 'dot-vote', dots: {} }, channel: 'paper', slip: '1' },
    'ballot:strike': { exerciseId: '', receipt: 'receipt-1' },
    'hands:enter': { exerciseId: '', present: 1, counts: {} },
    'session:attendance': { present: 3 },
    'session:let-in': { more: 3 },
    'session:wifi': { wifi: null },
    'exercise:add': { exercise: { kind: 'collect' } },
    'exercise:change': { exerciseId: '', title: '改了' },
    'exercise:move': { exerciseId: '', before: null },
    'exercise:skip': { exerciseId: '', skip: true },
    'timer:set': { exerciseId: '', endsInMs: 1_000 },
    'note:translate': { noteId: '', lang: 'en', text: null },
    'note:mask': { noteId: '', spans: null },
    'need:describe': { needId: '' },
    'wall:look': { at: null },
    'participant:make-scribe': { participantId: '' },
    'seat:void': { serials: [1] },
    'token:revoke': { role: 'scribe' },
  };
  const names = (Object.keys(commands) as CommandName[]).filter((name) =>
    (commands[name].roles as readonly string[]).includes('facilitator'),
  );
  const payloadOf = (name: CommandName) => {
    const usual: Record<string, unknown> = /^(exercise|turn):/.test(name)
      ? { exerciseId: '' }
      : name.startsWith('note:')
        ? { noteId: '' }
        : name.startsWith('participant:')
          ? { participantId: '' }
          : {};
    const named = Object.entries(payloads[name] ?? usual).map(([key, value]): [string, unknown] => [key, value === '' ? ids[key] : value]);
    return { commandId: freshId(), ...Object.fromEntries(named) };
  };
  /** All that happened; counts of people are written a moment later, without a word. */
  const stored = async () =>
    (await app.sessions.store.commits(meeting.session.sessionId, 0)).flatMap(({ events }) => JSON.parse(events) as unknown[]);

  it('[F36] [S1] carries out no command of facilitators, each of the wire’s, and learns and changes nothing', async () => {
    const commander: Record<string, Commander> = {};
    for (const role of others) {
      commander[role] = meeting.commander(tokens[role]!);
      await commander[role].hello;
    }
    // A resident may send thirty at once.
    const second = (await meeting.resident()).commander;
    // Counts of people are written a moment later.
    await meeting.facilitator.must('session:attendance', { present: 3 });
    const before = (await meeting.stage()).session;
    const answers: string[] = [];
    for (const role of others)
      for (const name of names) {
        if ((commands[name].roles as readonly string[]).includes(role)) continue;
        const by = role === 'resident' && names.indexOf(name) >= 20 ? second : commander[role]!;
        const answer = await by.raw(name, payloadOf(name));
        answers.push(`${role} ${name} ${codeOf(answer)}`);
        expect(JSON.stringify(answer)).not.toMatch(new RegExp(`${title}|${words}`));
      }
    expect(names.length).toBeGreaterThan(30);
    expect(answers.filter((answer) => !answer.endsWith(' not-allowed'))).toEqual([]);
    expect(answers.length).toBeGreaterThan(3.9 * names.length - 10);
    expect((await meeting.stage()).session).toEqual(before);
    expect([...Object.values(commander), second].map(({ socket }) => socket.connected)).not.toContain(false);
  });

  it('[F36] [S4] gets nothing of facilitators’ pages over HTTP: of another role, another room, a revoked one, or none', async () => {
    const { sessionId } = meeting.session;
    const path = `/api/sessions/${sessionId}`;
    const revoked = await Meeting.open(app, { title: '要收回的' });
    const { facilitatorToken } = revoked.session;
    await revoked.facilitator.must('token:revoke', { role: 'facilitator' });
    const asked: [string, string, unknown][] = [
      ['POST', `${path}/seats`, { count: 1 }],
      ['GET', `${path}/seats`, undefined],
      ['POST', `${path}/kiosks`, {}],
      ['GET', `${path}/needs.json`, undefined],
      ['GET', `${path}/needs.csv`, undefined],
      ['GET', `${path}/note-vectors`, undefined],
      ['POST', `${path}/note-vectors`, { noteIds: ['note-of-one'] }],
      ['GET', '/api/sessions', undefined],
      ['GET', path, undefined],
      ['PATCH', path, { title: '改了' }],
      ['PATCH', `${path}/needs/need-lamps`, { statement: '改了' }],
      ['DELETE', path, undefined],
    ];
    const before = await stored();
    const strangers = { ...tokens, elsewhere: elsewhere.session.facilitatorToken, revoked: facilitatorToken, forged: 'x.y', none: '' };
    for (const [whose, token] of Object.entries(strangers))
      for (const [method, to, body] of asked) {
        const answer = await call(app.origin, to, { method, token, ...(body !== undefined && { body }) });
        expect([whose, method, to, [401, 403].includes(answer.status)]).toEqual([whose, method, to, true]);
        expect(JSON.stringify(answer.body)).not.toMatch(new RegExp(`${title}|${words}`));
      }
    expect(await stored()).toEqual(before);
    const own = await call(app.origin, `/api/sessions/${revoked.session.sessionId}/needs.json`, { token: facilitatorToken });
    expect(own.status).toBe(401);
    revoked.close();
    expect((await call(app.origin, path, { token: testKey })).status).toBe(200);
  });

  it('[F36] [S4] opens no line of another room, and none once it was revoked, and not a byte comes over it', async () => {
    const { sessionId } = meeting.session;
    const revoked = await meeting.token('projector');
    await meeting.facilitator.must('token:revoke', { role: 'projector' });
    expect(await refusedCode(meeting.commander(revoked))).toBe('bad-token');
    for (const token of [elsewhere.session.facilitatorToken, elsewhere.session.projectorToken, revoked])
      for (const part of ['stage', 'wall', 'backstage']) {
        const raw = new RawPart(app.origin, `/yjs/${sessionId}/${part}`, ['yishi', token]);
        expect([part, await raw.closed, raw.frames]).toEqual([part, 4401, []]);
      }
  });
});
