import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { makeNeed } from '../../client/state/grouping.ts';
import { exerciseKinds, kindOf, type Ballot } from '../../shared/exercise.ts';
import { baselineQuestions } from '../../shared/questions.ts';
import { suggest } from '../../shared/grouping/suggest.ts';
import { readReadOut } from '../../shared/ledger.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import { writeNeed, writePlaces } from '../../shared/wall.ts';
import type { CreatedSession } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, Facilitator, makeSession, PartReader, Phone } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf } from '../support/meeting.ts';

const markedText = '暗号梧桐三七二十一';
const me = { by: 'the test' };

/** How a number beside a need's id looks on the wire: as JSON, and in the encoding that Yjs gives to objects. */
function needlesOf(needId: string, numbers: readonly number[]): Buffer[] {
  return numbers.flatMap((n) => [Buffer.from(`"${needId}":${n}`), Buffer.concat([Buffer.from(needId), Buffer.from([125, n])])]);
}

/** How one need's id before another's looks on the wire, where the options have them the other way round. */
function orderNeedles(first: string, second: string): Buffer[] {
  const asYjs = [Buffer.from(first), Buffer.from([119, second.length]), Buffer.from(second)];
  return [Buffer.from(`"${first}","${second}"`), Buffer.concat(asYjs)];
}

interface Vote {
  kind: string;
  settings?: Record<string, unknown>;
  ballotOf: (i: number) => Ballot;
  needles: Buffer[];
  scores: number[];
  /** A word that only a tally has. */
  told?: string;
}

/** For each kind: what everybody votes, how that or its total would look where it is leaked, and the totals that are told at reveal. */
const votes: Vote[] = [
  {
    kind: 'dot-vote',
    ballotOf: (i: number) => ({ kind: 'dot-vote', dots: { 'need-marked-a': 3, ...(i > 2 && { 'need-marked-b': 2 }) } }),
    needles: needlesOf('need-marked-a', [3, 18]),
    scores: [18, 6],
  },
  {
    kind: 'rank',
    ballotOf: () => ({ kind: 'rank', ranking: ['need-marked-b', 'need-marked-a'] }),
    needles: [Buffer.from('ranking'), ...orderNeedles('need-marked-b', 'need-marked-a'), ...needlesOf('need-marked-b', [6, 12])],
    scores: [0, 6],
  },
  {
    kind: 'points',
    ballotOf: () => ({ kind: 'points', points: { 'need-marked-a': 7, 'need-marked-b': 3 } }),
    needles: [...needlesOf('need-marked-a', [7, 42]), ...needlesOf('need-marked-b', [3, 18])],
    scores: [7, 3],
  },
  {
    kind: 'rate',
    ballotOf: () => ({
      kind: 'rate',
      ratings: { 'need-marked-a': { importance: 5, satisfaction: 1 }, 'need-marked-b': { importance: 2, satisfaction: 3 } },
    }),
    needles: ['ratings', 'importance', 'satisfaction', 'gap'].map((word) => Buffer.from(word)),
    scores: [4, -1],
  },
  {
    kind: 'pledge',
    ballotOf: (i) => ({ kind: 'pledge', pledges: { 'need-marked-a': i > 2 ? 'lead' : 'join' } }),
    needles: ['pledges', '"lead"', '"join"', ...['lead', 'join'].map((word) => `w\u0004${word}`)].map((word) => Buffer.from(word)),
    scores: [6, 0],
  },
  {
    kind: 'survey',
    settings: { questions: baselineQuestions },
    ballotOf: () => ({ kind: 'survey', answers: { heard: 4, 'took-part': 'often', 'turn-to': ['nobody'] } }),
    needles: ['answers', 'people', 'mean', '"heard":4', '"took-part":"often"'].map((word) => Buffer.from(word)),
    scores: [],
    told: 'share',
  },
  {
    kind: 'budget',
    settings: { budget: 9, costs: { 'need-marked-a': 4, 'need-marked-b': 7 } },
    ballotOf: (i) => ({ kind: 'budget', chosen: i > 1 ? ['need-marked-b'] : ['need-marked-a'] }),
    needles: ['chosen', '["need-marked-b"]'].map((word) => Buffer.from(word)),
    scores: [2, 4],
  },
  {
    kind: 'compare',
    ballotOf: () => ({ kind: 'compare', answers: [{ a: 'need-marked-b', b: 'need-marked-a', winner: 'need-marked-b' }] }),
    needles: ['winner', 'answers', 'pairsWon'].map((word) => Buffer.from(word)),
    scores: [0.052, 0.948],
  },
];

