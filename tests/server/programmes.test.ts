import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison, NeedThen } from '../../shared/comparison.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import { orderBetween } from '../../shared/order.ts';
import type { ListedProgramme, ProgrammeDetails, SuggestedSame } from '../../shared/programme.ts';
import { writeNeed } from '../../shared/wall.ts';
import type { SessionSummary } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { Meeting } from '../support/meeting.ts';
import { readXlsx } from '../support/office.ts';
import { readCsv } from '../support/read-csv.ts';

interface Held {
  id: string;
  records: NeedRecords;
}
type Ballot = { kind: string; [field: string]: unknown };
type Titles = Readonly<Record<string, string>>;

let app: TestApp;
const meetings: Meeting[] = [];
let programmeId: string;
const held: Record<'oldThen' | 'oldNow' | 'newThen' | 'newNow', Held> = {} as never;

const ask = <Body = { code: string }>(path: string, options: Parameters<typeof call>[2] = {}) =>
  call<Body>(app.origin, path, { token: testKey, ...options });
const compare = async (then: Held, now: Held) =>
  (await ask<Comparison & { suggestions: SuggestedSame[] }>(`/api/programmes/${programmeId}/comparison.json?then=${then.id}&now=${now.id}`))
    .body;
const decide = (body: object) => ask<ProgrammeDetails>(`/api/programmes/${programmeId}/same-needs`, { method: 'PUT', body });

/** A session in which these needs stand, each resident gives dots and grades as its row says, and which then ends. */
async function hold(
  details: Record<string, unknown>,
  {
    titles,
    dots,
    grades = [],
    perPerson = 3,
  }: { titles: Titles; dots: readonly (readonly string[])[]; grades?: readonly Titles[]; perPerson?: number },
): Promise<Held> {
  const meeting = await Meeting.open(app, { template: 'baseline', programmeId, ...details });
  meetings.push(meeting);
  await putUp(meeting, titles);
  const needIds = Object.keys(titles);
  const residents = await meeting.residents(dots.length);
  const { facilitator } = meeting;
  const run = async (kind: string, settings: Record<string, unknown>, ballotOf: (i: number) => Ballot) => {
    const exerciseId = await meeting.exerciseOf(kind);
    if (Object.keys(settings).length > 0) await facilitator.must('exercise:change', { exerciseId, settings });
    await facilitator.must('exercise:open', { exerciseId, titles, needIds });
    for (const [i, { commander }] of residents.entries()) {
      await commander.must('ballot:cast', { exerciseId, ballot: ballotOf(i) });
    }
    await facilitator.must('exercise:close', { exerciseId });
    await facilitator.must('exercise:reveal', { exerciseId });
  };
  await run('dot-vote', { dots: perPerson }, (i) => ({ kind: 'dot-vote', dots: Object.fromEntries(dots[i]!.map((id) => [id, 1])) }));
  if (grades.length > 0)
    await run('rate', {}, (i) => ({
      kind: 'rate',
      ratings: Object.fromEntries(
        Object.entries(grades[i]!).map(([id, grade]) => [id, { importance: Number(grade[0]), satisfaction: Number(grade[1]) }]),
      ),
    }));
  await facilitator.must('session:end', {});
  const id = meeting.session.sessionId;
  const records = await eventually(async () => {
    const { body } = await ask<NeedRecords>(`/api/sessions/${id}/needs.json`);
    expect(body.needs.filter(({ rankLow }) => rankLow === null)).toEqual([]);
    return body;
  });
  return { id, records };
}

