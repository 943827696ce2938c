import { describe, expect, it } from 'vitest';
import { quantised } from '../../../server/embeddings/vector-cache.ts';
import { suggest } from '../../../shared/grouping/suggest.ts';
import type { NoteVectors } from '../../../shared/grouping/vectors.ts';
import { seeded } from '../../support/seeded.ts';
import { labelledNotes, pairFigures, type LabelledNote } from './pairs.ts';

const heldOut = labelledNotes(new URL('held-out-notes.json', import.meta.url));
const length = 96;

/** What an honest model would say: notes about one need lie near each other, by how a person labelled them, and all others anywhere. */
function honestVectors(notes: readonly LabelledNote[], blur: number): NoteVectors {
  const chance = seeded(7);
  const anywhere = () => Array.from({ length }, () => chance() + chance() + chance() - 1.5);
  const directions = new Map(notes.map(({ need }) => [need, anywhere()]));
  const near = (need: string) => directions.get(need)!.map((value) => value + blur * (chance() + chance() + chance() - 1.5));
  return new Map(notes.map(({ id, need }) => [id, [...quantised(need === null ? anywhere() : near(need))]]));
}

function figures(vectors: NoteVectors) {
  const notes = heldOut.map(({ id, text, lang }) => ({ id, text, lang, needId: null }));
  return pairFigures(heldOut, suggest({ notes, needs: [], vectors }).groups);
}

describe('[G15] with what notes mean', () => {
  it('more of what belongs together is suggested, and no less of it is right', () => {
    const without = figures(new Map());
    for (const blur of [0.3, 0.7]) {
      const gained = figures(honestVectors(heldOut, blur));
      console.log('held-out notes, by words alone and with meanings', { without, blur, gained });
      expect(gained.recall).toBeGreaterThan(without.recall + 0.03);
      expect(gained.precision).toBeGreaterThanOrEqual(without.precision);
    }
  });

  it('a model that has no idea spoils nothing much', () => {
    const without = figures(new Map());
    const blind = figures(honestVectors(heldOut, 50));
    expect(blind.precision).toBeGreaterThan(without.precision - 0.05);
    expect(blind.recall).toBeGreaterThanOrEqual(without.recall);
  });

  it('a thousand notes with the longest usual vectors take seconds, not minutes', () => {
    const chance = seeded(3);
    const many = Array.from({ length: 1_000 }, (_, i) => ({ ...heldOut[i % heldOut.length]!, id: `n${String(i).padStart(4, '0')}` }));
    const vectors = new Map(many.map(({ id }) => [id, Array.from({ length: 1_536 }, () => Math.round(chance() * 255 - 128))]));
    const notes = many.map(({ id, text, lang }, i) => ({ id, text: i % 2 === 0 ? text : `嗯${i}`, lang, needId: null }));
    const began = performance.now();
    suggest({ notes, needs: [], vectors });
    console.log('1,000 notes with vectors, ms', Math.round(performance.now() - began));
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
