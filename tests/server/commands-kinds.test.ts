import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exerciseKinds, kindOf, type Ballot } from '../../shared/exercise.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { codeOf, Meeting } from '../support/meeting.ts';
import { kindCases } from '../support/kind-cases.ts';

const needIds = ['need-aaa', 'need-bbb', 'need-ccc'];

/** Ballots that do not fit under a case's settings, with the code that each is refused with. */
const misfits: Record<string, [code: string, ballot: Record<string, unknown>][]> = {
  'dot-vote': [
    ['over-budget', { dots: { 'need-aaa': 3, 'need-bbb': 3 } }],
    ['not-an-option', { dots: { 'need-zzz': 1 } }],
    ['bad-input', { dots: { 'need-aaa': 1.5 } }],
  ],
  rank: [
    ['not-an-option', { ranking: ['need-aaa', 'need-zzz'] }],
    ['bad-input', { ranking: ['need-aaa', 'need-aaa'] }],
  ],
  points: [
    ['over-budget', { points: { 'need-aaa': 11 } }],
    ['bad-input', { points: { 'need-aaa': 9 } }],
    ['not-an-option', { points: { 'need-aaa': 9, 'need-zzz': 1 } }],
    ['bad-input', { points: { 'need-aaa': '10' } }],
  ],
  rate: [
    ['not-an-option', { ratings: { 'need-zzz': { importance: 3, satisfaction: 3 } } }],
    ['bad-input', { ratings: { 'need-aaa': { importance: 6, satisfaction: 3 } } }],
    ['bad-input', { ratings: { 'need-aaa': { importance: 3 } } }],
    ['bad-input', { ratings: { 'need-aaa': { importance: 2.5, satisfaction: null } } }],
    ['bad-input', { ratings: { 'need-aaa': 3 } }],
  ],
  pledge: [
    ['not-an-option', { pledges: { 'need-aaa': 'join', 'need-zzz': 'lead' } }],
    ['bad-input', { pledges: { 'need-aaa': 'both' } }],
    ['bad-input', { pledges: ['need-aaa'] }],
  ],
  survey: [
    ['not-an-option', { answers: { 'turn-to': ['family', 'friends'] } }],
    ['not-an-option', { answers: { 'no-such': 3 } }],
    ['bad-input', { answers: { 'turn-to': ['family', 'family'] } }],
    ['bad-input', { answers: { 'turn-to': 'family' } }],
    ['bad-input', { answers: { heard: 6 } }],
    ['bad-input', { answers: { heard: '3' } }],
    ['bad-input', { answers: { 'took-part': 2 } }],
  ],
};

it('[B2] every kind that has ballots has its misfits here', () => {
  expect(Object.keys(misfits).sort()).toEqual(exerciseKinds.filter((kind) => kindOf(kind)?.ballot).sort());
});

describe.each(Object.keys(misfits))('a ballot of %s', (kind) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(async () => {
    expect(app.troubles).toEqual([]);
    await app.close();
  });

  it('[B2] [B3] [B5] that does not fit is refused whole, an empty one is counted, and a late one is refused', async () => {
    const meeting = await Meeting.open(app);
    const [voter, other] = await meeting.residents(2);
    await meeting.needs(...needIds);
    const exerciseId = await meeting.exerciseOf(kind, kindCases[kind]!.settings(needIds));
    const cast = (ballot: Record<string, unknown>, who = voter!) =>
      who.commander.send('ballot:cast', { exerciseId, ballot: { kind, ...ballot } });
    const empty = kindCases[kind]!.ballotBy([], () => 0);
    expect(codeOf(await cast(empty))).toBe('exercise-not-open');
    await meeting.facilitator.must('exercise:open', { exerciseId, ...(kindOf(kind)!.isAboutNeeds && { needIds }) });
    expect(await cast(empty)).toMatchObject({ ok: true });
    for (const [code, ballot] of misfits[kind]!) expect([ballot, codeOf(await cast(ballot))]).toEqual([ballot, code]);
    expect(codeOf(await cast({ ...misfits[kind]![0]![1], more: 1 }))).toBe('bad-input');
    expect(codeOf(await cast({ ...empty, kind: 'nothing-such' }))).toBe('bad-input');
    expect((await meeting.commander(voter!.token).hello).mine!.ballots).toEqual({ [exerciseId]: empty });
    expect(await meeting.facilitator.must('exercise:close', { exerciseId })).toEqual({ ballots: 1 });
    expect(codeOf(await cast(empty, other))).toBe('exercise-not-open');
    meeting.close();
  });

  it('[T3] is not counted with three others', async () => {
    const meeting = await Meeting.open(app);
    const voters = await meeting.residents(4);
    await meeting.needs(...needIds);
    const exerciseId = await meeting.exerciseOf(kind, kindCases[kind]!.settings(needIds));
    await meeting.facilitator.must('exercise:open', { exerciseId });
    const empty = kindCases[kind]!.ballotBy([], () => 0) as Ballot;
    for (const { commander } of voters) await commander.must('ballot:cast', { exerciseId, ballot: empty });
    await meeting.facilitator.must('exercise:close', { exerciseId });
    expect(codeOf(await meeting.facilitator.send('exercise:reveal', { exerciseId }))).toBe('too-few');
    meeting.close();
  });
});