it('every kind that has ballots is scanned for', () => {
  const voted = exerciseKinds.filter((kind) => kindOf(kind)?.ballot);
  expect(votes.map(({ kind }) => kind).sort()).toEqual([...voted].sort());
});

it('the scan for orders finds one that is leaked', () => {
  const doc = new Y.Doc();
  doc.getMap('stage').set('leak', ['need-marked-b', 'need-marked-a']);
  const leaked = Buffer.concat([Y.encodeStateAsUpdate(doc), Buffer.from('["need-marked-b","need-marked-a"]')]);
  expect(orderNeedles('need-marked-b', 'need-marked-a').map((needle) => leaked.includes(needle))).toEqual([true, true]);
  expect(orderNeedles('need-marked-a', 'need-marked-b').map((needle) => leaked.includes(needle))).toEqual([false, false]);
});

it('the scan for ballots finds one that is leaked', () => {
  const doc = new Y.Doc();
  doc.getMap('stage').set('leak', { dots: { 'need-marked-a': 3 } });
  const leaked = Buffer.concat([Y.encodeStateAsUpdate(doc), Buffer.from('{"need-marked-a":18}')]);
  expect(needlesOf('need-marked-a', [3, 18]).map((needle) => leaked.includes(needle))).toEqual([false, true, true, false]);
});

