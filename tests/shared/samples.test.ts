import { expect, it } from 'vitest';
import { sampleNeeds, sampleNotes, wordingsOf } from '../../server/rehearsal/sample-notes.ts';
import { exerciseKinds, kindOf } from '../../shared/exercise.ts';
import { forWhomOptions } from '../../shared/note.ts';
import { refuseText } from '../../shared/text.ts';
import { seeded } from '../support/seeded.ts';

const kinds = exerciseKinds.map((kind) => kindOf(kind)!).filter(({ ballot }) => ballot !== null);

it.each(kinds.map((kind) => [kind.kind, kind] as const))(
  '[J6] [B2] every sample ballot of %s fits its exercise',
  (_, { ballot, defaults }) => {
    const chance = seeded(7);
    expect(ballot?.sample).toBeTypeOf('function');
    for (let size = 1; size <= 30; size += 1) {
      const terms = { settings: defaults, options: Array.from({ length: size }, (_, i) => `need-no-${String(i)}`) };
      for (let i = 0; i < 20; i += 1) {
        const given = ballot?.sample?.(terms, chance);
        const parsed = ballot?.parse(given);
        expect([given, parsed && ballot?.refuse(parsed, terms)]).toEqual([given, null]);
      }
    }
  },
);

it('the sample notes are sixty, of ten needs, in four languages, and fit the smallest usual note', () => {
  expect(sampleNotes).toHaveLength(60);
  expect(new Set(sampleNotes.map(({ need }) => need))).toEqual(new Set(sampleNeeds.map(({ id }) => id)));
  expect(new Set(sampleNotes.map(({ lang }) => lang))).toEqual(new Set(['zh-CN', 'en', 'ja', 'ko']));
  const wordings = sampleNotes.flatMap(wordingsOf);
  expect(new Set(wordings).size).toBe(wordings.length);
  expect(wordings.filter((text) => text.includes('{') || refuseText(text, 70) !== null)).toEqual([]);
  expect(sampleNotes.filter(({ forWhom }) => forWhom && !forWhomOptions.includes(forWhom))).toEqual([]);
});
