import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../../shared/grouping/normalise.ts';
import { suggest, suggestWith } from '../../../shared/grouping/suggest.ts';
import type { GroupingInput, NoteToGroup } from '../../../shared/grouping/suggestion.ts';
import { sampleNotes } from '../../../server/rehearsal/sample-notes.ts';

const note = (id: string, text: string, more: Partial<NoteToGroup> = {}): NoteToGroup => ({ id, text, lang: null, needId: null, ...more });
const lamps = [note('a', '路灯坏了'), note('b', '晚上黑得看不见道'), note('c', '楼道灯拍手也不亮')];

describe('what is suggested', () => {
  it('[G6] notes that share no word come together, with a title, a category and a reason', () => {
    const { groups } = suggest({ notes: [...lamps, note('d', '今天人真多')], needs: [] });
    expect(groups).toEqual([
      {
        title: '路灯和楼道灯',
        titles: { 'zh-CN': '路灯和楼道灯', en: 'Street and stairwell lighting', ja: '街灯と階段の照明', ko: '가로등과 계단 조명' },
        category: 'safety',
        needId: null,
        noteIds: ['a', 'b', 'c'],
        why: {
          'zh-CN': expect.stringMatching(/^像是都在说「路灯和楼道灯」：提到(「[^」]+」)+。$/) as string,
          en: expect.stringMatching(/^They all seem to be about “Street and stairwell lighting”: they mention “.*”\.$/) as string,
        },
      },
    ]);
  });

  it('[G6] a note alone with its need is no group', () => {
    expect(suggest({ notes: [lamps[0]!, note('d', '电梯又停了')], needs: [] })).toEqual({ groups: [] });
  });

  it.each([
    ['traditional characters', '路燈壞了'],
    ['full width', 'Ｔｈｅ ｓｔｒｅｅｔ ｌａｍｐ ｉｓ ｂｒｏｋｅｎ'],
    ['voice input', '录灯不亮'],
    ['Japanese', '街灯が切れています'],
    ['Korean, oddly spaced', '가로 등이 꺼졌 어요'],
    ['English in capitals', 'STREET LIGHTS ARE OUT'],
  ])('%s is understood', (_name, text) => {
    expect(suggest({ notes: [lamps[0]!, note('z', text)], needs: [] }).groups.map(({ noteIds }) => noteIds)).toEqual([['a', 'z']]);
  });

  it.each([
    ['a lamp in a traffic light', '红绿灯时间太短'],
    ['water in wages', '薪水太低'],
    ['a dog in hot dogs', '热狗'],
    ['a Chinese word in a Japanese text', '電車の本数が少ない'],
  ])('%s is not seen', (_name, text) => {
    const all = [lamps[0]!, note('w', '水压太小'), note('h', '狗没拴绳'), note('e', '电动车没地方停'), note('z', text)];
    expect(suggest({ notes: all, needs: [] }).groups).toEqual([]);
  });

  it('[G6] what the lexicon does not know but is said twice comes together under the shorter words', () => {
    const { groups } = suggest({
      notes: [note('a', '请把老槐祠的匾额挂回去'), note('b', '请把老槐祠的匾额挂回去吧'), note('c', '哈哈哈哈')],
      needs: [],
    });
    expect(groups.map(({ title, noteIds, why }) => ({ title, noteIds, why: why.en }))).toEqual([
      { title: '请把老槐祠的匾额挂回去', noteIds: ['a', 'b'], why: 'They say nearly the same.' },
    ]);
  });
});

