import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryStore } from '../../server/store/memory.ts';
import { stageJson } from '../../shared/stage.ts';
import { readDoor, readKiosks, type Door } from '../../shared/wall.ts';
import type { KioskAccess, Joined, SeatCard, SeatList } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, freshId, type Commander } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, dropped, Meeting, refusedCode } from '../support/meeting.ts';

let store: MemoryStore;
let app: TestApp;
let meeting: Meeting;
beforeEach(async () => {
  store = new MemoryStore();
  app = await startApp({ store });
  meeting = await Meeting.open(app);
});
afterEach(async () => {
  meeting.close();
  await app.close();
});

const sessionPath = () => `/api/sessions/${meeting.session.sessionId}`;

async function useCards(): Promise<void> {
  meeting.close();
  meeting = await Meeting.open(app, { joinMode: 'seat-card' });
}

async function cards(count: number): Promise<SeatCard[]> {
  const { status, body } = await call<{ cards: SeatCard[] }>(app.origin, `${sessionPath()}/seats`, {
    token: meeting.session.facilitatorToken,
    body: { count },
  });
  expect(status).toBe(201);
  return body.cards;
}

const sit = (seatCode: string, commandId = freshId()) =>
  call<Joined & { code?: string }>(app.origin, `${sessionPath()}/participants`, { body: { commandId, seatCode } });

async function seated(seatCode: string): Promise<Joined & { commander: Commander }> {
  const { status, body } = await sit(seatCode);
  expect([status, body.code]).toEqual([201, undefined]);
  const commander = meeting.commander(body.token);
  await commander.hello;
  return { ...body, commander };
}

/** Opens a tablet; gives it with its number. */
async function numbered(): Promise<{ kiosk: number; token: string; commander: Commander }> {
  const { status, body } = await call<KioskAccess>(app.origin, `${sessionPath()}/kiosks`, {
    token: meeting.session.facilitatorToken,
    body: {},
  });
  expect(status).toBe(201);
  const commander = meeting.commander(body.token);
  expect(await commander.hello).toMatchObject({ role: 'kiosk', kiosk: body.kiosk });
  return { ...body, commander };
}

async function kiosk(): Promise<Commander> {
  const { body } = await call<KioskAccess>(app.origin, `${sessionPath()}/kiosks`, { token: meeting.session.facilitatorToken, body: {} });
  const commander = meeting.commander(body.token);
  expect((await commander.hello).role).toBe('kiosk');
  return commander;
}

async function openVote(): Promise<string> {
  await meeting.needs('need-lamps', 'need-lifts');
  const exerciseId = await meeting.exerciseOf('dot-vote');
  await meeting.facilitator.must('exercise:open', { exerciseId });
  return exerciseId;
}

const dots = (needId: string) => ({ kind: 'dot-vote', dots: { [needId]: 1 } });

async function door(): Promise<Door | null> {
  return readDoor(await meeting.stored('backstage'));
}

