import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { call, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, dropped, Meeting, refusedCode } from '../support/meeting.ts';

const seq = expect.any(Number) as number;
const groupQuestions = [
  {
    questionId: 'tenure',
    title: '您住的房子',
    options: [
      { optionId: 'own', label: '自己的' },
      { optionId: 'rent', label: '租的' },
    ],
  },
  { questionId: 'age', title: '年纪', options: [{ optionId: 'old', label: '六十以上' }] },
];

describe('the room', () => {
  let app: TestApp;
  let meeting: Meeting;
  /** How far the server's clock was set back or forward. */
  let clockOffMs = 0;

  beforeAll(async () => {
    app = await startApp({ now: () => Date.now() + clockOffMs });
  });
  afterAll(async () => {
    expect(app.troubles).toEqual([]);
    await app.close();
  });
  beforeEach(async () => {
    clockOffMs = 0;
    meeting = await Meeting.open(app);
  });
  afterEach(() => meeting.close());

  it('[J3] locked, lets nobody new in, and those inside stay; unlocked, it does again', async () => {
    const inside = await meeting.resident();
    expect(await meeting.facilitator.send('session:lock', {})).toEqual({ ok: true, value: {}, seq });
    expect((await meeting.stage()).session?.locked).toBe(true);
    const { status, body } = await meeting.join();
    expect([status, (body as unknown as { code: string }).code]).toEqual([423, 'room-locked']);
    const again = meeting.commander(inside.token);
    expect((await again.hello).participantId).toBe(inside.participantId);
    // Again is without effect, and its answer is as good.
    expect(await meeting.facilitator.send('session:lock', {})).toEqual({ ok: true, value: {}, seq });
    expect(await meeting.facilitator.send('session:unlock', {})).toEqual({ ok: true, value: {}, seq });
    expect((await meeting.join()).status).toBe(201);
    expect((await meeting.stage()).session?.locked).toBe(false);
  });

  it('gets a new join code, and the old one is unknown', async () => {
    const old = meeting.session.joinCode;
    const { joinCode } = await meeting.facilitator.must('session:new-code', {});
    expect(joinCode).toMatch(/^[2-9A-HJKMNP-Z]{4,12}$/);
    expect(joinCode).not.toBe(old);
    expect((await meeting.stage()).session?.joinCode).toBe(joinCode);
    expect((await call(app.origin, `/api/join/${old}`)).body['code']).toBe('code-unknown');
    expect((await call(app.origin, `/api/join/${joinCode}`)).body['sessionId']).toBe(meeting.session.sessionId);
  });

  it('knows how many are present, adults and children', async () => {
    expect(await meeting.facilitator.send('session:attendance', { present: 42, children: 5 })).toEqual({ ok: true, value: {}, seq });
    expect((await meeting.stage()).session?.attendance).toEqual({ present: 42, children: 5 });
    await meeting.facilitator.must('session:attendance', { present: 40 });
    expect((await meeting.stage()).session?.attendance).toEqual({ present: 40, children: null });
    for (const odd of [{ present: 3, children: 4 }, { present: -1 }, { present: 1.5 }, { present: 100_001 }, { present: '3' }])
      expect([odd, codeOf(await meeting.facilitator.raw('session:attendance', { commandId: freshId(), ...odd }))]).toEqual([
        odd,
        'bad-input',
      ]);
    expect((await meeting.stage()).session?.attendance).toEqual({ present: 40, children: null });
  });

  it('[S4] a removed person’s sockets drop, their token is dead, and they are counted no more', async () => {
    const [gone, stays] = await meeting.residents(2);
    const stageReader = meeting.reader('stage', gone!.token);
    await stageReader.synced;
    const closed = new Promise((resolve) => stageReader.provider.on('connection-close', (event) => resolve(event?.code)));
    expect(await meeting.facilitator.send('participant:remove', { participantId: gone!.participantId })).toEqual({
      ok: true,
      value: {},
      seq,
    });
    await dropped(gone!.commander);
    expect(await closed).toBe(4401);
    expect(await refusedCode(meeting.commander(gone!.token))).toBe('bad-token');
    expect(stays!.commander.socket.connected).toBe(true);
    await eventually(async () => expect((await meeting.stage()).counts).toMatchObject({ joined: 1, online: 1 }));
    expect(await meeting.facilitator.send('participant:remove', { participantId: gone!.participantId })).toEqual({
      ok: true,
      value: {},
      seq,
    });
    expect(codeOf(await meeting.facilitator.send('participant:remove', { participantId: 'nobody-here' }))).toBe('not-found');
  });

  it('[S4] [F36] revoking a role ends its sockets and tokens, and no others', async () => {
    const resident = await meeting.resident();
    const projector = meeting.reader('stage', meeting.session.projectorToken);
    await projector.synced;
    expect(codeOf(await meeting.facilitator.send('token:revoke', { role: 'resident' }))).toBe('ok');
    await dropped(resident.commander);
    expect(await refusedCode(meeting.commander(resident.token))).toBe('bad-token');
    expect((await call(app.origin, `/api/sessions/${meeting.session.sessionId}/stage`, { token: resident.token })).status).toBe(401);
    expect(projector.provider.wsconnected).toBe(true);
    // Whoever joins now has a token of the new generation.
    const next = await meeting.resident();
    expect(next.commander.socket.connected).toBe(true);
  });

  it('[S4] a facilitator who revokes the facilitators’ own links hears that it was done, and is out', async () => {
    expect(codeOf(await meeting.facilitator.send('token:revoke', { role: 'facilitator' }))).toBe('ok');
    await dropped(meeting.facilitator);
    expect(await refusedCode(meeting.commander(meeting.session.facilitatorToken))).toBe('bad-token');
    const { body } = await call(app.origin, `/api/sessions/${meeting.session.sessionId}`, { token: 'organizer-key-of-the-tests' });
    const fresh = meeting.commander(body['facilitatorToken'] as string);
    expect((await fresh.hello).role).toBe('facilitator');
  });

  it('[F36] [S4] lets nobody in with a wrong, foreign or missing token, nor with another wire', async () => {
    const other = await Meeting.open(app);
    const stranger = await other.resident();
    const { sessionId } = meeting.session;
    const [body, signature] = stranger.token.split('.') as [string, string];
    const forged = Buffer.from(JSON.stringify({ s: sessionId, r: 'facilitator', g: 0 })).toString('base64url');
    for (const token of [
      '',
      'x',
      `${forged}.${signature}`,
      `${body}.`,
      `${body}.${signature}.x`,
      `${body}.${signature.slice(1)}A`,
      'a'.repeat(5000),
    ])
      expect([token, await refusedCode(meeting.commander(token))]).toEqual([token, 'bad-token']);
    const hints = [{ token: 3 }, { token: null }, { token: { toString: 'x' } }, { token: undefined }];
    for (const auth of hints) expect(await refusedCode(meeting.commander('', { auth }))).toBe('bad-token');
    for (const wire of [0, 2, '1', null, undefined])
      expect([wire, await refusedCode(meeting.commander(stranger.token, { auth: { wire } }))]).toEqual([wire, 'wire-too-old']);
    // The session in the address is a hint without authority: the token alone says where its holder belongs.
    const misled = meeting.commander(stranger.token);
    expect((await misled.hello).sessionId).toBe(other.session.sessionId);
    // Nor does a wish for a role.
    const elevated = meeting.commander(stranger.token, { auth: { role: 'facilitator' } });
    expect((await elevated.hello).role).toBe('resident');
    expect(codeOf(await elevated.send('session:end', {}))).toBe('not-allowed');
    const stage = await call(app.origin, `/api/sessions/${sessionId}/stage`, { token: stranger.token });
    expect([stage.status, stage.body['code']]).toEqual([401, 'bad-token']);
    other.close();
  });

  it('greets each with what is theirs: role, person, epoch, clock and seq', async () => {
    const resident = await meeting.resident();
    const session = await app.sessions.get(meeting.session.sessionId);
    const { serverTime, seq: at, ...hello } = await meeting.commander(resident.token).hello;
    expect(hello).toEqual({
      sessionId: meeting.session.sessionId,
      role: 'resident',
      participantId: resident.participantId,
      epoch: 1,
      mine: { notes: [], ballots: {}, groups: {} },
    });
    expect(Math.abs(serverTime - Date.now())).toBeLessThan(5000);
    expect(at).toBeGreaterThan(1);
    expect(at).toBeLessThanOrEqual(session.seq);
    const { serverTime: _time, seq: _seq, ...toFacilitator } = await meeting.commander(meeting.session.facilitatorToken).hello;
    expect(toFacilitator).toEqual({ sessionId: meeting.session.sessionId, role: 'facilitator', epoch: 1 });
  });

  it('asks about groups: answers are one’s own, may be taken back, and must be among those offered', async () => {
    meeting.close();
    meeting = await Meeting.open(app, { groupQuestions });
    const { commander, token } = await meeting.resident();
    expect(await commander.send('participant:describe', { groups: { tenure: 'rent', age: 'old' } })).toEqual({ ok: true, value: {}, seq });
    expect((await meeting.commander(token).hello).mine?.groups).toEqual({ tenure: 'rent', age: 'old' });
    await commander.must('participant:describe', { groups: { age: null } });
    expect((await meeting.commander(token).hello).mine?.groups).toEqual({ tenure: 'rent' });
    expect(codeOf(await commander.send('participant:describe', { groups: { tenure: 'own', age: 'young' } }))).toBe('not-an-option');
    // Existence before fit, wherever the two stand in the payload [S1].
    expect(codeOf(await commander.send('participant:describe', { groups: { tenure: 'palace', wealth: 'a-lot' } }))).toBe('not-found');
    const many = Object.fromEntries(['a', 'b', 'c', 'd'].map((id) => [id, null]));
    expect(codeOf(await commander.send('participant:describe', { groups: many }))).toBe('bad-input');
    expect((await meeting.commander(token).hello).mine?.groups).toEqual({ tenure: 'rent' });
    expect((await meeting.stage()).session?.groupQuestions).toEqual(groupQuestions);
  });

  it('sees who is ready while an exercise is open, and only then', async () => {
    const collect = await meeting.exerciseOf('collect');
    const { commander } = await meeting.resident();
    expect(codeOf(await commander.send('participant:ready', { exerciseId: collect, ready: true }))).toBe('exercise-not-open');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    expect(await commander.send('participant:ready', { exerciseId: collect, ready: true })).toEqual({ ok: true, value: {}, seq });
    await eventually(async () => expect((await meeting.stage()).counts.ready).toEqual({ [collect]: 1 }));
    await commander.must('participant:ready', { exerciseId: collect, ready: false });
    await eventually(async () => expect((await meeting.stage()).counts.ready).toEqual({ [collect]: 0 }));
    await meeting.facilitator.must('session:end', {});
    expect(codeOf(await commander.send('participant:ready', { exerciseId: collect, ready: true }))).toBe('session-ended');
  });

  it('ends and reopens: nobody joins an ended session, and those who were there are counted once', async () => {
    const residents = await meeting.residents(3);
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    expect(await meeting.facilitator.send('session:end', {})).toEqual({ ok: true, value: {}, seq });
    const { session, exercises } = await meeting.stage();
    expect([session?.status, exercises.map(({ id, phase, sealed }) => [id, phase, sealed])]).toEqual([
      'ended',
      exercises.map(({ id }) => (id === collect ? [id, 'closed', true] : [id, 'draft', false])),
    ]);
    expect(await meeting.facilitator.send('session:end', {})).toEqual({ ok: true, value: {}, seq });
    const { status, body } = await meeting.join();
    expect([status, (body as unknown as { code: string }).code]).toEqual([410, 'session-ended']);
    expect(await meeting.facilitator.send('session:reopen', {})).toEqual({ ok: true, value: {}, seq });
    expect((await meeting.stage()).session?.status).toBe('open');
    await meeting.facilitator.must('exercise:reopen', { exerciseId: collect });
    for (const { commander } of residents) await commander.must('note:add', { exerciseId: collect, noteId: freshId(), text: '又来了' });
    await eventually(async () => expect((await meeting.stage()).counts).toMatchObject({ notes: { [collect]: 3 }, joined: 3, online: 3 }));
  });

  it('[F40] counts people and takes notes in order after the server’s clock jumped back an hour', async () => {
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    const first = await meeting.resident();
    await first.commander.must('note:add', { exerciseId: collect, noteId: 'note-before', text: '之前' });
    clockOffMs = -3_600_000;
    const second = await meeting.resident();
    await second.commander.must('note:add', { exerciseId: collect, noteId: 'note-after', text: '之后' });
    await eventually(async () => expect((await meeting.stage()).counts).toMatchObject({ joined: 2, online: 2, notes: { [collect]: 2 } }));
    expect([...(await app.sessions.get(meeting.session.sessionId)).state.notes.values()].map(({ id, arrival }) => [id, arrival])).toEqual([
      ['note-before', 1],
      ['note-after', 2],
    ]);
  });

  it('[F49] works over polling alone, where a network lets no WebSocket through', async () => {
    const { body } = await meeting.join();
    const polling = meeting.commander(body.token, { transports: ['polling'] });
    expect((await polling.hello).participantId).toBe(body.participantId);
    expect(polling.socket.io.engine.transport.name).toBe('polling');
    expect(codeOf(await polling.send('participant:describe', { groups: {} }))).toBe('ok');
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    for (let i = 0; i < 5; i += 1) await polling.must('note:add', { exerciseId: collect, noteId: freshId(), text: `第 ${i} 张` });
  });
});
