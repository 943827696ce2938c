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
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = seeded(seed);
      const ballots = Array.from({ length: 5 + Math.floor(random() * 20) }, () => cases.ballotBy(needIds, random));
      const parsed = ballots.map((ballot) => rules.parse(ballot));
      const count = rules.tally(parsed, { settings, options: needIds, seed });
      const { scores, places } = recounts[kind]!(needIds, ballots);
      expect({ seed, scores: Object.fromEntries(count.options.map(({ needId, score }) => [needId, score])) }).toEqual({ seed, scores });
      const [shown, ...others] = Object.entries(places);
      expect({ seed, method: count.method, ranks: Object.fromEntries(count.options.map(({ needId, rank }) => [needId, rank])) }).toEqual({
        seed,
        method: shown![0],
        ranks: shown![1],
      });
      for (const [method, ranks] of others)
        expect({ seed, method, ranks: count.alsoBy.find((also) => also.method === method)?.ranks }).toEqual({ seed, method, ranks });
    }
  }, 60_000);

  it('comes from the sealed ballots to what the screen showed and the records say', async () => {
    const random = seeded(kind.length);
    const meeting = await Meeting.open(app);
    const { sessionId, facilitatorToken, projectorToken } = meeting.session;
    const exerciseId = await meeting.exerciseOf(kind, cases.settings(needIds));
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
    const { scores, places } = recounts[kind]!(
      needIds,
      sealed.map(({ body }) => JSON.parse(body) as Ballot),
    );
    const shown = Object.entries(places)[0]!;
    expect(tally.ballots).toBe(voters.length);
    expect(Object.fromEntries(tally.options.map(({ needId, score, rank }) => [needId, [score, rank]]))).toEqual(
      Object.fromEntries(needIds.map((id) => [id, [scores[id], shown[1][id]]])),
    );
    const run = records.runs.find((one) => one.exerciseId === exerciseId && one.shown)!;
    for (const [method, ranks] of Object.entries(places)) {
      const runId = method === shown[0] ? run.id : `${run.id}.${method}`;
      const said = records.results.filter((one) => one.runId === runId && one.group === null);
      expect({ method, ranks: Object.fromEntries(said.map(({ needId, rank }) => [needId, rank])) }).toEqual({ method, ranks });
    }
    meeting.close();
  }, 30_000);
});
