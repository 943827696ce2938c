import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PlacedNote } from '../../shared/wall.ts';
import { readWall } from '../../shared/wall.ts';
import { startApp, type TestApp } from '../support/app.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import { call, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, Meeting, type Resident } from '../support/meeting.ts';

const seq = expect.any(Number) as number;

describe('notes', () => {
  let app: TestApp;
  let meeting: Meeting;
  let writer: Resident;
  let collect: string;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(async () => {
    expect(app.troubles).toEqual([]);
    await app.close();
  });
  beforeEach(async () => {
    meeting = await Meeting.open(app);
    writer = await meeting.resident();
    collect = await meeting.exerciseOf('collect');
  });
  afterEach(() => meeting.close());

  const facilitate = (name: 'exercise:open' | 'exercise:close' | 'exercise:reveal' | 'exercise:conceal' | 'exercise:reopen') =>
    meeting.facilitator.must(name, { exerciseId: collect });
  const add = (noteId: string, text: string, more: object = {}) =>
    writer.commander.send('note:add', { exerciseId: collect, noteId, text, ...more });
  const notesOn = async (part: 'wall' | 'backstage') => readWall(await meeting.stored(part)).notes;
  const shown = (notes: PlacedNote[]) =>
    notes.map(({ id, text, hidden, referred }) => ({ id, text, hidden, ...(referred && { referred }) }));
  const mine = async () => (await meeting.commander(writer.token).hello).mine!.notes;

  it('[N11] a number that names a person leaves covered, unless it is shown; an edit is looked at anew, and any stretch may be covered', async () => {
    await facilitate('exercise:open');
    const typed = '有事打 13812345678，3号楼的灯';
    await add('note-number', typed);
    const backstage = async () => (await notesOn('backstage')).find(({ id }) => id === 'note-number')!;
    expect(await backstage()).toMatchObject({ text: '有事打 138●●●●●●78，3号楼的灯', flags: ['phone'] });
    // Its writer sees what they wrote.
    expect((await mine())[0]!.text).toBe(typed);
    await meeting.facilitator.must('note:mask', { noteId: 'note-number', spans: [] });
    expect(await backstage()).toMatchObject({ text: typed });
    expect((await backstage()).flags).toBeUndefined();
    await writer.commander.must('note:edit', { noteId: 'note-number', text: '打 13812345679' });
    expect(await backstage()).toMatchObject({ text: '打 138●●●●●●79', flags: ['phone'] });
    await meeting.facilitator.must('note:mask', { noteId: 'note-number', spans: [{ from: 0, to: 1 }] });
    await facilitate('exercise:reveal');
    expect((await notesOn('wall'))[0]).toMatchObject({ text: '● 13812345679' });
    await meeting.facilitator.must('note:mask', { noteId: 'note-number', spans: null });
    expect((await notesOn('wall'))[0]).toMatchObject({ text: '打 138●●●●●●79' });
    for (const spans of [[{ from: 3, to: 3 }], [{ from: 0, to: 99 }], [{ from: -1, to: 2 }]])
      expect(codeOf(await meeting.facilitator.send('note:mask', { noteId: 'note-number', spans }))).toBe('bad-input');
    const { body } = await call<NeedRecords>(app.origin, `/api/sessions/${meeting.session.sessionId}/needs.json`, {
      token: meeting.session.facilitatorToken,
    });
    expect(body.notes).toMatchObject([{ text: '打 138●●●●●●79', redacted: true }]);
    const log = JSON.stringify((await app.sessions.store.commits(meeting.session.sessionId, 0)).map(({ events }) => events));
    expect(log).not.toContain('13812345679');
  });

  it('[N16] [W4] a note’s translations are typed by facilitators and go where its words go', async () => {
    await facilitate('exercise:open');
    await add('note-lamp', '樓道的燈壞了');
    const translate = (lang: string, text: string | null) =>
      meeting.facilitator.must('note:translate', { noteId: 'note-lamp', lang, text });
    const backstage = async () => (await notesOn('backstage')).find(({ id }) => id === 'note-lamp')!;
    expect(await backstage()).toMatchObject({ lang: 'zh-Hant' });
    await translate('en', ' The stair lamp is out, call 13812345678 ');
    await translate('ko', '계단 등이 나갔어요');
    await translate('ko', '');
    expect((await backstage()).translations).toEqual({ en: 'The stair lamp is out, call 138●●●●●●78' });
    expect(codeOf(await writer.commander.send('note:translate', { noteId: 'note-lamp', lang: 'en', text: 'x' }))).toBe('not-allowed');
    expect(codeOf(await meeting.facilitator.send('note:translate', { noteId: 'no-such-note', lang: 'en', text: 'x' }))).toBe('not-found');
    expect(codeOf(await meeting.facilitator.send('note:translate', { noteId: 'note-lamp', lang: 'en', text: 'x'.repeat(501) }))).toBe(
      'too-long',
    );
    await facilitate('exercise:reveal');
    const wall = async () => (await notesOn('wall'))[0]!;
    expect(await wall()).toMatchObject({ text: '樓道的燈壞了', translations: { en: 'The stair lamp is out, call 138●●●●●●78' } });
    const { body } = await call<NeedRecords>(app.origin, `/api/sessions/${meeting.session.sessionId}/needs.json`, {
      token: meeting.session.facilitatorToken,
    });
    expect(body.notes).toMatchObject([{ lang: 'zh-Hant', translations: { en: 'The stair lamp is out, call 138●●●●●●78' } }]);
    await meeting.facilitator.must('note:hide', { noteId: 'note-lamp' });
    expect(await wall()).toMatchObject({ text: '' });
    expect((await wall()).translations).toBeUndefined();
    await meeting.facilitator.must('note:show', { noteId: 'note-lamp' });
    await meeting.facilitator.must('note:mask', { noteId: 'note-lamp', spans: [{ from: 0, to: 2 }] });
    expect(await wall()).toMatchObject({ text: '●●的燈壞了' });
    expect((await wall()).translations).toBeUndefined();
    const log = JSON.stringify((await app.sessions.store.commits(meeting.session.sessionId, 0)).map(({ events }) => events));
    expect(log).not.toContain('stair lamp');
  });

  it('[N12] a stretch that touches a character covers it whole', async () => {
    await facilitate('exercise:open');
    const family = '👨‍👩‍👧‍👦';
    await add('note-family', `我家${family}四口`);
    const shownNow = async () => (await notesOn('backstage')).find(({ id }) => id === 'note-family')!.text;
    await meeting.facilitator.must('note:mask', { noteId: 'note-family', spans: [{ from: 4, to: 5 }] });
    expect(await shownNow()).toBe(`我家${'●'.repeat(family.length)}四口`);
    await meeting.facilitator.must('note:mask', { noteId: 'note-family', spans: [{ from: 2 + family.length, to: 3 + family.length }] });
    expect(await shownNow()).toBe(`我家${family}●口`);
  });

  it('[N11] a door is told to facilitators alone, who may say that it is no case', async () => {
    await facilitate('exercise:open');
    await add('note-doors', '3号楼2单元501那家老人一个人');
    const [note] = await notesOn('backstage');
    expect(note).toMatchObject({ text: '3号楼2单元501那家老人一个人', flags: ['door'] });
    await facilitate('exercise:reveal');
    expect((await notesOn('wall'))[0]!.flags).toBeUndefined();
  });

  it('[N3] is taken as typed, is backstage alone, and its writer is told of it without a number', async () => {
    await facilitate('exercise:open');
    const sent = { kind: 'question' as const, forWhom: ['elders' as const, 'elders' as const], lang: 'zh-CN' };
    expect(await add('note-mine', '  三楼没有\u202E路灯\u0000 ', sent)).toEqual({ ok: true, value: { noteId: 'note-mine' }, seq });
    const stored = {
      id: 'note-mine',
      number: null,
      exerciseId: collect,
      kind: 'question',
      forWhom: ['elders'],
      text: '三楼没有路灯',
      lang: 'zh-CN',
      hidden: false,
    };
    expect((await notesOn('backstage')).map(({ place: _, ...note }) => note)).toEqual([stored]);
    expect(await notesOn('wall')).toEqual([]);
    expect(await mine()).toEqual([
      { noteId: 'note-mine', exerciseId: collect, text: '三楼没有路灯', kind: 'question', forWhom: ['elders'], number: null },
    ]);
    // Whoever listens is told of their own alone.
    const other = await meeting.resident();
    expect((await other.commander.hello).mine).toEqual({ notes: [], ballots: {}, groups: {} });
  });

  it('[N1] [F15] [F16] [F17] [F19] [F14] keeps markup, formulas, paths and rare characters literally', async () => {
    await meeting.facilitator.must('exercise:change', { exerciseId: collect, settings: { notesPerPerson: 20, concealed: false } });
    await facilitate('exercise:open');
    const texts = [
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      'javascript:alert(1)',
      '{{7*7}} ${7*7}',
      '=HYPERLINK("http://x","y")',
      '+cmd|calc',
      "'; DROP TABLE notes; --",
      '../../etc/passwd',
      '**粗** [x](http://x)',
      '𠮷野家的㐂',
    ];
    for (const text of texts) expect([text, codeOf(await add(freshId(), text))]).toEqual([text, 'ok']);
    const wall = await notesOn('wall');
    expect(wall.map(({ text }) => text)).toEqual(texts);
    expect(wall.map(({ number }) => number)).toEqual(texts.map((_, i) => i + 1));
  });

  it('[N2] [F9] [F10] [F4] [F13] that shows nothing or is too long is refused whole, and nothing is stored', async () => {
    await meeting.facilitator.must('exercise:change', { exerciseId: collect, settings: { textMax: 20 } });
    await facilitate('exercise:open');
    const family = '👨‍👩‍👧‍👦';
    for (const text of ['', '   ', '\u200B\u200B', '\u3164', '\u0000\u0001', '\uD83D', '\uFEFF', '\u{E0061}\u{E007F}'])
      expect([text, codeOf(await add(freshId(), text))]).toEqual([text, 'bad-input']);
    for (const text of [family.repeat(21), '好'.repeat(21), 'a'.repeat(60_000), '👨\u200d'.repeat(8000)])
      expect([text.slice(0, 9), codeOf(await add(freshId(), text))]).toEqual([text.slice(0, 9), 'too-long']);
    expect(await mine()).toEqual([]);
    expect(codeOf(await add('note-at-limit', family.repeat(20)))).toBe('ok');
    expect((await mine()).map(({ text }) => text)).toEqual([family.repeat(20)]);
  });

  it('is refused in another phase, in another kind, above the limit, and under an id that is taken', async () => {
    expect(codeOf(await add('note-early', '早了'))).toBe('exercise-not-open');
    await facilitate('exercise:open');
    for (let i = 1; i <= 5; i += 1) expect(codeOf(await add(`note-no-${i}x`, `第 ${i} 张`))).toBe('ok');
    expect(codeOf(await add('note-no-6x', '第六张'))).toBe('too-many-notes');
    expect(codeOf(await writer.commander.send('note:withdraw', { noteId: 'note-no-1x' }))).toBe('ok');
    expect(codeOf(await add('note-no-2x', '同一个编号'))).toBe('bad-input');
    expect(codeOf(await add(collect, '环节的编号'))).toBe('bad-input');
    expect(codeOf(await add(writer.participantId, '人的编号'))).toBe('bad-input');
    await meeting.needs('need-taken');
    expect(codeOf(await add('need-taken', '需求的编号'))).toBe('bad-input');
    expect(codeOf(await add('note-no-6x', '第六张'))).toBe('ok');
    const other = await meeting.resident();
    expect(codeOf(await other.commander.send('note:add', { exerciseId: collect, noteId: 'note-of-other', text: '各有各的五张' }))).toBe(
      'ok',
    );
    await facilitate('exercise:close');
    expect(codeOf(await add('note-late', '晚了'))).toBe('exercise-not-open');
    const dots = await meeting.exerciseOf('dot-vote');
    await meeting.facilitator.must('exercise:open', { exerciseId: dots });
    expect(codeOf(await other.commander.send('note:add', { exerciseId: dots, noteId: 'note-in-vote', text: '投票里不写' }))).toBe(
      'bad-input',
    );
  });

  it('[N4] is changed and taken back by its writer alone, and only while its exercise is open', async () => {
    await facilitate('exercise:open');
    await add('note-mine', '先这样');
    const stranger = await meeting.resident();
    const edit = (who: Resident, text = '改了') => who.commander.send('note:edit', { noteId: 'note-mine', text });
    expect(codeOf(await edit(stranger))).toBe('not-found');
    expect(codeOf(await stranger.commander.send('note:withdraw', { noteId: 'note-mine' }))).toBe('not-found');
    expect(await edit(writer)).toEqual({ ok: true, value: {}, seq });
    expect(codeOf(await edit(writer, '\u200B'))).toBe('bad-input');
    expect(codeOf(await edit(writer, '长'.repeat(201)))).toBe('too-long');
    expect(shown(await notesOn('backstage'))).toEqual([{ id: 'note-mine', text: '改了', hidden: false }]);
    await facilitate('exercise:close');
    expect(codeOf(await edit(writer))).toBe('exercise-not-open');
    expect(codeOf(await writer.commander.send('note:withdraw', { noteId: 'note-mine' }))).toBe('exercise-not-open');
    // Existence before phase [S1].
    expect(codeOf(await edit(stranger))).toBe('not-found');
    await facilitate('exercise:reopen');
    expect(await writer.commander.send('note:withdraw', { noteId: 'note-mine' })).toEqual({ ok: true, value: {}, seq });
    expect([await notesOn('backstage'), await notesOn('wall'), await mine()]).toEqual([[], [], []]);
    expect(codeOf(await edit(writer))).toBe('not-found');
    expect([...(await app.sessions.get(meeting.session.sessionId)).state.texts.keys()]).toEqual([]);
  });

  it('[X5] [N5] [N3] are revealed while still open; what comes after is public at once and numbered on', async () => {
    await facilitate('exercise:open');
    await add('note-one', '一');
    await add('note-two', '二');
    expect(await meeting.facilitator.send('exercise:reveal', { exerciseId: collect })).toEqual({ ok: true, value: {}, seq });
    expect((await meeting.exercise(collect))?.revealed).toBe(true);
    expect((await notesOn('wall')).map(({ number }) => number)).toEqual([1, 2]);
    expect(await notesOn('backstage')).toEqual([]);
    await eventually(() => expect(writer.commander.mine?.notes.map(({ number }) => number).sort()).toEqual([1, 2]));
    await add('note-three', '三');
    expect((await notesOn('wall')).find(({ id }) => id === 'note-three')).toMatchObject({ number: 3, text: '三' });
    await writer.commander.must('note:withdraw', { noteId: 'note-three' });
    await add('note-four', '四');
    expect((await notesOn('wall')).map(({ number }) => number).sort()).toEqual([1, 2, 4]);
    // Revealing again has no effect.
    const before = await notesOn('wall');
    expect(await meeting.facilitator.send('exercise:reveal', { exerciseId: collect })).toEqual({ ok: true, value: {}, seq });
    expect(await notesOn('wall')).toEqual(before);
  });

  it('[N3] go backstage again when their exercise is concealed, and come back as they were', async () => {
    await facilitate('exercise:open');
    await add('note-one', '一');
    await facilitate('exercise:reveal');
    const before = await notesOn('wall');
    expect(await meeting.facilitator.send('exercise:conceal', { exerciseId: collect })).toEqual({ ok: true, value: {}, seq });
    expect([await notesOn('wall'), shown(await notesOn('backstage'))]).toEqual([[], [{ id: 'note-one', text: '一', hidden: false }]]);
    expect((await mine())[0]?.number).toBeNull();
    expect(await meeting.facilitator.send('exercise:conceal', { exerciseId: collect })).toEqual({ ok: true, value: {}, seq });
    await facilitate('exercise:reveal');
    expect(await notesOn('wall')).toEqual(before);
  });

  it('[N6] [F81] hidden, keep their place on the wall without their words; shown, they have them again', async () => {
    await facilitate('exercise:open');
    await add('note-rude', '骂人的话');
    await facilitate('exercise:reveal');
    expect(await meeting.facilitator.send('note:hide', { noteId: 'note-rude' })).toEqual({ ok: true, value: {}, seq });
    expect(shown(await notesOn('wall'))).toEqual([{ id: 'note-rude', text: '', hidden: true }]);
    expect(shown(await notesOn('backstage'))).toEqual([{ id: 'note-rude', text: '骂人的话', hidden: true }]);
    expect(await meeting.facilitator.send('note:hide', { noteId: 'note-rude' })).toEqual({ ok: true, value: {}, seq });
    // Its writer goes on seeing what they wrote.
    expect((await mine()).map(({ text }) => text)).toEqual(['骂人的话']);
    expect(await meeting.facilitator.send('note:show', { noteId: 'note-rude' })).toEqual({ ok: true, value: {}, seq });
    expect(shown(await notesOn('wall'))).toEqual([{ id: 'note-rude', text: '骂人的话', hidden: false }]);
    expect(await notesOn('backstage')).toEqual([]);
  });

  it('[N6] referred, leave the wall for backstage; shown, they come back under their number', async () => {
    await facilitate('exercise:open');
    await add('note-case', '我家的难处');
    await facilitate('exercise:reveal');
    const before = await notesOn('wall');
    expect(await meeting.facilitator.send('note:refer', { noteId: 'note-case' })).toEqual({ ok: true, value: {}, seq });
    expect([await notesOn('wall'), shown(await notesOn('backstage'))]).toEqual([
      [],
      [{ id: 'note-case', text: '我家的难处', hidden: false, referred: true }],
    ]);
    expect(await meeting.facilitator.send('note:refer', { noteId: 'note-case' })).toEqual({ ok: true, value: {}, seq });
    expect(await meeting.facilitator.send('note:show', { noteId: 'note-case' })).toEqual({ ok: true, value: {}, seq });
    expect(await notesOn('wall')).toEqual(before);
    await meeting.facilitator.must('session:end', {});
    expect(codeOf(await meeting.facilitator.send('note:hide', { noteId: 'note-case' }))).toBe('ok');
  });

  it('held, stay backstage through the reveal until each is shown', async () => {
    await meeting.facilitator.must('exercise:change', { exerciseId: collect, settings: { hold: true } });
    await facilitate('exercise:open');
    await add('note-held', '先看一看');
    await facilitate('exercise:reveal');
    expect([await notesOn('wall'), shown(await notesOn('backstage'))]).toEqual([
      [],
      [{ id: 'note-held', text: '先看一看', hidden: false }],
    ]);
    await meeting.facilitator.must('note:show', { noteId: 'note-held' });
    expect((await notesOn('wall')).map(({ id, number }) => [id, number])).toEqual([['note-held', 1]]);
  });
});
