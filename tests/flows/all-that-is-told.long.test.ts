import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSecrets } from '../../server/config.ts';
import { makeFile } from '../../server/export/make-file.ts';
import { countRound } from '../../server/session/count-round.ts';
import { ballotsOf, type BallotState, type ExerciseState, type State } from '../../server/session/state.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { kindOf } from '../../shared/exercise.ts';
import { exportK, type NeedRecords } from '../../shared/need-record.ts';
import { slipSerial } from '../../shared/slip.ts';
import { readStage, type Stage } from '../../shared/stage.ts';
import { stageK, type Tally } from '../../shared/tally.ts';
import type { KioskAccess } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, freshId, type Commander, type PartReader } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { unzipped } from '../support/held-workshop.ts';
import { kindCases } from '../support/kind-cases.ts';
import { Meeting, type Resident } from '../support/meeting.ts';
import { seeded } from '../support/seeded.ts';
import { saysBeside, textsIn } from '../support/texts-in.ts';
import { placedBallots, solvedChannels, toldTwice, type ChannelTelling, type RoundTelling } from '../support/told-attack.ts';
import { WebhookReceiver, webhookSecret } from '../support/webhook-receiver.ts';

const needIds = ['need-lamps', 'need-lifts', 'need-bins', 'need-ramps', 'need-bees'];
const groupQuestions = [
  { questionId: 'age', title: '年龄', options: ['甲龄', '乙龄', '丙龄', '丁龄'].map((label, i) => ({ optionId: `age-${i}`, label })) },
];
/** Of forty-five people so many come by each way. */
const came = { phone: 31, kiosk: 5, paper: 6, scribe: 3 };
/** Whose age it is that they say: the first six are of the first group. */
const ageOf = (i: number) => `age-${i < 6 ? 0 : i < 18 ? 1 : i < 31 ? 2 : 3}`;
const kinds = ['survey', 'dot-vote', 'rank', 'pledge', 'rate'];

/** A round as it was before it was sealed: what the attacker wants to know. */
interface Truth {
  exercise: ExerciseState;
  cast: BallotState[];
}

let app: TestApp;
let receiver: WebhookReceiver;
let meeting: Meeting;
let phones: Resident[];
let tablet: Commander;
let helper: Resident;
const readers: PartReader[] = [];
/** Every picture of the stage that a phone and the projector had, one after another. */
const pictures: { of: string; stage: Stage }[] = [];
const http: string[] = [];
const truths: Truth[] = [];
const slips: string[] = [];
const tallies: Tally[] = [];

const stateNow = async (): Promise<State> => (await app.sessions.get(meeting.session.sessionId)).state;
const must: Commander['must'] = (name, payload) => meeting.facilitator.must(name, payload);
const random = seeded(45);

/** Nobody but one person wants the bees. */
function ballotOf(kind: string, i: number) {
  const wanted = needIds.slice(0, 4);
  if (kind === 'dot-vote' && i === 20) return { kind, dots: { 'need-bees': 1, 'need-lamps': 2 } };
  if (kind === 'dot-vote') return { kind, dots: { [wanted[i % 4]!]: 2, [wanted[(i + 1 + (i % 3)) % 4]!]: 1 } };
  return kindCases[kind]!.ballotBy(wanted, random);
}

/** What anybody may ask for, at any moment. */
async function asked(): Promise<void> {
  const { sessionId, projectorToken, joinCode } = meeting.session;
  for (const [path, token] of [
    [`/api/sessions/${sessionId}/stage`, projectorToken],
    [`/api/sessions/${sessionId}/stage`, phones[30]!.token],
    [`/api/sessions/${sessionId}/needs.json`, phones[30]!.token],
    [`/api/join/${joinCode}`, ''],
    ['/metrics', ''],
    ['/healthz', ''],
    ['/readyz', ''],
  ] as const)
    http.push(await (await fetch(`${app.origin}${path}`, { headers: { authorization: `Bearer ${token}` } })).text());
}

async function vote(exerciseId: string, kind: string, without: number[] = []): Promise<void> {
  const there = Object.entries(came).flatMap(([way, count]) => Array.from({ length: count }, () => way));
  for (const [i, way] of there.entries()) {
    const ballot = ballotOf(kind, i);
    if (without.includes(i)) continue;
    const slip = () => {
      slips.push(slipSerial(slips.length + 2345));
      return slips.at(-1)!;
    };
    const groups = { age: ageOf(i) };
    if (way === 'phone') await phones[i]!.commander.must('ballot:cast', { exerciseId, ballot });
    if (way === 'kiosk') await tablet.must('ballot:cast', { exerciseId, ballot });
    if (way === 'paper') await must('ballot:enter', { exerciseId, ballot, channel: 'paper', slip: slip(), groups });
    if (way === 'scribe') await helper.commander.must('ballot:enter', { exerciseId, ballot, channel: 'scribe', slip: slip(), groups });
  }
  await must('exercise:close', { exerciseId });
  await eventually(async () => expect((await meeting.exercise(exerciseId))?.phase).toBe('closed'));
  await asked();
  const state = await stateNow();
  const exercise = state.exercises.get(exerciseId)!;
  truths.push({ exercise: { ...exercise }, cast: [...ballotsOf(state, exercise).values()].map((one) => ({ ...one })) });
  tallies.push((await must('exercise:reveal', { exerciseId })) as Tally);
  await asked();
}

