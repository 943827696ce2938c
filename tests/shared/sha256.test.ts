import fc from 'fast-check';
import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256Hex, utf8 } from '../../shared/sha256.ts';

const known = (given: Uint8Array | string) => createHash('sha256').update(given).digest('hex');

describe('[V5] SHA-256 in plain script', () => {
  it('is that of FIPS 180-4’s own examples', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
  });

  it.each([0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 1_048_576, 1_300_001])('is Node’s of %i random bytes', (length) => {
    const bytes = randomBytes(length);
    expect(sha256Hex(bytes)).toBe(known(bytes));
  });

  it('is Node’s of any bytes, and of any text in UTF-8, half surrogate pairs too', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => sha256Hex(bytes) === known(bytes)));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(utf8(text)).toEqual(new Uint8Array(new TextEncoder().encode(text)));
        expect(sha256Hex(text)).toBe(known(text));
      }),
    );
    expect(sha256Hex('a\uD800b\uDC00')).toBe(known('a\uD800b\uDC00'));
  });
});
