import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ClientId, ServerId } from '../../shared/ids.ts';
import { joinCodeAlphabet, normaliseJoinCode } from '../../shared/join-code.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { requireTame } from '../../shared/tame.ts';

const isId = (schema: z.core.$ZodType, id: unknown) => z.safeParse(schema, id).success;

describe('join codes', () => {
  it('[J1] [F29] are the same in any case, with spaces and hyphens, and in full width', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...joinCodeAlphabet), minLength: 1, maxLength: 12 }), (code) => {
        const fullWidth = [...code].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');
        for (const typed of [
          code,
          code.toLowerCase(),
          fullWidth,
          fullWidth.toLowerCase(),
          [...code].join(' '),
          [...code].join('\u3000'),
          `- ${code}\n`,
        ])
          expect(normaliseJoinCode(typed)).toBe(code);
      }),
    );
  });

  it('[J1] are nothing where nothing is left of what was typed, or too much', () => {
    for (const typed of ['', ' ', '——', '居民', 'A'.repeat(13), '😀']) expect([typed, normaliseJoinCode(typed)]).toEqual([typed, '']);
  });

  it('have no letters that are mistaken for digits', () => {
    expect(joinCodeAlphabet).not.toMatch(/[01OIL]/);
    expect(new Set(joinCodeAlphabet).size).toBe(joinCodeAlphabet.length);
  });
});

describe('ids', () => {
  it('are 8 to 64 characters of letters, digits, underscore and hyphen', () => {
    for (const id of ['abcdefgh', 'A-Z_0-9-', 'x'.repeat(64)]) expect([id, isId(ClientId, id)]).toEqual([id, true]);
    for (const id of [
      '',
      'abcdefg',
      'x'.repeat(65),
      'abcdefg!',
      'abc defgh',
      'abcdefgh\n',
      '居民居民居民居民',
      'abcd.efgh',
      12345678,
      null,
      ['abcdefgh'],
      { toString: () => 'abcdefgh' },
    ])
      expect([id, isId(ClientId, id)]).toEqual([id, false]);
  });

  it('[S6] [F6] are never a name that every object has', () => {
    for (const id of Object.getOwnPropertyNames(Object.prototype))
      expect([id, isId(ClientId, id), isId(ServerId, id)]).toEqual([id, false, false]);
  });
});

describe('requireTame', () => {
  const isTame = (value: unknown): boolean => {
    try {
      requireTame(value);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(RefusalError);
      expect((error as RefusalError).code).toBe('bad-input');
      return false;
    }
  };
  const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

  it('[F5] [S6] lets through what clients send, and refuses depth, width, bytes and names of prototypes', () => {
    for (const value of [
      undefined,
      null,
      'x',
      3,
      {},
      { a: { b: [1, 'c', null] } },
      nested(8),
      Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [i, i])),
    ])
      expect(isTame(value)).toBe(true);
    expect(isTame(nested(10_000))).toBe(false);
    for (const value of [
      nested(9),
      Array.from({ length: 2001 }, () => 1),
      Array.from({ length: 100 }, () => Array.from({ length: 30 }, () => 1)),
      Buffer.from('x'),
      { a: new Uint8Array(1) },
      [new ArrayBuffer(1)],
      JSON.parse('{"__proto__":1}'),
      JSON.parse('{"a":[{"constructor":1}]}'),
      { prototype: 1 },
    ])
      expect([JSON.stringify(value).slice(0, 30), isTame(value)]).toEqual([JSON.stringify(value).slice(0, 30), false]);
  });
});