beforeAll(async () => {
  receiver = await new WebhookReceiver().listen();
  app = await startApp({ makeFile, webhook: { url: receiver.url, secrets: readSecrets(webhookSecret), timeoutMs: 2000, lookEveryMs: 20 } });
  meeting = await Meeting.open(app, { template: 'blank', groupQuestions, ballotsForResearch: true });
  await meeting.needs(...needIds);
  phones = await meeting.residents(came.phone);
  helper = phones[0]!;
  await must('participant:make-scribe', { participantId: helper.participantId });
  for (const [i, { commander }] of phones.entries()) await commander.must('participant:describe', { groups: { age: ageOf(i) } });
  const path = `/api/sessions/${meeting.session.sessionId}/kiosks`;
  tablet = meeting.commander((await call<KioskAccess>(app.origin, path, { token: meeting.session.facilitatorToken, body: {} })).body.token);
  await tablet.hello;
  for (const [of, token] of [
    ['projector', meeting.session.projectorToken],
    ['phone', phones[30]!.token],
  ] as const) {
    const [stage, wall] = [meeting.reader('stage', token), meeting.reader('wall', token)];
    await Promise.all([stage.synced, wall.synced]);
    stage.doc.on('update', () => pictures.push({ of, stage: readStage(stage.doc) }));
    readers.push(stage, wall);
  }

  const { exerciseId: collect } = await must('exercise:add', { exercise: { kind: 'collect' } });
  await must('exercise:open', { exerciseId: collect });
  for (const { commander } of phones) await commander.must('note:add', { exerciseId: collect, noteId: freshId(), text: '路灯坏了' });
  for (const slip of ['1', '2', '3'])
    await must('note:enter', { exerciseId: collect, noteId: freshId(), text: '路灯坏了', channel: 'paper', slip });
  await must('exercise:close', { exerciseId: collect });
  await must('exercise:reveal', { exerciseId: collect });
  for (const kind of kinds) {
    const { exerciseId } = await must('exercise:add', { exercise: { kind, settings: kindCases[kind]!.settings(needIds) } });
    await must('exercise:open', { exerciseId, ...(kindOf(kind)!.isAboutNeeds && { needIds }) });
    await vote(exerciseId, kind);
    if (kind !== 'dot-vote') continue;
    // The same people once more, without one whose note came on paper.
    await must('exercise:conceal', { exerciseId });
    await must('exercise:reopen', { exerciseId });
    await vote(exerciseId, kind, [came.phone + came.kiosk]);
  }
  await must('session:end', {});
  await eventually(() => expect(receiver.heard).toHaveLength(1));
  await asked();
}, 90_000);
afterAll(async () => {
  meeting.close();
  await app.close();
  await receiver.close();
});

const files = ['needs.json', 'needs.csv', 'needs.xlsx', 'minutes.docx', 'report.html', 'datapackage.zip', 'log.zip', 'ballots.zip'];
async function fileOf(file: string, lang = 'zh-CN'): Promise<Uint8Array> {
  const path = file.startsWith('/') ? file : `/api/sessions/${meeting.session.sessionId}/${file}`;
  const response = await fetch(`${app.origin}${path}`, { headers: { authorization: `Bearer ${testKey}`, 'accept-language': lang } });
  expect([file, response.status]).toEqual([file, 200]);
  return new Uint8Array(await response.arrayBuffer());
}
const recordsOf = async () => JSON.parse(Buffer.from(await fileOf('needs.json')).toString()) as NeedRecords;

/** Every text that was told to anybody but the facilitator, by where. */
async function everyText(): Promise<[where: string, text: string][]> {
  const told: [string, string][] = [];
  for (const lang of ['zh-CN', 'en'])
    for (const file of [...files, `/r/${meeting.session.joinCode}?lang=${lang}`])
      for (const text of textsIn(await fileOf(file, lang))) told.push([`${file} ${lang}`, text]);
  told.push(...http.map((text): [string, string] => ['an answer', text]));
  told.push(...receiver.heard.map(({ body, headers }): [string, string] => ['the webhook', `${JSON.stringify(headers)}${body}`]));
  const frames = readers.flatMap(({ received }) => received.map((frame) => Buffer.from(frame).toString()));
  told.push(['frames of the document', frames.join('\n')]);
  told.push(['pictures of the stage', pictures.map(({ stage }) => JSON.stringify(stage)).join('\n')]);
  return told;
}

