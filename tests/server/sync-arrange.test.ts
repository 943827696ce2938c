import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { readPeople, readSilence, readWall, removeNeed, writeNeed, writePlaces, writeSilence, type NotePlace } from '../../shared/wall.ts';
import { startApp, type TestApp } from '../support/app.ts';
import type { Commander, PartReader } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, Meeting, type Resident } from '../support/meeting.ts';

const me = { by: 'the test' };
const nowhere = { x: 0, y: 0, order: 'V' };

describe('what facilitators write', () => {
  let app: TestApp;
  let meeting: Meeting;
  let resident: Resident;
  let wall: PartReader;
  let backstage: PartReader;
  let collect: string;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.troubles.length = 0;
    meeting = await Meeting.open(app);
    resident = await meeting.resident();
    [wall, backstage] = [meeting.reader('wall'), meeting.reader('backstage')];
    await Promise.all([wall.synced, backstage.synced]);
    collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
  });
  afterEach(() => meeting.close());

  const add = (noteId: string, text: string) => resident.commander.must('note:add', { exerciseId: collect, noteId, text });
  const storedWall = async () => readWall(await meeting.stored('wall'));
  const entryOf = (doc: Y.Doc, field: 'notes' | 'needs', id: string) => doc.getMap(field).get(id) as Y.Map<unknown>;
  const numbers = async () => Object.fromEntries((await storedWall()).needs.map(({ id, number }) => [id, number]));

  async function onWall(...noteIds: string[]): Promise<void> {
    for (const noteId of noteIds) await add(noteId, `话 ${noteId}`);
    await meeting.facilitator.must('exercise:reveal', { exerciseId: collect });
    await eventually(() => expect(wall.wall.notes.map(({ id }) => id).sort()).toEqual([...noteIds].sort()));
  }

  it('[G2] of a note’s words, number or owner is put back and logged; where it lies is theirs', async () => {
    await onWall('note-one');
    const before = (await storedWall()).notes[0]!;
    const entry = entryOf(wall.doc, 'notes', 'note-one');
    const forged = [
      { ...(entry.get('note') as object), text: '主持人改的' },
      { ...(entry.get('note') as object), number: 99 },
      { ...(entry.get('note') as object), hidden: true },
      { ...(entry.get('note') as object), author: 'somebody' },
      'not a note',
      null,
    ];
    const words = structuredClone(entry.get('note'));
    for (const note of forged) {
      entry.set('note', note);
      await eventually(() => expect(entry.get('note')).toEqual(words));
    }
    expect(app.troubles.map(({ what }) => what)).toEqual(forged.map(() => 'a facilitator wrote to a server part; put back'));
    entry.delete('note');
    await eventually(() => expect(wall.wall.notes).toEqual([before]));
    const place: NotePlace = { needId: 'need-some', x: -5, y: 7.5, order: 'a1' };
    writePlaces(wall.doc, new Map([['note-one', place]]), me);
    await eventually(async () => expect((await storedWall()).notes).toEqual([{ ...before, place }]));
  });

  it('[G2] a deleted note comes back where it last lay, on the wall and backstage', async () => {
    await add('note-face-down', '还没公布');
    const place: NotePlace = { needId: null, x: 321, y: -45, order: 'Zz' };
    await eventually(() => expect(backstage.wall.notes).toHaveLength(1));
    writePlaces(backstage.doc, new Map([['note-face-down', place]]), me);
    await eventually(async () => expect(readWall(await meeting.stored('backstage')).notes[0]?.place).toEqual(place));
    backstage.doc.getMap('notes').delete('note-face-down');
    await eventually(() =>
      expect(backstage.wall.notes.map(({ id, text, place: at }) => [id, text, at])).toEqual([['note-face-down', '还没公布', place]]),
    );

    await meeting.facilitator.must('exercise:reveal', { exerciseId: collect });
    await eventually(() => expect(wall.wall.notes).toHaveLength(1));
    const moved: NotePlace = { needId: null, x: 1, y: 2, order: 'Y' };
    writePlaces(wall.doc, new Map([['note-face-down', moved]]), me);
    await eventually(async () => expect((await storedWall()).notes[0]?.place).toEqual(moved));
    wall.doc.transact(() => {
      wall.doc.getMap('notes').delete('note-face-down');
    });
    await eventually(() =>
      expect(wall.wall.notes.map(({ id, number, place: at }) => [id, number, at])).toEqual([['note-face-down', 1, moved]]),
    );
    // Nor does something else under its name stay.
    wall.doc.getMap('notes').set('note-face-down', 'no note');
    await eventually(() => expect(wall.wall.notes.map(({ place: at }) => at)).toEqual([moved]));
    await eventually(async () => expect(wall.wall).toEqual(await storedWall()));
  });

  it('[G2] [G11] a hidden note lies where it was moved to, also after a restart, and the projector is not turned to a need that has nothing else', async () => {
    await onWall('note-one');
    await meeting.needs('need-one');
    await meeting.facilitator.must('note:hide', { noteId: 'note-one' });
    await eventually(() => expect(wall.wall.notes.map(({ hidden }) => hidden)).toEqual([true]));
    writePlaces(wall.doc, new Map([['note-one', { needId: 'need-one', ...nowhere }]]), me);
    await eventually(async () => expect((await storedWall()).notes[0]?.place.needId).toBe('need-one'));
    const look = async (facilitator: Commander) => codeOf(await facilitator.send('wall:look', { at: { needId: 'need-one', large: true } }));
    expect(await look(meeting.facilitator)).toBe('not-an-option');
    await app.sessions.letGo(meeting.session.sessionId);
    expect(await look(meeting.commander(meeting.session.facilitatorToken))).toBe('not-an-option');
  });

  it('[G2] a note that nobody wrote does not stay, nor does a concealed one brought to the wall', async () => {
    await add('note-face-down', '还没公布');
    await eventually(() => expect(backstage.wall.notes).toHaveLength(1));
    const concealed = entryOf(backstage.doc, 'notes', 'note-face-down').get('note') as object;
    for (const [doc, id] of [
      [wall.doc, 'note-forged'],
      [wall.doc, 'note-face-down'],
      [backstage.doc, 'note-forged'],
    ] as const) {
      const fresh = new Y.Map<unknown>();
      fresh.set('note', { ...concealed, id });
      fresh.set('place', { needId: null, ...nowhere });
      doc.getMap('notes').set(id, fresh);
      await eventually(() => expect(doc.getMap('notes').has(id)).toBe(false));
    }
    expect((await storedWall()).notes).toEqual([]);
    expect(readWall(await meeting.stored('backstage')).notes.map(({ id }) => id)).toEqual(['note-face-down']);
  });

  it('[G2] [T9] who was silent is the server’s to say: it is neither made up nor taken away', async () => {
    await meeting.facilitator.must('exercise:close', { exerciseId: collect });
    const told = async () => readSilence(await meeting.stored('backstage'));
    await eventually(async () => expect(await told()).toEqual({ exerciseId: collect, groups: [] }));
    writeSilence(backstage.doc, { exerciseId: collect, groups: [{ questionId: 'q-made-up', optionId: 'o-made-up' }] });
    await eventually(() => expect(readSilence(backstage.doc)).toEqual({ exerciseId: collect, groups: [] }));
    writeSilence(backstage.doc, null);
    await eventually(() => expect(readSilence(backstage.doc)).toEqual({ exerciseId: collect, groups: [] }));
    expect(await told()).toEqual({ exerciseId: collect, groups: [] });
  });

  it('[G2] people backstage are the server’s: nobody is renamed, taken away or made up', async () => {
    await eventually(() =>
      expect(readPeople(backstage.doc)).toEqual([
        { participantId: resident.participantId, alias: resident.alias, channel: 'phone', online: true, scribe: false },
      ]),
    );
    const before = readPeople(backstage.doc);
    const people = backstage.doc.getMap('people');
    people.set(resident.participantId, { alias: '王五', channel: 'phone', online: true, scribe: true });
    people.set('p-nobody', { alias: '无名', channel: 'phone', online: true, scribe: false });
    await eventually(() => expect(readPeople(backstage.doc)).toEqual(before));
    people.delete(resident.participantId);
    await eventually(() => expect(readPeople(backstage.doc)).toEqual(before));
  });

  it('[G1] needs get their numbers as they come, several at once each their own', async () => {
    wall.doc.transact(() => {
      for (const id of ['need-one', 'need-two', 'need-three']) writeNeed(wall.doc, { id, title: id }, nowhere, me);
    }, me);
    await eventually(async () => expect(Object.values(await numbers()).sort()).toEqual([1, 2, 3]));
    const [one, two] = [meeting.reader('wall'), meeting.reader('wall')];
    await Promise.all([one.synced, two.synced]);
    writeNeed(one.doc, { id: 'need-four', title: '四' }, nowhere, me);
    writeNeed(two.doc, { id: 'need-five', title: '五' }, nowhere, me);
    await eventually(async () => expect(Object.values(await numbers()).sort()).toEqual([1, 2, 3, 4, 5]));
  });

  it('[G1] [G2] a need’s number is not for facilitators to choose, is never used again, and stays if the need comes back', async () => {
    writeNeed(wall.doc, { id: 'need-one', title: '一' }, nowhere, me);
    await eventually(async () => expect(await numbers()).toEqual({ 'need-one': 1 }));
    for (const number of [7, -1, 'one', null, undefined]) {
      const entry = entryOf(wall.doc, 'needs', 'need-one');
      if (number === undefined) entry.delete('number');
      else entry.set('number', number);
      await eventually(() => expect(entryOf(wall.doc, 'needs', 'need-one').get('number')).toBe(1));
    }
    removeNeed(wall.doc, 'need-one', me);
    await eventually(async () => expect(await numbers()).toEqual({}));
    writeNeed(wall.doc, { id: 'need-two', title: '二' }, nowhere, me);
    await eventually(async () => expect(await numbers()).toEqual({ 'need-two': 2 }));
    writeNeed(wall.doc, { id: 'need-one', title: '一，又来了' }, nowhere, me);
    await eventually(async () => expect(await numbers()).toEqual({ 'need-one': 1, 'need-two': 2 }));
  });

  it('[G1] [S6] a need whose id is no id, another thing’s or another need’s does not stay; one that does not parse has no number', async () => {
    await add('note-taken', '已经有了');
    const put = (id: string, need: unknown) => {
      const entry = new Y.Map<unknown>();
      entry.set('need', need);
      entry.set('place', nowhere);
      wall.doc.getMap('needs').set(id, entry);
    };
    for (const id of ['short', 'has space', 'toString', '__proto__', 'x'.repeat(65), 'note-taken', collect, resident.participantId]) {
      put(id, { id, title: '题' });
      await eventually(() => expect([id, wall.doc.getMap('needs').has(id)]).toEqual([id, false]));
    }
    put('need-one', { id: 'need-two', title: '别人的编号' });
    await eventually(() => expect(wall.doc.getMap('needs').has('need-one')).toBe(false));
    put('need-odd', { id: 'need-odd', title: 3 });
    put('need-long', { id: 'need-long', title: '长'.repeat(401) });
    put('need-good', { id: 'need-good', title: '好的' });
    await eventually(async () => expect(await numbers()).toEqual({ 'need-good': 1 }));
    expect(entryOf(wall.doc, 'needs', 'need-odd').get('number')).toBeUndefined();
    // Once it parses, it is a need like any other.
    entryOf(wall.doc, 'needs', 'need-odd').set('need', { id: 'need-odd', title: '补好了' });
    await eventually(async () => expect(await numbers()).toEqual({ 'need-good': 1, 'need-odd': 2 }));
    backstage.doc.getMap('needs').set('need-backstage', new Y.Map());
    await eventually(() => expect(backstage.doc.getMap('needs').size).toBe(0));
  });

  it('[G3] a merged need is no option; one that merges in a circle or into nothing is', async () => {
    const needs: [string, string | undefined][] = [
      ['need-stands', undefined],
      ['need-merged', 'need-stands'],
      ['need-merged-twice', 'need-merged'],
      ['need-round-a', 'need-round-b'],
      ['need-round-b', 'need-round-a'],
      ['need-itself', 'need-itself'],
      ['need-to-nothing', 'need-of-nobody'],
    ];
    for (const [id, mergedInto] of needs) writeNeed(wall.doc, { id, title: id, ...(mergedInto && { mergedInto }) }, nowhere, me);
    await eventually(async () => expect(Object.keys(await numbers())).toHaveLength(needs.length));
    await meeting.facilitator.must('exercise:close', { exerciseId: collect });
    const dots = await meeting.exerciseOf('dot-vote');
    await meeting.facilitator.must('exercise:open', { exerciseId: dots });
    expect((await meeting.exercise(dots))?.options).toEqual(
      ['need-stands', 'need-round-a', 'need-round-b', 'need-itself', 'need-to-nothing'].map((needId) => ({
        needId,
        number: needs.findIndex(([id]) => id === needId) + 1,
        title: needId,
      })),
    );
  });

  it('[N5] notes keep where they were grouped at reveal, and their order on the wall does not tell who wrote first', async () => {
    const ids = Array.from({ length: 5 }, (_, i) => `note-no-${i}`);
    for (const id of ids) await add(id, id);
    await eventually(() => expect(backstage.wall.notes).toHaveLength(5));
    const places = new Map<string, NotePlace>(backstage.wall.notes.map(({ id, place }) => [id, { ...place, needId: 'need-some' }]));
    places.set('note-no-4', { needId: null, x: 900, y: 901, order: 'zz' });
    writePlaces(backstage.doc, places, me);
    await eventually(async () =>
      expect(
        readWall(await meeting.stored('backstage'))
          .notes.map(({ place }) => place.needId)
          .sort(),
      ).toEqual([null, ...Array.from({ length: 4 }, () => 'need-some')].sort()),
    );
    await meeting.facilitator.must('exercise:reveal', { exerciseId: collect });
    const { notes } = await storedWall();
    expect(notes.find(({ id }) => id === 'note-no-4')?.place).toEqual({ needId: null, x: 900, y: 901, order: 'zz' });
    const grouped = notes.filter(({ id }) => id !== 'note-no-4');
    expect(grouped.map(({ place }) => place.needId)).toEqual(Array.from({ length: 4 }, () => 'need-some'));
    // By place they stand as they are numbered, and numbers are shuffled.
    expect(grouped.map(({ number }) => number)).toEqual(grouped.map(({ number }) => number!).sort((a, b) => a - b));
    expect([...grouped].sort((a, b) => a.place.y - b.place.y || a.place.x - b.place.x)).toEqual(grouped);
  });
});
