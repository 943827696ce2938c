import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NeedRecords } from '../../shared/need-record.ts';
import { importLimits, readBundle, type ImportRefusal } from '../../shared/imported.ts';
import { normaliseText, isStorable } from '../../shared/text.ts';
import { aBundle, tampered, textOf } from '../support/bundles.ts';
import { hardTexts, typedOnEntry } from '../support/held-workshop.ts';

const read = (text: string) => readBundle(text, (given) => createHash('sha256').update(given).digest('hex'));
const longText = (text: string) => tampered(({ notes }) => Object.assign(notes[0]!, { text }));

describe('[E10] a bundle is read whole or not at all', () => {
  it('is taken as it was made, with a byte order mark too', () => {
    const bundle = aBundle();
    expect(read(textOf(bundle))).toEqual({ records: bundle });
    expect(read(`\uFEFF${JSON.stringify(bundle)}`)).toEqual({ records: bundle });
  });

  it('has whatever people type, and nothing that would not be stored', () => {
    for (const text of hardTexts) expect(read(longText(text))).toHaveProperty('records');
    for (const [typed] of typedOnEntry) expect(read(longText(typed))).toEqual({ refused: 'odd-text' });
    for (const text of hardTexts) expect(isStorable(normaliseText(text))).toBe(true);
    expect(read(longText(`a${'\u0301'.repeat(200)}`))).toEqual({ refused: 'odd-text' });
  });

  const wrong: [what: string, text: string, ImportRefusal][] = [
    ['half of one', textOf(aBundle()).slice(0, 900), 'truncated'],
    ['no JSON', 'PDF-1.7', 'not-json'],
    ['a list', '[]', 'not-records'],
    ['another schema', textOf({ ...aBundle(), schema: 'minutes' }), 'not-records'],
    ['a later version', textOf({ ...aBundle(), version: 2 }), 'later-version'],
    ['a field too many', tampered((bundle) => Object.assign(bundle.session, { phone: '13800000000' })), 'not-records'],
    ['a changed word', textOf(aBundle()).replace('全黑', '很亮'), 'checksum'],
    ['a rehearsal', textOf(aBundle({ session: { ...aBundle().session, rehearsal: true } })), 'rehearsal'],
    ['a note of no need', tampered(({ notes }) => (notes[0]!.needId = 'need-gone')), 'contradicts-itself'],
    ['a count that is not so', tampered(({ needs }) => (needs[0]!.noteCount = 7)), 'contradicts-itself'],
    ['a note twice', tampered(({ notes }) => (notes[1]!.id = notes[0]!.id)), 'contradicts-itself'],
    ['figures of no run', tampered(({ needs }) => (needs[0]!.pledgeRunId = 'run-gone')), 'contradicts-itself'],
    ['an id that calls cannot name', tampered(({ session }) => (session.id = 'toString')), 'contradicts-itself'],
    ['itself as its own baseline', tampered(({ session }) => (session.baselineSessionId = session.id)), 'contradicts-itself'],
    ['a title that shows nothing', tampered(({ session }) => (session.title = '\u3164')), 'contradicts-itself'],
    ['a prototype', textOf(aBundle()).replace('"forWhom": {', '"forWhom": {"__proto__": {"stage": 1}, '), 'not-records'],
    ['a name twice', textOf(aBundle()).replace('"title": "东风', '"title": "另一个", "title": "东风'), 'not-records'],
    ['a deep nest', `{"schema":"need-records","version":1,"needs":${'['.repeat(9_000)}${']'.repeat(9_000)}}`, 'not-records'],
  ];
  it.each(wrong)('refuses %s', (_what, text, refused) => {
    expect(read(text)).toEqual({ refused });
    expect(Object.prototype).not.toHaveProperty('stage');
  });

  it('is refused, or says the same, whatever one character of it becomes', () => {
    const bundle = aBundle();
    const text = textOf(bundle);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 2 }), (position, instead) => {
        const changed = text.slice(0, position) + instead + text.slice(position + 1);
        const result = read(changed);
        if ('records' in result) expect(result.records).toEqual(bundle);
      }),
    );
  });

  it('refuses more than the largest hall brings home', () => {
    const notes = Array.from({ length: importLimits.notes + 1 }, () => 0);
    expect(read(JSON.stringify({ ...aBundle(), notes } satisfies Record<keyof NeedRecords, unknown> | object))).toEqual({
      refused: 'too-many',
    });
  });
});
