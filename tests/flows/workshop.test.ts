import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packLogged } from '../../server/session/state.ts';
import { rebuild, type Rebuilt } from '../../server/session/rebuild.ts';
import type { Tally } from '../../shared/tally.ts';
import type { Store } from '../../server/store/store.ts';
import { orderBetween } from '../../shared/order.ts';
import { readStage } from '../../shared/stage.ts';
import { readPeople, readWall, writeNeed, writePlaces, type NotePlace } from '../../shared/wall.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import { mask, privateSpans } from '../../shared/private-spans.ts';
import type { CreatedSession } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, Facilitator, freshId, makeSession, PartReader, Phone } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { sampleNotes } from '../support/sample-notes.ts';

const residents = 60;
const sample = sampleNotes();
const needIdOf = (need: string) => `need-${need}`;
const me = { by: 'the test' };

/** A deterministic person: what the n-th resident chooses. */
function chance(n: number): () => number {
  let seed = n * 2654435761;
  return () => {
    seed = (Math.imul(seed ^ (seed >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    return seed / 2 ** 32;
  };
}

describe(`one workshop with ${residents} residents, over ${sample.notes.length} notes of the ${sample.source}`, () => {
  let app: TestApp;
  let session: CreatedSession;
  let facilitator: Facilitator;
  let projector: { stage: PartReader; wall: PartReader };
  let phones: Phone[] = [];
  const written = new Map<string, { text: string; need: string | null }>();
  const dotBallots: Record<string, number>[] = [];
  const rankBallots: string[][] = [];
  let records: NeedRecords;

  beforeAll(async () => {
    app = await startApp();
    session = await makeSession(app.origin, testKey);
    facilitator = await Facilitator.open(app.origin, session);
    const token = session.projectorToken;
    projector = {
      stage: new PartReader(app.origin, { token, sessionId: session.sessionId, part: 'stage' }),
      wall: new PartReader(app.origin, { token, sessionId: session.sessionId, part: 'wall' }),
    };
    await Promise.all([projector.stage.synced, projector.wall.synced]);
  });
  afterAll(async () => {
    for (const face of [facilitator, projector.stage, projector.wall, ...phones]) face.close();
    await app.close();
  });

  const exercise = (kind: string) => exerciseOf(projector.stage.stage, kind);

  it('starts from the template: a few questions, write, put dots, rank, lend a hand', () => {
    expect(projector.stage.stage.exercises.map(({ kind, phase }) => [kind, phase])).toEqual([
      ['survey', 'draft'],
      ['collect', 'draft'],
      ['dot-vote', 'draft'],
      ['rank', 'draft'],
      ['pledge', 'draft'],
    ]);
  });

  it('lets everybody in, and every face counts them', async () => {
    phones = await Promise.all(Array.from({ length: residents }, () => Phone.join(app.origin, session.sessionId)));
    expect(new Set(phones.map(({ participantId }) => participantId)).size).toBe(residents);
    await eventually(() => expect(projector.stage.stage.counts).toMatchObject({ joined: residents, online: residents }));
    await eventually(() => expect(phones[0]!.stage.stage.counts.joined).toBe(residents));
  });

  it('[N3] takes their notes in silence: backstage has them, the wall has none', async () => {
    const exerciseId = exercise('collect').id;
    await facilitator.commander.must('exercise:open', { exerciseId });
    await Promise.all(
      sample.notes.map(async ({ text, need }, i) => {
        const noteId = freshId();
        await phones[i % residents]!.commander.must('note:add', { exerciseId, noteId, text, forWhom: i % 3 === 0 ? ['elders'] : [] });
        written.set(noteId, { text, need });
      }),
    );
    await eventually(() => expect(facilitator.backstage.wall.notes).toHaveLength(sample.notes.length));
    expect(projector.wall.wall.notes).toEqual([]);
    await eventually(() => expect(projector.stage.stage.counts.submitted[exerciseId]).toBe(Math.min(residents, sample.notes.length)));
  });

  it('[G1] groups them backstage while people still write; each need gets its number', async () => {
    const wallDoc = facilitator.wall.doc;
    let order: string | null = null;
    for (const [i, { id, title }] of sample.needs.entries()) {
      order = orderBetween(order, null);
      writeNeed(wallDoc, { id: needIdOf(id), title }, { x: i * 300, y: 0, order }, me);
    }
    const places = new Map<string, NotePlace>();
    for (const note of facilitator.backstage.wall.notes) {
      const need = written.get(note.id)!.need;
      if (need) places.set(note.id, { ...note.place, needId: needIdOf(need) });
    }
    writePlaces(facilitator.backstage.doc, places, me);
    await eventually(() => {
      expect(projector.wall.wall.needs.map(({ id, number }) => [id, number])).toEqual(
        sample.needs.map(({ id }, i) => [needIdOf(id), i + 1]),
      );
    });
  });

  /** [N11] Nobody has decided about the numbers that some notes have. */
  const asShown = (text: string) =>
    mask(
      text,
      privateSpans(text).filter(({ kind }) => kind !== 'door'),
    );

  it('[N5] [N11] reveals: the notes are on the wall with their needs, numbered in an order that is not that of arrival', async () => {
    const exerciseId = exercise('collect').id;
    await facilitator.commander.must('exercise:close', { exerciseId });
    await facilitator.commander.must('exercise:reveal', { exerciseId });
    await eventually(() => expect(projector.wall.wall.notes).toHaveLength(sample.notes.length));
    const wall = projector.wall.wall.notes;
    expect(wall.map(({ number }) => number).sort((a, b) => a! - b!)).toEqual(sample.notes.map((_, i) => i + 1));
    for (const note of wall) {
      const { text, need } = written.get(note.id)!;
      expect({ text: note.text, needId: note.place.needId }).toEqual({
        text: asShown(text.normalize('NFC').trim()),
        needId: need && needIdOf(need),
      });
      expect(Object.keys(note)).not.toContain('author');
    }
    const byNumber = [...wall].sort((a, b) => a.number! - b.number!).map(({ id }) => id);
    expect(byNumber).not.toEqual([...written.keys()]);
    await eventually(() => expect(phones[0]!.commander.mine!.notes.every(({ number }) => number !== null)).toBe(true));
  });

  it('puts dots: counts of people are live, totals are not', async () => {
    const exerciseId = exercise('dot-vote').id;
    await facilitator.commander.must('exercise:open', {
      exerciseId,
      titles: Object.fromEntries(sample.needs.map(({ id, title }) => [needIdOf(id), title])),
    });
    await eventually(() => expect(phones.at(-1)!.stage.stage.session?.current).toBe(exerciseId));
    await Promise.all(
      phones.map(async (phone, i) => {
        const random = chance(i + 1);
        const dots: Record<string, number> = {};
        for (let left = 5; left > 0; left -= 1) {
          // Early needs are stronger, so that the outcome is no pure noise.
          const need = needIdOf(sample.needs[Math.floor(random() ** 2 * sample.needs.length)]!.id);
          if ((dots[need] ?? 0) < 3) dots[need] = (dots[need] ?? 0) + 1;
        }
        await phone.commander.must('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots } });
        dotBallots.push(dots);
      }),
    );
    await eventually(() => expect(projector.stage.stage.counts.submitted[exerciseId]).toBe(residents));
    expect(projector.stage.stage.tallies).toEqual({});
    expect(await facilitator.commander.must('exercise:close', { exerciseId })).toEqual({ ballots: residents });
    const tally = (await facilitator.commander.must('exercise:reveal', { exerciseId })) as Tally;
    // The stage may know already how sure the order is.
    const { stability: _, options, ...told } = tally;
    await eventually(() =>
      expect(projector.stage.stage.tallies[exerciseId]).toMatchObject({
        ...told,
        options: options.map((option) => expect.objectContaining(option) as unknown),
      }),
    );
    await eventually(() => expect(projector.stage.stage.tallies[exerciseId]?.stability).toMatchObject({ topK: 3, resamples: 1000 }));
    expect(tally).toMatchObject({ method: 'dots', ballots: residents, round: 1, channels: { phone: residents }, stability: null });
  });

  it('ranks the strongest five', async () => {
    const exerciseId = exercise('rank').id;
    const dotTally = projector.stage.stage.tallies[exercise('dot-vote').id]!;
    const strongest = dotTally.options.filter(({ rank }) => rank <= 5).map(({ needId }) => needId);
    await facilitator.commander.must('exercise:open', { exerciseId, needIds: strongest });
    await eventually(() => {
      const shown = phones[3]!.stage.stage.exercises.find(({ id }) => id === exerciseId);
      expect({ phase: shown?.phase, options: shown?.options?.map(({ needId }) => needId) }).toEqual({ phase: 'open', options: strongest });
    });
    await Promise.all(
      phones.map(async (phone, i) => {
        const random = chance(1000 + i);
        const ranking = [...strongest].map((needId) => ({ needId, at: random() })).sort((a, b) => a.at - b.at);
        const ballot = ranking
          .slice(0, Math.floor(random() * (strongest.length + 1)))
          .map(({ needId }) => needId)
          .slice(0, 5);
        await phone.commander.must('ballot:cast', { exerciseId, ballot: { kind: 'rank', ranking: ballot } });
        rankBallots.push(ballot);
      }),
    );
    await facilitator.commander.must('exercise:close', { exerciseId });
    await facilitator.commander.must('exercise:reveal', { exerciseId });
    await eventually(() => expect(projector.stage.stage.tallies[exerciseId]?.method).toBe('borda'));
    await eventually(() => expect(projector.stage.stage.tallies[exerciseId]?.stability).not.toBeNull());
  });

  it('[R1] [R4] exports need records that satisfy the published schema and hold every note exactly once', async () => {
    await facilitator.commander.must('session:end', {});
    const answer = await call<NeedRecords>(app.origin, `/api/sessions/${session.sessionId}/needs.json`, {
      token: session.facilitatorToken,
    });
    expect(answer.status).toBe(200);
    records = answer.body;
    const schema = await call(app.origin, '/schemas/need-records.v1.json');
    const validate = new Ajv2020({ strict: false }).compile(schema.body);
    expect({ isValid: validate(records), errors: validate.errors }).toEqual({ isValid: true, errors: null });
    expect(records.notes.map(({ id }) => id).sort()).toEqual([...written.keys()].sort());
    for (const note of records.notes) expect(note.needId).toBe(written.get(note.id)!.need && needIdOf(written.get(note.id)!.need!));
    const text = JSON.stringify(records);
    for (const phone of phones) expect(text).not.toContain(phone.participantId);
  });

  it('[T1] [T2] the exported ranks equal an independent recount', () => {
    const dots = new Map<string, number>(sample.needs.map(({ id }) => [needIdOf(id), 0]));
    for (const ballot of dotBallots) for (const [needId, n] of Object.entries(ballot)) dots.set(needId, dots.get(needId)! + n);
    expect(exportedRanks('dot-vote')).toEqual(competitionRanks(dots));

    const options = new Set(records.results.filter(({ runId }) => runId === runOf('rank').id).map(({ needId }) => needId));
    // Twice the Borda points, so that half points stay whole numbers.
    const points = new Map<string, number>([...options].map((needId) => [needId, 0]));
    for (const ballot of rankBallots) {
      for (const needId of options) {
        const place = ballot.indexOf(needId);
        const twice = place >= 0 ? 2 * (options.size - 1 - place) : options.size - 1 - ballot.length;
        points.set(needId, points.get(needId)! + twice);
      }
    }
    expect(exportedRanks('rank')).toEqual(competitionRanks(points));
  });

  const runOf = (kind: string) => records.runs.find((run) => run.kind === kind)!;
  const exportedRanks = (kind: string) =>
    Object.fromEntries(
      records.results.filter(({ runId, group }) => runId === runOf(kind).id && group === null).map(({ needId, rank }) => [needId, rank]),
    );

  it('[D4] what is built again from the log is what was in memory, with a snapshot and without', async () => {
    const live = await app.sessions.get(session.sessionId);
    const picture = ({ state, documents: { parts } }: Pick<Rebuilt, 'state' | 'documents'>) => ({
      state,
      stage: readStage(parts.stage),
      wall: readWall(parts.wall),
      backstage: readWall(parts.backstage),
      people: readPeople(parts.backstage),
    });
    const stored = (await app.sessions.store.load(session.sessionId))!;
    expect(stored.snapshot).toBeNull();
    const fromLog = picture((await rebuild(app.sessions.store, session.sessionId))!);
    expect(fromLog).toEqual(picture({ state: live.state, documents: live.documents }));

    await app.sessions.store.saveSnapshot(session.sessionId, {
      seq: live.seq,
      hash: live.hash,
      state: packLogged(live.state),
      stage: live.encode('stage'),
      wall: live.encode('wall'),
      backstage: live.encode('backstage'),
    });
    expect(picture((await rebuild(app.sessions.store, session.sessionId))!)).toEqual(fromLog);
  });

  it('[D6] an altered entry of the log is named, and the session is not opened', async () => {
    const stored = (await app.sessions.store.load(session.sessionId))!;
    const rows = await app.sessions.store.commits(session.sessionId, 1);
    // Not every entry says something: one may have moved notes alone.
    const { seq } = rows.find((row) => row.seq > 5 && row.events.includes('{'))!;
    const altered = rows.map((row) => (row.seq === seq ? { ...row, events: row.events.replace('{', '{ ') } : row));
    const store: Store = Object.assign(Object.create(app.sessions.store) as Store, {
      load: () => Promise.resolve({ ...stored, snapshot: null, commits: altered }),
    });
    await expect(rebuild(store, session.sessionId)).rejects.toThrow(`altered at entry ${seq}. The last good copy ends at entry ${seq - 1}`);
  });

  it('logged no trouble', () => {
    expect(app.troubles).toEqual([]);
  });
});

function competitionRanks(scores: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...scores].map(([id, score]) => [id, 1 + [...scores.values()].filter((other) => other > score).length]));
}
