import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkCodeOf, isSlip, readCheckCode } from '../../shared/check-code.ts';
import { joinCodeAlphabet } from '../../shared/join-code.ts';

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));

describe('[V4] the check code', () => {
  it('is twelve signs in groups of four, none of which is taken for another', () => {
    fc.assert(fc.property(hash, (each) => /^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/.test(checkCodeOf(each))));
    expect(checkCodeOf('0'.repeat(64))).toBe('2222-2222-2222');
    expect(checkCodeOf('f'.repeat(64))).toBe(byDefinition('f'.repeat(64)));
  });

  it('is the hash modulo 31 to the twelfth, 59 bits', () => {
    fc.assert(fc.property(hash, (each) => checkCodeOf(each) === byDefinition(each)));
    expect(Math.log2(31 ** 12)).toBeGreaterThan(59);
  });

  it('is of each sign about as often as of any other', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 3100; i += 1)
      for (const sign of checkCodeOf(createHash('sha256').update(String(i)).digest('hex')).replaceAll('-', ''))
        counts.set(sign, (counts.get(sign) ?? 0) + 1);
    expect(counts.size).toBe(31);
    for (const count of counts.values()) expect(Math.abs(count - 1200)).toBeLessThan(200);
  });

  it('is read however it is typed, and as the whole hash', () => {
    expect(readCheckCode(' k7mp 2xq9—HFTR ')).toEqual({ code: 'K7MP-2XQ9-HFTR' });
    expect(readCheckCode('Ｋ７ＭＰ２ＸＱ９ＨＦＴＲ')).toEqual({ code: 'K7MP-2XQ9-HFTR' });
    expect(readCheckCode('AB'.repeat(32))).toEqual({ hash: 'ab'.repeat(32) });
    for (const odd of ['K7MP-2XQ9-HFT', 'K7MP-2XQ9-HFT0', '路灯', 'a'.repeat(63)]) expect(readCheckCode(odd)).toBeNull();
  });

  it('that is one sign off is known for that', () => {
    expect(isSlip('K7MP-2XQ9-HFTR', 'K7MP-2XQ9-HFTS')).toBe(true);
    expect(isSlip('K7MP-2XQ9-HFTR', 'K7MP-2XQ9-HFTR')).toBe(false);
    expect(isSlip('K7MP-2XQ9-HFTR', 'K7MP-2XQ9-HFSS')).toBe(false);
  });
});

/** Written out sign by sign. */
function byDefinition(given: string): string {
  let [rest, code] = [BigInt(`0x${given}`), ''];
  for (let place = 0; place < 12; place += 1) {
    code = `${joinCodeAlphabet[Number(rest % 31n)]}${code}`;
    rest /= 31n;
  }
  return (code.match(/.{4}/g) ?? []).join('-');
}
