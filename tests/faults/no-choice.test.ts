import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exerciseKinds, kindOf } from '../../shared/exercise.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import type { Tally } from '../../shared/tally.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { kindCases } from '../support/kind-cases.ts';
import { codeOf, Meeting, type Resident } from '../support/meeting.ts';

const needIds = ['need-lamps', 'need-lifts', 'need-bins', 'need-ramps'];
const kinds = exerciseKinds.filter((kind) => kindOf(kind)?.ballot);
/** What abstains, in each kind. */
const nothing: Record<string, Record<string, unknown>> = {
  'dot-vote': { dots: {} },
  rank: { ranking: [] },
  points: { points: {} },
  rate: { ratings: {} },
  compare: { answers: [] },
  budget: { chosen: [] },
  pledge: { pledges: {} },
  survey: { answers: {} },
};
/** Two needs that as many want as the other, in as many ways. */
const even: Record<string, [Record<string, unknown>, Record<string, unknown>]> = {
  'dot-vote': [{ dots: { 'need-lamps': 2 } }, { dots: { 'need-lifts': 2 } }],
  rank: [{ ranking: ['need-lamps', 'need-lifts'] }, { ranking: ['need-lifts', 'need-lamps'] }],
  points: [{ points: { 'need-lamps': 10 } }, { points: { 'need-lifts': 10 } }],
  rate: [
    { ratings: { 'need-lamps': { importance: 5, satisfaction: 1 } } },
    { ratings: { 'need-lifts': { importance: 5, satisfaction: 1 } } },
  ],
  compare: [
    { answers: [{ a: 'need-lamps', b: 'need-lifts', winner: 'need-lamps' }] },
    { answers: [{ a: 'need-lamps', b: 'need-lifts', winner: 'need-lifts' }] },
  ],
  budget: [{ chosen: ['need-lamps'] }, { chosen: ['need-lifts'] }],
  pledge: [{ pledges: { 'need-lamps': 'join' } }, { pledges: { 'need-lifts': 'join' } }],
};

let app: TestApp;
let meeting: Meeting;
let people: Resident[];
beforeAll(async () => {
  app = await startApp();
  meeting = await Meeting.open(app, { template: 'blank' });
  await meeting.needs(...needIds);
  people = await meeting.residents(6);
});
afterAll(async () => {
  meeting.close();
  await app.close();
});

async function opened(kind: string): Promise<string> {
  const settings =
    kind === 'budget' ? { budget: 6, costs: Object.fromEntries(needIds.map((id) => [id, 2])) } : kindCases[kind]!.settings(needIds);
  const { exerciseId } = await meeting.facilitator.must('exercise:add', { exercise: { kind, settings } });
  await meeting.facilitator.must('exercise:open', { exerciseId, ...(kindOf(kind)!.isAboutNeeds && { needIds }) });
  return exerciseId;
}

async function revealed(exerciseId: string): Promise<Tally> {
  await meeting.facilitator.must('exercise:close', { exerciseId });
  return (await meeting.facilitator.must('exercise:reveal', { exerciseId })) as Tally;
}

const placesOf = ({ options }: Tally) => options.map(({ rank, tied }) => ({ rank, tied }));

describe.each(kinds)('[F85] [T1] %s', (kind) => {
  it('where all abstain is counted as so many people, with every need level, first and chosen before no other', async () => {
    const exerciseId = await opened(kind);
    for (const { commander } of people) await commander.must('ballot:cast', { exerciseId, ballot: { kind, ...nothing[kind]! } });
    const tally = await revealed(exerciseId);
    expect(tally.ballots).toBe(people.length);
    const options = kindOf(kind)!.isAboutNeeds ? needIds : [];
    expect(placesOf(tally)).toEqual(options.map(() => ({ rank: 1, tied: true })));
    expect(tally.options.filter((option) => option['shortListed'] === true).map(({ needId }) => needId)).toEqual([]);
    for (const { method, ranks } of tally.alsoBy) expect([method, new Set(Object.values(ranks)).size]).toEqual([method, 1]);
    for (const question of tally.questions ?? []) expect([question.people, question.mean]).toEqual([0, null]);
    const { body } = await call<NeedRecords>(app.origin, `/api/sessions/${meeting.session.sessionId}/needs.json`, { token: testKey });
    const run = body.runs.find((one) => one.shown && one.exerciseId === exerciseId)!;
    expect([run.ballots, run.blank]).toEqual([people.length, people.length]);
    for (const result of body.results.filter(({ runId, group }) => runId === run.id && group === null))
      expect([result.rank, result.tied]).toEqual([1, true]);
  });

  it('with no ballot at all is not counted: the facilitator hears so, and nothing has a place', async () => {
    const exerciseId = await opened(kind);
    await meeting.facilitator.must('exercise:close', { exerciseId });
    expect(codeOf(await meeting.facilitator.send('exercise:reveal', { exerciseId }))).toBe('too-few');
    expect((await meeting.stage()).tallies[exerciseId]).toBeUndefined();
  });
});

it.each(kinds.filter((kind) => even[kind] !== undefined))(
  '[F85] [T1] %s where two are wanted alike shows them level, whoever is numbered first',
  async (kind) => {
    const exerciseId = await opened(kind);
    for (const [i, { commander }] of people.entries())
      await commander.must('ballot:cast', { exerciseId, ballot: { kind, ...even[kind]![i % 2]! } });
    const tally = await revealed(exerciseId);
    const [lamps, lifts] = ['need-lamps', 'need-lifts'].map((needId) => tally.options.find((option) => option.needId === needId)!);
    expect([lamps!.rank, lamps!.tied]).toEqual([lifts!.rank, lifts!.tied]);
    expect(lamps!.tied).toBe(true);
    expect([lamps!.score, lamps!.share, lamps!['shortListed']]).toEqual([lifts!.score, lifts!.share, lifts!['shortListed']]);
  },
);
