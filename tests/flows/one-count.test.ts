import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Joined, KioskAccess, SeatCard } from '../../shared/wire.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { call, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, Meeting } from '../support/meeting.ts';

const needIds = ['need-lamps', 'need-lunch', 'need-parking'] as const;
/** Whoever is the n-th of a channel puts these dots. */
const dotsOf = (n: number) => ({ [needIds[n % 3]!]: 2, [needIds[(n + 1) % 3]!]: 1 });
const ballotOf = (n: number) => ({ kind: 'dot-vote' as const, dots: dotsOf(n) });

let app: TestApp;
let meeting: Meeting;
beforeEach(async () => {
  app = await startApp();
  meeting = await Meeting.open(app, { joinMode: 'seat-card' });
});
afterEach(async () => {
  meeting.close();
  expect(app.troubles).toEqual([]);
  await app.close();
});

const path = (rest: string) => `/api/sessions/${meeting.session.sessionId}/${rest}`;
const asFacilitator = <T>(rest: string, body: Record<string, unknown>) =>
  call<T>(app.origin, path(rest), { token: meeting.session.facilitatorToken, body });
const scan = (seatCode: string) => call<Joined>(app.origin, path('participants'), { body: { commandId: freshId(), seatCode } });

it('[B1] [B9] [T13] [F27] phones, a tablet, slips, a helper and hands are one count, in which nobody counts twice', async () => {
  const { body: made } = await asFacilitator<{ cards: SeatCard[] }>('seats', { count: 30 });
  const phoneCards = made.cards.slice(0, 20);
  const tabletCards = made.cards.slice(20);
  await meeting.facilitator.must('session:attendance', { present: 62 });
  await meeting.needs(...needIds);

  // Of the first card two phones scan it in the same moment: one sits.
  const [first, ...others] = phoneCards;
  const both = await Promise.all([scan(first!.code), scan(first!.code)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  const seats = [both.find(({ status }) => status === 201)!, ...(await Promise.all(others.map(({ code }) => scan(code))))];
  expect(seats.map(({ status }) => status)).toEqual(seats.map(() => 201));
  const phones = await Promise.all(
    seats.map(async ({ body }) => {
      const commander = meeting.commander(body.token);
      await commander.hello;
      return { ...body, commander };
    }),
  );

  const exerciseId = await meeting.exerciseOf('dot-vote');
  await meeting.facilitator.must('exercise:open', { exerciseId });
  await Promise.all(phones.map(({ commander }, n) => commander.must('ballot:cast', { exerciseId, ballot: ballotOf(n) })));

  // Ten people before the tablet, and one who had voted on a phone: the last one counts.
  const { body: access } = await asFacilitator<KioskAccess>('kiosks', {});
  const tablet = meeting.commander(access.token);
  await tablet.hello;
  for (const [n, { code }] of tabletCards.entries()) await tablet.must('ballot:cast', { exerciseId, ballot: ballotOf(n), seatCode: code });
  await tablet.must('ballot:cast', { exerciseId, ballot: ballotOf(1), seatCode: phoneCards[5]!.code });

  // Fifteen slips, one of them typed twice; five people's words to a helper, who votes too.
  const enter = (n: number, channel: 'paper' | 'scribe', slip: string, by = meeting.facilitator) =>
    by.send('ballot:enter', { exerciseId, ballot: ballotOf(n), channel, slip });
  for (let n = 0; n < 15; n += 1) expect(codeOf(await enter(n, 'paper', `p${n}`))).toBe('ok');
  expect(codeOf(await enter(4, 'paper', 'P4'))).toBe('slip-used');
  const helper = phones[0]!;
  await meeting.facilitator.must('participant:make-scribe', { participantId: helper.participantId });
  for (let n = 0; n < 5; n += 1) expect(codeOf(await enter(n, 'scribe', `s${n}`, helper.commander))).toBe('ok');
  expect(codeOf(await enter(0, 'scribe', 'p7', helper.commander))).toBe('slip-used');
  await meeting.facilitator.must('hands:enter', {
    exerciseId,
    present: 12,
    counts: { 'need-lamps': 9, 'need-lunch': 3, 'need-parking': 0 },
  });

  await eventually(async () => {
    const { counts } = await meeting.stage();
    expect([counts.submitted[exerciseId], counts.byChannel[exerciseId]]).toEqual([50, { phone: 19, kiosk: 11, paper: 15, scribe: 5 }]);
  });
  expect(await meeting.facilitator.must('exercise:close', { exerciseId })).toEqual({ ballots: 50 });
  await meeting.facilitator.must('exercise:reveal', { exerciseId });

  const voters = [
    ...phones.flatMap((_, n) => (n === 5 ? [] : [n])),
    ...tabletCards.map((_, n) => n),
    1,
    ...Array.from({ length: 15 }, (_, n) => n),
    ...Array.from({ length: 5 }, (_, n) => n),
  ];
  const expected = Object.fromEntries(needIds.map((needId) => [needId, voters.reduce((sum, n) => sum + (dotsOf(n)[needId] ?? 0), 0)]));
  const tally = (await meeting.stage()).tallies[exerciseId]!;
  expect(tally.ballots).toBe(50);
  expect(Object.fromEntries(tally.options.map(({ needId, score }) => [needId, score]))).toEqual(expected);
  expect(Object.values(tally.channels ?? { none: 50 }).reduce((sum, n) => sum + n, 0)).toBe(50);
  expect(tally.hands).toEqual({ present: 12, counts: { 'need-lamps': 9, 'need-lunch': 3, 'need-parking': 0 } });
});