describe('the door', () => {
  it('[J7] closes at a tenth more than are in the room, and opens for as many as the facilitator lets in', async () => {
    await meeting.facilitator.must('session:attendance', { present: 10 });
    const inside = await meeting.residents(11);
    expect((await meeting.join()).status).toBe(423);
    expect(await door()).toMatchObject({ isPaused: true, exceedBy: 1 });
    expect((await meeting.commander(inside[0]!.token).hello).participantId).toBe(inside[0]!.participantId);
    expect(codeOf(await meeting.facilitator.send('session:let-in', { more: 2 }))).toBe('ok');
    expect((await door())?.isPaused).toBe(false);
    expect([(await meeting.join()).status, (await meeting.join()).status, (await meeting.join()).status]).toEqual([201, 201, 423]);
    await meeting.facilitator.must('participant:remove', { participantId: inside[1]!.participantId });
    expect((await meeting.join()).status).toBe(201);
    await meeting.facilitator.must('session:attendance', { present: 20 });
    expect((await meeting.join()).status).toBe(201);
  });

  it('[J7] is open to all where nobody has counted, or has counted nobody', async () => {
    await meeting.residents(12);
    await meeting.facilitator.must('session:attendance', { present: 0 });
    expect((await meeting.join()).status).toBe(201);
    expect(await door()).toMatchObject({ isPaused: false, exceedBy: 0 });
    for (const more of [0, -1, 1.5, 1001, '3'])
      expect([more, codeOf(await meeting.facilitator.raw('session:let-in', { commandId: freshId(), more }))]).toEqual([more, 'bad-input']);
  });

  it('[J8] tells facilitators alone that devices exceed heads', async () => {
    const resident = await meeting.resident();
    const [backstage, stage] = [meeting.reader('backstage'), meeting.reader('stage', resident.token)];
    await Promise.all([backstage.synced, stage.synced]);
    await meeting.residents(2);
    await meeting.facilitator.must('session:attendance', { present: 2 });
    await eventually(() => expect(readDoor(backstage.doc)).toMatchObject({ exceedBy: 1, isPaused: true }));
    await eventually(() => expect(stage.doc.getMap('session').get('attendance')).toEqual({ present: 2, children: null }));
    expect(JSON.stringify(stageJson(stage.doc))).not.toMatch(/exceed|isPaused|admits/);
    const refused = meeting.reader('backstage', resident.token);
    const closed = new Promise((resolve) => refused.provider.on('connection-close', (event) => resolve(event?.code)));
    expect(await closed).toBe(4403);
    expect(readDoor(refused.doc)).toBeNull();
  });
});

