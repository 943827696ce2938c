import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as Y from 'yjs';
import { exerciseKinds, kindOf, type Ballot } from '../../shared/exercise.ts';
import { readStage } from '../../shared/stage.ts';
import { startApp, type TestApp } from '../support/app.ts';
import type { PartReader } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { kindCases } from '../support/kind-cases.ts';
import { Meeting, type Resident } from '../support/meeting.ts';
import { seeded } from '../support/seeded.ts';

const needIds = ['need-lamps', 'need-lifts', 'need-bins'];
const kinds = exerciseKinds.filter((kind) => kindOf(kind)?.ballot);
const people = 4;

let app: TestApp;
let meeting: Meeting;
let voters: Resident[];
beforeAll(async () => {
  app = await startApp();
  meeting = await Meeting.open(app, { template: 'blank' });
  await meeting.needs(...needIds);
  voters = await meeting.residents(people);
});
afterAll(async () => {
  meeting.close();
  await app.close();
});

const bytesOf = (n: number) => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, n);
  return encoding.length(encoder);
};

/** What a frame of the document says, and how long it is without its places in the document's history, which say how much was written before. */
function saidIn(frame: Uint8Array): { said: string; bytes: number } {
  const decoder = decoding.createDecoder(frame);
  decoding.readVarUint(decoder);
  decoding.readVarUint(decoder);
  const { structs, ds } = Y.decodeUpdate(decoding.readVarUint8Array(decoder));
  const said = structs.map((struct) => ('content' in struct ? struct.content.getContent() : [`${struct.length} gone`]) as unknown[]);
  const gone = [...ds.clients.values()].flat().map(({ clock }) => clock);
  const places = [...new Set(structs.map(({ id }) => id.clock)), ...gone, ...gone].reduce((sum, clock) => sum + bytesOf(clock), 0);
  return { said: JSON.stringify([said, gone.length]), bytes: frame.length - places };
}

/** What the counts say of one exercise, and of how many people; of the others nothing changes. */
function ofThis(said: string, exerciseId: string): string {
  const [structs] = JSON.parse(said) as [{ submitted: Record<string, number>; byChannel: Record<string, unknown>; joined: number }[][]];
  const counts = structs.flat().find((one) => typeof one === 'object' && 'submitted' in one)!;
  return JSON.stringify({ submitted: counts.submitted[exerciseId], ways: counts.byChannel[exerciseId], keys: Object.keys(counts).sort() });
}

interface Frame {
  said: string;
  bytes: number;
}

/** The frame that told this watcher of each of the voters, of an exercise of its own. */
async function framesOf(kind: string, ballots: readonly Ballot[]): Promise<Record<'phone' | 'projector', Frame[]>> {
  const settings = kindCases[kind]!.settings(needIds);
  const { exerciseId } = await meeting.facilitator.must('exercise:add', { exercise: { kind, settings } });
  await meeting.facilitator.must('exercise:open', { exerciseId, ...(kindOf(kind)!.isAboutNeeds && { needIds }) });
  const watchers = { phone: meeting.reader('stage', voters[0]!.token), projector: meeting.reader('stage', meeting.session.projectorToken) };
  await Promise.all(Object.values(watchers).map(({ synced }) => synced));
  const from = new Map(Object.values(watchers).map((watcher) => [watcher, watcher.received.length]));
  const rise = (watcher: PartReader, count: number): Frame => {
    const frames = watcher.received
      .slice(from.get(watcher))
      .filter((frame) => frame[0] === 0)
      .map(saidIn);
    const found = frames.find(({ said }) => said.includes('submitted') && ofThis(said, exerciseId).includes(`"submitted":${count},`));
    if (!found) throw new Error(`nothing was heard of ${count} yet`);
    return { bytes: found.bytes, said: ofThis(found.said, exerciseId) };
  };
  const heard: Record<'phone' | 'projector', Frame[]> = { phone: [], projector: [] };
  for (const [i, { commander }] of voters.entries()) {
    await commander.must('ballot:cast', { exerciseId, ballot: ballots[i]! });
    await eventually(() => {
      for (const of of ['phone', 'projector'] as const) heard[of][i] = rise(watchers[of], i + 1);
    });
  }
  for (const watcher of Object.values(watchers)) watcher.close();
  await meeting.facilitator.must('exercise:close', { exerciseId });
  await eventually(async () =>
    expect(readStage(await meeting.stored('stage')).exercises.find(({ id }) => id === exerciseId)?.phase).toBe('closed'),
  );
  return heard;
}

it.each(kinds)('[S23] frames to phones and the projector say and weigh the same whatever is voted: %s', async (kind) => {
  const random = seeded(kind.length);
  const some = (): Ballot => kindCases[kind]!.ballotBy(needIds, random);
  const ballots = voters.map(some);
  // All different, all the same, the other way round, and twice something else.
  const rounds = [ballots, voters.map(() => ballots[0]!), [...ballots].reverse(), voters.map(some), voters.map(some)];
  const told: Record<'phone' | 'projector', Frame[]>[] = [];
  for (const round of rounds) told.push(await framesOf(kind, round));
  for (const of of ['phone', 'projector'] as const) {
    const [first = [], ...others] = told.map((round) => round[of]);
    expect(first.map(({ said }) => said)).toEqual(voters.map((_, i) => expect.stringContaining(`"submitted":${i + 1},`) as string));
    // A watcher's own first frame may hold more than the counts; each exercise before is one more in them. Beyond that nothing differs.
    for (const other of others) {
      const grown = other[1]!.bytes - first[1]!.bytes;
      expect([of, grown > 0]).toEqual([of, true]);
      expect(other.slice(1)).toEqual(first.slice(1).map(({ said, bytes }) => ({ said, bytes: bytes + grown })));
      expect(other[0]!.said).toBe(first[0]!.said);
    }
  }
});

it('[S23] a frame that said what was voted would be found', () => {
  const frameOf = (counts: Record<string, unknown>) => {
    const doc = new Y.Doc();
    doc.clientID = 7;
    doc.getMap('live').set('counts', counts);
    const encoder = encoding.createEncoder();
    for (const type of [0, 2]) encoding.writeVarUint(encoder, type);
    encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(doc));
    return saidIn(encoding.toUint8Array(encoder));
  };
  const counts = { submitted: { e1: 3 }, byChannel: {}, joined: 4 };
  const [fair, leak] = [frameOf(counts), frameOf({ ...counts, lamps: 2 })];
  expect(leak.bytes).toBeGreaterThan(fair.bytes);
  expect(ofThis(leak.said, 'e1')).not.toBe(ofThis(fair.said, 'e1'));
});
