import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wrongCodeLimits } from '../../server/session/wrong-codes.ts';
import { MemoryStore } from '../../server/store/memory.ts';
import type { SessionRow } from '../../server/store/store.ts';
import { joinCodeAlphabet } from '../../shared/join-code.ts';
import { sentenceOf } from '../../shared/refusal.ts';
import { readDoor } from '../../shared/wall.ts';
import type { Joined, SeatCard } from '../../shared/wire.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { call, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, dropped, Meeting, refusedCode } from '../support/meeting.ts';

/** Notes which codes it was asked for. */
class AskedStore extends MemoryStore {
  lookedUp: string[] = [];

  override sessionByCode(code: string): Promise<SessionRow | null> {
    this.lookedUp.push(code);
    return super.sessionByCode(code);
  }
}

let store: AskedStore;
let app: TestApp;
let meeting: Meeting;
beforeEach(async () => {
  store = new AskedStore();
  app = await startApp({ store });
  meeting = await Meeting.open(app);
});
afterEach(async () => {
  meeting.close();
  await app.close();
});

async function cards(count: number): Promise<SeatCard[]> {
  const path = `/api/sessions/${meeting.session.sessionId}/seats`;
  return (await call<{ cards: SeatCard[] }>(app.origin, path, { token: meeting.session.facilitatorToken, body: { count } })).body.cards;
}
const sit = (seatCode: string) =>
  call<Joined & { code?: string; detail?: string }>(app.origin, `/api/sessions/${meeting.session.sessionId}/participants`, {
    body: { commandId: freshId(), seatCode },
  });
const lookUp = (code: string) => call<{ code?: string; sessionId?: string }>(app.origin, `/api/join/${code}`);

describe('two devices', () => {
  it('[F27] that join with one id in the same millisecond are one person, with one seat and one ballot', async () => {
    await meeting.needs('need-lamps');
    const vote = await meeting.exerciseOf('dot-vote');
    await meeting.facilitator.must('exercise:open', { exerciseId: vote });
    const commandId = freshId();
    const joined = await Promise.all(Array.from({ length: 8 }, () => meeting.join(commandId)));
    expect(new Set(joined.map(({ status, body }) => `${String(status)} ${body.participantId} ${body.alias}`)).size).toBe(1);
    const devices = joined.map(({ body }) => meeting.commander(body.token));
    await Promise.all(devices.map(({ hello }) => hello));
    const ballot = { kind: 'dot-vote', dots: { 'need-lamps': 1 } };
    await Promise.all(devices.map((device) => device.must('ballot:cast', { exerciseId: vote, ballot })));
    expect(await meeting.facilitator.must('exercise:close', { exerciseId: vote })).toEqual({ ballots: 1 });
    await eventually(async () => expect((await meeting.stage()).counts).toMatchObject({ joined: 1, online: 1 }));
    expect((await store.load(meeting.session.sessionId))!.participants).toHaveLength(1);
  });

  it('[F27] [J10] that scan one card in the same millisecond: exactly one comes in, the other hears that the code was used', async () => {
    for (const { code } of await cards(5)) {
      const [one, other] = await Promise.all([sit(code), sit(code)]);
      const [won, lost] = one.status === 201 ? [one, other] : [other, one];
      expect([won.status, lost.status, lost.body.code, lost.body.detail]).toEqual([
        201,
        409,
        'seat-taken',
        sentenceOf('seat-taken', 'zh-CN'),
      ]);
      expect(lost.body.detail).toContain('这张票码已用过');
      expect((await meeting.commander(won.body.token).hello).participantId).toBe(won.body.participantId);
    }
    expect((await store.load(meeting.session.sessionId))!.participants).toHaveLength(5);
  });
});