describe('needs that stand', () => {
  it('[G7] [G6] one note is enough, by the title', () => {
    const { groups } = suggest({ notes: [lamps[1]!], needs: [{ id: 'n', title: '晚上要有灯' }] });
    expect(groups.map(({ title, needId, noteIds }) => ({ title, needId, noteIds }))).toEqual([
      { title: '晚上要有灯', needId: 'n', noteIds: ['b'] },
    ]);
    expect(groups[0]!.why['zh-CN']).toMatch(/^放进「晚上要有灯」？提到「/);
  });

  it('[G7] by the notes that are there, whatever the title says', () => {
    const placed = [note('p', '装修天天砸墙', { needId: 'n' }), note('q', '电钻响一上午', { needId: 'n' })];
    const { groups } = suggest({ notes: [...placed, note('x', '周末还在钻墙')], needs: [{ id: 'n', title: '第七件' }] });
    expect(groups.map(({ needId, noteIds }) => ({ needId, noteIds }))).toEqual([{ needId: 'n', noteIds: ['x'] }]);
  });

  it('[G7] words of the room, which the lexicon does not know, are learned from examples', () => {
    const examples = ['老槐祠的匾额', '老槐祠漏风', '老槐祠该修了', '老槐祠的匾额要挂回去'].map((text, i) =>
      note(`s${i}`, text, { needId: 'shrine' }),
    );
    const others = ['路灯坏了', '楼道太黑', '灯不亮', '路灯太暗'].map((text, i) => note(`l${i}`, text, { needId: 'lamps' }));
    const { groups } = suggest({
      notes: [...examples, ...others, note('x', '啥时候给老槐祠那匾额描描金')],
      needs: [
        { id: 'shrine', title: '老地方' },
        { id: 'lamps', title: '灯' },
      ],
    });
    expect(groups.map(({ needId, noteIds }) => ({ needId, noteIds }))).toEqual([{ needId: 'shrine', noteIds: ['x'] }]);
  });

  it('[G4] notes that are in a need stay there, also where the need is not told', () => {
    const notes = lamps.map((one, i) => ({ ...one, needId: i === 0 ? null : 'elsewhere' }));
    expect(suggest({ notes, needs: [] })).toEqual({ groups: [] });
  });
});

describe('an embedding model', () => {
  const notes = [
    ...lamps,
    ...['电梯又停了', '等电梯等半天', '电梯门关不上'].map((text, i) => note(`t${i}`, text)),
    note('x', '回家得数着步子'),
    note('y', '嗯嗯'),
  ];
  /** Lamps lie one way, lifts the other, and what cannot be told lies between. */
  const embed = async (texts: readonly string[]) =>
    texts.map((text) => {
      if (text.includes('梯')) return [0.1, 1];
      return text === '嗯嗯' ? [1, 1] : [1, 0.1];
    });

  it('[G8] brings notes to where others mean the same', async () => {
    const { groups } = await suggestWith(embed, { notes, needs: [] });
    expect(groups.map(({ noteIds }) => noteIds)).toEqual([
      ['a', 'b', 'c', 'x'],
      ['t0', 't1', 't2'],
    ]);
  });

  it('[G8] is never shown hidden or referred notes', async () => {
    const shown: string[] = [];
    await suggestWith(
      async (texts) => {
        shown.push(...texts);
        return embed(texts);
      },
      { notes: [...notes, note('h', '藏', { hidden: true }), note('r', '转', { referred: true })], needs: [] },
    );
    expect(shown).not.toContain('藏');
    expect(shown).not.toContain('转');
  });

  it.each([
    ['fails', async () => Promise.reject(new Error('no line'))],
    [
      'throws at once',
      () => {
        throw new Error('no line');
      },
    ],
    ['answers too little', async () => [[1]]],
    ['answers nonsense', async (texts: readonly string[]) => texts.map((_, i) => (i % 2 ? [NaN] : [1, Infinity]))],
  ])('[G8] that %s changes nothing', async (_name, broken) => {
    expect(await suggestWith(broken, { notes, needs: [] })).toEqual(suggest({ notes, needs: [] }));
  });
});

