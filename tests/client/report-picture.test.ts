import { describe, expect, it } from 'vitest';
import { reportLines } from '../../client/state/report-lines.ts';
import { reportPicture } from '../../client/state/report-picture.ts';
import { wrapped } from '../../client/state/wrapped.ts';
import { aBundle } from '../support/bundles.ts';
import { hardTexts } from '../support/held-workshop.ts';

/** As wide as a hanzi where it is none of ASCII, half of it else. */
const measure = (text: string) => [...text].reduce((sum, letter) => sum + (letter < '\u0100' ? 5 : 10), 0);
const long = '晚上七点以后从三号楼到五号楼的那一段路全黑，老人下楼要摸着墙走。'.repeat(6);

describe('[E13] words on the picture', () => {
  it('wrap between hanzi and between words, and no line begins with what closes or ends with what opens', () => {
    expect(wrapped('路灯坏了，很黑。', 40, measure)).toEqual(['路灯坏', '了，很', '黑。']);
    expect(wrapped('the bins are full', 45, measure)).toEqual(['the bins', 'are full']);
    expect(wrapped('两行\n第二行', 100, measure)).toEqual(['两行', '第二行']);
    expect(wrapped('a'.repeat(25), 50, measure)).toEqual(['a'.repeat(10), 'a'.repeat(10), 'a'.repeat(5)]);
    expect(wrapped('他说「好」', 30, measure)).toEqual(['他说', '「好」']);
    expect(wrapped('', 50, measure)).toEqual(['']);
  });

  it('lose nothing and go beyond no edge, whatever was typed', () => {
    for (const text of [...hardTexts, long]) {
      const lines = wrapped(text, 200, measure);
      expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(200 + 4 * 10 * 11);
    }
    for (const line of wrapped(long, 200, measure)) expect(measure(line)).toBeLessThanOrEqual(200);
  });

  it('are the first five needs in order, with a note that may be quoted whole', () => {
    const bundle = aBundle();
    const [first, second] = reportLines(bundle);
    expect(first).toEqual({
      id: 'need-lamps',
      number: 1,
      title: '夜里的路灯',
      quote: { text: '三号楼到五号楼全黑', lang: 'zh' },
      stage: 'noted',
      nextWord: null,
    });
    expect(second?.quote).toBeNull();
    const hidden = bundle.notes.map((note) => ({ ...note, hidden: true }));
    expect(reportLines({ ...bundle, notes: hidden })[0]?.quote).toBeNull();
    const many = Array.from({ length: 9 }, (_, i) => ({ ...bundle.needs[1]!, id: `need-${i}`, number: i }));
    expect(reportLines({ ...bundle, needs: many })).toHaveLength(5);
  });

  it('are text in the picture, which grows with them and has a QR only where there is an address', () => {
    const words = {
      heading: '您提的，办得怎样',
      title: '<script>"&\'',
      where: '',
      number: String,
      stage: String,
      nextWord: String,
      quoted: String,
      scan: '扫一扫',
      notSample: '',
    };
    const drawn = (title: string, code: Parameters<typeof reportPicture>[1]['code'] = null) =>
      reportPicture([{ id: 'n', number: 1, title, quote: null, stage: 'done', nextWord: null }], { words, code, measure });
    const short = drawn('路灯');
    expect(short.svg).not.toMatch(/<script|扫一扫/);
    expect(short.svg).toContain('&#60;script&#62;&#34;&#38;&#39;');
    expect(short.width).toBe(1080);
    expect(drawn(`${long}${long}`).height).toBeGreaterThan(short.height + 300);
    expect(drawn('路灯', { size: 1, path: 'M0 0h1', address: 'yishi.test/r/AB' }).svg).toContain('扫一扫');
  });
});
