import { Ajv2020 } from 'ajv/dist/2020.js';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { kindOf } from '../../shared/exercise.ts';
import {
  buildNeedRecords,
  checkNeedRecords,
  checksumText,
  NeedRecords,
  needRecordSchema,
  type NeedInput,
  type NeedRecordInput,
  type NoteInput,
  type SealedRound,
} from '../../shared/need-record.ts';
import { baselineQuestions } from '../../shared/questions.ts';
import type { Tally } from '../../shared/tally.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const noon = Date.UTC(2025, 4, 10, 4);

function note(id: string, needId: string | null, more: Partial<NoteInput> = {}): NoteInput {
  return {
    id,
    number: 1,
    exerciseId: 'write',
    needId,
    text: `words of ${id}`,
    lang: 'zh',
    kind: 'need',
    forWhom: [],
    channel: 'phone',
    hidden: false,
    referred: false,
    ...more,
  };
}

function need(id: string, number: number, more: Partial<NeedInput> = {}): NeedInput {
  return { id, number, title: `Need ${id}`, ...more };
}

/** A sealed round as the server hands it on, counted by the kind's own rule. */
function sealed(
  kind: string,
  ballots: unknown[],
  needIds: string[],
  more: Partial<SealedRound & Pick<Tally, 'channels' | 'byGroup'>> = {},
): SealedRound {
  const { exerciseId = kind, round = 1, sealedAt = noon, channels = null, byGroup = [], settings: given = {} } = more;
  const rules = kindOf(kind)!;
  const settings = rules.settings(given)!;
  const count = rules.ballot!.tally(ballots, { settings, options: needIds });
  const options = count.options.map((option, i) => ({ ...option, number: i + 1, title: option.needId }));
  const tally = {
    ...count,
    options,
    exerciseId,
    kind,
    round,
    ballots: ballots.length,
    channels,
    hands: null,
    countedAt: noon,
    stability: null,
    byGroup,
  };
  return { exerciseId, kind, round, settings, tally, sealedAt };
}

const rankings = (...orders: string[][]) => orders.map((ranking) => ({ kind: 'rank', ranking }));
const dots = (...given: Record<string, number>[]) => given.map((each) => ({ kind: 'dot-vote', dots: each }));

function input(more: Partial<NeedRecordInput> = {}): NeedRecordInput {
  return {
    session: { id: 'session1', title: '东风七社区需求工作坊', languages: ['zh', 'en'] },
    notes: [
      note('n1', 'lamps', { forWhom: ['elders', 'everyone'] }),
      note('n2', 'lamps', { forWhom: ['elders'] }),
      note('n3', null),
      note('n4', 'gone'),
    ],
    needs: [need('lamps', 1, { description: '楼道太黑' }), need('lift', 2)],
    rounds: [],
    logHead: 'abc',
    generatedAt: noon,
    toolVersion: '0.1.0',
    digest,
    ...more,
  };
}

const fourVoters = dots({ lamps: 3, lift: 1 }, { lamps: 1 }, { lift: 2 }, {}, { lamps: 1 });

describe('groups', () => {
  const groupQuestions = [
    {
      questionId: 'age',
      title: '您的年龄段',
      options: [
        { optionId: 'old', label: '六十五岁以上' },
        { optionId: 'young', label: '年轻人' },
      ],
    },
    { questionId: 'dog', title: '养不养狗', options: [{ optionId: 'yes', label: '养' }] },
  ];

  test('before anything is counted nobody knows how many they are', () => {
    const { groups } = buildNeedRecords(input({ groupQuestions }));
    expect(groups[0]).toEqual({
      questionId: 'age',
      question: 'age',
      title: '您的年龄段',
      optionId: 'old',
      label: { zh: '六十五岁以上', en: null },
      people: null,
      suppressed: false,
    });
    expect(groups.map(({ question, optionId }) => [question, optionId])).toEqual([
      ['age', 'old'],
      ['age', 'young'],
      [null, 'yes'],
    ]);
  });

  test('[T5] are as many as the last counted round may tell, and the others are suppressed', () => {
    const of = (optionId: string, people: number | null) => ({ questionId: 'age', optionId, people, reason: null, ranks: null });
    const forFiles = {
      k: 10,
      channels: null,
      byGroup: [of('old', 12), of('young', null)],
      blank: 1,
      merged: {},
      kendallW: null,
      tieLog: [],
      seed: 1,
    };
    const round = { ...sealed('dot-vote', fourVoters, ['lamps', 'lift']), forFiles };
    const records = buildNeedRecords(input({ groupQuestions, rounds: [round] }));
    expect(records.groups.map(({ people, suppressed }) => [people, suppressed])).toEqual([
      [12, false],
      [null, true],
      [null, true],
    ]);
    expect(records.runs[0]).toMatchObject({ blank: 1, invalid: 0 });
    expect(checkNeedRecords(records)).toEqual([]);
    // For a file that hides more than was fixed, nothing is known.
    const strict = buildNeedRecords(input({ groupQuestions, rounds: [round], session: { ...input().session, privacyK: 20 } }));
    expect(strict.groups.map(({ people, suppressed }) => [people, suppressed])).toEqual(
      groupQuestions.flatMap(({ options }) => options.map(() => [null, true])),
    );
  });
});

