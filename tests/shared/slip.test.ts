import { describe, expect, it } from 'vitest';
import { normaliseSlip, printedSlip, slipNumber, slipSerial, SlipSerial, slipsMax } from '../../shared/slip.ts';

const digits = '0123456789';

describe('the serial of a slip', () => {
  it('[B14] comes back as its number, however it is typed', () => {
    const serial = slipSerial(13);
    const printed = printedSlip(serial);
    expect(printed).toMatch(/^0013-\d$/);
    const wide = printed.replace(/[0-9-]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
    for (const typed of [serial, printed, ` ${printed.replace('-', ' ')} `, wide]) expect([typed, slipNumber(typed)]).toEqual([typed, 13]);
    for (let n = 1; n <= slipsMax; n += 1) expect(slipNumber(slipSerial(n))).toBe(n);
  });

  it('[B14] is no other one where a digit is wrong or neighbours are swapped', () => {
    let wrong = 0;
    for (let n = 1; n <= slipsMax; n += 7) {
      const serial = slipSerial(n);
      for (let at = 0; at < serial.length; at += 1) {
        for (const digit of digits) {
          if (digit === serial[at]) continue;
          wrong += 1;
          expect(slipNumber(serial.slice(0, at) + digit + serial.slice(at + 1))).toBeNull();
        }
        const [here, next] = [serial[at], serial[at + 1]];
        if (here === undefined || next === undefined || here === next) continue;
        expect(slipNumber(serial.slice(0, at) + next + here + serial.slice(at + 2))).toBeNull();
      }
    }
    expect(wrong).toBe(Math.ceil(slipsMax / 7) * 45);
  });

  it('[B14] is nothing where a digit is missing or it is none of ours', () => {
    for (const typed of ['', '0013', '001', slipSerial(13) + '0', '00000', 'A0013', slipSerial(0)])
      expect([typed, slipNumber(typed)]).toEqual([typed, null]);
  });

  it("[B9] may be a community's own, and is compared without spaces, hyphens, case and width", () => {
    expect(normaliseSlip(' 村-００1 a ')).toBe('村001A');
    expect(SlipSerial.safeParse('村-1').success).toBe(true);
    for (const none of ['', ' - ', '1'.repeat(65)]) expect(SlipSerial.safeParse(none).success).toBe(false);
  });
});
