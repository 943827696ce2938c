import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFile } from '../../server/export/make-file.ts';
import type { Comparison } from '../../shared/comparison.ts';
import { exportK, type NeedRecords } from '../../shared/need-record.ts';
import type { ProgrammeDetails } from '../../shared/programme.ts';
import type { GroupQuestion } from '../../shared/session.ts';
import { readWall, writeNeed } from '../../shared/wall.ts';
import { stageK, type Tally } from '../../shared/tally.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { possible, solved, type Knowledge, type Telling } from '../support/group-attack.ts';
import { Meeting, type Resident } from '../support/meeting.ts';
import { saysBeside, textsIn } from '../support/texts-in.ts';

const needIds = ['need-lamps', 'need-lifts', 'need-bins', 'need-ramps'];
/** Words that stand nowhere else, so that a number beside one is a number about it. */
const questions: GroupQuestion[] = [
  ['age', ['甲龄', '乙龄', '丙龄', '丁龄']],
  ['living', ['子居', '丑居', '寅居']],
].map(([questionId, labels]) => ({
  questionId: questionId as string,
  title: `关于${questionId as string}`,
  options: (labels as string[]).map((label, i) => ({ optionId: `${questionId as string}-${i}`, label })),
}));
/** How many say what; whoever is left says nothing. Everybody says their age. */
const waves = [
  { age: [6, 12, 13, 14], living: [7, 15, 16] },
  { age: [7, 11, 13, 14], living: [3, 4, 29] },
];
const inRoom = 45;

interface Wave {
  meeting: Meeting;
  residents: Resident[];
  /** Each tally as the room saw it. */
  tallies: Tally[];
}

let app: TestApp;
let programmeId: string;
const held: Wave[] = [];

const answerOf = (sizes: readonly number[], i: number) => {
  const at = sizes.findIndex((_, option) => i < sizes.slice(0, option + 1).reduce((sum, size) => sum + size, 0));
  return at < 0 ? null : at;
};
/** Nobody's ballot is another's in every group. */
const dotsOf = (i: number) => ({ [needIds[i % 4]!]: 2, [needIds[(i + 1 + (i % 3)) % 4]!]: 1 });

async function wave(number: number): Promise<Wave> {
  const meeting = await Meeting.open(app, { title: `第 ${number} 次`, programmeId, wave: number, groupQuestions: questions });
  await meeting.needs(...needIds);
  const residents = await meeting.residents(inRoom);
  const sizes = waves[number]!;
  await Promise.all(
    residents.map(({ commander }, i) => {
      const [age, living] = [answerOf(sizes.age, i), answerOf(sizes.living, (i * 7) % inRoom)];
      return commander.must('participant:describe', {
        groups: { age: age === null ? null : `age-${age}`, living: living === null ? null : `living-${living}` },
      });
    }),
  );
  return { meeting, residents, tallies: [] };
}

/** All of these vote and the room sees the tally. */
async function vote({ meeting, residents, tallies }: Wave, exerciseId: string, voters = residents): Promise<void> {
  await meeting.facilitator.must('exercise:open', { exerciseId });
  const { kind, options } = (await meeting.exercise(exerciseId))!;
  const there = new Set(options?.map(({ needId }) => needId));
  await Promise.all(
    voters.map(({ commander }) => {
      const i = residents.findIndex((one) => one.commander === commander);
      const dots = Object.fromEntries(Object.entries(dotsOf(i)).filter(([needId]) => there.has(needId)));
      const ballot = kind === 'rank' ? { kind, ranking: Object.keys(dots) } : { kind, dots };
      return commander.must('ballot:cast', { exerciseId, ballot });
    }),
  );
  await meeting.facilitator.must('exercise:close', { exerciseId });
  tallies.push((await meeting.facilitator.must('exercise:reveal', { exerciseId })) as Tally);
}

async function merge({ meeting }: Wave, from: string, into: string): Promise<void> {
  const wall = meeting.reader('wall');
  await wall.synced;
  writeNeed(wall.doc, { id: from, title: `题 ${from}`, mergedInto: into }, null, { by: 'the test' });
  await eventually(async () => expect(readWall(await meeting.stored('wall')).needs.find(({ id }) => id === from)?.mergedInto).toBe(into));
  wall.close();
}

beforeAll(async () => {
  app = await startApp({ makeFile });
  programmeId = (await call<ProgrammeDetails>(app.origin, '/api/programmes', { token: testKey, body: { title: '两次' } })).body.programmeId;
  for (const number of [0, 1]) {
    const one = await wave(number);
    held.push(one);
    const dots = await one.meeting.exerciseOf('dot-vote');
    await vote(one, dots);
    await one.meeting.facilitator.must('exercise:reopen', { exerciseId: dots });
    await merge(one, 'need-ramps', 'need-lifts');
    // Reopened it is on already: a second round of the same people.
    await Promise.all(
      one.residents.map(({ commander }, i) =>
        commander.must('ballot:cast', { exerciseId: dots, ballot: { kind: 'dot-vote', dots: dotsOf(i) } }),
      ),
    );
    await one.meeting.facilitator.must('exercise:close', { exerciseId: dots });
    one.tallies.push((await one.meeting.facilitator.must('exercise:reveal', { exerciseId: dots })) as Tally);
    await vote(one, await one.meeting.exerciseOf('rank', {}));
    await one.meeting.facilitator.must('session:end', {});
  }
}, 60_000);
afterAll(async () => {
  for (const { meeting } of held) meeting.close();
  await app.close();
});