/** Needs that were carried over stand already. */
async function putUp(meeting: Meeting, titles: Titles): Promise<void> {
  const wall = meeting.reader('wall');
  await wall.synced;
  const missing = Object.entries(titles).filter(([id]) => !wall.wall.needs.some((need) => need.id === id));
  let order: string | null = wall.wall.needs.at(-1)?.place.order ?? null;
  for (const [id, title] of missing)
    writeNeed(wall.doc, { id, title }, { x: 0, y: 0, order: (order = orderBetween(order, null)) }, { by: 'the test' });
  await eventually(() =>
    expect(
      wall.wall.needs
        .filter(({ number }) => number !== null)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(Object.keys(titles).sort()),
  );
  wall.close();
}

const oldTitles = { 'need-lamps': '夜里的路灯', 'need-lunch': '老人午饭', 'need-doctor': '就近看病拿药' };
const newTitles = { 'need-dark': '楼道灯坏了', 'need-dogs': '遛狗' };
const times = <T>(count: number, row: T): T[] => Array<T>(count).fill(row);

beforeAll(async () => {
  app = await startApp();
  ({ programmeId } = (await ask<ProgrammeDetails>('/api/programmes', { body: { title: '两个小区，一年以后' } })).body);
  held.oldThen = await hold(
    { title: '槐树里 基线', place: '槐树里', wave: 0 },
    {
      titles: oldTitles,
      dots: [...times(6, ['need-lamps', 'need-lunch']), ...times(6, ['need-lamps'])],
      grades: times(12, { 'need-lamps': '51', 'need-lunch': '43' }),
    },
  );
  held.oldNow = await hold(
    { title: '槐树里 回访', place: '槐树里', wave: 1, carryNeedsFrom: held.oldThen.id },
    {
      titles: { ...oldTitles, 'need-charge': '电动车充电' },
      dots: [...times(6, ['need-doctor', 'need-lunch']), ...times(6, ['need-doctor'])],
      grades: times(12, { 'need-lamps': '44', 'need-lunch': '43' }),
    },
  );
  held.newThen = await hold({ title: '新苑 基线', place: '新苑', wave: 0 }, { titles: newTitles, dots: times(10, ['need-dark']) });
  held.newNow = await hold(
    { title: '新苑 回访', place: '新苑', wave: 1, carryNeedsFrom: held.newThen.id },
    { titles: newTitles, dots: times(10, ['need-dogs']), perPerson: 5 },
  );
}, 60_000);
afterAll(async () => {
  for (const meeting of meetings) meeting.close();
  expect(app.troubles).toEqual([]);
  await app.close();
});

describe('a programme', () => {
  it('[R9] lists its sessions by wave; sessions and records name it', async () => {
    const { programmes } = (await ask<{ programmes: ListedProgramme[] }>('/api/programmes')).body;
    expect(programmes).toEqual([{ programmeId, title: '两个小区，一年以后', sessions: 4 }]);
    const { sessions } = (await ask<{ sessions: SessionSummary[] }>(`/api/programmes/${programmeId}`)).body;
    expect(sessions.map(({ title, wave }) => [title, wave])).toEqual([
      ['槐树里 基线', 0],
      ['新苑 基线', 0],
      ['槐树里 回访', 1],
      ['新苑 回访', 1],
    ]);
    expect(held.oldNow.records.programme).toEqual({ id: programmeId, title: '两个小区，一年以后' });
  });

  it('[R9] is renamed, and taken away only when nothing belongs to it; one that sessions alone name is there too', async () => {
    const path = `/api/programmes/${programmeId}`;
    expect((await ask<ProgrammeDetails>(path, { method: 'PATCH', body: { title: '改了名' } })).body.title).toBe('改了名');
    for (const title of ['', ' \u200b\u202e']) expect((await ask(path, { method: 'PATCH', body: { title } })).body.code).toBe('bad-input');
    expect((await ask(path, { method: 'DELETE' })).body.code).toBe('not-allowed');
    const empty = (await ask<ProgrammeDetails>('/api/programmes', { body: { title: '空的' } })).body;
    expect((await ask(`/api/programmes/${empty.programmeId}`, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(`/api/programmes/${empty.programmeId}`)).body.code).toBe('not-found');
    await Meeting.open(app, { programmeId: 'by-hand' }).then((meeting) => meetings.push(meeting));
    expect((await ask<ProgrammeDetails>('/api/programmes/by-hand')).body).toMatchObject({ title: 'by-hand', same: [] });
    for (const [method, target] of [
      ['GET', '/api/programmes'],
      ['GET', path],
      ['GET', `${path}/comparison.json?then=${held.oldThen.id}&now=${held.oldNow.id}`],
    ])
      expect((await call(app.origin, target!, { method: method!, token: 'another' })).status).toBe(401);
  });
});

describe('two sessions side by side', () => {
  it('[R10] needs that were carried over are one: places, shares and gaps then and now, as their own records have them', async () => {
    const { needs, then, now } = await compare(held.oldThen, held.oldNow);
    expect([then.title, then.wave, now.title, now.wave]).toEqual(['槐树里 基线', 0, '槐树里 回访', 1]);
    expect(needs.map(({ now, then, by }) => [now?.title ?? null, then?.title ?? null, by])).toEqual([
      ['就近看病拿药', '就近看病拿药', 'carried'],
      ['老人午饭', '老人午饭', 'carried'],
      ['夜里的路灯', '夜里的路灯', 'carried'],
      ['电动车充电', null, null],
    ]);
    const recordOf = ({ records }: Held, id: string) => records.needs.find((need) => need.id === id)!;
    for (const id of Object.keys(oldTitles)) {
      const [before, after] = [recordOf(held.oldThen, id), recordOf(held.oldNow, id)];
      const { place, rating, then, now } = needs.find(({ now }) => now?.needId === id)!;
      const figures = (need: NeedThen | null) => [need?.rank, need?.share, need?.rankLow, need?.rankHigh, need?.gap, need?.stage];
      expect(figures(then)).toEqual([before.priorityRank, before.supportShare, before.rankLow, before.rankHigh, before.gap, before.stage]);
      expect(figures(now)).toEqual([after.priorityRank, after.supportShare, after.rankLow, after.rankHigh, after.gap, after.stage]);
      expect(place?.reasons).toEqual([]);
      expect(place?.rank).toBe(after.priorityRank! - before.priorityRank!);
      expect(place?.share).toBeCloseTo(after.supportShare! - before.supportShare!, 12);
      if (id === 'need-doctor') continue;
      expect(rating?.reasons).toEqual([]);
      expect(rating?.gap).toBeCloseTo(after.gap! - before.gap!, 12);
    }
    const lamps = needs.find(({ now }) => now?.needId === 'need-lamps')!;
    expect([lamps.then?.rank, lamps.now?.rank, lamps.then?.gap, lamps.now?.gap]).toEqual([1, 3, 4, 0]);
    expect([lamps.then?.among, lamps.now?.among]).toEqual([3, 4]);
  });

  it('[R10] a place has moved only where the two ranges of places do not meet', async () => {
    const { needs } = await compare(held.oldThen, held.oldNow);
    for (const { then, now, place } of needs) {
      if (!then || !now) continue;
      const apart = then.rankLow !== null && now.rankLow !== null && (now.rankHigh! < then.rankLow || now.rankLow > then.rankHigh!);
      expect([now.title, place?.moved === 'up' || place?.moved === 'down']).toEqual([now.title, apart]);
    }
    expect(needs.find(({ now }) => now?.needId === 'need-lamps')?.place?.moved).toBe('down');
    expect(needs.find(({ now }) => now?.needId === 'need-doctor')?.place?.moved).toBe('up');
  });

  it('[R10] what was counted by other rules is not compared, and says so', async () => {
    const { needs } = await compare(held.newThen, held.newNow);
    expect(needs.map(({ place, rating }) => [place?.reasons, place?.rank, place?.moved, rating?.reasons])).toEqual(
      times(2, [['options'], null, null, ['not-counted']]),
    );
    expect(needs.map(({ then, now }) => [then?.rank, now?.rank])).toEqual([
      [2, 1],
      [1, 2],
    ]);
  });

  it('[R11] across places needs are one where the organizer says so; alike ones are suggested and never joined by themselves', async () => {
    const before = await compare(held.oldThen, held.newThen);
    expect(before.needs.every(({ by }) => by === null)).toBe(true);
    expect(before.suggestions.map(({ then, now }) => [then, now])).toEqual([['need-lamps', 'need-dark']]);
    const pair = { a: { sessionId: held.oldThen.id, needId: 'need-lamps' }, b: { sessionId: held.newThen.id, needId: 'need-dark' } };

    await decide({ ...pair, isSame: false });
    expect((await compare(held.oldThen, held.newThen)).suggestions).toEqual([]);
    expect((await decide({ a: pair.b, b: pair.a, isSame: true })).body.same).toEqual([{ a: pair.b, b: pair.a, isSame: true }]);
    const after = await compare(held.oldThen, held.newThen);
    expect(after.needs.find(({ by }) => by === 'organizer')).toMatchObject({
      then: { needId: 'need-lamps' },
      now: { needId: 'need-dark' },
    });
    // The other way round it is the same decision; another partner in that session takes the first one's place.
    expect((await compare(held.newThen, held.oldThen)).needs.find(({ by }) => by === 'organizer')).toMatchObject({
      now: { needId: 'need-lamps' },
    });
    await decide({ ...pair, b: { ...pair.b, needId: 'need-dogs' }, isSame: true });
    expect((await compare(held.oldThen, held.newThen)).needs.filter(({ by }) => by === 'organizer').map(({ now }) => now?.needId)).toEqual([
      'need-dogs',
    ]);
    expect((await decide({ ...pair, b: { ...pair.b, needId: 'need-dogs' }, isSame: null })).body.same).toEqual([]);
  });

  it('[R11] a need that was carried over is another one where the organizer says so', async () => {
    const pair = { a: { sessionId: held.oldThen.id, needId: 'need-lunch' }, b: { sessionId: held.oldNow.id, needId: 'need-lunch' } };
    await decide({ ...pair, isSame: false });
    const { needs } = await compare(held.oldThen, held.oldNow);
    expect(needs.filter(({ then, now }) => then?.needId === 'need-lunch' || now?.needId === 'need-lunch').map(({ by }) => by)).toEqual([
      null,
      null,
    ]);
    await decide({ ...pair, isSame: null });
  });

  it('[R11] decisions about what is not there, of one session, or of another programme are refused', async () => {
    const a = { sessionId: held.oldThen.id, needId: 'need-lamps' };
    const wrong = [
      { a, b: { sessionId: held.newThen.id, needId: 'need-nothing' }, isSame: true },
      { a, b: { sessionId: 'nosuchsession', needId: 'need-dark' }, isSame: true },
      { a, b: { ...a, needId: 'need-lunch' }, isSame: true },
      { a, isSame: true },
    ];
    const codes = [];
    for (const body of wrong) codes.push((await ask(`/api/programmes/${programmeId}/same-needs`, { method: 'PUT', body })).body.code);
    expect(codes).toEqual(['not-found', 'not-found', 'bad-input', 'bad-input']);
    const path = `/api/programmes/${programmeId}/comparison.json`;
    expect((await ask(`${path}?then=${held.oldThen.id}&now=${held.oldThen.id}`)).body.code).toBe('bad-input');
    expect((await ask(`${path}?then=${held.oldThen.id}`)).body.code).toBe('bad-input');
    expect((await ask(`${path}?then=${held.oldThen.id}&now=nosuchsession`)).body.code).toBe('not-found');
  });
});

describe('two sessions side by side, taken away', () => {
  const file = async (ending: string, lang = 'zh-CN') => {
    const path = `/api/programmes/${programmeId}/comparison.${ending}?then=${held.oldThen.id}&now=${held.oldNow.id}`;
    const response = await fetch(`${app.origin}${path}`, { headers: { authorization: `Bearer ${testKey}`, 'accept-language': lang } });
    expect(response.status).toBe(200);
    return { bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers };
  };
  const nameIn = ({ headers }: { headers: Headers }) =>
    decodeURIComponent(/filename\*=UTF-8''(\S+)/.exec(headers.get('content-disposition') ?? '')![1]!);

  it('[E14] as a table say what the comparison says, row by row, with the caution in each', async () => {
    const { needs } = await compare(held.oldThen, held.oldNow);
    const csv = await file('csv');
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(csv.bytes);
    expect(text.startsWith('\uFEFF')).toBe(true);
    const [titles, ...rows] = readCsv(text.slice(1));
    const cell = (row: string[], title: string) => row[titles!.indexOf(title)];
    expect(rows.map((row) => cell(row, '需求名称'))).toEqual(needs.map(({ now, then }) => (now ?? then)!.title));
    for (const [i, { then, now, place }] of needs.entries()) {
      const said = ['那时第几件', '现在第几件', '支持率变化（百分点）', '说明'].map((title) => cell(rows[i]!, title));
      const points = place?.share === null || place === null ? '' : String(Math.round(place.share * 1000) / 10);
      expect(said).toEqual([String(then?.rank ?? ''), String(now?.rank ?? ''), points, '两次到场的人不一定相同。']);
    }
    expect(rows.map((row) => cell(row, '位次变化'))).toContain('靠后了');
    expect(nameIn(csv)).toMatch(/^改了名 对比表 \d{4}-\d\d-\d\d\.csv$/);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [english] = readCsv(new TextDecoder().decode((await file('csv', 'en')).bytes));
    expect(english).toEqual(expect.arrayContaining(['Need', 'Place then', 'Place now']));
  });

  it('[E14] as a workbook have the needs, the questions, the groups and the rooms', async () => {
    const { needs, then, now } = await compare(held.oldThen, held.oldNow);
    const xlsx = await file('xlsx');
    const sheets = readXlsx(xlsx.bytes);
    expect(sheets.map(({ name }) => name)).toEqual(['需求', '问卷', '人群', '说明']);
    expect(sheets[0]!.rows).toHaveLength(1 + needs.length);
    expect(sheets.flatMap(({ rows }) => rows.flat()).filter((cell) => cell && !['s', 'n'].includes(cell.type))).toEqual([]);
    const about = sheets[3]!.rows.map((row) => row.map((cell) => cell?.value));
    expect(about).toEqual(expect.arrayContaining([['工作坊', then.title, now.title]]));
    expect(about.flat()).toEqual(expect.arrayContaining(['两次到场的人不一定相同。', '到场的人不是抽样，结果说的是到场的人。']));
    expect(nameIn(xlsx)).toMatch(/^改了名 对比表 \d{4}-\d\d-\d\d\.xlsx$/);
  });

  it('[E14] [R3] [E2] a need whose title a spreadsheet would run is guarded in the table and typed as text in the workbook', async () => {
    const title = '=HYPERLINK("http://x","y")';
    const [before, after] = await Promise.all([0, 1].map((wave) => Meeting.open(app, { programmeId, title: `怪题 ${wave}`, wave })));
    meetings.push(before!, after!);
    for (const meeting of [before!, after!]) await putUp(meeting, { 'need-formula': title });
    const sides = `then=${before!.session.sessionId}&now=${after!.session.sessionId}`;
    const csv = await ask<string>(`/api/programmes/${programmeId}/comparison.csv?${sides}`);
    const [, row] = readCsv(csv.body.replace('\uFEFF', ''));
    expect(row!.slice(0, 2)).toEqual([`'${title}`, `'${title}`]);
    const response = await fetch(`${app.origin}/api/programmes/${programmeId}/comparison.xlsx?${sides}`, {
      headers: { authorization: `Bearer ${testKey}` },
    });
    const [needs] = readXlsx(new Uint8Array(await response.arrayBuffer()));
    expect(needs!.rows[1]![0]).toEqual({ type: 's', value: title });
  });

  it('[E14] nobody without a key has them', async () => {
    for (const ending of ['json', 'csv', 'xlsx']) {
      const path = `/api/programmes/${programmeId}/comparison.${ending}?then=${held.oldThen.id}&now=${held.oldNow.id}`;
      expect((await call(app.origin, path, { token: 'another' })).status).toBe(401);
    }
  });
});