describe('notes', () => {
  test('[R1] every note is in the records exactly once, in a need or in none', () => {
    const { notes, needs } = buildNeedRecords(input());
    expect(notes.map(({ id, needId }) => [id, needId])).toEqual([
      ['n1', 'lamps'],
      ['n2', 'lamps'],
      ['n3', null],
      ['n4', null],
    ]);
    expect(needs.map(({ id, noteCount, forWhom }) => ({ id, noteCount, forWhom }))).toEqual([
      { id: 'lamps', noteCount: 2, forWhom: { elders: 2, everyone: 1 } },
      { id: 'lift', noteCount: 0, forWhom: {} },
    ]);
  });

  test('[R1] [G3] the notes of a merged need are counted where it went, and say what moved them', () => {
    const needs = [
      need('lamps', 1, { mergedInto: 'light' }),
      need('light', 2, { mergedInto: 'safety' }),
      need('safety', 3),
      need('lift', 4),
    ];
    const records = buildNeedRecords(input({ needs }));
    expect(records.needs.map(({ id, noteCount }) => [id, noteCount])).toEqual([
      ['safety', 2],
      ['lift', 0],
    ]);
    expect(records.notes[0]!.mergeHistory).toEqual([
      { fromNeedId: 'lamps', fromNumber: 1, fromTitle: 'Need lamps', intoNeedId: 'light', at: null },
      { fromNeedId: 'light', fromNumber: 2, fromTitle: 'Need light', intoNeedId: 'safety', at: null },
    ]);
    expect(checkNeedRecords(records)).toEqual([]);
  });

  test('[G3] a circle of merges and a merge into nothing count as not merged', () => {
    const needs = [
      need('lamps', 1, { mergedInto: 'lift' }),
      need('lift', 2, { mergedInto: 'lamps' }),
      need('park', 3, { mergedInto: 'nowhere' }),
    ];
    const records = buildNeedRecords(input({ needs }));
    expect(records.needs.map(({ id, noteCount, mergedInto }) => [id, noteCount, mergedInto])).toEqual([
      ['lamps', 2, null],
      ['lift', 0, null],
      ['park', 0, null],
    ]);
    expect(checkNeedRecords(records)).toEqual([]);
  });

  test('[N6] a private case is there once, in no need and without its words; a hidden note is flagged', () => {
    const notes = [note('n1', 'lamps', { referred: true, translations: { en: 'secret' } }), note('n2', 'lamps', { hidden: true })];
    const records = buildNeedRecords(input({ notes }));
    expect(JSON.stringify(records)).not.toMatch(/words of n1|secret/);
    expect(records.notes[0]).toMatchObject({ id: 'n1', needId: null, text: null, lang: null, translations: null, referred: true });
    expect(records.notes[1]).toMatchObject({ id: 'n2', needId: 'lamps', hidden: true });
    expect(checkNeedRecords(records)).toEqual([]);
  });

  test('channels with few notes are pooled, or not told at all', () => {
    const came = (channel: string, count: number) => Array.from({ length: count }, (_, i) => note(`${channel}${i}`, null, { channel }));
    const channels = (notes: NoteInput[]) => new Set(buildNeedRecords(input({ notes })).notes.map(({ channel }) => channel));
    expect(channels([...came('phone', 30), ...came('paper', 6), ...came('scribe', 4)])).toEqual(new Set(['phone', 'assisted']));
    expect(channels([...came('phone', 30), ...came('paper', 6)])).toEqual(new Set([null]));
    expect(channels([...came('phone', 9), ...came('paper', 16)])).toEqual(new Set([null]));
    expect(channels([...came('phone', 10), ...came('kiosk', 10)])).toEqual(new Set(['phone', 'kiosk']));
  });

  test('[T6] a way of few people is not told, however many notes they wrote', () => {
    const came = (channel: string, count: number) => Array.from({ length: count }, (_, i) => note(`${channel}${i}`, null, { channel }));
    const channels = (notes: NoteInput[], noteWays: string[] | null) =>
      new Set(buildNeedRecords(input({ notes, noteWays })).notes.map(({ channel }) => channel));
    const notes = [...came('phone', 30), ...came('paper', 20), ...came('scribe', 11)];
    expect(channels(notes, ['phone', 'paper', 'scribe'])).toEqual(new Set(['phone', 'paper', 'scribe']));
    expect(channels(notes, ['phone', 'assisted'])).toEqual(new Set(['phone', 'assisted']));
    expect(channels(notes, null)).toEqual(new Set([null]));
    expect(channels([...came('phone', 30), ...came('paper', 9)], ['phone', 'paper'])).toEqual(new Set([null]));
  });
});

