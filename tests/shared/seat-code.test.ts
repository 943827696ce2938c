import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupedSeatCode, normaliseSeatCode, seatCodeAlphabet, seatCodeLength } from '../../shared/seat-code.ts';

const code = fc.string({ unit: fc.constantFrom(...seatCodeAlphabet), minLength: seatCodeLength, maxLength: seatCodeLength });

/** A character as a person, an input method or a phone may write it. */
const waysToWrite = (sign: string): string[] => {
  const alike: Record<string, string[]> = { '0': ['O', 'o'], '1': ['I', 'l', 'L', 'i'], V: ['U', 'u'] };
  const ways = [sign, sign.toLowerCase(), ...(alike[sign] ?? [])];
  return [...ways, ...ways.map((way) => String.fromCharCode(way.charCodeAt(0) + 0xfee0))];
};

const asTyped = (right: string) =>
  fc
    .tuple(...[...right].map((sign) => fc.tuple(fc.constantFrom(...waysToWrite(sign)), fc.constantFrom('', ' ', '　', '-', '·'))))
    .map((signs) => signs.flat().join(''));

describe('seat codes', () => {
  it('[J9] [F28] are of thirty-two signs that are not taken for one another, forty bits in eight', () => {
    expect(new Set(seatCodeAlphabet).size).toBe(32);
    expect(seatCodeAlphabet).not.toMatch(/[ILOU]/);
    expect(Math.log2(seatCodeAlphabet.length) * seatCodeLength).toBe(40);
  });

  it('[J11] [F29] are the same code however they are typed', () => {
    fc.assert(
      fc.property(
        code.chain((right) => fc.tuple(fc.constant(right), asTyped(right))),
        ([right, typed]) => {
          expect(normaliseSeatCode(typed)).toBe(right);
        },
      ),
    );
  });

  it('[J11] stay as they are, and are printed in groups of four', () => {
    fc.assert(
      fc.property(code, (right) => {
        expect(normaliseSeatCode(right)).toBe(right);
        expect(groupedSeatCode(right)).toBe(`${right.slice(0, 4)} ${right.slice(4)}`);
        expect(normaliseSeatCode(groupedSeatCode(right))).toBe(right);
      }),
    );
  });

  it('[J11] are no codes where a character is too many or missing', () => {
    fc.assert(
      fc.property(code, (right) => {
        for (const odd of [right.slice(1), `${right}A`, right.slice(0, 4), '']) expect(normaliseSeatCode(odd)).toBe('');
      }),
    );
    expect(normaliseSeatCode('路灯坏了路灯坏了')).toBe('');
  });
});
