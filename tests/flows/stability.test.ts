import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stores } from '../../server/app.ts';
import { kindOf } from '../../shared/exercise.ts';
import { checkNeedRecords, type NeedRecords } from '../../shared/need-record.ts';
import { roundStability } from '../../shared/round-stability.ts';
import type { Tally } from '../../shared/tally.ts';
import type { Store } from '../../server/store/store.ts';
import { readSilence, readWall, writeNeed } from '../../shared/wall.ts';
import { startApp, type TestApp } from '../support/app.ts';
import type { PartReader } from '../support/clients.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { Meeting, type Resident } from '../support/meeting.ts';

const needIds = ['need-lamps', 'need-lift0', 'need-ramp0', 'need-park0', 'need-bins0'];
const groupQuestions = [
  {
    questionId: 'question-age',
    title: '您的年龄段',
    options: [
      { optionId: 'option-marked-old', label: '六十五岁以上' },
      { optionId: 'option-young', label: '六十五岁以下' },
    ],
  },
];

describe('a vote of twenty', () => {
  let store: Store;
  let app: TestApp;
  let meeting: Meeting;
  let voters: Resident[];
  let projector: PartReader;

  beforeAll(async () => {
    store = await stores.memory();
    app = await startApp({ store });
  });
  afterAll(async () => {
    expect(app.troubles).toEqual([]);
    await app.close();
  });
  beforeEach(async () => {
    meeting = await Meeting.open(app, { groupQuestions });
    voters = await meeting.residents(20);
    projector = meeting.reader('stage', meeting.session.projectorToken);
    await projector.synced;
    await meeting.needs(...needIds);
    await Promise.all(
      voters.map((voter, i) =>
        voter.commander.must('participant:describe', {
          groups: { 'question-age': i < 9 ? 'option-marked-old' : 'option-young' },
        }),
      ),
    );
  });
  afterEach(() => meeting.close());

  /** Nine of twenty want the ramp, and not all to the same degree. */
  const ballotOf = (kind: string, i: number) => {
    const ranking = i < 9 ? ['need-ramp0', needIds[3 + (i % 2)]!] : ['need-lamps', needIds[1 + (i % 3)]!, 'need-park0'];
    const distinct = [...new Set(ranking)];
    return kind === 'rank'
      ? { kind, ranking: distinct }
      : { kind, dots: Object.fromEntries(distinct.map((id, at) => [id, at === 0 ? 3 : 1])) };
  };
  async function vote(kind: string): Promise<string> {
    const exerciseId = await meeting.exerciseOf(kind);
    await meeting.facilitator.must('exercise:open', { exerciseId, needIds });
    await Promise.all(voters.map((voter, i) => voter.commander.must('ballot:cast', { exerciseId, ballot: ballotOf(kind, i) })));
    await meeting.facilitator.must('exercise:close', { exerciseId });
    return exerciseId;
  }
  const sureTally = (exerciseId: string) =>
    eventually(() => {
      const tally = projector.stage.tallies[exerciseId];
      if (!tally?.stability) throw new Error('nobody is sure yet');
      return tally;
    });
  const bodiesOf = async (from: Store, exerciseId: string) =>
    (await from.load(meeting.session.sessionId))!.ballots.filter((row) => row.exerciseId === exerciseId).map(({ body }) => body);
  const eventsOf = async () => (await store.commits(meeting.session.sessionId, 1)).map(({ events }) => events).join('\n');

  it('[T9] [S3] a group of whom nobody voted is told backstage when the vote is closed, and nowhere else', async () => {
    const exerciseId = await meeting.exerciseOf('dot-vote');
    const silence = async () => readSilence(await meeting.stored('backstage'));
    await meeting.facilitator.must('exercise:open', { exerciseId, needIds });
    for (const [i, voter] of voters.entries())
      if (i >= 9) await voter.commander.must('ballot:cast', { exerciseId, ballot: ballotOf('dot-vote', i) });
    expect(await silence()).toBeNull();
    await meeting.facilitator.must('exercise:close', { exerciseId });
    const groups = [{ questionId: 'question-age', optionId: 'option-marked-old' }];
    expect(await silence()).toEqual({ exerciseId, groups });
    for (const part of ['stage', 'wall'] as const) expect(readSilence(await meeting.stored(part))).toBeNull();
    expect(await eventsOf()).not.toContain('option-marked-old"}');

    await meeting.facilitator.must('exercise:reopen', { exerciseId });
    expect(await silence()).toBeNull();
    await voters[0]!.commander.must('ballot:cast', { exerciseId, ballot: ballotOf('dot-vote', 0) });
    await meeting.facilitator.must('exercise:close', { exerciseId });
    expect(await silence()).toEqual({ exerciseId, groups: [] });
  });

  it('[T10] needs that are merged on the wall before the reveal are one need with everybody who named either', async () => {
    const exerciseId = await vote('dot-vote');
    const wall = meeting.reader('wall');
    await wall.synced;
    writeNeed(wall.doc, { id: 'need-ramp0', title: '题 need-ramp0', mergedInto: 'need-lamps' }, null, { by: 'the test' });
    await eventually(async () => {
      const { needs } = readWall(await meeting.stored('wall'));
      expect(needs.find(({ id }) => id === 'need-ramp0')?.mergedInto).toBe('need-lamps');
    });
    await meeting.facilitator.must('exercise:reveal', { exerciseId });
    const tally = await sureTally(exerciseId);
    expect(tally.options.map(({ needId, people, rank }) => [needId, people, rank])).toEqual([
      ['need-lamps', 20, 1],
      ...tally.options.slice(1).map(({ needId, people, rank }) => [needId, people, rank]),
    ]);
    expect(tally.options.map(({ needId }) => needId)).not.toContain('need-ramp0');
    const { body: records } = await call<NeedRecords>(app.origin, `/api/sessions/${meeting.session.sessionId}/needs.json`, {
      token: meeting.session.facilitatorToken,
    });
    expect(checkNeedRecords(records)).toEqual([]);
    expect(records.runs[0]?.options).toMatchObject({ merged: { 'need-ramp0': 'need-lamps' } });
  });

  it('[T9] nor of a group of fewer than eight, nor of one that wrote', async () => {
    for (const voter of voters.slice(0, 2)) await voter.commander.must('participant:describe', { groups: { 'question-age': null } });
    const exerciseId = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    await voters[19]!.commander.must('note:add', { exerciseId, noteId: 'note-from-young', text: '楼道灯坏了' });
    await meeting.facilitator.must('exercise:close', { exerciseId });
    expect(readSilence(await meeting.stored('backstage'))).toEqual({ exerciseId, groups: [] });
  });

  it('[T4] [D2] says at reveal nothing of how sure it is, and soon after what anybody can compute again', async () => {
    const exerciseId = await vote('dot-vote');
    const reveal = { commandId: 'reveal-0001', exerciseId };
    const answer = (await meeting.facilitator.must('exercise:reveal', reveal)) as Tally;
    expect(answer.stability).toBeNull();
    const tally = await sureTally(exerciseId);
    const { settings } = (await meeting.exercise(exerciseId))!;
    const { places, ...stability } = roundStability({
      kind: 'dot-vote',
      settings,
      options: needIds,
      bodies: await bodiesOf(store, exerciseId),
      seed: tally.stability!.seed,
    })!;
    expect(tally.stability).toEqual(stability);
    expect(tally.stability).toMatchObject({ topK: 3, resamples: 1000 });
    expect(tally.options.map(({ needId, rankLow, rankHigh, chanceTopK }) => [needId, { rankLow, rankHigh, chanceTopK }])).toEqual(
      Object.entries(places),
    );
    // The same command hears what it heard.
    expect(await meeting.facilitator.must('exercise:reveal', reveal)).toEqual(answer);
  });

  it('[T5] [F82] tells groups of eight on the stage, and in files none that they would give away; no answer is in any event', async () => {
    const exerciseId = await vote('dot-vote');
    expect(await eventsOf()).not.toContain('need-ramp0":3');
    await meeting.facilitator.must('exercise:reveal', { exerciseId });
    const tally = await sureTally(exerciseId);
    expect(tally.byGroup.map(({ optionId, ballots, suppressed }) => [optionId, ballots, suppressed])).toEqual([
      ['option-marked-old', 9, false],
      ['option-young', 11, false],
    ]);
    expect(tally.byGroup[0]!.ranks!['need-ramp0']).toBe(1);
    expect('forFiles' in tally).toBe(false);
    await meeting.facilitator.must('session:end', {});
    const { body: records } = await call<NeedRecords>(app.origin, `/api/sessions/${meeting.session.sessionId}/needs.json`, {
      token: meeting.session.facilitatorToken,
    });
    expect(checkNeedRecords(records)).toEqual([]);
    const ofGroups = records.results.filter(({ group }) => group !== null);
    expect(ofGroups).toHaveLength(10);
    // Nine of twenty are fewer than ten, and the other eleven would tell them.
    expect(records.groups.map(({ optionId, label, people, suppressed }) => [optionId, label.zh, people, suppressed])).toEqual([
      ['option-marked-old', '六十五岁以上', null, true],
      ['option-young', '六十五岁以下', null, true],
    ]);
    expect(new Set(ofGroups.map(({ suppressed, rank }) => `${suppressed} ${rank}`))).toEqual(new Set(['true null']));
    const run = records.runs.find(({ shown, rule }) => shown && rule === 'dots')!;
    expect(run.stability).toEqual(tally.stability);
    expect(run).toMatchObject({ ballots: 20, blank: 0, invalid: 0 });
    expect(records.needs.find(({ id }) => id === 'need-lamps')).toMatchObject({
      shortListed: true,
      chanceTopK: 1,
      rankLow: 1,
      rankHigh: 2,
    });
    // In events a group is named in the session's question and in published figures alone, never beside a ballot.
    const said = [...(await eventsOf()).matchAll(/.{60}option-marked-old.{60}/g)].map(([text]) => text);
    for (const text of said)
      expect(text).toMatch(/"label"|"people":null,"reason":"small-group","ranks":null|"ballots":9,"suppressed":false|"options":\[/);
  });

  it('[T8] [F84] [T1] is counted again from its nameless ballots, by every rule in the records', async () => {
    const exercises = [await vote('dot-vote'), await vote('rank')];
    for (const exerciseId of exercises) {
      await meeting.facilitator.must('exercise:reveal', { exerciseId });
      await sureTally(exerciseId);
    }
    await meeting.facilitator.must('session:end', {});
    const { body: records } = await call<NeedRecords>(app.origin, `/api/sessions/${meeting.session.sessionId}/needs.json`, {
      token: meeting.session.facilitatorToken,
    });
    const counted: string[] = [];
    for (const shown of records.runs.filter((run) => run.shown)) {
      const rules = kindOf(shown.kind)!.ballot!;
      const ballots = (await bodiesOf(store, shown.exerciseId)).map((body) => rules.parse(JSON.parse(body)));
      const count = rules.tally(ballots, { settings: shown.options, options: needIds, seed: shown.stability!.seed });
      const exported = (runId: string) =>
        Object.fromEntries(
          records.results.filter((one) => one.runId === runId && one.group === null).map(({ needId, rank }) => [needId, rank]),
        );
      expect(exported(shown.id)).toEqual(Object.fromEntries(count.options.map(({ needId, rank }) => [needId, rank])));
      for (const { method, ranks } of count.alsoBy) expect(exported(`${shown.id}.${method}`)).toEqual(ranks);
      expect(shown.kendallW).toEqual(count.audit!.kendallW);
      counted.push(shown.rule!, ...count.alsoBy.map(({ method }) => method));
    }
    expect(counted).toEqual(['dots', 'counts', 'equal-shares', 'borda', 'schulze', 'ranked-pairs', 'kemeny']);
  });

  it('[S3] [T4] sealed without a reveal, nothing of it is on the stage, though it is known', async () => {
    const exerciseId = await vote('rank');
    await meeting.facilitator.must('session:end', {});
    await eventually(async () => expect(await eventsOf()).toContain('stability-told'));
    expect(projector.stage.tallies).toEqual({});
    const received = Buffer.concat(projector.received.map((frame) => Buffer.from(frame)));
    for (const needle of ['stability', 'droppable', 'chanceTopK', 'byGroup']) expect(received.includes(needle)).toBe(false);
    expect((await meeting.exercise(exerciseId))?.sealed).toBe(true);
  });

  it('[T4] [D4] is computed at the next opening where the server went before it was', async () => {
    const deaf = await startApp({ store, computeStability: () => new Promise(() => undefined) });
    const other = await Meeting.open(deaf, { groupQuestions });
    const people = await other.residents(6);
    await other.needs(...needIds);
    const exerciseId = await other.exerciseOf('dot-vote');
    await other.facilitator.must('exercise:open', { exerciseId });
    await Promise.all(people.map((one, i) => one.commander.must('ballot:cast', { exerciseId, ballot: ballotOf('dot-vote', i) })));
    await other.facilitator.must('exercise:close', { exerciseId });
    await other.facilitator.must('exercise:reveal', { exerciseId });
    expect((await other.stage()).tallies[exerciseId]!.stability).toBeNull();
    other.close();
    const { sessionId } = other.session;
    await (await deaf.sessions.get(sessionId)).close();

    // The other server on the same store has never opened this session.
    const session = await app.sessions.get(sessionId);
    const tally = await eventually(() => {
      const sealed = session.state.rounds.find((round) => round.exerciseId === exerciseId);
      if (!sealed?.stability) throw new Error('nobody is sure yet');
      return (session.stageJson()['tallies'] as Record<string, Tally>)[exerciseId]!;
    });
    expect(tally.stability).toMatchObject({ topK: 3, resamples: 1000 });
    expect(tally.options.every(({ chanceTopK }) => typeof chanceTopK === 'number')).toBe(true);
  });
});
