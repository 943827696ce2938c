import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ballot } from '../../shared/exercise.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import type { Tally } from '../../shared/tally.ts';
import { readHands, readWall } from '../../shared/wall.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { call, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, Meeting, type Resident } from '../support/meeting.ts';

const seq = expect.any(Number) as number;
const dotBallot = (dots: Record<string, number>): Ballot => ({ kind: 'dot-vote', dots });
const one = dotBallot({ 'need-aaa': 2, 'need-bbb': 1 });

describe('what is entered for others', () => {
  let app: TestApp;
  let meeting: Meeting;
  let dots: string;
  let collect: string;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(async () => {
    expect(app.troubles).toEqual([]);
    await app.close();
  });
  beforeEach(async () => {
    meeting = await Meeting.open(app, {
      groupQuestions: [{ questionId: 'age', title: '年龄', options: [{ optionId: 'old', label: '60 岁以上' }] }],
    });
    await meeting.needs('need-aaa', 'need-bbb', 'need-ccc');
    [dots, collect] = [await meeting.exerciseOf('dot-vote'), await meeting.exerciseOf('collect')];
  });
  afterEach(() => meeting.close());

  const step = (name: 'open' | 'close' | 'reveal' | 'reopen', exerciseId: string) =>
    meeting.facilitator.must(`exercise:${name}`, { exerciseId });
  const enter = (slip: string, fields: Record<string, unknown> = {}, by = meeting.facilitator) =>
    by.send('ballot:enter', { exerciseId: dots, ballot: one, channel: 'paper', slip, ...fields });
  const strike = (receipt: string, by = meeting.facilitator) => by.send('ballot:strike', { exerciseId: dots, receipt });
  const receiptOf = (answer: unknown) => (answer as { value: { receipt: string } }).value.receipt;
  const counts = async () => (await meeting.stage()).counts;

  /** A resident whose phone a facilitator has marked. */
  async function scribe(): Promise<Resident> {
    const resident = await meeting.resident();
    await meeting.facilitator.must('participant:make-scribe', { participantId: resident.participantId });
    return resident;
  }

  it('[B9] a slip is one ballot of a round, whoever enters it, by whichever way, and however its serial is typed', async () => {
    const helper = await scribe();
    await step('open', dots);
    const first = await enter('0001-3');
    expect(first).toEqual({ ok: true, value: { receipt: expect.stringMatching(/^[A-Za-z0-9_-]{8,64}$/) as string }, seq });
    for (const typed of ['0001-3', '00013', ' ００01 3'])
      for (const channel of ['paper', 'scribe'])
        for (const by of [meeting.facilitator, helper.commander])
          expect(codeOf(await enter(typed, { channel, ballot: dotBallot({}) }, by))).toBe('slip-used');
    expect(await meeting.facilitator.must('exercise:close', { exerciseId: dots })).toEqual({ ballots: 1 });
  });

  it('[B9] [F27] the same slip entered twice in the same moment is one ballot', async () => {
    const helper = await scribe();
    await step('open', dots);
    const answers = await Promise.all([enter('77'), enter('77', { channel: 'scribe' }, helper.commander), enter('77')]);
    expect(answers.map(codeOf).sort()).toEqual(['ok', 'slip-used', 'slip-used']);
    expect(await meeting.facilitator.must('exercise:close', { exerciseId: dots })).toEqual({ ballots: 1 });
  });

  it('[B9] [D2] the same command sent again is the same ballot, and is known by its payload', async () => {
    await step('open', dots);
    const payload = { commandId: freshId(), exerciseId: dots, ballot: one, channel: 'paper' as const, slip: '5' };
    const first = await meeting.facilitator.send('ballot:enter', payload);
    expect(await meeting.facilitator.send('ballot:enter', payload)).toEqual(first);
    expect(codeOf(await meeting.facilitator.send('ballot:enter', { ...payload, slip: '6' }))).toBe('command-id-reused');
  });

  it('[B10] [F31] [F32] [F35] a ballot that does not fit is refused whole, and its slip stays free', async () => {
    const rank = await meeting.exerciseOf('rank');
    await step('open', dots);
    const refused: [Record<string, unknown>, string][] = [
      [{ ballot: dotBallot({ 'need-aaa': 4 }) }, 'over-budget'],
      [{ ballot: dotBallot({ 'need-aaa': 3, 'need-bbb': 3 }) }, 'over-budget'],
      [{ ballot: dotBallot({ 'need-aaa': -1 }) }, 'bad-input'],
      [{ ballot: dotBallot({ 'need-zzz': 1 }) }, 'not-an-option'],
      [{ ballot: { kind: 'rank', ranking: ['need-aaa'] } }, 'bad-input'],
      [{ channel: 'phone' }, 'bad-input'],
      [{ slip: ' - ' }, 'bad-input'],
      [{ groups: { age: 'young' } }, 'not-an-option'],
      [{ groups: { height: 'tall' } }, 'not-found'],
      [{ exerciseId: 'nowhere' }, 'not-found'],
      [{ role: 'facilitator' }, 'bad-input'],
    ];
    for (const [fields, code] of refused) expect([fields, codeOf(await enter('9', fields))]).toEqual([fields, code]);
    expect(codeOf(await enter('9'))).toBe('ok');
    await step('close', dots);
    await step('open', rank);
    const ranking = (needIds: string[]) => ({ exerciseId: rank, ballot: { kind: 'rank', ranking: needIds } });
    expect(codeOf(await enter('9', ranking(['need-aaa', 'need-aaa'])))).toBe('bad-input');
    expect(codeOf(await enter('9', ranking(['need-zzz'])))).toBe('not-an-option');
    expect(codeOf(await enter('9', ranking(['need-ccc', 'need-aaa'])))).toBe('ok');
  });

  it('[B10] [F33] is taken only while the exercise is open; a new round takes the slip again', async () => {
    expect(codeOf(await enter('1'))).toBe('exercise-not-open');
    await step('open', dots);
    for (const slip of ['1', '2', '3', '4', '5']) expect(codeOf(await enter(slip))).toBe('ok');
    await step('close', dots);
    expect(codeOf(await enter('6'))).toBe('exercise-not-open');
    await step('reopen', dots);
    expect(codeOf(await enter('1'))).toBe('slip-used');
    await step('close', dots);
    await step('reveal', dots);
    expect(codeOf(await enter('6'))).toBe('exercise-not-open');
    await step('reopen', dots);
    expect(codeOf(await enter('1'))).toBe('ok');
  });

  it('[B10] [F34] closing while ballots are on their way: each is in or told, and the sum is right', async () => {
    await step('open', dots);
    const sent = Array.from({ length: 30 }, (_, i) => enter(`s${i}`));
    const closed = await meeting.facilitator.must('exercise:close', { exerciseId: dots });
    const codes = (await Promise.all(sent)).map(codeOf);
    expect(codes.filter((code) => code !== 'ok' && code !== 'exercise-not-open')).toEqual([]);
    expect(closed).toEqual({ ballots: codes.filter((code) => code === 'ok').length });
  });

  it('[B11] is struck until its round is sealed, and its slip may be entered again', async () => {
    await step('open', dots);
    const receipt = receiptOf(await enter('1'));
    expect(codeOf(await strike(receipt))).toBe('ok');
    expect(codeOf(await strike(receipt))).toBe('not-found');
    const again = receiptOf(await enter('1', { ballot: dotBallot({ 'need-ccc': 1 }) }));
    expect(again).not.toBe(receipt);
    for (const slip of ['2', '3', '4', '5', '6']) await enter(slip);
    const last = receiptOf(await enter('7'));
    await step('close', dots);
    expect(codeOf(await strike(last))).toBe('ok');
    const tally = (await step('reveal', dots)) as Tally;
    expect(tally.ballots).toBe(6);
    expect(tally.options.map(({ needId, score }) => [needId, score])).toEqual([
      ['need-aaa', 10],
      ['need-bbb', 5],
      ['need-ccc', 1],
    ]);
    expect(codeOf(await strike(again))).toBe('exercise-not-open');
  });

  it("[B11] a resident's own ballot cannot be struck, and a helper strikes only what they entered", async () => {
    const [helper, other, voter] = [await scribe(), await scribe(), await meeting.resident()];
    await step('open', dots);
    const cast = receiptOf(await voter.commander.send('ballot:cast', { exerciseId: dots, ballot: one }));
    expect(codeOf(await strike(cast))).toBe('not-found');
    const entered = receiptOf(await enter('h1', { channel: 'scribe' }, helper.commander));
    const byFacilitator = receiptOf(await enter('f1'));
    expect(codeOf(await strike(entered, other.commander))).toBe('not-allowed');
    expect(codeOf(await strike(byFacilitator, helper.commander))).toBe('not-allowed');
    expect(codeOf(await strike(entered, helper.commander))).toBe('ok');
    expect(codeOf(await strike(entered, meeting.facilitator))).toBe('not-found');
    expect(codeOf(await strike(byFacilitator))).toBe('ok');
  });

  it('[B20] is struck by its slip, from any page that has the link, however the serial is typed, until the round is sealed', async () => {
    const helper = await scribe();
    const bySlip = (slip: string, by = meeting.facilitator) => by.send('ballot:strike', { exerciseId: dots, slip });
    await step('open', dots);
    const receipt = receiptOf(await enter('0001-3'));
    expect(codeOf(await meeting.facilitator.send('ballot:strike', { exerciseId: dots }))).toBe('bad-input');
    expect(codeOf(await meeting.facilitator.send('ballot:strike', { exerciseId: dots, receipt, slip: '0001-3' }))).toBe('bad-input');
    expect(codeOf(await bySlip('0002-7'))).toBe('not-found');
    expect(codeOf(await bySlip('0001-3', helper.commander))).toBe('not-allowed');
    expect(codeOf(await bySlip(' ００01 3'))).toBe('ok');
    expect([codeOf(await bySlip('0001-3')), codeOf(await strike(receipt))]).toEqual(['not-found', 'not-found']);
    for (const slip of ['0001-3', '2', '3', '4', '5', '6']) expect(codeOf(await enter(slip))).toBe('ok');
    await step('close', dots);
    expect(codeOf(await bySlip('0001-3'))).toBe('ok');
    expect(((await step('reveal', dots)) as Tally).ballots).toBe(5);
    expect(codeOf(await bySlip('2'))).toBe('exercise-not-open');
  });

  it("[B20] [B12] [S3] no person's ballot is found by a slip, and what is struck leaves its serial nowhere once sealed", async () => {
    const voter = await meeting.resident();
    await step('open', dots);
    await voter.commander.must('ballot:cast', { exerciseId: dots, ballot: one });
    for (const slip of [voter.participantId, `slip ${voter.participantId}`])
      expect(codeOf(await meeting.facilitator.send('ballot:strike', { exerciseId: dots, slip }))).toBe('not-found');
    for (const slip of ['STRUCKMARK', '2', '3', '4', '5']) await enter(slip);
    await meeting.facilitator.must('ballot:strike', { exerciseId: dots, slip: 'STRUCKMARK' });
    await step('close', dots);
    await step('reveal', dots);
    const stored = (await app.sessions.store.load(meeting.session.sessionId))!;
    const kept = JSON.stringify([stored.ballots, stored.receipts, stored.commits.map(({ events }) => events)]);
    expect([stored.ballots.length, kept]).toEqual([5, expect.not.stringContaining('STRUCKMARK')]);
  });

  it('[B12] sealing leaves nothing of slips, of who entered, or of receipts', async () => {
    const helper = await scribe();
    await step('open', dots);
    await helper.commander.must('ballot:cast', { exerciseId: dots, ballot: one });
    const payload = { commandId: freshId(), exerciseId: dots, ballot: one, channel: 'paper' as const, slip: 'marked-slip' };
    await meeting.facilitator.must('ballot:enter', payload);
    for (const slip of ['2', '3', '4']) await enter(slip, { channel: 'scribe' }, helper.commander);
    await step('close', dots);
    await step('reveal', dots);
    const stored = (await app.sessions.store.load(meeting.session.sessionId))!;
    const kept = JSON.stringify([stored.ballots, stored.receipts, stored.participants, stored.commits.map(({ events }) => events)]);
    for (const trace of ['marked-slip', 'MARKEDSLIP', 'enteredBy', '"receipt"']) expect(kept).not.toContain(trace);
    expect(stored.ballots.map(({ voter, body }) => [voter, body])).toEqual(
      ['0', '1', '2', '3', '4'].map((voter) => [voter, JSON.stringify({ dots: { 'need-aaa': 2, 'need-bbb': 1 }, kind: 'dot-vote' })]),
    );
    expect(stored.keys.map(({ keyId }) => keyId)).not.toContain(`${dots}.1`);
    expect(await meeting.facilitator.send('ballot:enter', payload)).toEqual({ ok: true, value: {}, seq });
    const own = (await meeting.commander(helper.token).hello).mine!.ballots;
    expect(own).toEqual({ [dots]: true });
  });

  it('[B12] a helper who cast no ballot of their own has none after sealing', async () => {
    const helper = await scribe();
    await step('open', dots);
    for (const slip of ['1', '2', '3', '4', '5']) await enter(slip, { channel: 'scribe' }, helper.commander);
    await step('close', dots);
    await step('reveal', dots);
    expect((await meeting.commander(helper.token).hello).mine!.ballots).toEqual({});
  });

  it('[B13] [T6] [T13] counts with all others, by channel in heads, and in the groups that people wish', async () => {
    const voters = await meeting.residents(8);
    const helper = await scribe();
    await step('open', dots);
    for (const { commander } of voters) await commander.must('ballot:cast', { exerciseId: dots, ballot: one });
    for (let i = 0; i < 8; i += 1) await enter(`p${i}`, { groups: { age: 'old' } });
    for (let i = 0; i < 3; i += 1) await enter(`s${i}`, { channel: 'scribe' }, helper.commander);
    await eventually(async () => expect((await counts()).byChannel[dots]).toEqual({ phone: 8, paper: 8, scribe: 3 }));
    expect((await counts()).submitted[dots]).toBe(19);
    await step('close', dots);
    const tally = (await step('reveal', dots)) as Tally;
    // Three by helper are too few to be told, alone or as a pool.
    expect([tally.ballots, tally.channels]).toEqual([19, null]);
    expect(tally.byGroup).toEqual([{ questionId: 'age', optionId: 'old', ballots: 0, suppressed: true }]);
  });

  it('[B13] [T6] channels of enough people are told, small ones together', async () => {
    const voters = await meeting.residents(8);
    await step('open', dots);
    for (const { commander } of voters) await commander.must('ballot:cast', { exerciseId: dots, ballot: one });
    for (let i = 0; i < 5; i += 1) await enter(`p${i}`);
    for (let i = 0; i < 4; i += 1) await enter(`s${i}`, { channel: 'scribe' });
    await step('close', dots);
    expect(((await step('reveal', dots)) as Tally).channels).toEqual({ phone: 8, assisted: 9 });
  });

  it('[B16] a marked phone may enter for others, hears of it, and stays a resident', async () => {
    const [resident, other] = await meeting.residents(2);
    await step('open', dots);
    expect(codeOf(await enter('1', { channel: 'scribe' }, resident!.commander))).toBe('not-allowed');
    expect(codeOf(await resident!.commander.send('participant:make-scribe', { participantId: resident!.participantId }))).toBe(
      'not-allowed',
    );
    const mark = (fields: { participantId: string; scribe?: boolean }) => meeting.facilitator.send('participant:make-scribe', fields);
    expect(codeOf(await mark({ participantId: 'nobody' }))).toBe('not-found');
    expect(codeOf(await mark({ participantId: resident!.participantId }))).toBe('ok');
    await eventually(() => expect(resident!.commander.mine?.scribe).toBe(true));
    expect(other!.commander.mine?.scribe).toBeUndefined();
    expect(codeOf(await enter('1', { channel: 'scribe' }, resident!.commander))).toBe('ok');
    expect(codeOf(await enter('1', { channel: 'scribe' }, other!.commander))).toBe('not-allowed');
    expect(codeOf(await resident!.commander.send('exercise:close', { exerciseId: dots }))).toBe('not-allowed');
    expect(codeOf(await resident!.commander.send('ballot:cast', { exerciseId: dots, ballot: one }))).toBe('ok');
    const again = await meeting.commander(resident!.token).hello;
    expect([again.role, again.mine?.scribe]).toEqual(['resident', true]);
    expect(codeOf(await mark({ participantId: resident!.participantId, scribe: false }))).toBe('ok');
    await eventually(() => expect(resident!.commander.mine?.scribe).toBeUndefined());
    expect(codeOf(await enter('2', { channel: 'scribe' }, resident!.commander))).toBe('not-allowed');
  });

  it('[N13] a note is entered with its way, beyond what one person may write, and is nobody’s to change', async () => {
    const helper = await scribe();
    const note = (fields: Record<string, unknown> = {}, by = meeting.facilitator) =>
      by.send('note:enter', { exerciseId: collect, noteId: freshId(), text: '楼道灯坏了', channel: 'paper', ...fields });
    expect(codeOf(await note())).toBe('exercise-not-open');
    await step('open', collect);
    const noteId = freshId();
    expect(await note({ noteId, channel: 'scribe', slip: '3' }, helper.commander)).toEqual({ ok: true, value: { noteId }, seq });
    for (let i = 0; i < 6; i += 1) expect(codeOf(await note({ slip: '3' }))).toBe('ok');
    for (const [fields, code] of [
      [{ noteId }, 'bad-input'],
      [{ text: '  ' }, 'bad-input'],
      [{ text: '长'.repeat(201) }, 'too-long'],
      [{ channel: 'phone' }, 'bad-input'],
      [{ exerciseId: dots }, 'exercise-not-open'],
    ] as const)
      expect([fields, codeOf(await note(fields))]).toEqual([fields, code]);
    expect(codeOf(await helper.commander.send('note:edit', { noteId, text: '改了' }))).toBe('not-found');
    expect(codeOf(await helper.commander.send('note:withdraw', { noteId }))).toBe('not-found');
    await step('close', collect);
    await step('reveal', collect);
    await meeting.facilitator.must('session:end', {});
    const { body } = await call<{ notes: { id: string; channel: string | null }[] }>(
      app.origin,
      `/api/sessions/${meeting.session.sessionId}/needs.json`,
      { token: meeting.session.facilitatorToken },
    );
    expect(body.notes).toHaveLength(7);
    expect(JSON.stringify((await app.sessions.store.load(meeting.session.sessionId))!.authors)).toBe('[]');
  });

  it('[N17] a note is entered with what it says in other languages', async () => {
    const helper = await scribe();
    await step('open', collect);
    const enter = (noteId: string, translations: Record<string, string>) =>
      helper.commander.send('note:enter', { exerciseId: collect, noteId, text: '가로등이 꺼졌어요', channel: 'scribe', translations });
    expect(codeOf(await enter('note-lamp', { 'zh-CN': ' 路灯不亮了，打 13812345678 ', en: '  ' }))).toBe('ok');
    expect(codeOf(await enter('note-long', { 'zh-CN': '长'.repeat(501) }))).toBe('too-long');
    expect(codeOf(await enter('note-tag', { chinese: '路灯' }))).toBe('bad-input');
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`en-A${i + 10}`, 'lamp']));
    expect(codeOf(await enter('note-many', many))).toBe('bad-input');
    expect(readWall(await meeting.stored('backstage')).notes.map(({ text, translations }) => ({ text, translations }))).toEqual([
      { text: '가로등이 꺼졌어요', translations: { 'zh-CN': '路灯不亮了，打 138●●●●●●78' } },
    ]);
    const log = JSON.stringify((await app.sessions.store.commits(meeting.session.sessionId, 0)).map(({ events }) => events));
    expect(log).toContain('note-translated');
    expect(log).not.toContain('路灯');
  });

  it('[N14] [T13] a slip is one person, however many notes stand on it; without a slip each note is one', async () => {
    const [writer] = await meeting.residents(1);
    await step('open', collect);
    const note = (fields: Record<string, unknown>) =>
      meeting.facilitator.must('note:enter', { exerciseId: collect, noteId: freshId(), text: '想有个饭桌', channel: 'paper', ...fields });
    await writer!.commander.must('note:add', { exerciseId: collect, noteId: freshId(), text: '路灯' });
    for (const slip of ['0004-1', '00041', '7', undefined]) await note(slip === undefined ? {} : { slip });
    await note({ channel: 'scribe', slip: '8' });
    await eventually(async () => expect((await counts()).byChannel[collect]).toEqual({ phone: 1, paper: 3, scribe: 1 }));
    expect([(await counts()).submitted[collect], (await counts()).notes[collect]]).toEqual([5, 6]);
  });

  it('[T6] [T13] once nobody writes any more, the way of few is told no longer, and after the end nobody’s', async () => {
    const channels = async () => (await counts()).byChannel[collect];
    await step('open', collect);
    const add = (channel: 'paper' | 'scribe', slip: string) =>
      meeting.facilitator.must('note:enter', { exerciseId: collect, noteId: freshId(), text: '想有个饭桌', channel, slip });
    for (const { commander } of await meeting.residents(9))
      await commander.must('note:add', { exerciseId: collect, noteId: freshId(), text: '路灯' });
    for (const slip of ['1', '2', '3', '4', '5']) await add('paper', slip);
    await add('scribe', '6');
    await step('close', collect);
    await eventually(async () => expect(await channels()).toEqual({ phone: 9, paper: 5, scribe: 1 }));
    await step('reveal', collect);
    await eventually(async () => expect(await channels()).toBeUndefined());
    await step('reopen', collect);
    await eventually(async () => expect(await channels()).toEqual({ phone: 9, paper: 5, scribe: 1 }));
    for (const slip of ['7', '8']) await add('scribe', slip);
    await step('close', collect);
    await eventually(async () => expect(await channels()).toEqual({ phone: 9, assisted: 8 }));
    await meeting.facilitator.must('session:end', {});
    await eventually(async () => expect(await channels()).toBeUndefined());
  });

  it('[T6] [N14] in files no note says that it came on paper where one person alone wrote there, before the end, after it and after a second one', async () => {
    await step('open', collect);
    for (const { commander } of await meeting.residents(12))
      await commander.must('note:add', { exerciseId: collect, noteId: freshId(), text: '路灯' });
    const enter = (slip: string) =>
      meeting.facilitator.must('note:enter', { exerciseId: collect, noteId: freshId(), text: '想有个饭桌', channel: 'paper', slip });
    for (let i = 0; i < 12; i += 1) await enter('1');
    await step('close', collect);
    await step('reveal', collect);
    const channels = async () => {
      const path = `/api/sessions/${meeting.session.sessionId}/needs.json`;
      const { body } = await call<NeedRecords>(app.origin, path, { token: meeting.session.facilitatorToken });
      expect(body.notes.length).toBeGreaterThanOrEqual(24);
      return [...new Set(body.notes.map(({ channel }) => channel))];
    };
    expect(await channels()).toEqual([null]);
    await meeting.facilitator.must('session:end', {});
    expect(await channels()).toEqual([null]);
    await meeting.facilitator.must('session:reopen', {});
    await step('reopen', collect);
    await enter('2');
    await meeting.facilitator.must('session:end', {});
    expect(await channels()).toEqual([null]);
  });

  it('[T6] where enough people wrote each way, files say of each note which', async () => {
    await step('open', collect);
    for (const { commander } of await meeting.residents(12))
      await commander.must('note:add', { exerciseId: collect, noteId: freshId(), text: '路灯' });
    for (let i = 0; i < 11; i += 1)
      await meeting.facilitator.must('note:enter', {
        exerciseId: collect,
        noteId: freshId(),
        text: '饭桌',
        channel: 'paper',
        slip: `${i}`,
      });
    await meeting.facilitator.must('session:end', {});
    const path = `/api/sessions/${meeting.session.sessionId}/needs.json`;
    const { body } = await call<NeedRecords>(app.origin, path, { token: meeting.session.facilitatorToken });
    expect(new Set(body.notes.map(({ channel }) => channel))).toEqual(new Set(['phone', 'paper']));
  });

  it('[T14] hands are with every facilitator as soon as they are entered, with nobody else before the reveal, and may be corrected', async () => {
    await step('open', dots);
    const enterHands = (present: number) =>
      meeting.facilitator.must('hands:enter', { exerciseId: dots, present, counts: { 'need-aaa': 7 } });
    for (const present of [12, 14]) {
      await enterHands(present);
      await eventually(async () =>
        expect(readHands(await meeting.stored('backstage'))).toEqual({ exerciseId: dots, round: 1, present, counts: { 'need-aaa': 7 } }),
      );
    }
    expect(JSON.stringify(await meeting.stage())).not.toContain('hands');
    for (const slip of ['1', '2', '3', '4', '5']) await enter(slip);
    await step('close', dots);
    await step('reveal', dots);
    await step('reopen', dots);
    await eventually(async () => expect(readHands(await meeting.stored('backstage'))).toBeNull());
  });

  it('[T15] hands are shown to the room once a vote is closed with too few ballots, also where one was struck since', async () => {
    await step('open', dots);
    await meeting.facilitator.must('hands:enter', { exerciseId: dots, present: 12, counts: { 'need-aaa': 7 } });
    const receipts = [];
    for (const slip of ['1', '2', '3', '4', '5'])
      receipts.push(
        await meeting.facilitator.must('ballot:enter', {
          exerciseId: dots,
          ballot: { kind: 'dot-vote', dots: {} },
          channel: 'paper',
          slip,
        }),
      );
    await meeting.facilitator.must('exercise:close', { exerciseId: dots });
    expect((await meeting.exercise(dots))?.hands).toBeUndefined();
    await meeting.facilitator.must('ballot:strike', { exerciseId: dots, receipt: receipts[0]!.receipt });
    expect((await meeting.exercise(dots))?.hands).toEqual({ present: 12, counts: { 'need-aaa': 7 } });
  });

  it('[T12] hands are counted apart: in the tally beside the ballots, never among them, and not before it', async () => {
    const hands = (fields: Record<string, unknown> = {}) =>
      meeting.facilitator.send('hands:enter', { exerciseId: dots, present: 12, counts: { 'need-aaa': 7, 'need-ccc': 12 }, ...fields });
    expect(codeOf(await hands())).toBe('exercise-not-open');
    await step('open', dots);
    const resident = await meeting.resident();
    for (const [fields, code] of [
      [{ counts: { 'need-zzz': 1 } }, 'not-an-option'],
      [{ counts: { 'need-aaa': 13 } }, 'bad-input'],
      [{ counts: { 'need-aaa': -1 } }, 'bad-input'],
      [{ exerciseId: 'nowhere' }, 'not-found'],
    ] as const)
      expect([fields, codeOf(await hands(fields))]).toEqual([fields, code]);
    expect(codeOf(await resident.commander.send('hands:enter', { exerciseId: dots, present: 1, counts: {} }))).toBe('not-allowed');
    await hands();
    for (const slip of ['1', '2', '3', '4', '5']) await enter(slip);
    await eventually(async () => expect((await counts()).submitted[dots]).toBe(5));
    const before = await meeting.stage();
    expect([before.tallies, JSON.stringify(before)]).toEqual([{}, expect.not.stringContaining('hands')]);
    await step('close', dots);
    const tally = (await step('reveal', dots)) as Tally;
    expect([tally.ballots, tally.hands]).toEqual([5, { present: 12, counts: { 'need-aaa': 7, 'need-ccc': 12 } }]);
    expect(codeOf(await hands({ present: 14 }))).toBe('ok');
    expect((await meeting.stage()).tallies[dots]!.hands?.present).toBe(14);
    const records = await call<{ runs: { hands: unknown }[] }>(app.origin, `/api/sessions/${meeting.session.sessionId}/needs.json`, {
      token: meeting.session.facilitatorToken,
    });
    expect(records.body.runs.map((run) => run.hands)).toContainEqual({ present: 14, counts: { 'need-aaa': 7, 'need-ccc': 12 } });
    await step('reopen', dots);
    for (const slip of ['1', '2', '3', '4', '5']) await enter(slip);
    await step('close', dots);
    expect(((await step('reveal', dots)) as Tally).hands).toBeNull();
  });
});
