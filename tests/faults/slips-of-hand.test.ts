import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deleteNeed, makeNeed, type Table } from '../../client/state/grouping.ts';
import { History } from '../../client/state/history.ts';
import { makeFile } from '../../server/export/make-file.ts';
import { readLedger } from '../../shared/ledger.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { Facilitator, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { download, unzipped } from '../support/held-workshop.ts';
import { codeOf, Meeting, type Resident } from '../support/meeting.ts';

let app: TestApp;
let meeting: Meeting;
let facilitator: Facilitator;
let residents: Resident[];
beforeEach(async () => {
  app = await startApp({ makeFile });
  meeting = await Meeting.open(app);
  facilitator = await Facilitator.open(app.origin, meeting.session);
  residents = await meeting.residents(6);
});
afterEach(async () => {
  facilitator.close();
  meeting.close();
  await app.close();
});

const step = (name: 'open' | 'close' | 'reopen' | 'reveal', exerciseId: string) =>
  meeting.facilitator.send(`exercise:${name}`, { exerciseId });

/** What the log that auditors get says happened to this exercise. */
async function logged(exerciseId: string): Promise<unknown[]> {
  const { bytes } = await download({ origin: app.origin, session: meeting.session }, 'log.zip');
  return unzipped(bytes)
    ['log.jsonl']!.trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { events: string | null }).events)
    .flatMap((events) => (events === null ? [] : (JSON.parse(events) as { type: string; exerciseId?: string; round?: number }[])))
    .filter((event) => event.exerciseId === exerciseId && /^exercise-(closed|reopened)$/.test(event.type))
    .map(({ type, round }) => (round === undefined ? type : `${type} ${round}`));
}

describe('[F80] a facilitator’s slip of the hand', () => {
  it('a wrong need taken away: one step back brings it and its notes again, and the ledger has both', async () => {
    const collect = await meeting.exerciseOf('collect');
    await step('open', collect);
    const noteIds = [freshId(), freshId()];
    for (const [i, noteId] of noteIds.entries())
      await residents[i]!.commander.must('note:add', { exerciseId: collect, noteId, text: `灯坏了${i}` });
    await step('reveal', collect);
    await eventually(() => expect(facilitator.wall.wall.notes).toHaveLength(2));
    const origin = { by: 'the test' };
    const table: Table = { wall: facilitator.wall.doc, backstage: facilitator.backstage.doc, origin };
    const history = new History([table.wall, table.backstage], origin);
    const lamps = 'need-lamps';
    makeNeed(table, { needId: lamps, title: '路灯', noteIds });
    const kinds = async () => readLedger(await meeting.stored('backstage')).map(({ what }) => what);
    await eventually(async () => expect(await kinds()).toEqual(['made']));
    const places = () => facilitator.wall.wall.notes.map(({ id, place }) => [id, place.needId]).sort();
    const before = [facilitator.wall.wall.needs.map(({ id, title }) => [id, title]), places()];

    history.run('delete', () => deleteNeed(table, lamps));
    await eventually(async () => expect(await kinds()).toEqual(['made', 'removed']));
    expect(facilitator.wall.wall.needs).toEqual([]);
    history.undo();
    await eventually(async () => expect(await kinds()).toEqual(['made', 'removed', 'made']));
    expect([facilitator.wall.wall.needs.map(({ id, title }) => [id, title]), places()]).toEqual(before);
  });

  it('a wrong note hidden: shown again it has its words, number and place', async () => {
    const collect = await meeting.exerciseOf('collect');
    await step('open', collect);
    const noteId = freshId();
    await residents[0]!.commander.must('note:add', { exerciseId: collect, noteId, text: '灯坏了' });
    await step('reveal', collect);
    const onWall = () => facilitator.wall.wall.notes.find(({ id }) => id === noteId);
    const before = await eventually(() => {
      expect(onWall()?.text).toBe('灯坏了');
      return onWall();
    });
    await meeting.facilitator.must('note:hide', { noteId });
    await eventually(() => expect([undefined, '']).toContain(onWall()?.text));
    await meeting.facilitator.must('note:show', { noteId });
    await eventually(() => expect(onWall()).toEqual(before));
  });

  it('a wrong round closed: reopened it goes on with all its ballots, those who came too late are in, and the log says so', async () => {
    await meeting.needs('need-lamps', 'need-lifts');
    const vote = await meeting.exerciseOf('dot-vote');
    const cast = ({ commander }: Resident) =>
      commander.send('ballot:cast', { exerciseId: vote, ballot: { kind: 'dot-vote', dots: { 'need-lamps': 1 } } });
    await step('open', vote);
    for (const resident of residents.slice(0, 5)) expect(codeOf(await cast(resident))).toBe('ok');
    await step('close', vote);
    expect(codeOf(await cast(residents[5]!))).toBe('exercise-not-open');
    expect(await step('reopen', vote)).toMatchObject({ ok: true, value: { ballots: 5 } });
    expect(codeOf(await cast(residents[5]!))).toBe('ok');
    expect(await step('close', vote)).toMatchObject({ value: { ballots: 6 } });
    await step('reveal', vote);
    const tally = (await meeting.stage()).tallies[vote]!;
    expect([tally.round, tally.ballots, tally.options.map(({ needId, score }) => [needId, score])]).toEqual([
      1,
      6,
      [
        ['need-lamps', 6],
        ['need-lifts', 0],
      ],
    ]);
    // Sealed, it is another round, which is audited as another.
    expect(await step('reopen', vote)).toMatchObject({ value: { ballots: 0 } });
    await step('close', vote);
    await meeting.facilitator.must('session:end', {});
    expect(await logged(vote)).toEqual([
      'exercise-closed',
      'exercise-reopened 1',
      'exercise-closed',
      'exercise-reopened 2',
      'exercise-closed',
    ]);
  });
});