describe('figures', () => {
  test('supporters, share and place come from the run that the need names', () => {
    const records = buildNeedRecords(input({ rounds: [sealed('dot-vote', fourVoters, ['lamps', 'lift'])] }));
    expect(records.runs.map(({ id, rule, shown, ballots }) => ({ id, rule, shown, ballots }))).toEqual([
      { id: 'dot-vote.1', rule: 'dots', shown: true, ballots: 5 },
      { id: 'dot-vote.1.counts', rule: 'counts', shown: false, ballots: 5 },
      { id: 'dot-vote.1.equal-shares', rule: 'equal-shares', shown: false, ballots: 5 },
    ]);
    expect(records.needs[0]).toMatchObject({
      priorityRunId: 'dot-vote.1',
      supporters: 3,
      supportShare: 0.6,
      priorityRank: 1,
      rankTied: false,
    });
    expect(records.needs[1]).toMatchObject({
      priorityRunId: 'dot-vote.1',
      supporters: 2,
      supportShare: 0.4,
      priorityRank: 2,
      rankTied: false,
    });
    expect(checkNeedRecords(records)).toEqual([]);
  });

  test('a ranking decides before dots, and of several rankings the last that was sealed', () => {
    const votes = rankings(['lift', 'lamps'], ['lift'], ['lift'], ['lamps'], ['lift']);
    const others = rankings(['lamps'], ['lamps'], ['lamps'], ['lamps'], ['lift']);
    const rounds = [
      sealed('rank', votes, ['lamps', 'lift'], { round: 2, sealedAt: noon + 1 }),
      sealed('rank', others, ['lamps', 'lift'], { round: 1, sealedAt: noon }),
      sealed('dot-vote', fourVoters, ['lamps', 'lift'], { sealedAt: noon + 2 }),
    ];
    const records = buildNeedRecords(input({ rounds }));
    expect(records.needs.map(({ priorityRunId, priorityRank }) => [priorityRunId, priorityRank])).toEqual([
      ['rank.2', 2],
      ['rank.2', 1],
    ]);
    expect(records.runs.find(({ id }) => id === 'rank.2')?.options).toEqual({ rankAtMost: 5, base: 0, truncated: 'share' });
    expect(checkNeedRecords(records)).toEqual([]);
  });

  test('a need merged after the vote keeps its own figure beside the other, and they are not added', () => {
    const needs = [need('lamps', 1), need('lift', 2, { mergedInto: 'lamps' })];
    const records = buildNeedRecords(input({ needs, rounds: [sealed('dot-vote', fourVoters, ['lamps', 'lift'])] }));
    expect(records.needs.map(({ id, mergedInto, supporters }) => [id, mergedInto, supporters])).toEqual([
      ['lamps', null, 3],
      ['lift', 'lamps', 2],
    ]);
    expect(checkNeedRecords(records)).toEqual([]);
  });

  test('a need that was voted on and then taken off the wall keeps its figures', () => {
    const records = buildNeedRecords(input({ needs: [need('lamps', 1)], rounds: [sealed('dot-vote', fourVoters, ['lamps', 'lift'])] }));
    expect(records.needs.map(({ id, supporters }) => [id, supporters])).toEqual([
      ['lamps', 3],
      ['lift', 2],
    ]);
    expect(checkNeedRecords(records)).toEqual([]);
  });

  test('ratings, pledges and answers stand with the run they came from, and every round of them', () => {
    const rating = (importance: number, satisfaction: number) => ({ importance, satisfaction });
    const answered = (...answers: object[]) => answers.map((each) => ({ kind: 'survey', answers: each }));
    const questions = baselineQuestions.slice(0, 2);
    const records = buildNeedRecords(
      input({
        rounds: [
          sealed(
            'points',
            Array.from({ length: 5 }, () => ({ kind: 'points', points: { lamps: 10 } })),
            ['lamps', 'lift'],
          ),
          sealed(
            'rate',
            Array.from({ length: 5 }, () => ({ kind: 'rate', ratings: { lamps: rating(5, 2) } })),
            ['lamps', 'lift'],
          ),
          sealed(
            'pledge',
            Array.from({ length: 5 }, (_, i) => ({ kind: 'pledge', pledges: i < 3 ? { lift: 'lead' } : {} })),
            ['lamps', 'lift'],
          ),
          sealed('survey', answered({ 'turn-to': ['family', 'hotline'], heard: 4 }, { heard: 2 }, {}, {}, {}), [], {
            settings: { questions },
          }),
          sealed('survey', answered({}, {}, {}, {}, { heard: 5 }), [], { settings: { questions }, round: 2 }),
        ],
      }),
    );
    expect(records.runs.map(({ id, rule }) => [id, rule])).toEqual([
      ['points.1', 'points'],
      ['points.1.counts', 'counts'],
      ['rate.1', 'gap'],
      ['pledge.1', 'counts'],
      ['survey.1', 'counts'],
      ['survey.2', 'counts'],
    ]);
    const told = records.needs.map(({ id, priorityRunId, ratingRunId, importance, satisfaction, gap, pledgeRunId, pledges }) => ({
      ...{ id, priorityRunId, ratingRunId, importance, satisfaction, gap, pledgeRunId, pledges },
    }));
    const runsOf = { priorityRunId: 'points.1', ratingRunId: 'rate.1', pledgeRunId: 'pledge.1' };
    expect(told).toEqual([
      { id: 'lamps', ...runsOf, importance: 5, satisfaction: 2, gap: 3, pledges: 0 },
      { id: 'lift', ...runsOf, importance: null, satisfaction: null, gap: null, pledges: 3 },
    ]);
    expect(records.surveys.map(({ runId, questionId, people, mean }) => [runId, questionId, people, mean])).toEqual([
      ['survey.1', 'turn-to', 1, null],
      ['survey.1', 'heard', 2, 3],
      ['survey.2', 'turn-to', 0, null],
      ['survey.2', 'heard', 1, 5],
    ]);
    expect(records.surveys[0]).toMatchObject({
      question: { zh: '遇到困难，您先找谁？', en: 'In trouble, whom do you turn to first?' },
      kind: 'several',
    });
    expect(records.surveys[0]!.options.at(-2)).toEqual({
      ...{ optionId: 'hotline', zh: '打 12345', en: 'The 12345 hotline' },
      ...{ people: 1, share: 0.2, suppressed: false },
    });
    expect(checkNeedRecords(records)).toEqual([]);
  });

  test('[T3] a round with too few ballots is a run without results', () => {
    const round = { ...sealed('dot-vote', [], ['lamps']), tally: null };
    const records = buildNeedRecords(input({ rounds: [round] }));
    expect(records.runs).toHaveLength(1);
    expect(records.runs[0]).toMatchObject({ rule: null, ballots: null });
    expect(records.results).toEqual([]);
    expect(records.needs[0]).toMatchObject({ priorityRunId: null, supporters: null, priorityRank: null });
    expect(checkNeedRecords(records)).toEqual([]);
  });

  test('[F82] a group too small for a file is hidden in it, though a projector showed it, and never alone', () => {
    const voters = Array.from({ length: 40 }, () => ({ kind: 'dot-vote', dots: { lamps: 1 } }));
    const byGroup = [
      { questionId: 'age', optionId: 'old', ballots: 9, suppressed: false, ranks: { lamps: 1, lift: 2 } },
      { questionId: 'age', optionId: 'young', ballots: 19, suppressed: false, ranks: { lamps: 1, lift: 1 } },
      { questionId: 'age', optionId: 'child', ballots: 0, suppressed: true },
    ];
    const round = sealed('dot-vote', voters, ['lamps', 'lift'], { byGroup });
    const ofGroups = (records: NeedRecords) =>
      records.results
        .filter(({ group }) => group !== null)
        .map(({ needId, group, rank, tied, reason }) => [needId, group!.optionId, rank, tied, reason]);
    expect(ofGroups(buildNeedRecords(input({ rounds: [round] })))).toEqual([
      ['lamps', 'old', null, null, 'small-group'],
      ['lift', 'old', null, null, 'small-group'],
      ['lamps', 'young', 1, true, null],
      ['lift', 'young', 1, true, null],
      ['lamps', 'child', null, null, 'small-group'],
      ['lift', 'child', null, null, 'small-group'],
    ]);
    const others = byGroup.map((group) => (group.optionId === 'young' ? { ...group, ballots: 31 } : group));
    const alone = sealed('dot-vote', voters, ['lamps', 'lift'], { byGroup: others });
    expect(new Set(ofGroups(buildNeedRecords(input({ rounds: [alone] }))).map(([, , rank]) => rank))).toEqual(new Set([null]));
  });

  test('[R3] figures that disagree with their run are found', () => {
    const records = buildNeedRecords(input({ rounds: [sealed('dot-vote', fourVoters, ['lamps', 'lift'])] }));
    const broken = (change: (records: NeedRecords) => void) => {
      const copy = structuredClone(records);
      change(copy);
      return checkNeedRecords(copy);
    };
    expect(broken((copy) => (copy.needs[0]!.supporters = 7))).toEqual(['need lamps and run dot-vote.1 differ in supporters']);
    expect(broken((copy) => (copy.needs[0]!.noteCount = 7))).toEqual(['need lamps says 7 notes and has 2']);
    expect(broken((copy) => (copy.needs[0]!.forWhom = {}))).toEqual(['need lamps does not say for whom its notes speak']);
    expect(broken((copy) => copy.notes.push(copy.notes[2]!))).toEqual(['note n3 is in it twice']);
    expect(broken((copy) => (copy.notes[2]!.needId = 'gone'))).toEqual(['note n3 is in a need gone that is not there']);
    expect(broken((copy) => (copy.results[0]!.runId = 'gone'))).toContain('a result of need lamps names a run gone that is not there');
    expect(broken((copy) => (copy.notes[2]!.referred = true))).toEqual(['note n3 is a private case and has its words']);
    expect(broken((copy) => Object.assign(copy.notes[2]!, { participantId: 'p1' }))).toHaveLength(1);
    expect(broken((copy) => (copy.runs[0]!.channels = { paper: 2 }))).toEqual(['only 2 ballots of run dot-vote.1 came by paper']);
  });
});

