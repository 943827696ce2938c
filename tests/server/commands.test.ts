import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { sentenceOf } from '../../shared/refusal.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { freshId } from '../support/clients.ts';
import { codeOf, Meeting, type Resident } from '../support/meeting.ts';
import { RawCommander } from '../support/raw-sockets.ts';

const exerciseId = 'no-such-exercise';
const noteId = 'no-such-note';

/** Every command of the contract that there is now: who may send it, and a payload of the right shape that names nothing there is. */
const contract = {
  'note:add': { roles: ['resident', 'kiosk'], payload: { exerciseId, noteId, text: '路灯坏了' }, names: 'exerciseId' },
  'note:edit': { roles: ['resident'], payload: { noteId, text: '路灯坏了' }, names: 'noteId' },
  'note:withdraw': { roles: ['resident'], payload: { noteId }, names: 'noteId' },
  'ballot:cast': { roles: ['resident', 'kiosk'], payload: { exerciseId, ballot: { kind: 'dot-vote', dots: {} } }, names: 'exerciseId' },
  'ballot:withdraw': { roles: ['resident', 'kiosk'], payload: { exerciseId }, names: 'exerciseId' },
  'participant:describe': { roles: ['resident'], payload: { groups: { 'no-such-question': null } }, names: 'groups' },
  'participant:ready': { roles: ['resident'], payload: { exerciseId, ready: true }, names: 'exerciseId' },
  'session:attendance': { roles: ['facilitator'], payload: { present: 3 }, names: null },
  'session:let-in': { roles: ['facilitator'], payload: { more: 5 }, names: null },
  'session:lock': { roles: ['facilitator'], payload: {}, names: null },
  'session:unlock': { roles: ['facilitator'], payload: {}, names: null },
  'session:new-code': { roles: ['facilitator'], payload: {}, names: null },
  'session:end': { roles: ['facilitator'], payload: {}, names: null },
  'session:reopen': { roles: ['facilitator'], payload: {}, names: null },
  'exercise:add': { roles: ['facilitator'], payload: { exercise: { kind: 'collect' } }, names: null },
  'exercise:change': { roles: ['facilitator'], payload: { exerciseId, title: '写一写' }, names: 'exerciseId' },
  'exercise:move': { roles: ['facilitator'], payload: { exerciseId, before: null }, names: 'exerciseId' },
  'exercise:remove': { roles: ['facilitator'], payload: { exerciseId }, names: 'exerciseId' },
  'exercise:open': { roles: ['facilitator'], payload: { exerciseId }, names: 'exerciseId' },
  'exercise:close': { roles: ['facilitator'], payload: { exerciseId }, names: 'exerciseId' },
  'exercise:reopen': { roles: ['facilitator'], payload: { exerciseId }, names: 'exerciseId' },
  'exercise:reveal': { roles: ['facilitator'], payload: { exerciseId }, names: 'exerciseId' },
  'exercise:conceal': { roles: ['facilitator'], payload: { exerciseId }, names: 'exerciseId' },
  'timer:set': { roles: ['facilitator'], payload: { exerciseId, endsInMs: 60_000 }, names: 'exerciseId' },
  'note:hide': { roles: ['facilitator'], payload: { noteId }, names: 'noteId' },
  'note:show': { roles: ['facilitator'], payload: { noteId }, names: 'noteId' },
  'note:refer': { roles: ['facilitator'], payload: { noteId }, names: 'noteId' },
  'participant:remove': { roles: ['facilitator'], payload: { participantId: 'nobody' }, names: 'participantId' },
  'seat:void': { roles: ['facilitator'], payload: { serials: [1] }, names: null },
  'token:revoke': { roles: ['facilitator'], payload: { role: 'scribe' }, names: null },
} as const satisfies Record<string, { roles: readonly string[]; payload: Record<string, unknown>; names: string | null }>;
type Name = keyof typeof contract;
const names = Object.keys(contract) as Name[];
const roles = ['facilitator', 'projector', 'kiosk', 'scribe', 'resident'] as const;

