import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeedRecords } from '../../shared/need-record.ts';
import { readPabulib } from '../../shared/ballot-files/pabulib.ts';
import { readPrefLib } from '../../shared/ballot-files/preflib.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { download, heldWorkshop, recordsOf, unzipped } from '../support/held-workshop.ts';
import { recounts, type Ballot } from '../support/recount.ts';
import { Room } from '../support/room.ts';

let app: TestApp;
let room: Room;
let records: NeedRecords;
let files: Record<string, string>;
const kinds = ['dot-vote', 'rank', 'points', 'rate', 'budget', 'pledge'];
beforeAll(async () => {
  app = await startApp();
  room = await heldWorkshop(app, { ballotsForResearch: true }, kinds);
  files = unzipped((await download(room, 'ballots.zip')).bytes);
  records = await recordsOf(room);
});
afterAll(async () => {
  room.close();
  await app.close();
});

/** A reader of PrefLib's ordinal and categorical files, apart from the writer and from ours: header, and levels of numbers a person. */
function read(text: string) {
  const lines = text.trimEnd().split('\n');
  const header = new Map(lines.filter((line) => line.startsWith('# ')).map((line) => line.slice(2).split(': ', 2) as [string, string]));
  const ballots = lines
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => {
      const [times = '', order = ''] = line.split(': ', 2);
      const levels: number[][] = [];
      for (let rest = order; rest !== '';) {
        const [all = '', tied, one] = /^(?:\{([\d,]*)\}|(\d+)),?/.exec(rest) ?? [];
        if (all === '') throw new Error(`cannot read ${order}`);
        levels.push(
          (tied ?? one ?? '')
            .split(',')
            .filter((each) => each !== '')
            .map(Number),
        );
        rest = rest.slice(all.length);
      }
      return Array.from({ length: Number(times) }, () => levels);
    });
  return { header, ballots };
}

function fileEnding(ending: string): string {
  const [name] = Object.keys(files).filter((each) => each.endsWith(ending));
  if (name === undefined) throw new Error(`no ${ending} among ${Object.keys(files).join(' ')}`);
  return files[name]!;
}

const runOf = (kind: string) => records.runs.find((run) => run.shown && run.kind === kind)!;
/** The needs of a run as the files number them. */
const needIds = () =>
  records.results
    .filter(({ runId, group }) => runId === runOf('rank').id && group === null)
    .map(({ needId }) => records.needs.find(({ id }) => id === needId)!)
    .sort((a, b) => a.number! - b.number!)
    .map(({ id }) => id);

/** The recount of ballots that were read back is what the records say of the kind's shown rule. */
function expectSame(kind: string, ballots: Ballot[]): void {
  const { scores } = recounts[kind]!(needIds(), ballots);
  const said = records.results.filter(({ runId, group }) => runId === runOf(kind).id && group === null);
  expect(Object.fromEntries(said.map(({ needId, score }) => [needId, score]))).toEqual(scores);
  expect(ballots).toHaveLength(24);
}

const named = (levels: number[][]) => levels.map((level) => level.map((number) => needIds()[number - 1]!));

