import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvOf, guarded, needsCsv, unguarded } from '../../server/export/csv.ts';
import { readCsv as read } from '../support/read-csv.ts';
import { buildNeedRecords, type NeedInput } from '../../shared/need-record.ts';

function records(needs: NeedInput[], texts: string[] = []) {
  return buildNeedRecords({
    session: { id: 's1', title: 'A session' },
    notes: texts.map((text, i) => ({
      id: `note${i}`,
      number: i + 1,
      exerciseId: 'write',
      needId: needs[0]!.id,
      text,
      lang: null,
      kind: 'need',
      forWhom: ['elders'],
      channel: 'phone',
      hidden: i === 1,
      referred: false,
    })),
    needs,
    rounds: [],
    logHead: null,
    generatedAt: 0,
    toolVersion: '0.1.0',
    digest: () => '0'.repeat(64),
  });
}

const lamps: NeedInput = { id: 'lamps', number: 1, title: '楼道灯' };

describe('[R3] the needs as a table', () => {
  test('opens in Excel in Chinese: a byte order mark, Chinese titles, CRLF, a row a need', () => {
    const csv = needsCsv(
      records([lamps, { id: 'lift', number: 2, title: '加装电梯', category: '住房' }], ['太黑了', '骂人的话', '摔过跤']),
      'zh-CN',
    );
    expect(csv.startsWith('\uFEFF编号,需求名称,描述,')).toBe(true);
    expect(csv.endsWith('\r\n')).toBe(true);
    const [titles, first, second, ...rest] = read(csv.slice(1));
    expect(rest).toEqual([]);
    const row = (cells: string[]) => Object.fromEntries(titles!.map((title, i) => [title, cells[i]]));
    expect(row(first!)).toMatchObject({
      编号: '1',
      需求名称: '楼道灯',
      便利贴数: '3',
      为谁提的: '老人 3',
      办理情况: '已记下',
      原话: '太黑了\n摔过跤',
      标识: 'lamps',
    });
    expect(row(second!)).toMatchObject({ 编号: '2', 需求名称: '加装电梯', 类别: '住房', 便利贴数: '0', 支持人数: '', 原话: '' });
  });

  test('has English titles where English is read', () => {
    expect(needsCsv(records([lamps]), 'en')).toMatch(/^\uFEFFNumber,Need,Description,/);
  });

  test('has no row for a need that was merged into another', () => {
    const csv = needsCsv(records([lamps, { id: 'dark', number: 2, title: '太暗', mergedInto: 'lamps' }]), 'zh-CN');
    expect(read(csv.slice(1))).toHaveLength(2);
  });
});

const run = [
  '=HYPERLINK("http://x","y")',
  "+cmd|' /C calc'!A0",
  ' @SUM(1)',
  '\t=1+1',
  '＝1+1',
  '＋1',
  '－1',
  '＠x',
  'ok\n=1',
  '-1',
  '\r=1',
  '\u3000=1',
  '\u200B=1',
  '\uFEFF=1',
];

describe('[F17] cells that a spreadsheet would run', () => {
  test.each(run)('%j gets an apostrophe before it, and comes back as it was', (text) => {
    const bundle = records([{ ...lamps, title: text, description: text }]);
    const [, row] = read(needsCsv(bundle, 'zh-CN').slice(1));
    expect(row![1]).toBe(`'${text}`);
    expect(unguarded(row![1]!)).toBe(text);
    expect(unguarded(row![2]!)).toBe(text);
  });

  test('numbers stay numbers, also below zero', () => {
    expect(csvOf([[-1.5, '-1.5', null]])).toBe("-1.5,'-1.5,\r\n");
  });

  test('what already begins with an apostrophe is not mistaken for guarded', () => {
    for (const text of ["'=1", "''=1", "'twas dark", "'"]) expect(unguarded(guarded(text))).toBe(text);
    expect(guarded("'twas dark")).toBe("'twas dark");
  });
});

describe('[F18] quotes, commas, line ends and semicolons', () => {
  test.each(['a "quoted" word', 'a,b', 'a;b', 'two\r\nlines', 'two\nlines', ' spaces ', 'tab\tbed', '', '𠮷㐂', '"'])(
    '%j comes back as it was',
    (text) => {
      expect(read(csvOf([['x', text, 'y']]))).toEqual([['x', text, 'y']]);
    },
  );

  test('any text in any cell comes back as it was', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('=', "'", '"', ',', ';', '\r', '\n', '\t', ' ', '＝', 'a') }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        expect(read(csvOf(rows)).map((row) => row.map(unguarded))).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });

  test('no cell begins with what a spreadsheet would run', () => {
    const text = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", ' ', '\n', '\r', '\t', '＝', '\u3000', 'a') });
    fc.assert(fc.property(text, (cell) => !/^[\s\u3000]*[=+\-@＝＋－＠\t\r]/.test(read(csvOf([[cell]]))[0]![0]!)));
  });
});
