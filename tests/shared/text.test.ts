import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphemeCount, isBlank, normaliseText, refuseText } from '../../shared/text.ts';

const family = '👨‍👩‍👧‍👦';
const england = '🏴󠁧󠁢󠁥󠁮󠁧󠁿';
const kiss = '👩🏽‍❤️‍💋‍👨🏿';

/** Everything that is hard about text, in any order. */
const oddText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        family,
        england,
        kiss,
        '🇨🇳',
        '🇨',
        'a',
        '路',
        '\u0301',
        '\u0323',
        '\u200d',
        '\u200b',
        '\u202e',
        '\u2066',
        '\ud83d',
        '\udc4d',
        '\0',
        '\r\n',
        '\t',
        ' ',
        '\u3164',
        'ᄀ',
        'ᅡ',
        'क',
        '्',
        '🏽',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom('\u0301', '\u0323\u0301').map((mark) => mark.repeat(40)),
    ),
    { maxLength: 200 },
  )
  .map((parts) => parts.join(''));

describe('normaliseText', () => {
  it('[N1] keeps what a person can see exactly as typed', () => {
    for (const text of [
      '路灯坏了，晚上看不见',
      '𠮷野家 㐂 龘',
      family,
      kiss,
      england,
      'Ünïcödé',
      '第一行\n第二行',
      '<script>alert(1)</script>',
      '=HYPERLINK("x")',
      '{{x}} ${y} `z`',
      'עברית العربية',
    ])
      expect(normaliseText(text)).toBe(text.normalize('NFC'));
  });

  it('[N1] [F13] drops NUL, controls, lone surrogates and byte order marks, and writes line ends and tabs one way', () => {
    expect(normaliseText('\uFEFFa\u0000b\u0007c\u001Bd\u007Fe\u0085f\uD83Dg\uDC4Dh')).toBe('abcdefgh');
    expect(normaliseText('a\r\nb\rc\td')).toBe('a\nb\nc d');
    expect(normaliseText('\n\t  a  \n')).toBe('a');
    expect(normaliseText('e\u0301')).toBe('é');
  });

  it('[N1] [F12] drops direction overrides and isolates, closed or not', () => {
    expect(normaliseText('好\u202Egnp.exe')).toBe('好gnp.exe');
    expect(normaliseText('\u2066a\u2067b\u2068c\u2069\u202Ad\u202Be\u202C\u202D\u200E\u200F\u061C')).toBe('abcde');
  });

  it('[N1] [F11] leaves at most eight marks on a letter', () => {
    expect(normaliseText(`z${'\u0335'.repeat(200)}a`)).toBe(`z${'\u0335'.repeat(8)}a`);
    expect(normaliseText(`z${'\u0335'.repeat(8)}a`)).toBe(`z${'\u0335'.repeat(8)}a`);
  });

  it('[N1] is the same for a text that is normal already, whatever it was before', () => {
    fc.assert(
      fc.property(oddText, (typed) => {
        const text = normaliseText(typed);
        expect(normaliseText(text)).toBe(text);
        expect(text).not.toMatch(/\p{Surrogate}/u);
        expect(text).toBe(text.normalize('NFC'));
        expect(text).not.toMatch(/[\p{Bidi_Control}]|\p{M}{9}/u);
      }),
      { numRuns: 500 },
    );
  });

  it('[F20] takes 64 KB of the worst without holding up the room', () => {
    const worst = [
      '\u0301\u0323'.repeat(16_000),
      `a${'\u0301\u0323'.repeat(16_000)}`,
      ' '.repeat(65_536),
      '\u202e'.repeat(30_000),
      '\ud800'.repeat(30_000),
      'ᄀ'.repeat(30_000),
      `${family}\u200d`.repeat(5000),
      'a'.repeat(65_536),
      '🇨'.repeat(32_000),
    ];
    for (const text of worst) {
      const start = performance.now();
      refuseText(normaliseText(text), 500);
      graphemeCount(text);
      expect([text.slice(0, 8), performance.now() - start < 800]).toEqual([text.slice(0, 8), true]);
    }
  });
});

describe('refuseText', () => {
  it('[N2] [F9] refuses what shows nothing', () => {
    for (const text of [
      '',
      ' ',
      '\n',
      '\u200B',
      '\u3164',
      '\u200B\u2060\u00AD',
      '\u2800',
      '\uFE0F',
      '\u{E0061}\u{E007F}',
      '\u{E0100}',
      '\u034F',
      '\u115F\u1160',
      '\u00A0\u3000',
    ])
      expect([text, isBlank(text), refuseText(normaliseText(text), 200)]).toEqual([text, true, 'bad-input']);
    for (const text of ['。', '0', '👍', '\u3164a'])
      expect([text, isBlank(text), refuseText(normaliseText(text), 200)]).toEqual([text, false, null]);
  });

  it('[N2] [F10] counts as a person does, and refuses whole what is one too many', () => {
    for (const one of ['好', family, kiss, england, '🇨🇳', 'é', '𠮷', '👍🏽', 'क्षि']) {
      expect([one, graphemeCount(one.repeat(20))]).toEqual([one, 20]);
      expect([one, refuseText(one.repeat(20), 20)]).toEqual([one, null]);
      expect([one, refuseText(one.repeat(21), 20)]).toEqual([one, 'too-long']);
    }
  });

  it('[N2] refuses a chain of joiners that a person would never take for one character', () => {
    expect(refuseText('👨\u200d'.repeat(16_000), 200)).toBe('too-long');
    expect(refuseText(normaliseText('a'.repeat(65_536)), 500)).toBe('too-long');
  });

  it('[N2] counts long texts like short ones', () => {
    const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });
    fc.assert(
      fc.property(oddText, fc.nat(700), (text, shift) => {
        const long = '好'.repeat(shift) + text;
        expect(graphemeCount(long)).toBe([...segmenter.segment(long)].length);
      }),
      { numRuns: 500 },
    );
    for (const text of ['🇨🇳'.repeat(1000), family.repeat(300), '👨\u200d'.repeat(2000), 'a\u0301'.repeat(2000)])
      expect(graphemeCount(text)).toBe([...segmenter.segment(text)].length);
  });
});