describe('seat cards', () => {
  it('[J9] are made for printing, with serials that go on, in no order, and for facilitators and the organizer alone', async () => {
    const first = await cards(40);
    expect(first.map(({ serial }) => serial).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(first.map(({ serial }) => serial)).not.toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(new Set(first.map(({ code }) => code)).size).toBe(40);
    for (const { code, url } of first) {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
      expect(url).toBe(`http://192.168.3.20:${new URL(app.origin).port}/j/${meeting.session.sessionId}#s=${code}`);
    }
    const { body } = await call<{ cards: SeatCard[] }>(app.origin, `${sessionPath()}/seats`, { token: testKey, body: { count: 2 } });
    expect(body.cards.map(({ serial }) => serial).sort()).toEqual([41, 42]);
    const resident = await meeting.resident();
    for (const token of [resident.token, meeting.session.projectorToken, await meeting.token('kiosk'), await meeting.token('scribe')])
      for (const [to, sent] of [
        ['seats', { body: { count: 1 } }],
        ['seats', {}],
        ['kiosks', { body: {} }],
      ] as const)
        expect((await call(app.origin, `${sessionPath()}/${to}`, { token, ...sent })).status).toBe(403);
    for (const count of [0, 501, 1.5, '3', null])
      expect((await call(app.origin, `${sessionPath()}/seats`, { token: testKey, body: { count } })).status).toBe(400);
  });

  it('[J9] [S8] leave no code in the store or the log, only keyed hashes', async () => {
    const [card, other] = await cards(2);
    await seated(card!.code);
    await sit('ZZZZ ZZZZ');
    const stored = JSON.stringify(await store.load(meeting.session.sessionId));
    for (const { code } of [card!, other!]) expect(stored).not.toContain(code);
    expect((await store.load(meeting.session.sessionId))!.seats).toHaveLength(2);
    expect(JSON.stringify(app.troubles)).not.toContain(card!.code);
  });

  it('[J9] lead to their session by its id, also after a new join code, and looking takes no seat', async () => {
    const [card] = await cards(1);
    await meeting.facilitator.must('session:new-code', {});
    const [, path] = /\/j\/([^#]+)#/.exec(card!.url)!;
    const { status, body } = await call(app.origin, `/api/join/${path!}`);
    expect([status, body['sessionId']]).toEqual([200, meeting.session.sessionId]);
    expect((await call(app.origin, '/api/join/NoSuchSession123')).status).toBe(404);
    expect((await door())?.cards).toEqual({ unused: 1, used: 0, void: 0 });
    await seated(card!.code);
    expect((await door())?.cards).toEqual({ unused: 0, used: 1, void: 0 });
  });

  it('[J10] bring a person back on another phone, which hears that a ballot is in, not what; the earlier phone is out', async () => {
    const [card] = await cards(1);
    const vote = await openVote();
    const old = await seated(card!.code);
    await old.commander.must('ballot:cast', { exerciseId: vote, ballot: dots('need-lamps') });
    expect((await meeting.commander(old.token).hello).mine?.ballots).toEqual({ [vote]: dots('need-lamps') });
    const reader = meeting.reader('stage', old.token);
    await reader.synced;
    const fresh = await seated(card!.code);
    expect([fresh.participantId, fresh.alias]).toEqual([old.participantId, old.alias]);
    expect((await fresh.commander.hello).mine?.ballots).toEqual({ [vote]: true });
    await dropped(old.commander);
    expect(await refusedCode(meeting.commander(old.token))).toBe('bad-token');
    expect((await call(app.origin, `${sessionPath()}/stage`, { token: old.token })).status).toBe(401);
    await fresh.commander.must('ballot:cast', { exerciseId: vote, ballot: dots('need-lifts') });
    expect((await meeting.commander(fresh.token).hello).mine?.ballots).toEqual({ [vote]: dots('need-lifts') });
    expect(await meeting.facilitator.must('exercise:close', { exerciseId: vote })).toEqual({ ballots: 1 });
    await eventually(async () => expect((await meeting.stage()).counts.joined).toBe(1));
  });

  it('[J10] [J3] bring a person back into a locked room too, but nobody new', async () => {
    const [card, unused] = await cards(2);
    const old = await seated(card!.code);
    await meeting.facilitator.must('session:lock', {});
    expect((await seated(card!.code)).participantId).toBe(old.participantId);
    expect((await sit(unused!.code)).body.code).toBe('room-locked');
    expect((await door())?.cards).toEqual({ unused: 1, used: 1, void: 0 });
  });

  it('[J2] [J10] the same scan sent again is answered with the same seat, and its id with another card is refused', async () => {
    const [card, other] = await cards(2);
    const commandId = freshId();
    const [first, again] = [await sit(card!.code, commandId), await sit(card!.code, commandId)];
    expect(again.body).toEqual(first.body);
    expect((await sit(other!.code, commandId)).body.code).toBe('command-id-reused');
    expect((await meeting.commander(first.body.token).hello).participantId).toBe(first.body.participantId);
  });

  it('[J10] outlast a restart: who holds which seat, and what is void', async () => {
    const [card, other, third] = await cards(3);
    const old = await seated(card!.code);
    const fresh = await seated(card!.code);
    await meeting.facilitator.must('seat:void', { serials: [other!.serial] });
    const again = await startApp({
      store: Object.assign(new MemoryStore(), { load: store.load.bind(store), secret: store.secret.bind(store) }),
    });
    const session = await again.sessions.get(meeting.session.sessionId);
    const grants = [old, fresh].map(({ token }) => again.sessions.tokens.read(token)!);
    expect(grants.map((grant) => session.honours(grant))).toEqual([false, true]);
    expect([...session.state.seats.values()].map(({ serial, isVoid, isUsed }) => [serial, isVoid, isUsed]).sort()).toEqual(
      [
        [card!.serial, false, true],
        [other!.serial, true, false],
        [third!.serial, false, false],
      ].sort(),
    );
    await again.sessions.close();
  });

  it('[J14] admit their holders alone where they are asked for', async () => {
    await useCards();
    const [card] = await cards(1);
    expect((await meeting.join()).body).toMatchObject({ code: 'code-unknown' });
    expect((await sit(card!.code)).status).toBe(201);
    const vote = await openVote();
    const tablet = await kiosk();
    expect(codeOf(await tablet.send('ballot:cast', { exerciseId: vote, ballot: dots('need-lamps') }))).toBe('bad-input');
    expect(codeOf(await tablet.send('ballot:cast', { exerciseId: vote, ballot: dots('need-lamps'), seatCode: card!.code }))).toBe('ok');
  });

  it('[J12] void, let nobody in; in use, are not voided; the counts say so', async () => {
    const [lost, inUse, third] = await cards(3);
    await seated(inUse!.code);
    expect(codeOf(await meeting.facilitator.send('seat:void', { serials: [lost!.serial, lost!.serial] }))).toBe('ok');
    expect((await sit(lost!.code)).body.code).toBe('code-unknown');
    expect(codeOf(await meeting.facilitator.send('seat:void', { serials: [third!.serial, inUse!.serial] }))).toBe('seat-taken');
    expect((await door())?.cards).toEqual({ unused: 1, used: 1, void: 1 });
    expect(codeOf(await meeting.facilitator.send('seat:void', { serials: [99] }))).toBe('not-found');
    const { body } = await call<SeatList>(app.origin, `${sessionPath()}/seats`, { token: meeting.session.facilitatorToken });
    const is = { [lost!.serial]: 'void', [inUse!.serial]: 'used', [third!.serial]: 'unused' };
    expect(body.seats).toEqual([1, 2, 3].map((serial) => ({ serial, is: is[serial] })));
    expect((await cards(1))[0]!.serial).toBe(4);
  });

  it('[J12] [S4] in use: the facilitator removes the person, and the card brings nobody back', async () => {
    const [card] = await cards(1);
    const { participantId, commander } = await seated(card!.code);
    await meeting.facilitator.must('participant:remove', { participantId });
    await dropped(commander);
    expect((await sit(card!.code)).body.code).toBe('not-allowed');
  });

  it('[J10] [J12] leave an earlier phone out also after the session ended, was reopened, and ended again', async () => {
    const [card, other] = await cards(2);
    const old = await seated(card!.code);
    const fresh = await seated(card!.code);
    const alone = await seated(other!.code);
    const honoured = async () => {
      const session = await app.sessions.get(meeting.session.sessionId);
      return [old, fresh, alone].map(({ token }) => session.honours(app.sessions.tokens.read(token)!));
    };
    const collect = await meeting.exerciseOf('collect');
    for (const round of ['first', 'second']) {
      await meeting.facilitator.must('session:end', {});
      expect([round, await honoured()]).toEqual([round, [false, true, true]]);
      await meeting.facilitator.must('session:reopen', {});
      expect([round, await honoured()]).toEqual([round, [false, true, true]]);
      expect(await refusedCode(meeting.commander(old.token))).toBe('bad-token');
      if (round === 'first') await meeting.facilitator.must('exercise:open', { exerciseId: collect });
      else await meeting.facilitator.must('exercise:reopen', { exerciseId: collect });
      // The person comes back by what they write, and the earlier phone is not let in by that either.
      await fresh.commander.must('note:add', { exerciseId: collect, noteId: freshId(), text: '还是我' });
      expect([round, await honoured()]).toEqual([round, [false, true, true]]);
    }
    expect((await door())?.cards).toEqual({ unused: 0, used: 0, void: 0 });
    const { body } = await call<SeatList>(app.origin, `${sessionPath()}/seats`, { token: meeting.session.facilitatorToken });
    expect(body.seats).toEqual([]);
  });

  it('[J12] are dead at the session’s end, and stay so when it is reopened', async () => {
    const [card] = await cards(2);
    const { commander } = await seated(card!.code);
    await meeting.facilitator.must('session:end', {});
    expect((await sit(card!.code)).body.code).toBe('session-ended');
    expect((await store.load(meeting.session.sessionId))!.seats).toEqual([]);
    expect((await door())?.cards).toEqual({ unused: 0, used: 0, void: 0 });
    expect(commander.socket.connected).toBe(true);
    await meeting.facilitator.must('session:reopen', {});
    expect((await sit(card!.code)).body.code).toBe('code-unknown');
    expect((await cards(1))[0]!.serial).toBe(3);
  });
});

describe('the shared tablet', () => {
  it('[B7] votes and writes for somebody new each time where no cards are asked for, and takes nothing back', async () => {
    const tablet = await kiosk();
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    for (let i = 0; i < 7; i += 1) await tablet.must('note:add', { exerciseId: collect, noteId: freshId(), text: `平板上写的 ${i}` });
    await eventually(async () => expect((await meeting.stage()).counts.byChannel[collect]).toEqual({ phone: 0, kiosk: 7 }));
    await meeting.facilitator.must('exercise:close', { exerciseId: collect });
    const vote = await openVote();
    const commandId = freshId();
    const cast = { exerciseId: vote, ballot: dots('need-lamps') };
    for (let i = 0; i < 4; i += 1) await tablet.must('ballot:cast', cast);
    // What is sent again is one ballot all the same.
    for (let i = 0; i < 3; i += 1) expect(codeOf(await tablet.raw('ballot:cast', { commandId, ...cast }))).toBe('ok');
    expect(codeOf(await tablet.send('ballot:withdraw', { exerciseId: vote }))).toBe('not-allowed');
    expect(await meeting.facilitator.must('exercise:close', { exerciseId: vote })).toEqual({ ballots: 5 });
    const tally = await meeting.facilitator.must('exercise:reveal', { exerciseId: vote });
    expect(tally).toMatchObject({ ballots: 5, channels: { kiosk: 5 } });
    expect((await meeting.stage()).counts.joined).toBe(0);
  });

  it('[B7] has one ballot with the phone of a seat: the last one counts, and the phone hears of it', async () => {
    const [card] = await cards(1);
    const vote = await openVote();
    const phone = await seated(card!.code);
    const tablet = await kiosk();
    await phone.commander.must('ballot:cast', { exerciseId: vote, ballot: dots('need-lamps') });
    const told = new Promise((resolve) => phone.commander.socket.once('mine', resolve));
    await tablet.must('ballot:cast', { exerciseId: vote, ballot: dots('need-lifts'), seatCode: card!.code.toLowerCase() });
    expect(await told).toMatchObject({ ballots: { [vote]: true } });
    expect(await meeting.facilitator.must('exercise:close', { exerciseId: vote })).toEqual({ ballots: 1 });
    await eventually(async () => expect((await meeting.stage()).counts.byChannel[vote]).toEqual({ kiosk: 1 }));
  });

  it('[B7] takes only codes of cards, marks a card as used, and ends with its role’s tokens', async () => {
    const [card, lost] = await cards(2);
    await meeting.facilitator.must('seat:void', { serials: [lost!.serial] });
    const vote = await openVote();
    const tablet = await kiosk();
    for (const seatCode of ['ABCD EFGH', lost!.code, ''])
      expect(codeOf(await tablet.send('ballot:cast', { exerciseId: vote, ballot: dots('need-lamps'), seatCode }))).toBe('code-unknown');
    await tablet.must('ballot:cast', { exerciseId: vote, ballot: dots('need-lamps'), seatCode: card!.code });
    expect((await door())?.cards).toEqual({ unused: 0, used: 1, void: 1 });
    const resident = await meeting.resident();
    expect(
      codeOf(await resident.commander.send('ballot:cast', { exerciseId: vote, ballot: dots('need-lamps'), seatCode: card!.code })),
    ).toBe('bad-input');
    const phone = await seated(card!.code);
    expect((await phone.commander.hello).mine?.ballots).toEqual({ [vote]: true });
    await meeting.facilitator.must('token:revoke', { role: 'kiosk' });
    await dropped(tablet);
    await kiosk();
  });

  const tablets = async () => readKiosks(await meeting.stored('backstage'));

  it('[B17] has a number, and facilitators see which are connected, and nobody else', async () => {
    const resident = await meeting.resident();
    const [first, second] = [await numbered(), await numbered()];
    expect([first.kiosk, second.kiosk]).toEqual([1, 2]);
    await eventually(async () =>
      expect(await tablets()).toEqual([
        { number: 1, isOnline: true },
        { number: 2, isOnline: true },
      ]),
    );
    first.commander.close();
    await eventually(async () =>
      expect(await tablets()).toEqual([
        { number: 1, isOnline: false },
        { number: 2, isOnline: true },
      ]),
    );
    // A tablet is nobody: it is not among the people who are here.
    await eventually(async () => expect((await meeting.stage()).counts).toMatchObject({ joined: 1, online: 1 }));
    const { body } = await call(app.origin, `${sessionPath()}/stage`, { token: resident.token });
    expect(JSON.stringify(body)).not.toContain('isOnline');
  });

  it('[B17] [S4] is ended alone: by its number, on all its lines, with its event in the log, and others go on', async () => {
    const [first, second] = [await numbered(), await numbered()];
    const reader = meeting.reader('stage', first.token);
    await reader.synced;
    const closed = new Promise((resolve) => reader.provider.on('connection-close', (event) => resolve(event?.code)));
    await meeting.facilitator.must('token:revoke', { role: 'kiosk', kiosk: first.kiosk });
    await dropped(first.commander);
    expect(await closed).toBe(4401);
    expect(await refusedCode(meeting.commander(first.token))).toBe('bad-token');
    expect((await call(app.origin, `${sessionPath()}/stage`, { token: first.token })).status).toBe(401);
    expect(second.commander.socket.connected).toBe(true);
    expect((await meeting.commander(second.token).hello).kiosk).toBe(2);
    await eventually(async () => expect(await tablets()).toEqual([{ number: 2, isOnline: true }]));
    const logged = async () => (await store.commits(meeting.session.sessionId, 1)).map((commit) => commit.events).join('\n');
    expect((await logged()).split('"kiosk-ended"')).toHaveLength(2);
    // Ended twice is ended; what never was, or is no tablet, is not.
    expect(codeOf(await meeting.facilitator.send('token:revoke', { role: 'kiosk', kiosk: 1 }))).toBe('ok');
    expect(codeOf(await meeting.facilitator.send('token:revoke', { role: 'kiosk', kiosk: 3 }))).toBe('not-found');
    expect(codeOf(await meeting.facilitator.send('token:revoke', { role: 'projector', kiosk: 2 }))).toBe('bad-input');
    for (const wrong of [0, -1, 1.5, '2', null])
      expect([wrong, codeOf(await meeting.facilitator.raw('token:revoke', { commandId: freshId(), role: 'kiosk', kiosk: wrong }))]).toEqual(
        [wrong, 'bad-input'],
      );
    expect((await logged()).split('"kiosk-ended"')).toHaveLength(2);
  });

  it('[B17] [S4] all are ended at once, numbers go on, and a restart forgets none of it', async () => {
    const [first, second] = [await numbered(), await numbered()];
    await meeting.facilitator.must('token:revoke', { role: 'kiosk' });
    await Promise.all([dropped(first.commander), dropped(second.commander)]);
    const [third, fourth] = [await numbered(), await numbered()];
    expect([third.kiosk, fourth.kiosk]).toEqual([3, 4]);
    await meeting.facilitator.must('token:revoke', { role: 'kiosk', kiosk: 3 });
    const again = await startApp({
      store: Object.assign(new MemoryStore(), { load: store.load.bind(store), secret: store.secret.bind(store) }),
    });
    const session = await again.sessions.get(meeting.session.sessionId);
    const grants = [first, second, third, fourth].map(({ token }) => again.sessions.tokens.read(token)!);
    expect(grants.map((grant) => session.honours(grant))).toEqual([false, false, false, true]);
    await again.sessions.close();
  });
});
