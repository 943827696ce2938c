import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { currentExercise, readStage, writeCounts, writeExercise, writeSession, writeTally, type StageSession } from '../../shared/stage.ts';
import {
  observeWall,
  readNeedById,
  readPeople,
  readPlace,
  readWall,
  removeNeed,
  writeNeed,
  writeNote,
  writePerson,
  writePlaces,
  type WallNote,
} from '../../shared/wall.ts';

const session: StageSession = {
  id: 's',
  title: '槐树里',
  joinCode: 'ABCD',
  locale: 'zh-CN',
  place: null,
  status: 'open',
  locked: false,
  current: 'e1',
  groupQuestions: [],
  timer: null,
  attendance: null,
  mayVote: null,
  rehearsal: false,
};
const exercise = {
  id: 'e1',
  kind: 'collect',
  title: '',
  prompt: '',
  settings: {},
  phase: 'open' as const,
  revealed: false,
  sealed: false,
  round: 1,
  order: 'b',
};
const note: WallNote = {
  id: 'n1',
  number: 1,
  exerciseId: 'e1',
  kind: 'need',
  forWhom: ['elders'],
  text: '路灯',
  lang: null,
  hidden: false,
};
const place = { needId: null, x: 1, y: 2, order: 'a' };
const me = { by: 'the test' };