describe('commands', () => {
  let app: TestApp;
  let meeting: Meeting;
  let resident: Resident;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(async () => {
    expect(app.troubles).toEqual([]);
    await app.close();
  });
  beforeEach(async () => {
    meeting = await Meeting.open(app);
    resident = await meeting.resident();
  });
  afterEach(() => meeting.close());

  async function sender(role: (typeof roles)[number]) {
    if (role === 'facilitator') return meeting.facilitator;
    if (role === 'resident') return resident.commander;
    const commander = meeting.commander(role === 'projector' ? meeting.session.projectorToken : await meeting.token(role));
    await commander.hello;
    return commander;
  }

  it('[F36] are each for the roles of the contract alone, and nobody else learns what exists', async () => {
    for (const role of roles) {
      const commander = await sender(role);
      const refused: string[] = [];
      for (const name of names) {
        const allowed: readonly string[] = contract[name].roles;
        if (allowed.includes(role)) continue;
        const answer = await commander.raw(name, { commandId: freshId(), ...contract[name].payload });
        expect([name, role, codeOf(answer)]).toEqual([name, role, 'not-allowed']);
        refused.push(name);
      }
      expect(refused).toHaveLength(names.filter((name) => !(contract[name].roles as readonly string[]).includes(role)).length);
      if (role === 'resident') resident = await meeting.resident();
    }
    expect(new Set((await meeting.stage()).exercises.map(({ phase }) => phase))).toEqual(new Set(['draft']));
  });

  it('[S1] that name what is not there are not-found, whatever their phase', async () => {
    const nameless = names.filter((name) => contract[name].names !== null);
    const ask = async (name: Name) => {
      const commander = (contract[name].roles as readonly string[]).includes('facilitator') ? meeting.facilitator : resident.commander;
      return [name, codeOf(await commander.raw(name, { commandId: freshId(), ...contract[name].payload }))];
    };
    for (const name of nameless) expect(await ask(name)).toEqual([name, 'not-found']);
    await meeting.facilitator.must('session:end', {});
    for (const name of nameless) expect(await ask(name)).toEqual([name, 'not-found']);
  });

  it('[S1] that name what is there are session-ended after the end, but for those that mend it', async () => {
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    await resident.commander.must('note:add', { exerciseId: collect, noteId: 'note-in-time', text: '赶上了' });
    await meeting.facilitator.must('session:end', {});
    const there = { exerciseId: collect, noteId: 'note-in-time', participantId: resident.participantId };
    const answers: Record<string, string> = {};
    for (const name of names) {
      if (contract[name].names === 'groups' || contract[name].names === 'participantId') continue;
      const known = Object.fromEntries(Object.entries(there).filter(([key]) => key in contract[name].payload));
      const commander = (contract[name].roles as readonly string[]).includes('facilitator') ? meeting.facilitator : resident.commander;
      if (name === 'session:reopen') continue;
      const fresh = name === 'note:add' ? { noteId: 'note-too-late' } : {};
      answers[name] = codeOf(await commander.raw(name, { commandId: freshId(), ...contract[name].payload, ...known, ...fresh }));
    }
    const mending = new Set(['session:end', 'note:hide', 'note:show', 'note:refer']);
    expect(answers).toEqual(Object.fromEntries(Object.keys(answers).map((name) => [name, mending.has(name) ? 'ok' : 'session-ended'])));
    expect(Object.keys(answers)).toHaveLength(names.length - 3);
  });

  it('[S1] [F8] refuse every wrong shape before they look at the role', async () => {
    const hostile: unknown[] = [
      undefined,
      null,
      'text',
      3,
      [],
      {},
      { commandId: 'short' },
      { commandId: 'x'.repeat(65) },
      { commandId: '有空格 的编号' },
      { commandId: 12345678 },
      { commandId: 'toString' },
      { commandId: '__proto__' },
      { commandId: 'hasOwnProperty' },
    ];
    for (const name of names) {
      const { payload } = contract[name];
      const required = Object.keys(payload).filter((field) => field !== 'title');
      const commandId = freshId();
      const shapes = [
        ...hostile.map((odd) =>
          typeof odd === 'object' && odd !== null && !Array.isArray(odd) && 'commandId' in odd ? { ...payload, ...odd } : odd,
        ),
        name === 'token:revoke' ? { commandId, ...payload, isFacilitator: true } : { commandId, ...payload, role: 'facilitator' },
        { commandId, ...payload, unknown: undefined, surplus: 1 },
        ...Object.keys(payload).map((field) => ({ commandId, ...payload, [field]: { toString: 1 } })),
        ...required.map((field) => ({ commandId, ...payload, [field]: undefined })),
      ];
      for (const shape of shapes) {
        const answer = await meeting.facilitator.raw(name, ...(shape === undefined ? [] : [shape]));
        if (codeOf(answer) === 'too-fast') throw new Error('the test itself is too fast');
        expect([name, shape, codeOf(answer)]).toEqual([name, shape, 'bad-input']);
      }
      if (names.indexOf(name) % 6 === 5) await freshFacilitator();
    }
  });

  /** A session of its own, with a bucket of its own. */
  async function freshFacilitator() {
    meeting.close();
    meeting = await Meeting.open(app);
    resident = await meeting.resident();
  }

  it('[F6] [S6] [F2] of unknown names, or of names that every object has, are bad-input and change no prototype', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    const commandId = freshId();
    for (const name of ['note:steal', '__proto__', 'toString', 'constructor', 'hasOwnProperty', 'hello', 'mine', 'error', 'message', ''])
      expect([name, codeOf(await meeting.facilitator.raw(name, { commandId }))]).toEqual([name, 'bad-input']);
    const raw = await RawCommander.open(app.origin, resident.token);
    for (const payload of [
      `{"commandId":"${commandId}","__proto__":{"polluted":1}}`,
      `{"commandId":"${commandId}","exerciseId":"__proto__","noteId":"note-of-mine","text":"x"}`,
      `{"commandId":"${commandId}","exerciseId":"constructor","noteId":"note-of-mine","text":"x"}`,
      `{"commandId":"${commandId}","exerciseId":"abc","noteId":"toString","text":"x"}`,
      `{"commandId":"${commandId}","exerciseId":"abc","noteId":"__defineGetter__","text":"x"}`,
    ])
      expect([payload, codeOf(await raw.send('note:add', payload))]).toEqual([payload, 'bad-input']);
    for (const groups of ['{"__proto__":"a"}', '{"constructor":"a"}', '{"valueOf":"a"}', '{"a":"toString"}'])
      expect(codeOf(await raw.send('participant:describe', `{"commandId":"${commandId}","groups":${groups}}`))).toBe('bad-input');
    raw.close();
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('[F5] [F3] that are ten thousand deep, thousands of keys wide or binary are bad-input, and the room goes on', async () => {
    const raw = await RawCommander.open(app.origin, resident.token);
    const commandId = freshId();
    const ask = (value: string) => raw.send('participant:describe', `{"commandId":"${commandId}","groups":${value}}`);
    expect(codeOf(await ask(`${'['.repeat(10_000)}${']'.repeat(10_000)}`))).toBe('bad-input');
    expect(codeOf(await ask(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`))).toBe('bad-input');
    expect(codeOf(await ask(`{${Array.from({ length: 5000 }, (_, i) => `"k${i}":null`).join(',')}}`))).toBe('bad-input');
    raw.close();
    for (const bytes of [Buffer.from('x'), { commandId, groups: Buffer.from('x') }, { commandId, groups: new Uint8Array(3) }])
      expect(codeOf(await resident.commander.raw('participant:describe', bytes))).toBe('bad-input');
    expect(codeOf(await resident.commander.send('participant:describe', { groups: {} }))).toBe('ok');
  });

  it('[F5] [F4] a frame above 64 KB closes its own connection and nobody else’s', async () => {
    for (const text of [
      `{${Array.from({ length: 100_000 }, (_, i) => `"${i}":1`).join(',')}}`,
      JSON.stringify('a'.repeat(65_537)),
      JSON.stringify('a'.repeat(1_000_000)),
    ]) {
      const raw = await RawCommander.open(app.origin, resident.token);
      void raw.send('note:add', text);
      expect([1006, 1009]).toContain(await raw.closed());
    }
    expect(codeOf(await resident.commander.send('participant:describe', { groups: {} }))).toBe('ok');
  });

  it('[F1] [F2] random bytes, broken packets and reserved events close their own connection and nobody else’s', async () => {
    const frames: (string | Buffer)[] = [
      Buffer.from([0, 159, 146, 150, 255]),
      'not a packet',
      '42',
      '42[',
      '42[{"not":"a name"}]',
      '42["disconnect"]',
      '42["connect_error"]',
      '451-["note:add",{"_placeholder":true,"num":5}]',
      '45999999-["a"]',
      '4999["x"]',
      '40/other,',
    ];
    for (const frame of frames) {
      const raw = await RawCommander.open(app.origin, resident.token);
      raw.socket.send(frame);
      // What is no packet ends the connection; what is one but nobody asked for may be left unheard.
      raw.socket.close();
      await raw.closed();
      expect([frame, codeOf(await resident.commander.send('participant:describe', { groups: {} }))]).toEqual([frame, 'ok']);
      if (frames.indexOf(frame) === 5) resident = await meeting.resident();
    }
    const raw = await RawCommander.open(app.origin, resident.token);
    raw.socket.send('42[{"not":"a name"}]');
    expect(await raw.closed()).toBeGreaterThan(0);
  });

  it('[D2] [F21] [F24] [F25] sent again under their id are answered the same and have their effect once', async () => {
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    const note = { commandId: freshId(), exerciseId: collect, noteId: 'note-twice', text: '只算一次' };
    const together = await Promise.all([1, 2, 3].map(() => resident.commander.send('note:add', note)));
    const later = await resident.commander.send('note:add', { ...note });
    expect(together[0]).toEqual({ ok: true, value: { noteId: 'note-twice' }, seq: expect.any(Number) as number });
    expect([...together, later]).toEqual(Array.from({ length: 4 }, () => together[0]));
    const added = { commandId: freshId(), exercise: { kind: 'rank' } };
    const before = (await meeting.stage()).exercises.length;
    const first = await meeting.facilitator.send('exercise:add', added);
    expect(await meeting.facilitator.send('exercise:add', added)).toEqual(first);
    expect((await meeting.stage()).exercises).toHaveLength(before + 1);
    const session = await app.sessions.get(meeting.session.sessionId);
    expect([...session.state.notes.keys()]).toEqual(['note-twice']);
  });

  it('[D2] [F22] with another payload or another name under a known id are command-id-reused, and the first one stays', async () => {
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    const note = { commandId: freshId(), exerciseId: collect, noteId: 'note-first', text: '第一次' };
    await resident.commander.must('note:add', note);
    expect(await resident.commander.send('note:add', { ...note, text: '第二次' })).toEqual({
      ok: false,
      refusal: { code: 'command-id-reused', message: sentenceOf('command-id-reused', 'zh-CN') },
    });
    expect(codeOf(await resident.commander.send('note:add', { ...note, lang: 'zh' }))).toBe('command-id-reused');
    expect(codeOf(await resident.commander.send('note:withdraw', { commandId: note.commandId, noteId: 'note-first' }))).toBe(
      'command-id-reused',
    );
    const session = await app.sessions.get(meeting.session.sessionId);
    expect([...session.state.texts.values()].map(({ text }) => text)).toContain('第一次');
    // Another person's id is another id.
    const other = await meeting.resident();
    expect(codeOf(await other.commander.send('note:add', { ...note, noteId: 'note-other' }))).toBe('ok');
  });

  it('[D2] that were refused are decided afresh under the same id', async () => {
    const collect = await meeting.exerciseOf('collect');
    const note = { commandId: freshId(), exerciseId: collect, noteId: 'note-early', text: '早了一点' };
    expect(codeOf(await resident.commander.send('note:add', note))).toBe('exercise-not-open');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    expect(codeOf(await resident.commander.send('note:add', { ...note, text: '现在好了' }))).toBe('ok');
  });

  it('[D2] a reveal sent again hears the same tally again', async () => {
    await meeting.needs('need-one', 'need-two');
    const dots = await meeting.exerciseOf('dot-vote');
    await meeting.facilitator.must('exercise:open', { exerciseId: dots });
    for (const { commander } of await meeting.residents(5))
      await commander.must('ballot:cast', { exerciseId: dots, ballot: { kind: 'dot-vote', dots: { 'need-one': 2 } } });
    await meeting.facilitator.must('exercise:close', { exerciseId: dots });
    const reveal = { commandId: freshId(), exerciseId: dots };
    const first = await meeting.facilitator.send('exercise:reveal', reveal);
    expect(first).toMatchObject({ ok: true, value: { ballots: 5, round: 1 } });
    expect(await meeting.facilitator.send('exercise:reveal', reveal)).toEqual(first);
    await meeting.facilitator.must('exercise:reopen', { exerciseId: dots });
    expect(await meeting.facilitator.send('exercise:reveal', reveal)).toEqual(first);
  });

  it('[S7] [F45] thirty at once are taken from a resident, three hundred from a facilitator; the next one is too-fast', async () => {
    const asResident = await Promise.all(Array.from({ length: 60 }, () => resident.commander.send('participant:describe', { groups: {} })));
    const taken = asResident.filter(({ ok }) => ok).length;
    expect(taken).toBeGreaterThanOrEqual(30);
    expect(taken).toBeLessThanOrEqual(33);
    expect(asResident.find(({ ok }) => !ok)).toEqual({
      ok: false,
      refusal: { code: 'too-fast', message: sentenceOf('too-fast', 'zh-CN') },
    });
    // Nor does another socket of the same person get more; another person does.
    const again = meeting.commander(resident.token);
    await again.hello;
    const fromBoth = await Promise.all(Array.from({ length: 10 }, () => again.send('participant:describe', { groups: {} })));
    expect(fromBoth.filter(({ ok }) => ok).length).toBeLessThanOrEqual(4);
    const other = await meeting.resident();
    expect(codeOf(await other.commander.send('participant:describe', { groups: {} }))).toBe('ok');

    const asFacilitator = await Promise.all(Array.from({ length: 400 }, () => meeting.facilitator.send('session:lock', {})));
    const takenThere = asFacilitator.filter(({ ok }) => ok).length;
    expect(takenThere).toBeGreaterThanOrEqual(300);
    expect(takenThere).toBeLessThanOrEqual(340);
  });

  it('are refused in the language of the page that asked', async () => {
    const english = meeting.commander(resident.token, { headers: { 'accept-language': 'en-GB,en;q=0.9' } });
    await english.hello;
    expect(await english.send('note:withdraw', { noteId })).toEqual({
      ok: false,
      refusal: { code: 'not-found', message: sentenceOf('not-found', 'en') },
    });
    expect(await resident.commander.send('note:withdraw', { noteId })).toEqual({
      ok: false,
      refusal: { code: 'not-found', message: sentenceOf('not-found', 'zh-CN') },
    });
  });
});
