import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kindOf } from '../../shared/exercise.ts';
import { slipSerial } from '../../shared/slip.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { kindCases } from '../support/kind-cases.ts';
import { noPostgres } from '../support/postgres.ts';
import { folderPlace, postgresPlace, type RestingPlace } from '../support/resting-place.ts';
import { Room } from '../support/room.ts';
import { root } from '../support/root.ts';
import { seeded } from '../support/seeded.ts';
import type { RunningServer } from '../support/server.ts';

const program = join(root, 'dist/server/main.js');
/** The copy of a stick is at most a minute old. */
const withinMs = 90_000;
const kinds = ['dot-vote', 'rank', 'rate', 'survey'];
const marked = Array.from({ length: 50 }, (_, i) => `暗号${i}梧桐`);

/** How a text may lie in bytes: as it is, as a system of two bytes a letter has it, escaped in JSON. */
function formsOf(text: string): Buffer[] {
  const escaped = [...text]
    .map((letter) => (letter < '\u0080' ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`))
    .join('');
  const asHex = Buffer.from(text).toString('hex');
  return [Buffer.from(text, 'utf16le'), ...[text, escaped, encodeURIComponent(text), asHex].map((form) => Buffer.from(form))];
}

const found = (files: ReadonlyMap<string, Buffer>, marks: readonly Buffer[]) =>
  [...files].flatMap(([name, bytes]) => marks.flatMap((mark, i) => (bytes.includes(mark) ? [`${i} in ${name}`] : [])));

/** Each place that a server may keep its store in; another store is one line here. */
const places: readonly [name: string, made: () => RestingPlace | Promise<RestingPlace>, isMissing: boolean][] = [
  ['SQLite', () => folderPlace((args) => void execFileSync(process.execPath, [program, 'backup', ...args], { stdio: 'ignore' })), false],
  [`PostgreSQL${noPostgres}`, postgresPlace, noPostgres !== ''],
];

describe.each(places)('[S22] at rest under the built server: %s', (_name, made, isMissing) => {
  if (isMissing) return it.skip('needs PostgreSQL');
  let place: RestingPlace;
  let server: RunningServer;
  let room: Room;
  const outputs: string[] = [];
  const told: Buffer[] = [];
  const people: Buffer[] = [];

  /** All that lies there, and what the server has said so far on both streams. */
  const everything = () => new Map([...place.bytes(), ['what it said', Buffer.from([...outputs, server.output()].join('\n'))]]);

  async function restart(): Promise<void> {
    room.close();
    await server.kill();
    outputs.push(server.output());
    expect(found(place.bytes(), told)).toEqual([]);
    server = await place.start();
    room = await Room.take(server.origin, room.session);
  }

  beforeAll(async () => {
    place = await made();
    server = await place.start();
    room = await Room.open(server, { template: 'blank' });
    await room.join(10);
  }, 60_000);
  afterAll(async () => {
    room.close();
    await server.stop();
    await place.remove();
  });

  it('[B4] what ties people to ballots is there while a round is open, and nowhere once it is sealed: not after a kill, nor in copies', async () => {
    const must = room.facilitator.commander.must.bind(room.facilitator.commander);
    const random = seeded(3);
    const needIds = await room.group([{ title: '路灯' }, { title: '电梯' }, { title: '垃圾桶' }]);
    await must('participant:make-scribe', { participantId: room.residents[0]!.participantId });
    let slips = 6000;
    for (const [i, kind] of kinds.entries()) {
      const { exerciseId } = await must('exercise:add', { exercise: { kind, settings: kindCases[kind]!.settings(needIds) } });
      await must('exercise:open', { exerciseId, ...(kindOf(kind)!.isAboutNeeds && { needIds }) });
      const ballot = () => kindCases[kind]!.ballotBy(needIds, random);
      for (const { commander } of room.residents) await commander.must('ballot:cast', { exerciseId, ballot: ballot() });
      const entered = { exerciseId, ballot: ballot(), channel: 'scribe' as const, slip: slipSerial((slips += 1)) };
      await room.residents[0]!.commander.must('ballot:enter', entered);
      const open = place.openSecrets();
      expect(open.length).toBeGreaterThan(place.refusesEarly ? 3 * room.residents.length : 0);
      expect(new Set(found(everything(), open).map((one) => one.split(' ')[0])).size).toBe(open.length);
      const early = () => place.backup(`early-${i}`);
      if (place.refusesEarly) expect(early).toThrow();
      else expect(found(early(), open)).toEqual([]);
      told.push(...open);
      await must('exercise:close', { exerciseId });
      await must('exercise:reveal', { exerciseId });
      expect(place.openSecrets()).toEqual([]);
    }
    people.push(...room.residents.map(({ participantId }) => Buffer.from(participantId)));
    // Of the copy on the stick too, within its minute; the server is killed in between, so that nothing is put in order on the way out.
    await restart();
    await eventually(() => expect(found(everything(), told)).toEqual([]), { withinMs });
    expect(found(place.backup('sealed'), told)).toEqual([]);
  }, 200_000);

  it('[D17] of fifty marked texts none is anywhere once they are erased, and all are before', async () => {
    const must = room.facilitator.commander.must.bind(room.facilitator.commander);
    const writers = await room.join(10);
    const { exerciseId } = await must('exercise:add', { exercise: { kind: 'collect' } });
    await must('exercise:open', { exerciseId });
    const authors: Buffer[] = [];
    for (const [i, text] of marked.entries()) {
      const { commander, participantId } = writers[i % writers.length]!;
      const { noteId } = await commander.must('note:add', { exerciseId, noteId: `note-${i}-of-fifty`, text });
      authors.push(place.writerOf(noteId, participantId));
    }
    // Words that are refused, and words in what is no command at all, are not kept or said either.
    await writers[0]!.commander.raw('note:add', { commandId: 'x', text: `${marked[0]!}被退回` });
    await writers[0]!.commander.raw('note:add', `${marked[1]!}不成话`);
    await call(server.origin, `/api/sessions/${room.session.sessionId}/participants`, { body: `{"commandId":"${marked[2]!}"` });
    await must('exercise:close', { exerciseId });
    await must('exercise:reveal', { exerciseId });
    const marks = marked.flatMap(formsOf);
    await eventually(
      () => {
        const where = found(everything(), marks);
        expect(new Set(where.map((one) => Math.floor((marked.length * parseInt(one)) / marks.length))).size).toBe(marked.length);
        expect(new Set(where.map((one) => one.split(' in ')[1]!.split('/')[0])).size).toBe(place.parts);
      },
      { withinMs },
    );
    expect(found(place.bytes(), authors).length).toBeGreaterThanOrEqual(marked.length);
    await must('session:end', {});
    const erased = await call(server.origin, `/api/sessions/${room.session.sessionId}/erasures`, {
      token: server.key,
      body: { all: true },
    });
    expect(erased.status).toBe(204);
    const lying = (marks: readonly Buffer[], isMeant: (name: string) => boolean) =>
      found(new Map([...everything()].filter(([name]) => isMeant(name))), marks);
    expect(lying(marks, place.goesAtOnce)).toEqual([]);
    await restart();
    place.cleanUp();
    await eventually(() => expect(lying([...marks, ...authors], (name) => !place.mayLinger(name))).toEqual([]), { withinMs });
    expect(found(everything(), told)).toEqual([]);
    expect(found(place.backup('erased'), [...marks, ...told, ...authors])).toEqual([]);
    expect(people.length).toBe(10);
  }, 200_000);

  it('[S8] [S33] no token is at rest or said: of facilitators, the projector, residents', async () => {
    const { facilitatorToken, projectorToken } = room.session;
    const tokens = [facilitatorToken, projectorToken].map((token) => Buffer.from(token));
    expect(found(everything(), tokens)).toEqual([]);
    // The organizer's key is in its own file, and in the line that opens the desk.
    const where = found(everything(), [Buffer.from(server.key)]).map((one) => one.split(' in ')[1]);
    expect(where.filter((name) => name !== 'what it said' && !name!.includes('key'))).toEqual([]);
  });
});
