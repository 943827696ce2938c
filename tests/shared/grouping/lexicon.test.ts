import { describe, expect, it } from 'vitest';
import { compileLexicon } from '../../../shared/grouping/cues.ts';
import { titleLanguages } from '../../../shared/grouping/lexicon/entry.ts';
import { families } from '../../../shared/grouping/lexicon/families.ts';
import { lexicon } from '../../../shared/grouping/lexicon/lexicon.ts';
import { misspellings } from '../../../shared/grouping/lexicon/misspellings.ts';
import { otherSenses } from '../../../shared/grouping/lexicon/other-senses.ts';
import { longestTerm, matchNeeds } from '../../../shared/grouping/match.ts';
import { folded, normalise } from '../../../shared/grouping/normalise.ts';
import { needTitleMax } from '../../../shared/need.ts';

const compiled = compileLexicon(lexicon, otherSenses);
const needOf = (text: string) => {
  const [first] = matchNeeds(normalise(text), compiled);
  return first ? lexicon[first.need]!.id : null;
};

describe('the lexicon', () => {
  it('has an id, titles and cues in four languages for each of some sixty needs', () => {
    expect(lexicon.length).toBeGreaterThanOrEqual(60);
    expect(new Set(lexicon.map(({ id }) => id)).size).toBe(lexicon.length);
    for (const need of lexicon) {
      expect(need.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      for (const language of titleLanguages) {
        expect(need.titles[language]).not.toBe('');
        expect(need.titles[language].length).toBeLessThanOrEqual(needTitleMax);
      }
      for (const language of ['zh', 'en', 'ja', 'ko'] as const)
        expect({ id: need.id, language, cues: `${need[language].sure ?? ''}${need[language].likely ?? ''}` }).not.toMatchObject({
          cues: '',
        });
    }
  });

  it('knows each need by its own Chinese title', () => {
    expect(lexicon.map(({ titles }) => needOf(titles['zh-CN']))).toEqual(lexicon.map(({ id }) => id));
  });

  it('has no term longer than the scan looks back', () => {
    expect([...compiled.terms.values()].flat().filter(({ text }) => text.length > longestTerm)).toEqual([]);
  });

  it('sets misspellings right that are no cues themselves', () => {
    const pairs = misspellings.split(',').map((pair) => pair.split('>').map((word) => word.trim()));
    expect(pairs.filter(({ length }) => length !== 2)).toEqual([]);
    for (const [written, meant] of pairs) expect([written, normalise(written!)]).toEqual([written, folded(meant!)]);
  });

  it.each([
    ['楼道黑', 'lighting'],
    ['黑车', 'bus'],
    ['红绿灯太短', 'crossings'],
    ['充电口都坏了', 'e-bike-charging'],
    ['电动车别进电梯', 'e-bikes-indoors'],
    ['电动车堵着单元门口', 'bike-parking'],
    ['消防车进不来', 'fire-lane'],
    ['下水道堵了', 'drains'],
    ['垃圾桶满了', 'rubbish'],
    ['狗屎没人捡', 'dogs'],
    ['小区广场晚上跳舞太吵', 'dance-noise'],
    ['今天人真多', null],
  ])('%s', (text, need) => {
    expect(needOf(text)).toBe(need);
  });
});

describe('families', () => {
  it('are of needs that the lexicon has, each in one at most', () => {
    const members = families.flatMap((family) => family.members);
    expect(new Set(members).size).toBe(members.length);
    expect(members.filter((member) => !lexicon.some(({ id }) => id === member))).toEqual([]);
  });
});