describe('[E9] [T8] [F84] ballots.zip read back and counted again', () => {
  it('rankings: as they were cast, and with the rest on the last level as they were counted', () => {
    const { header, ballots } = read(fileEnding('.soi'));
    expect(header.get('DATA TYPE')).toBe('soi');
    expect(header.get('NUMBER ALTERNATIVES')).toBe('5');
    expect(Number(header.get('NUMBER VOTERS'))).toBe(ballots.length);
    expect(header.get('ALTERNATIVE NAME 1')).toBe('夜里的路灯');
    expect(ballots.flat().every((level) => level.length === 1)).toBe(true);
    const empty = runOf('rank').blank!;
    const rankings = ballots.map((levels) => ({ kind: 'rank', ranking: named(levels).flat() }));
    expectSame('rank', [...rankings, ...Array.from({ length: empty }, () => ({ kind: 'rank', ranking: [] }))]);
    const complete = read(fileEnding('.toc'));
    expect(complete.header.get('MODIFICATION TYPE')).toBe('induced');
    for (const levels of complete.ballots) expect(levels.flat().sort()).toEqual([1, 2, 3, 4, 5]);
    expect(readPrefLib(fileEnding('.toc')).rankings).toHaveLength(24);
  });

  it('dots and beans: a category an amount', () => {
    for (const [kind, ending, field] of [
      ['dot-vote', '-dots.cat', 'dots'],
      ['points', '-beans.cat', 'points'],
    ] as const) {
      const { header, ballots } = read(fileEnding(ending));
      const amounts = Array.from({ length: Number(header.get('NUMBER CATEGORIES')) }, (_, i) =>
        Number.parseInt(header.get(`CATEGORY NAME ${i + 1}`)!, 10),
      );
      const given = ballots.map((groups) =>
        Object.fromEntries(named(groups).flatMap((ids, i) => (amounts[i] === 0 ? [] : ids.map((id) => [id, amounts[i]!])))),
      );
      for (const groups of ballots) expect(groups.flat().sort()).toEqual([1, 2, 3, 4, 5]);
      expectSame(
        kind,
        given.map((each) => ({ kind, [field]: each })),
      );
    }
  });

  it('ratings: a category a grade for each of the two questions, and orders by importance', () => {
    const [importance, satisfaction] = ['-importance.cat', '-satisfaction.cat'].map((ending) => {
      const { header, ballots } = read(fileEnding(ending));
      const grades = Array.from({ length: Number(header.get('NUMBER CATEGORIES')) }, (_, i) =>
        Number.parseInt(header.get(`CATEGORY NAME ${i + 1}`)!, 10),
      );
      return ballots
        .flatMap((groups) => named(groups).flatMap((ids, i) => ids.map((id) => ({ id, grade: grades[i]! }))))
        .filter(({ grade }) => !Number.isNaN(grade));
    });
    const mean = (rows: { id: string; grade: number }[], id: string) => {
      const own = rows.filter((row) => row.id === id);
      return own.reduce((sum, { grade }) => sum + grade, 0) / own.length;
    };
    for (const need of needIds()) {
      const result = records.results.find(({ runId, needId, group }) => runId === runOf('rate').id && needId === need && group === null)!;
      expect(result.score).toBeCloseTo(mean(importance!, need) - mean(satisfaction!, need), 1);
    }
    expect(read(fileEnding('.toi')).header.get('DATA TYPE')).toBe('toi');
  });

  it('[T8] a budget: prices, money and what each person wanted', () => {
    const [meta = '', projects = '', votes = ''] = fileEnding('.pb').split(/^(?:PROJECTS|VOTES)\n/m);
    expect(meta).toContain('\nbudget;10\n');
    const rows = projects
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(';'));
    expect(rows.map(([id, cost]) => [id, cost])).toEqual([
      ['1', '3'],
      ['2', '5'],
      ['3', '4'],
      ['4', '2'],
      ['5', '6'],
    ]);
    const wishes = votes
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) =>
        line
          .split(';')[1]!
          .split(',')
          .filter((each) => each !== '')
          .map(Number),
      );
    expect(rows.map(([id, , count]) => [id, Number(count)])).toEqual(
      rows.map(([id]) => [id, wishes.filter((wish) => wish.includes(Number(id))).length]),
    );
    for (const need of needIds()) {
      const result = records.results.find(({ runId, needId, group }) => runId === runOf('budget').id && needId === need && group === null)!;
      expect([need, result.people]).toEqual([need, wishes.filter((wish) => wish.includes(needIds().indexOf(need) + 1)).length]);
    }
    expect(wishes).toHaveLength(24);
    expect(readPabulib(fileEnding('.pb'))).toMatchObject({ budget: 10, costs: { 1: 3, 2: 5, 3: 4, 4: 2, 5: 6 } });
    expect(runOf('budget').options['costs']).toEqual(Object.fromEntries(needIds().map((id, i) => [id, [3, 5, 4, 2, 6][i]])));
  });

  it('has nothing beside the ballots: no times, people, channels or ids', () => {
    const all = Object.values(files).join('\n');
    expect(all).not.toMatch(/phone|T\d\d:\d\d/);
    for (const { participantId } of room.residents) expect(all).not.toContain(participantId);
    const forResearchers = Object.entries(files).filter(([name]) => !name.endsWith('.ballots.jsonl'));
    for (const { id } of records.needs) expect(forResearchers.map(([, text]) => text).join('\n')).not.toContain(id);
    expect(Object.keys(files).filter((name) => name.includes('pledge'))).toEqual([]);
  });
});

describe('[E9] who gets them', () => {
  const choose = (of: Room, ballotsForResearch: boolean) =>
    call(app.origin, `/api/sessions/${of.session.sessionId}`, { method: 'PATCH', token: testKey, body: { ballotsForResearch } });

  it('the organizer alone, and only where they chose so', async () => {
    expect((await download(room, 'ballots.zip', { token: room.session.facilitatorToken })).status).toBe(401);
    expect((await choose(room, false)).status).toBe(200);
    expect((await download(room, 'ballots.zip')).status).toBe(403);
  });

  it('nobody where it was not chosen before the first ballot: what was cast is not promised away afterwards', async () => {
    expect(await choose(room, true)).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    const fresh = await Room.open({ origin: app.origin, key: testKey }, { title: '还没投', template: 'needs-workshop' });
    await fresh.join(5);
    await fresh.hallWall();
    expect(await choose(fresh, true)).toMatchObject({ status: 200, body: { ballotsForResearch: true, hasBallots: false } });
    expect((await choose(fresh, false)).status).toBe(200);
    await fresh.openVote('dot-vote');
    await fresh.putDots([[1]]);
    expect(await choose(fresh, true)).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    const { sessionId } = fresh.session;
    const { body } = await call(app.origin, `/api/sessions/${sessionId}`, { token: testKey });
    expect(body).toMatchObject({ ballotsForResearch: false, hasBallots: true });
    // One that is withdrawn was cast all the same, but leaves nothing that could be given.
    await fresh.residents[0]!.commander.must('ballot:withdraw', { exerciseId: fresh.exerciseOf('dot-vote') });
    expect((await choose(fresh, true)).status).toBe(200);
    fresh.close();
  });

  it('nobody where the largest round has nineteen ballots', async () => {
    const small = await Room.open(
      { origin: app.origin, key: testKey },
      { title: '小会', template: 'needs-workshop', ballotsForResearch: true },
    );
    await small.join(19);
    await small.hallWall();
    await small.openVote('dot-vote');
    await small.putDots(Array.from({ length: 19 }, (_, i) => [1 + (i % 3), 1]));
    await small.step('close', 'dot-vote');
    await small.step('reveal', 'dot-vote');
    const { status, bytes } = await download(small, 'ballots.zip');
    expect([status, (JSON.parse(new TextDecoder().decode(bytes)) as { code: string }).code]).toEqual([422, 'too-few']);
    small.close();
  });
});
