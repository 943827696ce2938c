import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isUscc } from '../../shared/uscc.ts';

const published = ['91350100M000100Y43', '9144030071526726XG'];
const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY';

it('[R7] a unified social credit code fits its check character, and no single character can be mistaken for another', () => {
  expect(published.map(isUscc)).toEqual([true, true]);
  expect(['', published[0]!.slice(1), `${published[0]!}0`, published[0]!.toLowerCase()].map(isUscc)).toEqual([false, false, false, false]);
  fc.assert(
    fc.property(fc.constantFrom(...published), fc.nat(17), fc.constantFrom(...characters), (code, at, character) => {
      const other = code.slice(0, at) + character + code.slice(at + 1);
      expect(isUscc(other)).toBe(other === code);
    }),
  );
});