describe('[R4] the published schema', () => {
  const schema = needRecordSchema();
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
  const records = buildNeedRecords(
    input({
      programme: { id: 'p1', title: '十个社区' },
      rounds: [
        sealed('dot-vote', fourVoters, ['lamps', 'lift']),
        sealed('rank', rankings(['lamps'], ['lift'], [], ['lift'], ['lift', 'lamps']), ['lamps', 'lift']),
      ],
      responders: [
        {
          id: 'r1',
          name: '社区居委会',
          type: 'community',
          uscc: null,
          hsdsOrganizationId: null,
          hsdsServiceId: null,
          verified: true,
          capacity: null,
        },
      ],
      responses: [
        {
          id: 'a1',
          needId: 'lamps',
          responderId: 'r1',
          role: 'lead',
          action: '换灯',
          stage: 'taken-on',
          plannedAt: '2025-06-01',
          doneAt: null,
          indicator: null,
          baseline: null,
          target: null,
          followUp: null,
        },
      ],
    }),
  );

  test('is JSON Schema 2020-12 and every bundle satisfies it, by a validator that is not ours', () => {
    expect(schema['$id']).toBe('/schemas/need-records.v1.json');
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
    const stored: unknown = JSON.parse(JSON.stringify(records));
    expect(validate(stored), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...records, participants: [] })).toBe(false);
    expect(validate({ ...records, notes: [{ ...records.notes[0], author: 'somebody' }] })).toBe(false);
  });

  test('a bundle that was written and read is the same, and its checksum holds', () => {
    const read = z.parse(NeedRecords, JSON.parse(JSON.stringify(records)));
    expect(read).toEqual(records);
    expect(digest(checksumText(read))).toBe(records.checksum);
    expect(checkNeedRecords(read)).toEqual([]);
    expect(digest(checksumText({ ...read, toolVersion: 'another' }))).not.toBe(records.checksum);
  });

  test('the empty session has records too', () => {
    const empty = buildNeedRecords(input({ notes: [], needs: [], logHead: null }));
    expect(validate(JSON.parse(JSON.stringify(empty))), JSON.stringify(validate.errors)).toBe(true);
    expect(checkNeedRecords(empty)).toEqual([]);
  });

  test('[R1] nothing gets into the session part that does not belong there', () => {
    const session = { id: 's', title: 't', joinCode: 'SECRET', facilitatorToken: 'SECRET' };
    expect(JSON.stringify(buildNeedRecords(input({ session })))).not.toContain('SECRET');
  });
});