describe('join codes that are guessed', () => {
  /** Codes that no session has. */
  const guesses = (count: number) => Array.from({ length: count }, (_, i) => `ZZ${String(2222 + i).replaceAll(/[01]/g, 'A')}Z`);
  const troubles = () => app.troubles.filter(({ what }) => what === 'join codes are being guessed');

  async function unknownCodes(): Promise<number> {
    const text = await (await fetch(`${app.origin}/metrics`)).text();
    return Number(/^yishi_codes_unknown_total (\d+)$/m.exec(text)?.[1]);
  }

  it('[J5] [F28] by a thousand devices at once: they wait longer and longer and are refused, and right codes are answered at once', async () => {
    const started = performance.now();
    const answers: { code: string; tookMs: number }[] = [];
    const guessing = Promise.all(
      guesses(1000).map(async (guess) => {
        const { body } = await lookUp(guess);
        answers.push({ code: body.code!, tookMs: performance.now() - started });
      }),
    );
    await eventually(() => expect(answers.filter(({ code }) => code === 'too-fast').length).toBeGreaterThan(500), { withinMs: 20_000 });
    // Whoever has the right code comes in while all of that goes on, into a room that was made meanwhile too.
    const other = await Meeting.open(app);
    for (const { session } of [meeting, other]) {
      const asked = performance.now();
      expect((await lookUp(session.joinCode)).body.sessionId).toBe(session.sessionId);
      expect(performance.now() - asked).toBeLessThan(1_000);
    }
    expect((await other.join()).status).toBe(201);
    other.close();
    await guessing;

    const unknown = answers.filter(({ code }) => code === 'code-unknown').map(({ tookMs }) => tookMs);
    expect(unknown.length).toBeGreaterThanOrEqual(wrongCodeLimits.refusedAbove);
    expect(unknown.length).toBeLessThan(wrongCodeLimits.refusedAbove + 60);
    expect(answers.length - unknown.length).toBe(answers.filter(({ code }) => code === 'too-fast').length);
    const slowest = Math.max(...unknown);
    expect(slowest).toBeGreaterThan(wrongCodeLimits.longestMs * 0.9);
    expect(slowest).toBeLessThan(wrongCodeLimits.longestMs + 12_000);
    expect(await unknownCodes()).toBe(1000);
    expect(troubles()).toHaveLength(1);
    expect(JSON.stringify(troubles())).not.toContain('ZZ2');
  }, 40_000);

  it('[J5] [F28] are looked up no more once they are refused', async () => {
    await Promise.all(guesses(wrongCodeLimits.refusedAbove).map(lookUp));
    store.lookedUp = [];
    await Promise.all(guesses(200).map(lookUp));
    // What is forgotten meanwhile makes room for a few.
    expect(store.lookedUp.length).toBeLessThan(60);
    await lookUp(meeting.session.joinCode);
    expect(store.lookedUp.at(-1)).toBe(meeting.session.joinCode);
  }, 30_000);

  it('[F28] are so many that guessing takes days at the pace at which wrong ones are forgotten', () => {
    const codes = joinCodeAlphabet.length ** 4;
    expect(meeting.session.joinCode).toHaveLength(4);
    const daysForHalf = codes / 2 / wrongCodeLimits.forgottenPerSecond / 86_400;
    expect(daysForHalf).toBeGreaterThan(2);
  });
});

describe('seat codes that are guessed', () => {
  it('[J13] [F28] by a thousand devices at once: later and later, then refused, facilitators are told, and right ones come in at once', async () => {
    const [card, other] = await cards(2);
    const tablet = meeting.commander(await meeting.token('kiosk'));
    await tablet.hello;
    const answers: string[] = [];
    const guesses = Array.from({ length: 1000 }, (_, i) => `ZZZZ${String(1000 + i)}`);
    const guessing = Promise.all(guesses.map(async (guess) => answers.push((await sit(guess)).body.code!)));
    await eventually(() => expect(answers.filter((code) => code === 'too-fast').length).toBeGreaterThan(500), { withinMs: 20_000 });
    const asked = performance.now();
    expect((await sit(card!.code)).status).toBe(201);
    expect(performance.now() - asked).toBeLessThan(1_000);
    // The tablet guesses in the same queue.
    const vote = await meeting.exerciseOf('dot-vote');
    await meeting.needs('need-lamps');
    await meeting.facilitator.must('exercise:open', { exerciseId: vote });
    const ballot = { kind: 'dot-vote', dots: { 'need-lamps': 1 } };
    expect(codeOf(await tablet.send('ballot:cast', { exerciseId: vote, ballot, seatCode: 'ZZZZ9999' }))).toMatch(
      /^(too-fast|code-unknown)$/,
    );
    expect(codeOf(await tablet.send('ballot:cast', { exerciseId: vote, ballot, seatCode: other!.code }))).toBe('ok');
    await guessing;
    const unknown = answers.filter((code) => code === 'code-unknown').length;
    expect(unknown).toBeGreaterThanOrEqual(wrongCodeLimits.refusedAbove);
    expect(unknown).toBeLessThan(wrongCodeLimits.refusedAbove + 60);
    // A machine that is busy with all of them may say so to some who are new.
    expect(unknown + answers.filter((code) => code === 'too-fast' || code === 'try-later').length).toBe(1000);
    expect(app.troubles.filter(({ what }) => what === 'seat codes are being guessed')).toHaveLength(1);
    const door = readDoor(await meeting.stored('backstage'));
    expect(Math.abs(door!.guessedAt! - Date.now())).toBeLessThan(60_000);
  }, 40_000);
});

