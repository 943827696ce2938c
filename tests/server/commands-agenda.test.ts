import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeNeed } from '../../shared/wall.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, Meeting } from '../support/meeting.ts';

const seq = expect.any(Number) as number;

describe('the agenda', () => {
  let app: TestApp;
  let meeting: Meeting;
  const now = 1_800_000_000_000;

  beforeAll(async () => {
    app = await startApp({ now: () => now });
  });
  afterAll(async () => {
    expect(app.troubles).toEqual([]);
    await app.close();
  });
  beforeEach(async () => {
    meeting = await Meeting.open(app);
  });
  afterEach(() => meeting.close());

  const agenda = async () => (await meeting.stage()).exercises.map(({ id }) => id);
  const phaseOf = async (exerciseId: string) => {
    const found = await meeting.exercise(exerciseId);
    return [found?.phase, found?.revealed, found?.sealed, found?.round];
  };

  it('takes an exercise at its end; what is left out gets its kind’s default', async () => {
    const before = (await agenda()).length;
    const defaults = {
      collect: { notesPerPerson: 5, textMax: 200, concealed: true, hold: false, aboutNeedId: null },
      'dot-vote': { dots: 5, maxPerNeed: 3 },
      rank: { rankAtMost: 5 },
    };
    for (const [kind, settings] of Object.entries(defaults)) {
      const answer = await meeting.facilitator.send('exercise:add', { exercise: { kind } });
      expect(answer).toEqual({ ok: true, value: { exerciseId: expect.stringMatching(/^[A-Za-z0-9_-]{8,64}$/) as string }, seq });
      const { exerciseId } = (answer as { value: { exerciseId: string } }).value;
      expect((await agenda()).at(-1)).toBe(exerciseId);
      expect(await meeting.exercise(exerciseId)).toEqual({
        id: exerciseId,
        kind,
        title: '',
        prompt: '',
        settings,
        phase: 'draft',
        revealed: false,
        sealed: false,
        round: 1,
        order: expect.any(String) as string,
      });
    }
    const { exerciseId } = await meeting.facilitator.must('exercise:add', {
      exercise: { kind: 'rank', title: ' 排一排\u202E ', prompt: '先办\n哪件', settings: { rankAtMost: null } },
    });
    expect(await meeting.exercise(exerciseId)).toMatchObject({ title: '排一排', prompt: '先办\n哪件', settings: { rankAtMost: null } });
    for (const exercise of [
      { kind: 'karaoke' },
      { kind: 'toString' },
      { kind: '' },
      {},
      { kind: 'rank', settings: { rankAtMost: 0 } },
      { kind: 'rank', settings: { more: 1 } },
      { kind: 'rank', phase: 'open' },
      { kind: 'rank', title: 'x'.repeat(201) },
    ])
      expect([exercise, codeOf(await meeting.facilitator.raw('exercise:add', { commandId: freshId(), exercise }))]).toEqual([
        exercise,
        'bad-input',
      ]);
    expect(await agenda()).toHaveLength(before + 4);
  });

  it('[X4] changes and removes drafts alone', async () => {
    const collect = await meeting.exerciseOf('collect');
    expect(await meeting.facilitator.send('exercise:change', { exerciseId: collect, title: '写几张', settings: { textMax: 60 } })).toEqual({
      ok: true,
      value: {},
      seq,
    });
    expect(await meeting.exercise(collect)).toMatchObject({
      title: '写几张',
      prompt: '您和家里人最想解决的一件事是什么？',
      settings: { notesPerPerson: 5, textMax: 60 },
    });
    for (const change of [{ settings: { textMax: 19 } }, { settings: { more: 1 } }, { title: '\u200B' }])
      expect([change, codeOf(await meeting.facilitator.send('exercise:change', { exerciseId: collect, ...change }))]).toEqual([
        change,
        'bad-input',
      ]);
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    for (const phase of ['open', 'closed']) {
      expect([phase, codeOf(await meeting.facilitator.send('exercise:change', { exerciseId: collect, title: '晚了' }))]).toEqual([
        phase,
        'exercise-already-open',
      ]);
      expect([phase, codeOf(await meeting.facilitator.send('exercise:remove', { exerciseId: collect }))]).toEqual([
        phase,
        'exercise-already-open',
      ]);
      await meeting.facilitator.must('exercise:close', { exerciseId: collect });
    }
    expect((await meeting.exercise(collect))?.title).toBe('写几张');
    const rank = await meeting.exerciseOf('rank');
    expect(await meeting.facilitator.send('exercise:remove', { exerciseId: rank })).toEqual({ ok: true, value: {}, seq });
    expect(await agenda()).not.toContain(rank);
    expect(codeOf(await meeting.facilitator.send('exercise:remove', { exerciseId: rank }))).toBe('not-found');
  });

  it('is put in any order', async () => {
    meeting.close();
    meeting = await Meeting.open(app, { template: 'blank' });
    const add = async () => (await meeting.facilitator.must('exercise:add', { exercise: { kind: 'collect' } })).exerciseId;
    const [a, b, c] = [await add(), await add(), await add()];
    const moves: [string, string | null, string[]][] = [
      [c, a, [c, a, b]],
      [c, null, [a, b, c]],
      [a, c, [b, a, c]],
      [a, a, [b, a, c]],
      [b, b, [b, a, c]],
      [b, null, [a, c, b]],
    ];
    for (const [exerciseId, before, order] of moves) {
      expect(await meeting.facilitator.send('exercise:move', { exerciseId, before })).toEqual({ ok: true, value: {}, seq });
      expect(await agenda()).toEqual(order);
    }
    expect(codeOf(await meeting.facilitator.send('exercise:move', { exerciseId: a, before: 'no-such-one' }))).toBe('not-found');
    expect(await agenda()).toEqual([a, c, b]);
  });

  it('[X1] goes draft → open → closed; a phase already reached is ok and without effect', async () => {
    const collect = await meeting.exerciseOf('collect');
    const send = (name: 'exercise:open' | 'exercise:close' | 'exercise:reopen') => meeting.facilitator.send(name, { exerciseId: collect });
    expect(codeOf(await send('exercise:close'))).toBe('exercise-not-open');
    expect(codeOf(await send('exercise:reopen'))).toBe('exercise-not-open');
    expect(codeOf(await meeting.facilitator.send('exercise:reveal', { exerciseId: collect }))).toBe('exercise-not-open');
    expect(await phaseOf(collect)).toEqual(['draft', false, false, 1]);
    expect((await meeting.stage()).session?.current).toBeNull();
    for (let i = 0; i < 2; i += 1) {
      expect(await send('exercise:open')).toEqual({ ok: true, value: {}, seq });
      expect(await phaseOf(collect)).toEqual(['open', false, false, 1]);
    }
    expect((await meeting.stage()).session?.current).toBe(collect);
    for (let i = 0; i < 2; i += 1) {
      expect(await send('exercise:close')).toEqual({ ok: true, value: { ballots: 0 }, seq });
      expect(await phaseOf(collect)).toEqual(['closed', false, false, 1]);
    }
    // It stays on until the next one opens.
    expect((await meeting.stage()).session?.current).toBe(collect);
    expect(await send('exercise:open')).toEqual({ ok: true, value: {}, seq });
    expect(await phaseOf(collect)).toEqual(['closed', false, false, 1]);
    for (let i = 0; i < 2; i += 1) {
      expect(await send('exercise:reopen')).toEqual({ ok: true, value: { ballots: 0 }, seq });
      expect(await phaseOf(collect)).toEqual(['open', false, false, 1]);
    }
  });

  it('[X1] has one exercise open at a time', async () => {
    const collect = await meeting.exerciseOf('collect');
    const { exerciseId: other } = await meeting.facilitator.must('exercise:add', { exercise: { kind: 'collect' } });
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    expect(codeOf(await meeting.facilitator.send('exercise:open', { exerciseId: other }))).toBe('exercise-already-open');
    await meeting.facilitator.must('exercise:close', { exerciseId: collect });
    await meeting.facilitator.must('exercise:open', { exerciseId: other });
    expect(codeOf(await meeting.facilitator.send('exercise:reopen', { exerciseId: collect }))).toBe('exercise-already-open');
    expect((await meeting.stage()).session?.current).toBe(other);
    expect([await phaseOf(collect), await phaseOf(other)].map(([phase]) => phase)).toEqual(['closed', 'open']);
  });

  it('[X5] reveals a vote only when it is closed', async () => {
    await meeting.needs('need-one', 'need-two');
    const dots = await meeting.exerciseOf('dot-vote');
    await meeting.facilitator.must('exercise:open', { exerciseId: dots });
    for (const { commander } of await meeting.residents(5))
      await commander.must('ballot:cast', { exerciseId: dots, ballot: { kind: 'dot-vote', dots: {} } });
    expect(codeOf(await meeting.facilitator.send('exercise:reveal', { exerciseId: dots }))).toBe('exercise-already-open');
    expect(await phaseOf(dots)).toEqual(['open', false, false, 1]);
    await meeting.facilitator.must('exercise:close', { exerciseId: dots });
    const first = await meeting.facilitator.send('exercise:reveal', { exerciseId: dots });
    expect(first).toEqual({ ok: true, value: (await meeting.stage()).tallies[dots], seq });
    expect(await phaseOf(dots)).toEqual(['closed', true, true, 1]);
    // Again, with an id of its own: the same tally, and nothing changes.
    expect(await meeting.facilitator.send('exercise:reveal', { exerciseId: dots })).toMatchObject({
      ok: true,
      value: (first as { value: object }).value,
    });
    // Off the screen and back on.
    expect(await meeting.facilitator.send('exercise:conceal', { exerciseId: dots })).toEqual({ ok: true, value: {}, seq });
    expect([await phaseOf(dots), (await meeting.stage()).tallies]).toEqual([['closed', false, true, 1], {}]);
    expect(await meeting.facilitator.send('exercise:conceal', { exerciseId: dots })).toEqual({ ok: true, value: {}, seq });
    expect(await meeting.facilitator.send('exercise:reveal', { exerciseId: dots })).toMatchObject({
      ok: true,
      value: (first as { value: object }).value,
    });
    expect((await meeting.stage()).tallies[dots]).toEqual((first as { value: object }).value);
  });

  it('[X2] [F35] freezes its options as they are committed; what changes on the wall afterwards changes nothing', async () => {
    await meeting.needs('need-one', 'need-two', 'need-three');
    const dots = await meeting.exerciseOf('dot-vote');
    const open = (more: object) => meeting.facilitator.send('exercise:open', { exerciseId: dots, ...more });
    const titles = { 'need-one': '题 need-one', 'need-three': '题 need-three' };
    const refusals: [object, string][] = [
      [{ needIds: ['need-one', 'need-nine'] }, 'not-found'],
      [{ needIds: [] }, 'bad-input'],
      [{ needIds: ['need-one', 'need-one'] }, 'bad-input'],
      [{ needIds: ['need-one', 'need-three'], titles: { ...titles, 'need-one': '正在改' } }, 'try-later'],
      [{ needIds: ['need-one', 'need-nine'], titles: { 'need-nine': '刚写的' } }, 'try-later'],
      [{ titles: { ...titles, 'need-nine': '刚写的，还没存下' } }, 'try-later'],
      [{ needIds: ['short'] }, 'bad-input'],
      [{ titles: { toString: 'x' } }, 'bad-input'],
    ];
    for (const [more, code] of refusals) expect([more, codeOf(await open(more))]).toEqual([more, code]);
    expect(await phaseOf(dots)).toEqual(['draft', false, false, 1]);
    expect(codeOf(await open({ needIds: ['need-three', 'need-one'], titles }))).toBe('ok');
    const options = [
      { needId: 'need-three', number: 3, title: '题 need-three' },
      { needId: 'need-one', number: 1, title: '题 need-one' },
    ];
    expect((await meeting.exercise(dots))?.options).toEqual(options);
    const wall = meeting.reader('wall');
    await wall.synced;
    writeNeed(wall.doc, { id: 'need-one', title: '改了名', mergedInto: 'need-two' }, null, { by: 'the test' });
    wall.doc.getMap('needs').delete('need-three');
    await eventually(async () => expect((await meeting.stored('wall')).getMap('needs').size).toBe(2));
    expect((await meeting.exercise(dots))?.options).toEqual(options);
    const { commander } = await meeting.resident();
    expect(codeOf(await commander.send('ballot:cast', { exerciseId: dots, ballot: { kind: 'dot-vote', dots: { 'need-three': 1 } } }))).toBe(
      'ok',
    );
  });

  it('[X7] a budget opens where every need in it has a price and the money pays for one, and a round that is on keeps its prices', async () => {
    await meeting.needs('need-one', 'need-two', 'need-three');
    const budget = await meeting.exerciseOf('budget', {});
    const change = (settings: object) => meeting.facilitator.send('exercise:change', { exerciseId: budget, settings: { ...settings } });
    const open = async (...needIds: string[]) => codeOf(await meeting.facilitator.send('exercise:open', { exerciseId: budget, needIds }));
    const costs = { 'need-one': 200_000, 'need-two': 40_000 };
    expect(await open('need-one', 'need-two')).toBe('bad-input');
    expect(codeOf(await change({ costs: { ...costs, 'need-two': 0 } }))).toBe('bad-input');
    expect(codeOf(await change({ costs }))).toBe('ok');
    expect(codeOf(await meeting.facilitator.send('exercise:open', { exerciseId: budget }))).toBe('bad-input');
    expect([await open('need-one', 'need-two', 'need-three'), await open('need-one')]).toEqual(['bad-input', 'over-budget']);
    expect(await phaseOf(budget)).toEqual(['draft', false, false, 1]);
    expect(await open('need-one', 'need-two')).toBe('ok');
    const before = await meeting.exercise(budget);
    expect(before).toMatchObject({ phase: 'open', settings: { budget: 100_000, costs } });
    expect(codeOf(await change({ costs: { 'need-one': 1, 'need-two': 1 } }))).toBe('exercise-already-open');

    const wall = meeting.reader('wall');
    await wall.synced;
    writeNeed(wall.doc, { id: 'need-two', title: '并进去了', mergedInto: 'need-three' }, null, { by: 'the test' });
    wall.doc.getMap('needs').delete('need-one');
    await eventually(async () => expect((await meeting.stored('wall')).getMap('needs').size).toBe(2));
    expect(await meeting.exercise(budget)).toEqual(before);
    const { commander } = await meeting.resident();
    const cast = async (chosen: string[]) =>
      codeOf(await commander.send('ballot:cast', { exerciseId: budget, ballot: { kind: 'budget', chosen } }));
    expect([await cast(['need-two']), await cast(['need-one']), await cast(['need-three'])]).toEqual([
      'ok',
      'over-budget',
      'not-an-option',
    ]);
  });

  it('[S1] a need that is not there is told before that another exercise is open; without needs there is nothing to vote on', async () => {
    const [collect, dots] = [await meeting.exerciseOf('collect'), await meeting.exerciseOf('dot-vote')];
    expect(codeOf(await meeting.facilitator.send('exercise:open', { exerciseId: dots }))).toBe('bad-input');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    expect(codeOf(await meeting.facilitator.send('exercise:open', { exerciseId: dots, needIds: ['need-nine'] }))).toBe('not-found');
    expect(codeOf(await meeting.facilitator.send('exercise:open', { exerciseId: dots }))).toBe('exercise-already-open');
  });

  it('shows a timer by the server’s clock, and takes it away with its exercise', async () => {
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    const timer = async () => (await meeting.stage()).session?.timer;
    expect(await meeting.facilitator.send('timer:set', { exerciseId: collect, endsInMs: 90_000 })).toEqual({ ok: true, value: {}, seq });
    expect(await timer()).toEqual({ exerciseId: collect, endsAt: now + 90_000 });
    await meeting.facilitator.must('timer:set', { exerciseId: collect, endsInMs: null });
    expect(await timer()).toBeNull();
    // It informs: run out, the exercise is as open as before.
    await meeting.facilitator.must('timer:set', { exerciseId: collect, endsInMs: 0 });
    expect([await timer(), (await phaseOf(collect))[0]]).toEqual([{ exerciseId: collect, endsAt: now }, 'open']);
    await meeting.facilitator.must('exercise:close', { exerciseId: collect });
    expect(await timer()).toBeNull();
    for (const endsInMs of [-1, 1.5, '60', 86_400_001, undefined])
      expect([
        endsInMs,
        codeOf(await meeting.facilitator.raw('timer:set', { commandId: freshId(), exerciseId: collect, endsInMs })),
      ]).toEqual([endsInMs, 'bad-input']);
  });
});