/** Whatever anybody might have written, as Yjs can hold it. */
const junk = fc.oneof(
  fc.constantFrom<unknown>(null, true, 'text', 3, -0, [], {}, [[]], { id: 3 }, { note: 1 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc
    .record({ id: fc.string(), title: fc.anything({ maxDepth: 0 }), kind: fc.string(), x: fc.double(), y: fc.double(), order: fc.string() })
    .map((value) => JSON.parse(JSON.stringify(value)) as unknown),
);

describe('the stage', () => {
  it('is read as it was written, exercises in the order of the agenda', () => {
    const doc = new Y.Doc();
    expect(readStage(doc)).toEqual({
      session: null,
      exercises: [],
      tallies: {},
      counts: { joined: 0, online: 0, submitted: {}, byChannel: {}, ready: {}, notes: {} },
    });
    writeSession(doc, session);
    writeExercise(doc, 'e1', exercise);
    writeExercise(doc, 'e0', { ...exercise, id: 'e0', order: 'a' });
    writeCounts(doc, { joined: 2, online: 1, submitted: { e1: 1 }, byChannel: {}, ready: {}, notes: {} });
    const stage = readStage(doc);
    expect([stage.session, stage.exercises.map(({ id }) => id), stage.counts.joined, currentExercise(stage)?.id]).toEqual([
      session,
      ['e0', 'e1'],
      2,
      'e1',
    ]);
    const before = Y.encodeStateVector(doc);
    writeSession(doc, { ...session });
    writeExercise(doc, 'e1', { ...exercise });
    expect(Y.encodeStateVector(doc)).toEqual(before);
    writeExercise(doc, 'e1', null);
    writeTally(doc, 'e1', null);
    expect(currentExercise(readStage(doc))).toBeNull();
  });

  it('skips what does not parse, and shows the rest', () => {
    fc.assert(
      fc.property(fc.array(junk, { maxLength: 8 }), fc.array(junk, { maxLength: 4 }), (exercises, tallies) => {
        const doc = new Y.Doc();
        writeExercise(doc, 'e1', exercise);
        exercises.forEach((value, i) => doc.getMap('exercises').set(`junk${i}`, value));
        tallies.forEach((value, i) => doc.getMap('tallies').set(`junk${i}`, value));
        const stage = readStage(doc);
        expect(stage.exercises).toContainEqual(exercise);
        for (const { id, kind, order, settings } of stage.exercises)
          expect([typeof id, typeof kind, typeof order, typeof settings]).toEqual(['string', 'string', 'string', 'object']);
        for (const tally of Object.values(stage.tallies)) expect(Array.isArray(tally.options)).toBe(true);
      }),
      { numRuns: 100 },
    );
    const doc = new Y.Doc();
    doc.getMap('session').set('id', 3);
    doc.getMap('live').set('counts', 'many');
    expect([readStage(doc).session, readStage(doc).counts.joined]).toEqual([null, 0]);
  });
});

describe('the wall', () => {
  it('is read as it was written, in reading order, ties by id', () => {
    const doc = new Y.Doc();
    writeNote(doc, 'n1', note, place);
    writeNote(doc, 'n0', { ...note, id: 'n0' }, place);
    writeNote(doc, 'n2', { ...note, id: 'n2' }, { ...place, order: 'Z' });
    writeNeed(doc, { id: 'need-one', title: '路灯' }, { x: 0, y: 0, order: 'b' }, me);
    expect(readWall(doc)).toEqual({
      notes: [
        { ...note, id: 'n2', place: { ...place, order: 'Z' } },
        { ...note, id: 'n0', place },
        { ...note, place },
      ],
      needs: [{ id: 'need-one', title: '路灯', number: null, place: { x: 0, y: 0, order: 'b' } }],
    });
    writePlaces(
      doc,
      new Map([
        ['n1', { ...place, x: 9 }],
        ['n9', place],
      ]),
      me,
    );
    expect([readPlace(doc, 'n1')?.x, readPlace(doc, 'n9'), readWall(doc).notes.length]).toEqual([9, null, 3]);
    removeNeed(doc, 'need-one', me);
    expect([readNeedById(doc, 'need-one'), readWall(doc).needs]).toEqual([null, []]);
  });

  it('skips what does not parse; a place that does not parse is the origin', () => {
    const doc = new Y.Doc();
    writeNote(doc, 'n1', note, place);
    const entry = doc.getMap('notes').get('n1') as Y.Map<unknown>;
    const odd = [
      null,
      'here',
      { ...place, x: 1e9 },
      { ...place, x: -100_001 },
      { ...place, y: 'left' },
      { ...place, order: '' },
      { ...place, order: 'a b' },
      { ...place, order: 'x'.repeat(201) },
      { ...place, needId: 3 },
      { x: 1, y: 1 },
    ];
    for (const value of odd) {
      entry.set('place', value);
      expect([value, readWall(doc).notes]).toEqual([value, [{ ...note, place: { needId: null, x: 0, y: 0, order: 'V' } }]]);
    }
    for (const x of [NaN, Infinity]) {
      entry.set('place', { ...place, x });
      expect(readWall(doc).notes[0]?.place.x).toBe(0);
    }
    for (const x of [100_000, -100_000]) {
      entry.set('place', { ...place, x });
      expect(readWall(doc).notes[0]?.place.x).toBe(x);
    }
    fc.assert(
      fc.property(fc.array(junk, { maxLength: 8 }), (values) => {
        const wall = new Y.Doc();
        writeNeed(wall, { id: 'need-one', title: '路灯' }, { x: 0, y: 0, order: 'b' }, me);
        values.forEach((value, i) => {
          wall.getMap('notes').set(`bare${i}`, value);
          const holder = new Y.Map<unknown>();
          for (const field of ['note', 'need', 'place', 'number']) holder.set(field, value);
          wall.getMap(i % 2 === 0 ? 'notes' : 'needs').set(`held${i}`, holder);
          wall.getMap('people').set(`p${i}`, value);
        });
        expect(readWall(wall).needs.map(({ id }) => id)).toContain('need-one');
        for (const { id, place: at } of readWall(wall).notes) expect([typeof id, Number.isFinite(at.x)]).toEqual(['string', true]);
        for (const { alias } of readPeople(wall)) expect(typeof alias).toBe('string');
      }),
      { numRuns: 100 },
    );
  });

  it('tells which notes and needs a change touched', () => {
    const doc = new Y.Doc();
    writeNote(doc, 'n1', note, place);
    writeNeed(doc, { id: 'need-one', title: '路灯' }, { x: 0, y: 0, order: 'b' }, me);
    const told: unknown[] = [];
    const stop = observeWall(doc, ({ noteIds, needIds }, origin) => told.push([[...noteIds], [...needIds], origin]));
    writePlaces(doc, new Map([['n1', { ...place, x: 5 }]]), me);
    writeNeed(doc, { id: 'need-one', title: '路灯坏了' }, null, me);
    writePlaces(doc, new Map([['n1', { ...place, x: 5 }]]), me);
    stop();
    removeNeed(doc, 'need-one', me);
    expect(told).toEqual([
      [['n1'], [], me],
      [[], ['need-one'], me],
    ]);
  });

  it('holds people backstage', () => {
    const doc = new Y.Doc();
    writePerson(doc, 'p1', { alias: '海棠', channel: 'phone', online: true, scribe: false });
    expect(readPeople(doc)).toEqual([{ participantId: 'p1', alias: '海棠', channel: 'phone', online: true, scribe: false }]);
    writePerson(doc, 'p1', null);
    expect(readPeople(doc)).toEqual([]);
  });
});
