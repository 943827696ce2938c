import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask, privateSpans } from '../../shared/private-spans.ts';

/** What was found in a text, as words. */
const found = (text: string) => privateSpans(text).map(({ from, to, kind }) => `${kind} ${text.slice(from, to)}`);

describe('[N10] phone numbers', () => {
  it.each([
    ['找我 13800138000', '13800138000'],
    ['打138-0013-8000问', '138-0013-8000'],
    ['电话是138 0013 8000。', '138 0013 8000'],
    ['１３８００１３８０００ 王阿姨', '１３８００１３８０００'],
    ['一三八零零一三八零零零找老李', '一三八零零一三八零零零'],
    ['周一13800138000', '13800138000'],
    ['周二打幺三九幺二三四五六七八', '幺三九幺二三四五六七八'],
    ['+8613912345678', '+8613912345678'],
    ['+86 139 1234 5678 WeChat same', '+86 139 1234 5678'],
    ['0086-19912345678', '0086-19912345678'],
    ['座机010-62345678', '010-62345678'],
    ['(0755)2345 6789 找陈师傅', '0755)2345 6789'],
    ['021 5234 5678', '021 5234 5678'],
    ['05718123456 也行', '05718123456'],
    ['call me: 166.1234.5678', '166.1234.5678'],
    ['电话：62345678', '62345678'],
    ['1 3 8 0 0 1 3 8 0 0 0', '1 3 8 0 0 1 3 8 0 0 0'],
    ['微信同号17712345678，谢谢', '17712345678'],
  ])('are found in %s', (text, number) => {
    expect(found(text)).toEqual([`phone ${number}`]);
  });

  it.each([
    '打12345没人接',
    '110和120都进不来',
    '119消防车',
    '95588打不通',
    '400-810-0000',
    '2024年3月15日',
    '2024-03-15',
    '20240315',
    '12800138000',
    '138001380001',
    '物业费1380元，电费200元',
    '15 20 30 40 100',
    '一三五七八十腊，三十一天永不差',
    '一二三四五六七八九',
    '8:00-18:00',
    '3.5元一度',
    '快递单号 99001234567890123456',
    '62345678',
  ])('are not found in %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('are each found where there are several', () => {
    expect(found('13800138000、13912345678')).toEqual(['phone 13800138000', 'phone 13912345678']);
  });
});

describe('[N10] identity-card numbers', () => {
  it.each([
    ['身份证11010519491231002X', '11010519491231002X'],
    ['440524188001010014 是假的', '440524188001010014'],
    ['１１０１０５１９４９１２３１００２Ｘ', '１１０１０５１９４９１２３１００２Ｘ'],
    ['110105 19491231 002x', '110105 19491231 002x'],
    ['老的：110105491231002', '110105491231002'],
  ])('are found in %s', (text, number) => {
    expect(found(text)).toEqual([`identity-card ${number}`]);
  });

  it.each(['110105194912310021', '110105194913310027', '123456789012345678', '110105493231002', '911101057000000000'])(
    'are not found where the check or the day is wrong: %s',
    (text) => {
      expect(found(text)).toEqual([]);
    },
  );
});

describe('[N10] doors of one household', () => {
  it.each([
    ['3号楼2单元501漏水', '3号楼2单元501'],
    ['3号楼那家天天吵', '3号楼那家'],
    ['8栋502室的狗', '8栋502室'],
    ['我住三号楼二单元五零一', '三号楼二单元五零一'],
    ['１２号楼３单元１２０１', '１２号楼３单元１２０１'],
    ['2单元301的音响', '2单元301'],
    ['5幢1203半夜装修', '5幢1203'],
    ['A座 1806', 'A座 1806'],
    ['501那家往下扔东西', '501那家'],
    ['6号楼2单元四楼那户', '6号楼2单元四楼那户'],
    ['2单元东户堆杂物', '2单元东户'],
    ['3-2-501的老人', '3-2-501'],
    ['东风村128号的张大爷', '村128号'],
    ['3排5号没通水', '3排5号'],
    ['3号棟501号室', '3号棟501号室'],
    ['101동 501호 소음', '101동 501호'],
    ['Building 3, Unit 2, Room 501 is noisy', 'Building 3, Unit 2, Room 501'],
    ['the dog in apt 12B', 'apt 12B'],
  ])('are found in %s', (text, door) => {
    expect(found(text)).toEqual([`door ${door}`]);
  });

  it.each([
    '8栋',
    '3号楼的灯',
    '3号楼2单元的灯不亮',
    '3号楼2024年就说修',
    '8栋100多人',
    '5号楼120进不来',
    '3号楼三楼的灯',
    '3号楼那家超市',
    '坐301路公交',
    '301医院',
    '物业费500元',
    '3号楼前面那家小卖部',
    '3号楼家家户户',
    '2号楼每户交200元',
    '3月15日',
    '2024-3-15',
    'Building 3 is dark',
    '2호선 타기 불편',
    '活动室在2楼',
    '101教室',
    '3号楼 300 块',
    '幸福路18号路口',
  ])('are not found in %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('mask', () => {
  it.each([
    ['找我13800138000', '找我138●●●●●●00'],
    ['+86 138-0013-8000', '+86 138-●●●●-●●00'],
    ['一三八零零一三八零零零', '一三八●●●●●●零零'],
    ['010-62345678', '010-●●●●●●78'],
    ['身份证11010519491231002X', '身份证110●●●●●●●●●●●●●●X'],
    ['3号楼2单元501漏水', '3号楼●单元●●●漏水'],
    ['3号楼那家', '●号楼那家'],
    ['501那一家', '●●●那一家'],
    ['十二号楼那一家', '●●号楼那一家'],
    ['501室', '●●●室'],
  ])('[N10] hides the middle digits: %s', (text, masked) => {
    expect(mask(text, privateSpans(text))).toBe(masked);
  });

  it('[N10] never changes the length, nor anything outside the spans', () => {
    const part = fc.oneof(
      fc.constantFrom('138', '0013', '8000', '３', '号楼', '2单元', '501', '那家', '一三八', ' ', '-', '+86', 'X', '室', '😀'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const spans = privateSpans(text);
        const masked = mask(text, spans);
        expect(masked).toHaveLength(text.length);
        for (const [i, unit] of [...masked.split('')].entries())
          if (!spans.some(({ from, to }) => from <= i && i < to)) expect(unit).toBe(text[i]);
        for (const [i, span] of spans.entries()) expect(span.from).toBeGreaterThanOrEqual(i === 0 ? 0 : spans[i - 1]!.to);
      }),
    );
  });

  it('[N10] takes spans from elsewhere as they come', () => {
    expect(mask('138', [{ from: -5, to: 99, kind: 'phone' }])).toBe('138');
    expect(mask('', [{ from: 0, to: 5, kind: 'door' }])).toBe('');
  });
});
