import { expect, it } from 'vitest';
import { compareRecords } from '../../shared/comparison.ts';
import { buildNeedRecords, type NeedRecords, type RecordSurvey } from '../../shared/need-record.ts';

const records = (id: string, parts: Partial<Pick<NeedRecords, 'surveys' | 'groups'>>): NeedRecords => ({
  ...buildNeedRecords({
    session: { id, title: id },
    needs: [],
    notes: [],
    rounds: [],
    logHead: null,
    generatedAt: 0,
    toolVersion: 'test',
    digest: () => '0'.repeat(64),
  }),
  ...parts,
});

const asked = (
  zh: string,
  shares: Record<string, number>,
  more: Partial<Pick<RecordSurvey, 'kind' | 'exerciseId' | 'runId' | 'questionId'>> = {},
): RecordSurvey => ({
  exerciseId: 'x',
  runId: 'x.1',
  questionId: `q-${zh}`,
  kind: 'single',
  ...more,
  question: { zh, en: null },
  people: 20,
  mean: null,
  options: Object.entries(shares).map(([label, share], i) => ({
    optionId: `o${i}`,
    zh: label,
    en: null,
    people: share * 20,
    share,
    suppressed: false,
  })),
});

it('[R10] answers are compared one by one where the question and all its answers are the same words, in whatever order', () => {
  const { surveys } = compareRecords(
    records('then', { surveys: [asked('先找谁？', { 邻居: 0.5, 社区: 0.5 })] }),
    records('now', { surveys: [asked('先找谁？', { 社区: 0.8, 邻居: 0.2 }, { questionId: 'another-id' })] }),
  );
  expect(surveys).toHaveLength(1);
  expect(surveys[0]!.reasons).toEqual([]);
  expect(surveys[0]!.answers.map(({ zh, then, now }) => [zh, then?.share, now?.share])).toEqual([
    ['社区', 0.5, 0.8],
    ['邻居', 0.5, 0.2],
  ]);
});

it('[R10] other answers, another kind, and what was asked only once are not comparable, and all that was answered is still there', () => {
  const { surveys } = compareRecords(
    records('then', {
      surveys: [asked('先找谁？', { 邻居: 0.5, 社区: 0.5 }), asked('满意吗？', { 满意: 1 }), asked('只问过一次', { 是: 1 })],
    }),
    records('now', { surveys: [asked('先找谁？', { 邻居: 0.5, 物业: 0.5 }), asked('满意吗？', { 满意: 1 }, { kind: 'several' })] }),
  );
  expect(surveys.map(({ zh, reasons }) => [zh, reasons])).toEqual([
    ['先找谁？', ['options']],
    ['满意吗？', ['kind']],
    ['只问过一次', ['question']],
  ]);
  expect(surveys[0]!.answers.map(({ zh, then, now }) => [zh, then?.share ?? null, now?.share ?? null])).toEqual([
    ['邻居', 0.5, 0.5],
    ['物业', null, 0.5],
    ['社区', 0.5, null],
  ]);
  expect([surveys[2]!.then?.people, surveys[2]!.now]).toEqual([20, null]);
});

it('[R10] of a question that was asked again in one exercise the last round counts', () => {
  const again = (runId: string, share: number) => asked('先找谁？', { 邻居: share, 社区: 1 - share }, { runId });
  const { surveys } = compareRecords(
    records('then', { surveys: [again('x.1', 0), again('x.2', 1)] }),
    records('now', { surveys: [again('x.1', 0.5)] }),
  );
  expect(surveys.map(({ answers }) => answers[0]!.then?.share)).toEqual([1]);
});

it('[R10] [T5] of groups it says what each session’s export says, and that a figure is hidden', () => {
  const group = (optionId: string, people: number | null) => ({
    questionId: 'housing',
    question: 'housing' as const,
    title: '您住的房子？',
    optionId,
    label: { zh: optionId, en: null },
    people,
    suppressed: people === null,
  });
  const { groups } = compareRecords(
    records('then', { groups: [group('自有', 30), group('租的', null)] }),
    records('now', { groups: [group('自有', 20), group('单位的', 12)] }),
  );
  expect(groups.map(({ zh, then, now }) => [zh, then, now])).toEqual([
    ['自有', { people: 30, suppressed: false }, { people: 20, suppressed: false }],
    ['单位的', null, { people: 12, suppressed: false }],
    ['租的', { people: null, suppressed: true }, null],
  ]);
});