const ofSession = async (meeting: Meeting, file: string) => {
  const path = file.startsWith('/') ? file : `/api/sessions/${meeting.session.sessionId}/${file}`;
  const token = file === 'stage' ? meeting.session.projectorToken : testKey;
  const response = await fetch(`${app.origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect([file, response.status]).toEqual([file, 200]);
  return new Uint8Array(await response.arrayBuffer());
};
const recordsOf = async (meeting: Meeting) => JSON.parse(Buffer.from(await ofSession(meeting, 'needs.json')).toString()) as NeedRecords;
const compared = async () => {
  const [then, now] = held.map(({ meeting }) => meeting.session.sessionId);
  const path = `/api/programmes/${programmeId}/comparison.json?then=${then!}&now=${now!}`;
  return (await call<Comparison>(app.origin, path, { token: testKey })).body;
};

/** Every telling about this question's groups in this wave, wherever it stands. */
async function tellingsOf(at: number, questionId: string): Promise<Telling[]> {
  const { meeting, tallies } = held[at]!;
  const ofStage = tallies.map(({ ballots, byGroup, round, kind }): Telling => {
    const cells = byGroup.filter((group) => group.questionId === questionId);
    return {
      where: `the tally of ${kind}, round ${round}`,
      k: stageK,
      total: ballots,
      people: Object.fromEntries(cells.map((cell) => [cell.optionId, cell.suppressed ? null : cell.ballots])),
    };
  });
  const { groups, results, runs } = await recordsOf(meeting);
  const ofQuestion = groups.filter((group) => group.questionId === questionId);
  const ofFiles = runs
    .filter(({ shown, ballots }) => shown && ballots !== null)
    .map((run): Telling => {
      const told = results.filter(({ runId, group }) => runId === run.id && group?.questionId === questionId);
      const reasons = Object.fromEntries(told.map(({ group, reason }) => [group!.optionId, reason]));
      const people = Object.fromEntries(ofQuestion.map(({ optionId, people }) => [optionId, people]));
      return { where: `the records' ${run.id}`, k: exportK, total: run.ballots!, people, reasons };
    });
  const side = at === 0 ? 'then' : 'now';
  // A comparison says what the records say, and nothing beside it.
  const sideBySide = await compared();
  for (const { label, people } of ofQuestion) expect(sideBySide.groups.find(({ zh }) => zh === label.zh)?.[side]?.people).toBe(people);
  return [...ofStage, ...ofFiles];
}

const worst: Record<string, Knowledge> = {
  // Everybody saw that nobody skipped the first question.
  age: { silent: 0, knowsRules: true },
  living: { silent: null, knowsRules: true },
};
const plain = (knowledge: Knowledge) => ({ ...knowledge, knowsRules: false });

describe('[S21] who puts together all that is told of a session of forty-five, of its rounds, its merges and its programme', () => {
  it.each([0, 1].flatMap((at) => questions.map(({ questionId }) => ({ at, questionId }))))(
    '[T5] [F82] cannot work out a group that is hidden: wave $at, $questionId',
    async ({ at, questionId }) => {
      const tellings = await tellingsOf(at, questionId);
      expect(tellings).toHaveLength(6);
      const hidden = tellings.flatMap(({ people }) => Object.keys(people).filter((id) => people[id] === null));
      expect(hidden.length).toBeGreaterThan(0);
      // One by one, and all at once: the same people took part in every round.
      for (const telling of tellings) {
        expect([telling.where, solved([telling], plain(worst[questionId]!))]).toEqual([telling.where, []]);
        expect([telling.where, solved([telling], worst[questionId]!)]).toEqual([telling.where, []]);
      }
      expect(solved(tellings, worst[questionId]!)).toEqual([]);
      // What is so is among what could be: an attacker who has excluded the truth has shown nothing.
      const could = possible(tellings, worst[questionId]!);
      waves[at]![questionId as 'age' | 'living'].forEach((size, i) => expect([...could[`${questionId}-${i}`]!]).toContain(size));
    },
    20_000,
  );

  it('would work it out of one cell too many', async () => {
    const tellings = await tellingsOf(0, 'age');
    const [stage] = tellings;
    // The six are hidden, and twelve with them so that nobody can subtract.
    expect(stage!.people).toEqual({ 'age-0': null, 'age-1': null, 'age-2': 13, 'age-3': 14 });
    const leaked = { ...stage!, where: 'a leak', people: { ...stage!.people, 'age-1': 12 } };
    expect(solved([leaked], plain(worst['age']!))).toEqual(['age-0']);
    expect(solved([...tellings.filter(({ people }) => people['age-1'] === null), leaked], plain(worst['age']!))).toEqual(['age-0']);
  });

  it('finds the number of a hidden group beside its name in nothing that is given away', async () => {
    const found: string[] = [];
    let named = 0;
    for (const [at, { meeting }] of held.entries()) {
      const { groups } = await recordsOf(meeting);
      const files = ['stage', 'needs.json', 'needs.csv', 'needs.xlsx', 'minutes.docx', 'report.html', 'datapackage.zip', 'log.zip'];
      for (const file of [...files, `/r/${meeting.session.joinCode}`, '/metrics']) {
        const texts = textsIn(await ofSession(meeting, file));
        for (const { questionId, optionId, label, people } of groups) {
          const size = waves[at]![questionId as 'age' | 'living'][Number(optionId.split('-')[1])]!;
          for (const text of texts)
            for (const name of [label.zh!, optionId]) {
              named += Number(text.includes(name));
              if (people === null && saysBeside(text, name, size)) found.push(`${file}: ${name}`);
            }
        }
      }
    }
    expect(named).toBeGreaterThan(50);
    const leaks = ['"optionId":"age-0"},"people":6,', '甲龄 6 人', '甲龄,,6,false'];
    expect(leaks.map((leak) => saysBeside(leak, 'age-0', 6) || saysBeside(leak, '甲龄', 6))).toEqual([true, true, true]);
    expect(found).toEqual([]);
  });
});