const roundOf = ({ exerciseId, round }: { exerciseId: string; round: number }) => `${exerciseId}.${round}`;
/** All that a tally says of all people together; how sure it is comes later, and what was before is of another round. */
function figuresOf({ ballots, options, questions, alsoBy, leftWithNothing }: Tally): string {
  const shown = options.map(({ needId, score, share, rank, tied, people }) => ({ needId, score, share, rank, tied, people }));
  return canonicalJson({ ballots, shown, questions, alsoBy, leftWithNothing });
}

function tellingsOfRounds(): RoundTelling[] {
  const ofPictures = pictures.flatMap(({ of, stage }) =>
    Object.values(stage.tallies).map((tally) => ({ where: of, round: roundOf(tally), figures: figuresOf(tally) })),
  );
  const stages = http.flatMap((text) => (text.includes('"tallies"') ? [JSON.parse(text) as { tallies: Record<string, Tally> }] : []));
  const ofAnswers = stages.flatMap((stage) => Object.values(stage.tallies));
  return [...ofPictures, ...[...ofAnswers, ...tallies].map((one) => ({ where: 'answer', round: roundOf(one), figures: figuresOf(one) }))];
}

describe('[S21] who puts together all that forty-five people’s session ever told: sockets, answers, files, the page, the webhook', () => {
  it('[S3] finds no count of a round before all of it, and never two counts of one', () => {
    expect(pictures.length).toBeGreaterThan(2 * kinds.length);
    const tellings = tellingsOfRounds();
    expect(new Set(tellings.map(({ round }) => round)).size).toBe(kinds.length + 1);
    expect(toldTwice(tellings)).toEqual([]);
    const [one] = tallies;
    const oneLess = { ...one!, ballots: one!.ballots - 1 };
    expect(toldTwice([...tellings, { where: 'a leak', round: roundOf(oneLess), figures: figuresOf(oneLess) }])).toEqual([roundOf(oneLess)]);
    // While a round was not sealed, no picture had a tally of it.
    for (const { stage } of pictures)
      for (const exercise of stage.exercises)
        if (!exercise.sealed)
          expect(Object.values(stage.tallies).filter((tally) => roundOf(tally) === `${exercise.id}.${exercise.round}`)).toEqual([]);
  });

  it('[T6] cannot tell how many came by a way that is hidden, once the round is sealed', async () => {
    const { runs, notes } = await recordsOf();
    for (const [i, tally] of tallies.entries()) {
      const tellings: ChannelTelling[] = [
        { where: 'the stage', k: stageK, channels: tally.channels },
        ...runs
          .filter((run) => run.shown && run.exerciseId === tally.exerciseId && run.round === tally.round)
          .map(({ id, channels }) => ({ where: id, k: exportK, channels })),
      ];
      expect(tellings).toHaveLength(2);
      expect([tally.kind, tally.ballots]).toEqual([tally.kind, i === 2 ? 44 : 45]);
      expect([tally.kind, solvedChannels(tellings, tally.ballots)]).toEqual([tally.kind, []]);
    }
    const leaks = [
      { where: 'a leak', k: null, channels: { phone: 31, assisted: 14 } },
      { where: 'another', k: null, channels: { kiosk: 5, paper: 6, assisted: 34 } },
    ];
    expect(leaks.map((leak) => solvedChannels([leak], 45))).toEqual([[], []]);
    expect(solvedChannels(leaks, 45)).toEqual(['scribe']);
    // After the last sealing the picture that stays has ways of nothing.
    const { counts } = await meeting.stage();
    expect(counts.byChannel).toEqual({});
    expect(new Set(notes.map(({ channel }) => channel))).toEqual(new Set([null]));
  });

  it('[T6] finds the number of a hidden way beside its name in no text, in Chinese or English', async () => {
    const found: string[] = [];
    let named = 0;
    for (const [where, text] of await everyText()) {
      // What is live while people vote is exact, and known to be.
      if (/^(an answer|frames|pictures)/.test(where)) continue;
      for (const [way, names] of Object.entries({
        kiosk: ['平板', 'shared tablet', 'kiosk'],
        paper: ['纸条', 'paper'],
        scribe: ['scribe'],
      }))
        for (const name of names) {
          named += Number(text.includes(name));
          for (const count of [came[way as keyof typeof came], ...(way === 'paper' ? [5] : [])])
            if (saysBeside(text, name, count)) found.push(`${where}: ${name} ${count}`);
        }
    }
    expect(named).toBeGreaterThan(0);
    expect(found).toEqual([]);
    expect([saysBeside('平板 5 + 纸条 6', '纸条', 6), saysBeside('"paper":6', 'paper', 6)]).toEqual([true, true]);
  });

  it('[T5] [E9] cannot say of any ballot that was given away which group it is of', async () => {
    const state = await stateNow();
    for (const { exercise, cast } of truths) {
      const { seed } = state.rounds.find((round) => roundOf(round) === `${exercise.id}.${exercise.round}`)!;
      const told = (answers: readonly string[]) => {
        const given = cast.map((one, i) => ({ ...one, groups: answers[i] === '' ? {} : { age: answers[i]! } }));
        const tally = countRound(exercise, given, { questions: groupQuestions, seed, countedAt: 0 })!;
        return canonicalJson([tally.byGroup, tally.forFiles.byGroup]);
      };
      const ballots = cast.map(({ ballot }) => canonicalJson(ballot));
      const walk = { ballots, truth: cast.map(({ groups }) => groups['age'] ?? ''), random: seeded(7), steps: 40_000 };
      expect([exercise.kind, exercise.round, placedBallots({ ...walk, told })]).toEqual([exercise.kind, exercise.round, []]);
      if (exercise.kind !== 'dot-vote') continue;
      // Ballots beside their group, and what part of each group wants the bees.
      const beside = (answers: readonly string[]) => canonicalJson(ballots.map((ballot, i) => `${ballot} ${answers[i]!}`).sort());
      expect(placedBallots({ ...walk, told: beside }).length).toBeGreaterThan(0);
      const bees = (answers: readonly string[]) => canonicalJson(answers.filter((_, i) => ballots[i]!.includes('bees')).sort());
      expect(placedBallots({ ...walk, told: bees })).toEqual(ballots.filter((ballot) => ballot.includes('bees')));
    }
  }, 60_000);

  it('[E9] finds in ballots.zip no order in which people voted, and no ballot twice in two files’ order', async () => {
    const given = unzipped(await fileOf('ballots.zip'));
    const orders = Object.entries(given).filter(([name]) => name.endsWith('.ballots.jsonl'));
    expect(orders.length).toBe(4);
    for (const [name, text] of orders) {
      const lines = text
        .trimEnd()
        .split('\n')
        .filter((line) => !line.startsWith('{"salt"'));
      expect([name, lines]).toEqual([name, [...lines].sort()]);
      for (const line of lines) expect(Object.keys(JSON.parse(line) as object).sort()).toHaveLength(2);
      const cast = truths.map((truth) => truth.cast.map(({ ballot }) => canonicalJson(ballot)));
      expect(cast.filter((order) => order.length === lines.length && order.every((ballot, i) => ballot === lines[i]))).toEqual([]);
    }
  });

  it('finds nobody: no name of a voter, token, slip, receipt or key in anything', async () => {
    const texts = await everyText();
    const receipts = truths.flatMap(({ cast }) => cast.map(({ receipt }) => receipt));
    const names = [...phones.map(({ participantId }) => participantId), ...phones.map(({ token }) => token), ...receipts, testKey];
    expect(receipts.length).toBe(45 * 6 - 1);
    const found = texts.flatMap(([where, text]) => names.filter((name) => text.includes(name)).map((name) => `${where}: ${name}`));
    expect(found).toEqual([]);
    for (const [where, text] of texts) for (const slip of slips) expect([where, text.includes(`"${slip}"`)]).toEqual([where, false]);
    // A watcher's own name is heard by its own phone alone, in what is said to that person.
    expect(phones[30]!.commander.received.join('')).toContain(phones[30]!.participantId);
    for (const { participantId } of phones.slice(0, 30)) expect(phones[30]!.commander.received.join('')).not.toContain(participantId);
  });

  it('[T3] the webhook, health and the figures of the process say nothing that depends on what was voted', () => {
    const { data } = JSON.parse(receiver.heard[0]!.body) as { data: Record<string, unknown> };
    expect(Object.keys(data).sort()).toEqual(['checksum', 'endedAt', 'generatedAt', 'needsUrl', 'sessionId', 'title']);
    const metrics = http.filter((text) => text.includes('# HELP'));
    expect(metrics.length).toBeGreaterThan(kinds.length);
    for (const text of metrics) {
      expect(text).not.toMatch(/need-|age-|甲龄|survey|dot-vote/);
      expect(text).not.toContain(meeting.session.sessionId);
      // By channel it counts sockets alone: commands and documents.
      expect(
        [...text.matchAll(/channel="([^"]+)"/g)].map(([, channel]) => channel).filter((one) => !/^(commands|documents)$/.test(one!)),
      ).toEqual([]);
    }
  });
});