describe('whatever is written', () => {
  const ids = fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a', 'b', 'c', 'd', 'e', 'f', '1', '01');
  const text = fc.oneof(
    fc.constantFrom(...sampleNotes.map(({ text }) => text)),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .array(fc.constantFrom('路灯', '黑', '电梯', 'lamp', 'light', "'", '가로', '등', 'ゴミ', ' ', '。', '\ud83d', '𠮷', '充电'), {
        maxLength: 12,
      })
      .map((parts) => parts.join('')),
  );
  const anyNote = fc.record({
    id: ids,
    text,
    lang: fc.constantFrom('zh-CN', 'en', 'xx', '', null),
    needId: fc.option(ids, { nil: null, freq: 2 }),
    hidden: fc.boolean(),
    referred: fc.boolean(),
  });
  const input = fc.record({
    notes: fc.uniqueArray(anyNote, { maxLength: 12, selector: ({ id }) => id }),
    needs: fc.uniqueArray(fc.record({ id: ids, title: text }), { maxLength: 4, selector: ({ id }) => id }),
  });

  it('[G5] the same suggestions come again, in whatever order notes and needs come', () => {
    fc.assert(
      fc.property(input, fc.array(fc.nat(), { minLength: 16, maxLength: 16 }), ({ notes, needs }, lot) => {
        const shuffle = <T>(things: readonly T[]) =>
          things
            .map((thing, i) => ({ thing, at: lot[i]! }))
            .sort((a, b) => a.at - b.at)
            .map(({ thing }) => thing);
        const first = suggest({ notes, needs });
        expect(suggest({ notes, needs })).toEqual(first);
        expect(suggest({ notes: shuffle(notes), needs: shuffle(needs) })).toEqual(first);
      }),
    );
  });

  it('[G5] ids that come twice still bring the same in any order', () => {
    const twice: GroupingInput = {
      notes: [...lamps, note('a', '电梯停了')],
      needs: [
        { id: 'n', title: '灯' },
        { id: 'n', title: '电梯' },
      ],
    };
    expect(suggest({ notes: [...twice.notes].reverse(), needs: [...twice.needs].reverse() })).toEqual(suggest(twice));
  });

  it('[G4] every note is in one group at most, and only those that may be used and are in no need', () => {
    fc.assert(
      fc.property(input, ({ notes, needs }) => {
        const grouped = suggest({ notes, needs }).groups.flatMap(({ noteIds }) => noteIds);
        expect(new Set(grouped).size).toBe(grouped.length);
        for (const id of grouped)
          expect(notes.find((one) => one.id === id)).toMatchObject({ needId: null, hidden: false, referred: false });
      }),
    );
  });

  it('[G4] hidden and referred notes leave no trace', () => {
    fc.assert(
      fc.property(input, ({ notes, needs }) => {
        const open = notes.filter(({ hidden, referred }) => !hidden && !referred);
        expect(suggest({ notes, needs })).toEqual(suggest({ notes: open, needs }));
      }),
    );
  });

  it('[G6] groups are of two, or of one for a need that stands, and quote words that are in their notes', () => {
    fc.assert(
      fc.property(input, ({ notes, needs }) => {
        for (const { needId, noteIds, why, title } of suggest({ notes, needs }).groups) {
          expect(noteIds.length).toBeGreaterThanOrEqual(needId === null ? 2 : 1);
          if (needId !== null) expect(needs).toContainEqual({ id: needId, title });
          const said = noteIds.map((id) => normalise(notes.find((one) => one.id === id)!.text)).join('\n');
          const quoted = /(?:：|？)提到(.*)。$/.exec(why['zh-CN'])?.[1] ?? '';
          for (const [, word] of quoted.matchAll(/「([^」]*)」/g)) expect(said).toContain(word);
        }
      }),
    );
  });

  it('[G5] vectors of any kind crash nothing', () => {
    const vector = fc.array(fc.oneof(fc.double(), fc.constantFrom(0, 1, NaN, Infinity)), { maxLength: 3 });
    fc.assert(
      fc.property(input, fc.array(fc.tuple(ids, vector)), ({ notes, needs }, vectors) => {
        const grouped = suggest({ notes, needs, vectors: new Map(vectors) }).groups.flatMap(({ noteIds }) => noteIds);
        expect(new Set(grouped).size).toBe(grouped.length);
      }),
    );
  });

  it('a long text and many notes are no trouble', () => {
    const long = '路灯黑'.repeat(20_000);
    expect(suggest({ notes: [note('a', long), note('b', long)], needs: [] }).groups).toHaveLength(1);
  });
});

describe('kin', () => {
  const dances = ['广场舞音响太大', '跳舞的喇叭吵', '广场舞跳到十点'].map((text, i) => note(`d${i}`, text));
  const drills = ['电钻响一上午', '周末还砸墙', '楼上装修没完', '装修早上七点就开始'].map((text, i) => note(`w${i}`, text));

  it('go together while there is little to say of one, under their family’s title', () => {
    expect(suggest({ notes: [...dances, drills[0]!], needs: [] }).groups.map(({ title, noteIds }) => ({ title, noteIds }))).toEqual([
      { title: '噪音', noteIds: ['d0', 'd1', 'd2', 'w0'] },
    ]);
  });

  it('stand apart where there is much to say of each', () => {
    expect(
      suggest({ notes: [...dances, ...drills], needs: [] }).groups.map(({ title, noteIds }) => ({ title, size: noteIds.length })),
    ).toEqual([
      { title: '装修和施工噪音', size: 4 },
      { title: '广场舞和音响声', size: 3 },
    ]);
  });

  it('[G7] go to where their kin stand', () => {
    expect(
      suggest({ notes: [drills[0]!], needs: [{ id: 'n', title: '晚上跳舞太吵' }] }).groups.map(({ needId, noteIds }) => ({
        needId,
        noteIds,
      })),
    ).toEqual([{ needId: 'n', noteIds: ['w0'] }]);
  });
});