describe('[L4] what a resident and the projector can hear', () => {
  let app: TestApp;
  let session: CreatedSession;
  let facilitator: Facilitator;
  let phones: Phone[];
  let watcher: Phone;
  let watched: PartReader[];
  let http: string[];

  beforeEach(async () => {
    http = [];
    app = await startApp();
    session = await makeSession(app.origin, testKey);
    facilitator = await Facilitator.open(app.origin, session);
    phones = await Promise.all(Array.from({ length: 6 }, () => Phone.join(app.origin, session.sessionId)));
    watcher = await Phone.join(app.origin, session.sessionId);
    const { sessionId, projectorToken } = session;
    watched = [
      new PartReader(app.origin, { token: watcher.token, sessionId, part: 'wall' }),
      new PartReader(app.origin, { token: projectorToken, sessionId, part: 'wall' }),
      new PartReader(app.origin, { token: projectorToken, sessionId, part: 'stage' }),
    ];
    await Promise.all(watched.map(({ synced }) => synced));
  });
  afterEach(async () => {
    for (const face of [facilitator, watcher, ...phones, ...watched]) face.close();
    await app.close();
  });

  /** Everything the watchers' sockets and HTTP answers ever carried. */
  async function heard(): Promise<Buffer> {
    const { sessionId } = session;
    for (const token of [watcher.token, session.projectorToken]) {
      http.push(JSON.stringify((await call(app.origin, `/api/sessions/${sessionId}/stage`, { token })).body));
      http.push(JSON.stringify((await call(app.origin, `/api/sessions/${sessionId}/needs.json`, { token })).body));
    }
    http.push(JSON.stringify((await call(app.origin, `/api/join/${session.joinCode}`)).body));
    const frames = [watcher.stage, ...watched].flatMap(({ received }) => received.map((frame) => Buffer.from(frame)));
    return Buffer.concat([...frames, Buffer.from([...watcher.commander.received, ...http].join('\n'))]);
  }

  it('[S3] [N3] a concealed note is in none of it before its reveal, and in it afterwards', async () => {
    const exerciseId = exerciseOf(facilitator.stage.stage, 'collect').id;
    await facilitator.commander.must('exercise:open', { exerciseId });
    await phones[0]!.commander.must('note:add', { exerciseId, noteId: 'note-marked', text: markedText });
    await phones[0]!.commander.must('note:edit', { noteId: 'note-marked', text: `${markedText}改` });
    await facilitator.commander.must('exercise:close', { exerciseId });
    await eventually(() => expect(watched[2]!.stage.counts.notes[exerciseId]).toBe(1));
    expect((await heard()).includes(markedText)).toBe(false);
    await facilitator.commander.must('exercise:reveal', { exerciseId });
    await eventually(() => expect(watched[1]!.wall.notes).toHaveLength(1));
    expect((await heard()).includes(markedText)).toBe(true);
  });

  it('[S3] [G11] [G12] neither a look nor the ledger read out carries anything of a covered note', async () => {
    const exerciseId = exerciseOf(facilitator.stage.stage, 'collect').id;
    await facilitator.commander.must('exercise:open', { exerciseId });
    await phones[0]!.commander.must('note:add', { exerciseId, noteId: 'note-public', text: '路灯' });
    await facilitator.commander.must('exercise:close', { exerciseId });
    await facilitator.commander.must('exercise:reveal', { exerciseId });
    const second = await facilitator.commander.must('exercise:add', { exercise: { kind: 'collect' } });
    await facilitator.commander.must('exercise:open', { exerciseId: second.exerciseId });
    for (const [i, noteId] of ['note-marked-1', 'note-marked-2'].entries())
      await phones[i]!.commander.must('note:add', { exerciseId: second.exerciseId, noteId, text: `${markedText}${i}` });
    await facilitator.commander.must('exercise:close', { exerciseId: second.exerciseId });
    await eventually(() => expect(facilitator.backstage.wall.notes).toHaveLength(2));
    const table = { wall: facilitator.wall.doc, backstage: facilitator.backstage.doc, origin: me };
    makeNeed(table, { needId: 'need-mixed', title: '照明', noteIds: ['note-public', 'note-marked-1', 'note-marked-2'] });
    for (const at of [
      { noteId: 'note-marked-1', large: true },
      { noteId: 'note-marked-1', large: false },
    ])
      expect(codeOf(await facilitator.commander.send('wall:look', { at }))).toBe('not-an-option');
    await facilitator.commander.must('wall:look', { at: { ledger: true } });
    await eventually(() =>
      expect(readReadOut(watched[1]!.doc).map((line) => [line.what, 'count' in line ? line.count : null])).toEqual([['made', 1]]),
    );
    await facilitator.commander.must('wall:look', { at: { needId: 'need-mixed', large: true } });
    await eventually(() => expect(watched[2]!.stage.session?.look).toMatchObject({ needId: 'need-mixed' }));
    const before = await heard();
    for (const needle of [markedText, 'note-marked']) expect([needle, before.includes(needle)]).toEqual([needle, false]);
    expect(before.includes('note-public')).toBe(true);
  });

  describe('of what a facilitator has taken away', () => {
    const secret = {
      'note-hidden': '藏起来的青砖话',
      'note-case': '个案里的白鹭话',
      'note-name': '二楼李翠花要人搭把手',
      'note-phone': '打13912345678找老王',
    };
    /** What may not be heard of each: the words, or the piece that is covered. */
    const needles = ['青砖', '白鹭', '李翠花', '13912345678', '12345678'];
    let exerciseId: string;
    const must = (name: 'exercise:open' | 'exercise:close' | 'exercise:reveal') => facilitator.commander.must(name, { exerciseId });
    const takeAway = async () => {
      await facilitator.commander.must('note:hide', { noteId: 'note-hidden' });
      await facilitator.commander.must('note:refer', { noteId: 'note-case' });
      await facilitator.commander.must('note:mask', { noteId: 'note-name', spans: [{ from: 2, to: 5 }] });
    };
    const found = (bytes: Buffer | string) => needles.filter((needle) => bytes.includes(needle));

    beforeEach(async () => {
      exerciseId = exerciseOf(facilitator.stage.stage, 'collect').id;
      await must('exercise:open');
      for (const [noteId, text] of Object.entries(secret)) await phones[0]!.commander.must('note:add', { exerciseId, noteId, text });
      await phones[1]!.commander.must('note:add', { exerciseId, noteId: 'note-open', text: '路灯' });
    });

    it('[S3] [N6] [N11] [N12] nothing is in it, before the reveal or after, nor in what other residents are told of their own', async () => {
      await takeAway();
      await must('exercise:close');
      await must('exercise:reveal');
      await eventually(() => expect(watched[1]!.wall.notes).toHaveLength(4));
      const bytes = await heard();
      expect(bytes.includes('路灯')).toBe(true);
      expect(bytes.includes('二楼●●●要人搭把手')).toBe(true);
      expect(found(bytes)).toEqual([]);
      for (const { commander } of phones.slice(1)) expect(found(commander.received.join('\n'))).toEqual([]);
      // Who wrote it goes on seeing it.
      expect(phones[0]!.commander.mine?.notes.map(({ text }) => text)).toEqual(expect.arrayContaining(Object.values(secret)));
    });

    it('[N6] [N11] [N12] taken away after the reveal, it is in no byte that is sent to who comes later', async () => {
      await must('exercise:close');
      await must('exercise:reveal');
      await eventually(() => expect(watched[1]!.wall.notes).toHaveLength(5));
      await takeAway();
      await eventually(() => expect(watched[1]!.wall.notes).toHaveLength(4));
      const { sessionId, projectorToken } = session;
      const late = await Phone.join(app.origin, sessionId);
      const parts = [projectorToken, late.token].map((token) => new PartReader(app.origin, { token, sessionId, part: 'wall' }));
      await Promise.all(parts.map(({ synced }) => synced));
      const frames = [late.stage, ...parts].flatMap(({ received }) => received.map((frame) => Buffer.from(frame)));
      const bytes = Buffer.concat([...frames, Buffer.from(late.commander.received.join('\n'))]);
      expect(parts.map(({ wall }) => wall.notes.find(({ id }) => id === 'note-name')?.text)).toEqual([
        '二楼●●●要人搭把手',
        '二楼●●●要人搭把手',
      ]);
      expect(found(bytes)).toEqual([]);
      for (const one of [late, ...parts]) one.close();
    });

    it('[N6] [N11] [N12] nor where it was shown and taken away within one tick, and who comes is there before the tick', async () => {
      await must('exercise:close');
      await must('exercise:reveal');
      await takeAway();
      const { sessionId, projectorToken } = session;
      const late = await Phone.join(app.origin, sessionId);
      const parts = [projectorToken, late.token].map((token) => new PartReader(app.origin, { token, sessionId, part: 'wall' }));
      await Promise.all(parts.map(({ synced }) => synced));
      await facilitator.commander.must('note:refer', { noteId: 'note-open' });
      // What waited for the tick has been sent by then.
      await eventually(() => expect(parts.map(({ wall }) => wall.notes.length)).toEqual([3, 3]));
      const frames = [late.stage, ...parts].flatMap(({ received }) => received.map((frame) => Buffer.from(frame)));
      expect(found(Buffer.concat(frames))).toEqual([]);
      for (const one of [late, ...parts]) one.close();
    });

    it('[R1] [N6] [N11] [N12] the files quote none of it; a hidden note is kept in the records alone, marked as hidden', async () => {
      writeNeed(facilitator.wall.doc, { id: 'need-of-all', title: '一件事' }, { x: 0, y: 0, order: 'a1' }, me);
      await takeAway();
      await must('exercise:close');
      await must('exercise:reveal');
      await eventually(() => expect(facilitator.wall.wall.notes).toHaveLength(4));
      const placed = Object.keys(secret).map((noteId) => [noteId, { needId: 'need-of-all', x: 0, y: 0, order: 'a1' }] as const);
      for (const { doc } of [facilitator.wall, facilitator.backstage]) writePlaces(doc, new Map(placed), me);
      const fileOf = async (file: string) => {
        const { body } = await call(app.origin, `/api/sessions/${session.sessionId}/${file}`, { token: session.facilitatorToken });
        return typeof body === 'string' ? body : JSON.stringify(body);
      };
      await eventually(async () => expect(await fileOf('needs.csv')).toContain('二楼●●●要人搭把手'));
      expect(found(await fileOf('needs.csv'))).toEqual([]);
      for (const isEnded of [false, true]) {
        if (isEnded) await facilitator.commander.must('session:end', {});
        const { notes } = JSON.parse(await fileOf('needs.json')) as NeedRecords;
        const told = notes
          .filter(({ id }) => id !== 'note-open')
          .map(({ id, text, hidden, referred, redacted }) => [id, text, hidden, referred, redacted]);
        expect(told.sort()).toEqual([
          ['note-case', null, false, true, false],
          ['note-hidden', '藏起来的青砖话', true, false, false],
          ['note-name', '二楼●●●要人搭把手', false, false, true],
          ['note-phone', '打139●●●●●●78找老王', false, false, true],
        ]);
      }
      expect(found(await fileOf('needs.csv'))).toEqual([]);
    });

    it('[G4] [N12] suggestions that a page finds say none of it', async () => {
      await takeAway();
      await eventually(() => expect(facilitator.backstage.wall.notes.filter(({ hidden, referred }) => hidden || referred)).toHaveLength(2));
      const notes = facilitator.backstage.wall.notes.map((note) => ({ ...note, needId: null, referred: note.referred === true }));
      const twice = notes.flatMap((note) => [note, { ...note, id: `${note.id}-again` }]);
      const { groups } = suggest({ notes: twice, needs: [] });
      expect(groups.flatMap(({ noteIds }) => noteIds)).toContain('note-name');
      expect(groups.flatMap(({ noteIds }) => noteIds).filter((id) => /hidden|case/.test(id))).toEqual([]);
      expect(found(JSON.stringify(groups))).toEqual([]);
    });
  });

  it.each(votes)(
    '[S3] a ballot of $kind and its totals are in none of it before sealing; the totals are in it after reveal',
    async ({ kind, settings = {}, ballotOf, needles, scores, told = 'score' }) => {
      const { exerciseId } = await facilitator.commander.must('exercise:add', { exercise: { kind, settings } });
      // Needs whose ids stand nowhere on a stage but among options: a ballot would name them beside a number, or in another order.
      for (const [i, id] of ['need-marked-a', 'need-marked-b'].entries())
        writeNeed(facilitator.wall.doc, { id, title: id }, { x: i, y: 0, order: `a${i + 1}` }, me);
      await eventually(() => expect(watched[1]!.wall.needs.filter(({ number }) => number !== null)).toHaveLength(2));
      await facilitator.commander.must('exercise:open', { exerciseId });
      for (const [i, phone] of phones.entries()) await phone.commander.must('ballot:cast', { exerciseId, ballot: ballotOf(i) });
      await facilitator.commander.must('exercise:close', { exerciseId });
      await eventually(() => expect(watched[2]!.stage.counts.submitted[exerciseId]).toBe(phones.length));
      const before = await heard();
      expect(before.includes('need-marked-a')).toBe(true);
      for (const needle of needles) expect([needle.toString(), before.includes(needle)]).toEqual([needle.toString(), false]);
      expect(before.includes(told)).toBe(false);
      expect(watched[2]!.stage.tallies).toEqual({});
      await facilitator.commander.must('exercise:reveal', { exerciseId });
      await eventually(() => expect(watched[2]!.stage.tallies[exerciseId]?.options.map(({ score }) => score)).toEqual(scores));
      const after = await heard();
      expect(after.includes(told)).toBe(true);
      for (const { participantId } of phones) expect(after.includes(participantId)).toBe(false);
    },
  );

  it('[R2] [S2] residents and the projector are refused the records, backstage and every write', async () => {
    for (const token of [watcher.token, session.projectorToken]) {
      const { status, body } = await call(app.origin, `/api/sessions/${session.sessionId}/needs.json`, { token });
      expect([status, body['code']]).toEqual([403, 'not-allowed']);
    }
    const backstage = new PartReader(app.origin, { token: watcher.token, sessionId: session.sessionId, part: 'backstage' });
    const code = await new Promise((resolve) => backstage.provider.on('connection-close', (event) => resolve(event?.code)));
    expect(code).toBe(4403);
    backstage.close();
  });
});
