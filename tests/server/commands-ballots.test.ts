import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { kindOf, type Ballot } from '../../shared/exercise.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, Meeting, type Resident } from '../support/meeting.ts';
import { RawCommander } from '../support/raw-sockets.ts';

const seq = expect.any(Number) as number;
const dotBallot = (dots: Record<string, number>): Ballot => ({ kind: 'dot-vote', dots });
const rankBallot = (...ranking: string[]): Ballot => ({ kind: 'rank', ranking });

describe('ballots', () => {
  let app: TestApp;
  let meeting: Meeting;
  let voters: Resident[];
  let dots: string;
  let rank: string;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(async () => {
    expect(app.troubles).toEqual([]);
    await app.close();
  });
  beforeEach(async () => {
    meeting = await Meeting.open(app);
    voters = await meeting.residents(5);
    await meeting.needs('need-aaa', 'need-bbb', 'need-ccc');
    [dots, rank] = [await meeting.exerciseOf('dot-vote'), await meeting.exerciseOf('rank')];
  });
  afterEach(() => meeting.close());

  const open = (exerciseId: string, needIds?: string[]) =>
    meeting.facilitator.must('exercise:open', { exerciseId, ...(needIds && { needIds }) });
  const close = (exerciseId: string) => meeting.facilitator.must('exercise:close', { exerciseId });
  const reveal = (exerciseId: string) => meeting.facilitator.send('exercise:reveal', { exerciseId });
  const cast = (voter: Resident, exerciseId: string, ballot: Ballot) => voter.commander.send('ballot:cast', { exerciseId, ballot });
  const told = async (voter: Resident) => (await meeting.commander(voter.token).hello).mine!.ballots;
  const scores = (tally: unknown) =>
    Object.fromEntries((tally as { options: { needId: string; score: number }[] }).options.map(({ needId, score }) => [needId, score]));

  it('[B1] [F26] are counted once a person: casting again, from whichever page, replaces', async () => {
    await open(dots);
    const [voter] = voters;
    const first = await cast(voter!, dots, dotBallot({ 'need-aaa': 3 }));
    expect(first).toEqual({ ok: true, value: { receipt: expect.stringMatching(/^[A-Za-z0-9_-]{8,64}$/) as string }, seq });
    const second = meeting.commander(voter!.token);
    expect((await second.hello).mine?.ballots).toEqual({ [dots]: dotBallot({ 'need-aaa': 3 }) });
    await second.must('ballot:cast', { exerciseId: dots, ballot: dotBallot({ 'need-bbb': 2 }) });
    await eventually(() => expect(voter!.commander.mine?.ballots).toEqual({ [dots]: dotBallot({ 'need-bbb': 2 }) }));
    for (const other of voters.slice(1)) await cast(other, dots, dotBallot({ 'need-aaa': 1 }));
    expect(await close(dots)).toEqual({ ballots: 5 });
    expect(scores(await meeting.facilitator.must('exercise:reveal', { exerciseId: dots }))).toEqual({
      'need-aaa': 4,
      'need-bbb': 2,
      'need-ccc': 0,
    });
  });

  it('[F26] cast from two pages at the same moment leave one ballot, the last by the server’s order', async () => {
    await open(dots);
    const [voter] = voters;
    const second = meeting.commander(voter!.token);
    await second.hello;
    const answers = await Promise.all([
      voter!.commander.send('ballot:cast', { exerciseId: dots, ballot: dotBallot({ 'need-aaa': 1 }) }),
      second.send('ballot:cast', { exerciseId: dots, ballot: dotBallot({ 'need-bbb': 1 }) }),
    ]);
    expect(answers.map(codeOf)).toEqual(['ok', 'ok']);
    const kept = (await told(voter!))[dots];
    // The page that cast last was answered last; the other one was told of it.
    expect(kept).toEqual(dotBallot({ 'need-bbb': 1 }));
    await eventually(() => expect(voter!.commander.mine?.ballots[dots]).toEqual(kept));
    expect((await meeting.commander(voter!.token).hello).mine?.ballots[dots]).toEqual(kept);
    expect(await close(dots)).toEqual({ ballots: 1 });
  });

  it('may be taken back while the exercise is open', async () => {
    await open(dots);
    const [voter] = voters;
    expect(await voter!.commander.send('ballot:withdraw', { exerciseId: dots })).toEqual({ ok: true, value: {}, seq });
    await cast(voter!, dots, dotBallot({ 'need-aaa': 3 }));
    expect(await voter!.commander.send('ballot:withdraw', { exerciseId: dots })).toEqual({ ok: true, value: {}, seq });
    expect(await told(voter!)).toEqual({});
    expect(await close(dots)).toEqual({ ballots: 0 });
    expect(codeOf(await voter!.commander.send('ballot:withdraw', { exerciseId: dots }))).toBe('exercise-not-open');
  });

  it('[D2] taken back, a repeated cast hears what it heard and does not come back', async () => {
    await open(dots);
    const ballot = { commandId: freshId(), exerciseId: dots, ballot: dotBallot({ 'need-aaa': 3 }) };
    const first = await voters[0]!.commander.send('ballot:cast', ballot);
    await voters[0]!.commander.must('ballot:withdraw', { exerciseId: dots });
    expect(await voters[0]!.commander.send('ballot:cast', ballot)).toEqual(first);
    expect(codeOf(await voters[0]!.commander.send('ballot:cast', { ...ballot, ballot: dotBallot({ 'need-bbb': 1 }) }))).toBe(
      'command-id-reused',
    );
    expect(await close(dots)).toEqual({ ballots: 0 });
  });

  it('[B2] [F31] [F7] of dots that do not fit are refused whole, whatever is wrong with them', async () => {
    await open(dots, ['need-aaa', 'need-bbb']);
    const [voter] = voters;
    await cast(voter!, dots, dotBallot({ 'need-aaa': 1 }));
    const refusals: [Ballot, string][] = [
      [dotBallot({ 'need-aaa': 3, 'need-bbb': 3 }), 'over-budget'],
      [dotBallot({ 'need-aaa': 4 }), 'over-budget'],
      [dotBallot({ 'need-aaa': 1, 'need-ccc': 1 }), 'not-an-option'],
      [dotBallot({ 'need-aaa': 1, 'need-zzz': 9 }), 'not-an-option'],
      [dotBallot({ 'need-aaa': 0 }), 'bad-input'],
      [dotBallot({ 'need-aaa': -1 }), 'bad-input'],
      [dotBallot({ 'need-aaa': 1.5 }), 'bad-input'],
      [{ kind: 'dot-vote', dots: { 'need-aaa': '3' } }, 'bad-input'],
      [{ kind: 'dot-vote', dots: ['need-aaa'] }, 'bad-input'],
      [{ kind: 'dot-vote', dots: { 'need-aaa': 1 }, role: 'facilitator' }, 'bad-input'],
      [{ kind: 'dot-vote' }, 'bad-input'],
      [{ kind: 'rank', ranking: ['need-aaa'] }, 'bad-input'],
      [{ kind: 'acclamation' }, 'bad-input'],
    ];
    for (const [ballot, code] of refusals) expect([ballot, codeOf(await cast(voter!, dots, ballot))]).toEqual([ballot, code]);
    const raw = await RawCommander.open(app.origin, voters[1]!.token);
    for (const n of ['NaN', '1e309', '-0', '9007199254740993', '"3"', 'null', 'true', '1e-7'])
      if (n !== 'NaN')
        expect([
          n,
          codeOf(
            await raw.send(
              'ballot:cast',
              `{"commandId":"${freshId()}","exerciseId":"${dots}","ballot":{"kind":"dot-vote","dots":{"need-aaa":${n}}}}`,
            ),
          ),
        ]).toEqual([n, 'bad-input']);
    // NaN is no JSON at all: that connection ends, and nobody else's.
    raw.socket.send(
      `421["ballot:cast",{"commandId":"${freshId()}","exerciseId":"${dots}","ballot":{"kind":"dot-vote","dots":{"need-aaa":NaN}}}]`,
    );
    expect(await raw.closed()).toBeGreaterThan(0);
    expect(await told(voter!)).toEqual({ [dots]: dotBallot({ 'need-aaa': 1 }) });
    expect(await close(dots)).toEqual({ ballots: 1 });
  });

  it('[B2] [F32] of ranks that do not fit are refused whole', async () => {
    await meeting.facilitator.must('exercise:change', { exerciseId: rank, settings: { rankAtMost: 2 } });
    await open(rank);
    const [voter] = voters;
    const refusals: [Ballot, string][] = [
      [rankBallot('need-aaa', 'need-aaa'), 'bad-input'],
      [rankBallot('need-aaa', 'need-zzz'), 'not-an-option'],
      [rankBallot('need-aaa', 'need-bbb', 'need-ccc'), 'over-budget'],
      [rankBallot(...Array.from({ length: 1000 }, (_, i) => `need-${i}00000`)), 'bad-input'],
      [{ kind: 'rank', ranking: { 0: 'need-aaa' } }, 'bad-input'],
      [{ kind: 'rank', ranking: [['need-aaa']] }, 'bad-input'],
      [dotBallot({}), 'bad-input'],
    ];
    for (const [ballot, code] of refusals)
      expect([JSON.stringify(ballot).slice(0, 60), codeOf(await cast(voter!, rank, ballot))]).toEqual([
        JSON.stringify(ballot).slice(0, 60),
        code,
      ]);
    expect(codeOf(await cast(voter!, rank, rankBallot('need-ccc', 'need-aaa')))).toBe('ok');
    expect(await close(rank)).toEqual({ ballots: 1 });
  });

  it('[B2] [F32] of ten thousand ids are refused whole, and end the connection where no phone would send so many', async () => {
    await open(rank);
    const [voter, other] = voters;
    await cast(voter!, rank, rankBallot('need-aaa'));
    const tenThousand = Array.from({ length: 10_000 }, (_, i) => `n${String(i).padStart(7, '0')}`);
    const raw = await RawCommander.open(app.origin, other!.token);
    void raw.send('ballot:cast', JSON.stringify({ commandId: freshId(), exerciseId: rank, ballot: rankBallot(...tenThousand) }));
    expect(await raw.closed()).toBeGreaterThan(0);
    // As many as a frame carries are read, and refused.
    const most = tenThousand.slice(0, 5_000);
    expect(codeOf(await cast(other!, rank, rankBallot(...most)))).toBe('bad-input');
    const started = performance.now();
    expect(kindOf('rank')?.ballot?.parse(rankBallot(...tenThousand)) ?? null).toBeNull();
    expect(performance.now() - started).toBeLessThan(200);
    expect(await told(voter!)).toEqual({ [rank]: rankBallot('need-aaa') });
    expect(await close(rank)).toEqual({ ballots: 1 });
  });

  it('[S1] [F33] [B3] a wrong shape is told before the phase, what does not fit after it', async () => {
    for (const code of ['exercise-not-open', 'ok', 'exercise-not-open']) {
      if (code === 'ok') await open(dots);
      expect(codeOf(await cast(voters[0]!, dots, dotBallot({ 'need-aaa': 1 })))).toBe(code);
      expect(codeOf(await cast(voters[0]!, dots, dotBallot({ 'need-zzz': 1 })))).toBe(code === 'ok' ? 'not-an-option' : code);
      expect(codeOf(await cast(voters[0]!, dots, { kind: 'dot-vote', dots: { 'need-aaa': '1' } }))).toBe('bad-input');
      expect(codeOf(await cast(voters[0]!, dots, { kind: 'nothing' }))).toBe('bad-input');
      expect(codeOf(await cast(voters[0]!, 'no-such-exercise', { kind: 'dot-vote', dots: -1 }))).toBe('bad-input');
      if (code === 'ok') await close(dots);
    }
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    expect(codeOf(await cast(voters[0]!, collect, dotBallot({})))).toBe('bad-input');
  });

  it('[B5] [F85] that are empty are abstentions: they count as people, and all options tie', async () => {
    await open(dots);
    for (const voter of voters) expect(codeOf(await cast(voter, dots, dotBallot({})))).toBe('ok');
    await close(dots);
    const tally = await meeting.facilitator.must('exercise:reveal', { exerciseId: dots });
    expect(tally).toMatchObject({ ballots: 5, channels: { phone: 5 }, hands: null, stability: null, agreement: null });
    expect((tally as { options: object[] }).options).toEqual(
      ['need-aaa', 'need-bbb', 'need-ccc'].map((needId, i) => ({
        needId,
        number: i + 1,
        title: `题 ${needId}`,
        rank: 1,
        tied: true,
        score: 0,
        share: 0,
        people: 0,
        shortListed: false,
        minorityStrong: false,
        carriers: null,
      })),
    );
  });

  it('[T3] [F83] fewer than five are not tallied, and nothing is changed by asking', async () => {
    await open(dots);
    for (const voter of voters.slice(1)) await cast(voter, dots, dotBallot({ 'need-aaa': 1 }));
    await close(dots);
    expect(codeOf(await reveal(dots))).toBe('too-few');
    expect(await meeting.exercise(dots)).toMatchObject({ phase: 'closed', sealed: false, revealed: false });
    // Nobody's ballot is lost: the round goes on.
    expect(await meeting.facilitator.must('exercise:reopen', { exerciseId: dots })).toEqual({ ballots: 4 });
    await cast(voters[0]!, dots, dotBallot({ 'need-bbb': 1 }));
    expect(await close(dots)).toEqual({ ballots: 5 });
    expect(codeOf(await reveal(dots))).toBe('ok');
  });

  it('[X3] [B4] [F33] sealed, a repeated ballot hears ok without its receipt, a new one is too late, and its owner is told true', async () => {
    await open(dots);
    const mine = { commandId: freshId(), exerciseId: dots, ballot: dotBallot({ 'need-aaa': 1 }) };
    await voters[0]!.commander.must('ballot:cast', mine);
    for (const voter of voters.slice(1)) await cast(voter, dots, dotBallot({ 'need-bbb': 1 }));
    await close(dots);
    await reveal(dots);
    expect(await voters[0]!.commander.send('ballot:cast', mine)).toEqual({ ok: true, value: {}, seq });
    expect(codeOf(await cast(voters[0]!, dots, dotBallot({ 'need-aaa': 1 })))).toBe('exercise-not-open');
    expect(await told(voters[0]!)).toEqual({ [dots]: true });
    await eventually(() => expect(voters[0]!.commander.mine?.ballots).toEqual({ [dots]: true }));
    const late = await meeting.resident();
    expect(await told(late)).toEqual({});
    const stored = (await app.sessions.store.load(meeting.session.sessionId))!;
    expect(stored.ballots.map(({ voter }) => voter).sort()).toEqual(['0', '1', '2', '3', '4']);
    expect(stored.keys.map(({ keyId }) => keyId)).toEqual(['']);
  });

  it('[X3] [X8] a second round starts empty, takes new ballots, and the earlier tally stands until the new one is revealed', async () => {
    await open(dots);
    for (const voter of voters) await cast(voter, dots, dotBallot({ 'need-aaa': 1 }));
    await close(dots);
    await meeting.facilitator.must('exercise:reveal', { exerciseId: dots });
    const first = await eventually(async () => {
      const tally = (await meeting.stage()).tallies[dots]!;
      expect(tally.stability).not.toBeNull();
      return tally;
    });
    expect(await meeting.facilitator.send('exercise:reopen', { exerciseId: dots })).toEqual({ ok: true, value: { ballots: 0 }, seq });
    expect(await meeting.exercise(dots)).toMatchObject({ phase: 'open', sealed: false, revealed: false, round: 2 });
    expect((await meeting.stage()).tallies).toEqual({ [dots]: first });
    expect(await told(voters[0]!)).toEqual({});
    await eventually(async () => expect((await meeting.stage()).counts.submitted[dots]).toBe(0));
    for (const voter of voters) await cast(voter, dots, dotBallot({ 'need-bbb': 2 }));
    await close(dots);
    const second = await meeting.facilitator.must('exercise:reveal', { exerciseId: dots });
    expect(second).toMatchObject({ round: 2, ballots: 5, stability: null });
    const places = first.options.map(({ needId, rank, tied }) => ({ needId, rank, tied }));
    expect(first.before).toBeUndefined();
    expect((await meeting.stage()).tallies).toMatchObject({
      [dots]: { round: 2, ballots: 5, before: { round: 1, ballots: 5, options: places } },
    });
    expect((await app.sessions.get(meeting.session.sessionId)).state.rounds.map(({ round, ballots }) => [round, ballots])).toEqual([
      [1, 5],
      [2, 5],
    ]);
  });

  it('[X3] [F83] the session’s end seals what is open or closed: a round of too few leaves no tally and no ballots', async () => {
    await open(dots);
    for (const voter of voters.slice(1)) await cast(voter, dots, dotBallot({ 'need-aaa': 1 }));
    await meeting.facilitator.must('session:end', {});
    expect(await meeting.exercise(dots)).toMatchObject({ phase: 'closed', sealed: true, revealed: false });
    const stored = (await app.sessions.store.load(meeting.session.sessionId))!;
    expect([stored.ballots, stored.authors, stored.participants, stored.keys.length]).toEqual([[], [], [], 1]);
    await meeting.facilitator.must('session:reopen', {});
    expect(codeOf(await reveal(dots))).toBe('too-few');
    expect(await meeting.facilitator.must('exercise:reopen', { exerciseId: dots })).toEqual({ ballots: 0 });
    expect(await meeting.exercise(dots)).toMatchObject({ phase: 'open', round: 2 });
  });

  it('[F34] are each counted or told that they were too late when the facilitator closes among them', async () => {
    await open(dots);
    const people = [...voters, ...(await meeting.residents(15))];
    const answers = people.map((voter) => cast(voter, dots, dotBallot({ 'need-aaa': 1 })));
    const closing = close(dots);
    const codes = (await Promise.all(answers)).map(codeOf);
    expect(new Set(codes).size).toBeLessThanOrEqual(2);
    expect(codes.filter((code) => code !== 'ok' && code !== 'exercise-not-open')).toEqual([]);
    expect(await closing).toEqual({ ballots: codes.filter((code) => code === 'ok').length });
  });
});
