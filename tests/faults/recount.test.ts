import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stores } from '../../server/app.ts';
import type { Store } from '../../server/store/store.ts';
import { exerciseKinds, kindOf } from '../../shared/exercise.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import type { Tally } from '../../shared/tally.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { Meeting } from '../support/meeting.ts';
import { kindCases } from '../support/kind-cases.ts';
import { recounts, type Ballot } from '../support/recount.ts';
import { seeded } from '../support/seeded.ts';

const needIds = ['need-lamps', 'need-lift0', 'need-ramp0', 'need-park0', 'need-bins0'];
const counted = exerciseKinds.filter((kind) => kindOf(kind)?.ballot);

/** How many chose each answer of each question, those that nobody chose left out; undefined for a kind without questions. */
function saidIn({ questions }: Pick<Tally, 'questions'>): Record<string, Record<string, number>> | undefined {
  const chosen = questions?.map(({ questionId, options }) => [
    questionId,
    Object.fromEntries(options.filter(({ people }) => people > 0).map(({ optionId, people }) => [optionId, people])),
  ]);
  return chosen && (Object.fromEntries(chosen) as Record<string, Record<string, number>>);
}

it('[L7] [F84] every kind that has ballots is recounted here', () => {
  expect(Object.keys(recounts).sort()).toEqual([...counted].sort());
});

describe.each(counted)('[L7] [F84] [T8] a recount by definition of %s', (kind) => {
  const cases = kindCases[kind]!;
  let store: Store;
  let app: TestApp;
  beforeAll(async () => {
    store = await stores.memory();
    app = await startApp({ store });
  });
  afterAll(() => app.close());

  it('comes to what was counted, for two hundred rooms', () => {
    const rules = kindOf(kind)!.ballot!;
    const settings = kindOf(kind)!.settings(cases.settings(needIds))!;
    let byShown = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = seeded(seed);
      const ballots = Array.from({ length: 5 + Math.floor(random() * 20) }, () => cases.ballotBy(needIds, random));
      const parsed = ballots.map((ballot) => rules.parse(ballot));
      const count = rules.tally(parsed, { settings, options: needIds, seed });
      const { scores, places, said } = recounts[kind]!(needIds, ballots);
      expect({ seed, said: saidIn(count) }).toEqual({ seed, said });
      expect({ seed, scores: Object.fromEntries(count.options.map(({ needId, score }) => [needId, score])) }).toEqual({ seed, scores });
      const ranksBy = new Map(count.alsoBy.map(({ method, ranks }) => [method as string, ranks]));
      ranksBy.set(count.method, Object.fromEntries(count.options.map(({ needId, rank }) => [needId, rank])));
      for (const [method, ranks] of Object.entries(places))
        expect({ seed, method, ranks: ranksBy.get(method) }).toEqual({ seed, method, ranks });
      if (places[count.method]) byShown += 1;
    }
    // Where a lot decided, the rule itself is not counted again here.
    expect(byShown).toBeGreaterThan(50);
  }, 60_000);

  it('comes from the sealed ballots to what the screen showed and the records say', async () => {
    const random = seeded(kind.length);
    const meeting = await Meeting.open(app);
    const { sessionId, facilitatorToken, projectorToken } = meeting.session;
    const exerciseId = await meeting.exerciseOf(kind, cases.settings(needIds));
    // Two hundred counts at a stretch look like a busy house: who comes waits until it is not.
    await eventually(async () => expect((await meeting.join()).status).toBe(201));
    const voters = await meeting.residents(24);
    await meeting.needs(...needIds);
    await meeting.facilitator.must('exercise:open', { exerciseId });
    await Promise.all(
      voters.map(({ commander }) => commander.must('ballot:cast', { exerciseId, ballot: cases.ballotBy(needIds, random) })),
    );
    await meeting.facilitator.must('exercise:close', { exerciseId });
    await meeting.facilitator.must('exercise:reveal', { exerciseId });
    const { body: stage } = await call<{ tallies: Record<string, Tally> }>(app.origin, `/api/sessions/${sessionId}/stage`, {
      token: projectorToken,
    });
    const tally = stage.tallies[exerciseId]!;
    await meeting.facilitator.must('session:end', {});
    const records = await eventually(async () => {
      const { body } = await call<NeedRecords>(app.origin, `/api/sessions/${sessionId}/needs.json`, { token: facilitatorToken });
      expect(body.runs.length).toBeGreaterThan(0);
      return body;
    });

    const sealed = (await store.load(sessionId))!.ballots.filter((row) => row.exerciseId === exerciseId);
    expect(sealed).toHaveLength(voters.length);
    const { scores, places, said } = recounts[kind]!(
      needIds,
      sealed.map(({ body }) => JSON.parse(body) as Ballot),
    );
    expect(tally.ballots).toBe(voters.length);
    expect(saidIn(tally)).toEqual(said);
    expect(Object.fromEntries(tally.options.map(({ needId, score }) => [needId, score]))).toEqual(scores);
    const run = records.runs.find((one) => one.exerciseId === exerciseId && one.shown)!;
    for (const [method, ranks] of Object.entries(places)) {
      const runId = method === run.rule ? run.id : `${run.id}.${method}`;
      const said = records.results.filter((one) => one.runId === runId && one.group === null);
      expect({ method, ranks: Object.fromEntries(said.map(({ needId, rank }) => [needId, rank])) }).toEqual({ method, ranks });
    }
    meeting.close();
  }, 30_000);
});
