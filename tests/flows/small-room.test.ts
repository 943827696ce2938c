import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFile } from '../../server/export/make-file.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import type { Tally } from '../../shared/tally.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { ballotsByTrying, type Guesses } from '../support/hash-attack.ts';
import { download, unzipped } from '../support/held-workshop.ts';
import { Meeting } from '../support/meeting.ts';

const needIds = ['need-lamps', 'need-lifts'] as const;
const ballotOf = ([lamps, lifts]: readonly [number, number]) => ({
  kind: 'dot-vote',
  dots: { ...(lamps > 0 && { 'need-lamps': lamps }), ...(lifts > 0 && { 'need-lifts': lifts }) },
});
/** All that anybody can do with two dots on two needs. */
const possible = (
  [
    [0, 0],
    [1, 0],
    [2, 0],
    [0, 1],
    [0, 2],
    [1, 1],
  ] as const
).map(ballotOf);
const cast = (
  [
    [2, 0],
    [1, 1],
    [0, 2],
    [0, 2],
    [1, 0],
  ] as const
).map(ballotOf);

let app: TestApp;
let meeting: Meeting;
let tally: Tally;
beforeAll(async () => {
  app = await startApp({ makeFile });
  meeting = await Meeting.open(app, { template: 'blank', ballotsForResearch: true });
  await meeting.needs(...needIds);
  const people = await meeting.residents(cast.length);
  const { facilitator } = meeting;
  const { exerciseId } = await facilitator.must('exercise:add', { exercise: { kind: 'dot-vote', settings: { dots: 2, maxPerNeed: 2 } } });
  await facilitator.must('exercise:open', { exerciseId, needIds: [...needIds] });
  for (const [i, { commander }] of people.entries()) await commander.must('ballot:cast', { exerciseId, ballot: cast[i]! });
  await facilitator.must('exercise:close', { exerciseId });
  tally = (await facilitator.must('exercise:reveal', { exerciseId })) as Tally;
  // A second round of one person, which is not counted and whose ballot is nobody's to know.
  await facilitator.must('exercise:reopen', { exerciseId });
  await people[0]!.commander.must('ballot:cast', { exerciseId, ballot: cast[1]! });
  await facilitator.must('session:end', {});
});
afterAll(async () => {
  meeting.close();
  await app.close();
});

/** All that leaves the server about it, as text. */
async function told(): Promise<string[]> {
  const room = { origin: app.origin, session: meeting.session };
  const zips = await Promise.all(
    ['log.zip', 'datapackage.zip'].map(async (file) => {
      const { 'verifier.html': _page, ...files } = unzipped((await download(room, file)).bytes);
      return Object.values(files);
    }),
  );
  const records = await download(room, 'needs.json');
  const stage = await call(app.origin, `/api/sessions/${room.session.sessionId}/stage`, { token: room.session.projectorToken });
  return [...zips.flat(), Buffer.from(records.bytes).toString(), JSON.stringify(stage.body)];
}

const dotsOf = (ballot: string, needId: string) => (JSON.parse(ballot) as { dots: Record<string, number> }).dots[needId] ?? 0;
const guesses = (people: number): Guesses => ({
  ballots: possible.map(canonicalJson),
  people,
  fits: (ballots) =>
    people < cast.length ||
    tally.options.every(
      ({ needId, score, share }) =>
        ballots.reduce((sum, ballot) => sum + dotsOf(ballot, needId), 0) === score &&
        ballots.filter((ballot) => dotsOf(ballot, needId) > 0).length === Math.round(share * people),
    ),
});

it('[S21] [E9] [V2] whoever tries all ballots that five people could have cast, or one, finds none by any hash that is told', async () => {
  const texts = await told();
  expect(texts.join('').match(/\b[0-9a-f]{64}\b/g)?.length).toBeGreaterThan(10);
  expect(ballotsByTrying(texts, guesses(cast.length))).toEqual([]);
  expect(ballotsByTrying(texts, guesses(1))).toEqual([]);
  // Nor are there ballots to be had of a round of five, though the organizer would give large ones away.
  const { status, body } = await call(app.origin, `/api/sessions/${meeting.session.sessionId}/ballots.zip`, { token: testKey });
  expect([status, body['code']]).toEqual([422, 'too-few']);
});

it('[S21] the same trying finds them by a hash without a salt, and by one whose salt is told', async () => {
  const { createHash } = await import('node:crypto');
  const hashOf = (lines: readonly string[]) =>
    createHash('sha256')
      .update([...lines].sort().join('\n'))
      .digest('hex');
  const bodies = cast.map(canonicalJson).sort();
  const salt = 'a-salt-of-the-round-0';
  const line = JSON.stringify({ salt });
  for (const leak of [[hashOf(bodies)], [hashOf([...bodies, line]), `{"salt":"${salt}"}`]])
    expect(ballotsByTrying([...(await told()), ...leak], guesses(cast.length)).map((set) => [...set].sort())).toEqual([bodies]);
  expect(ballotsByTrying([hashOf([bodies[0]!])], guesses(1))).toEqual([[bodies[0]]]);
});