describe('a seat code', () => {
  const full = (text: string) => [...text].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join('');
  const alike = (code: string) => code.replaceAll('0', 'O').replaceAll('1', 'I').replaceAll('V', 'U');
  const typed = (code: string) => [
    code.toLowerCase(),
    alike(code),
    alike(code).toLowerCase().replaceAll('i', 'l'),
    `${code.slice(0, 4)} ${code.slice(4)}`,
    ` ${code.slice(0, 3)}　${code.slice(3)} `,
    full(code),
    full(alike(code).toLowerCase()),
    `${full(code.slice(0, 4))}-${code.slice(4).toLowerCase()}`,
  ];

  it('[F29] [J11] is the same over HTTP and on a tablet, in whatever case, with spaces, in full width, with O for 0 and I for 1', async () => {
    // Cards until one has a nought, a one and a V: what looks alike has to be there.
    const made = await cards(400);
    const { code } = made.find((card) => card.code.includes('0') && card.code.includes('1'))!;
    const people = new Set<string>();
    for (const way of typed(code)) {
      const { status, body } = await sit(way);
      expect([way, status]).toEqual([way, 201]);
      people.add(body.participantId);
      await meeting.commander(body.token).hello;
    }
    expect(people.size).toBe(1);
    const tablet = meeting.commander(await meeting.token('kiosk'));
    await tablet.hello;
    await meeting.needs('need-lamps');
    const exerciseId = await meeting.exerciseOf('dot-vote');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    for (const seatCode of typed(code))
      await tablet.must('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots: { 'need-lamps': 1 } }, seatCode });
    expect(await meeting.facilitator.must('exercise:close', { exerciseId })).toEqual({ ballots: 1 });
  });
});

describe('what was voided', () => {
  it('[F30] [J12] a card lets nobody in, and one in use is not voided, which is logged', async () => {
    const [lost, inUse] = await cards(2);
    await meeting.facilitator.must('seat:void', { serials: [lost!.serial] });
    expect((await sit(lost!.code)).body.code).toBe('code-unknown');
    const { body: holder } = await sit(inUse!.code);
    expect(codeOf(await meeting.facilitator.send('seat:void', { serials: [inUse!.serial] }))).toBe('seat-taken');
    expect(app.troubles).toEqual([{ what: 'a seat card in use was to be voided', details: { session: meeting.session.sessionId } }]);
    expect((await meeting.commander(holder.token).hello).participantId).toBe(holder.participantId);
    const events = (await store.commits(meeting.session.sessionId, 1)).map((commit) => commit.events).join('\n');
    expect(events).toContain(`{"type":"seats-voided","serials":[${String(lost!.serial)}]}`);
  });

  it('[F30] a code that was replaced lets nobody in and those inside stay; a person who was removed is out for good, and it is in the log', async () => {
    const commandId = freshId();
    const { body: guest } = await meeting.join(commandId);
    const inside = meeting.commander(guest.token);
    await inside.hello;
    const { joinCode } = await meeting.facilitator.must('session:new-code', {});
    expect((await lookUp(meeting.session.joinCode)).body.code).toBe('code-unknown');
    expect((await lookUp(joinCode)).body.sessionId).toBe(meeting.session.sessionId);
    expect(codeOf(await inside.send('participant:describe', { groups: {} }))).toBe('ok');

    await meeting.facilitator.must('participant:remove', { participantId: guest.participantId });
    await dropped(inside);
    // The id that brought the seat brings no other.
    const again = await meeting.join(commandId);
    expect(again.body.participantId).toBe(guest.participantId);
    for (const token of [guest.token, again.body.token]) expect(await refusedCode(meeting.commander(token))).toBe('bad-token');
    const events = (await store.commits(meeting.session.sessionId, 1)).map((commit) => commit.events).join('\n');
    for (const type of ['code-changed', 'participant-removed']) expect(events).toContain(`"type":"${type}"`);
  });
});
