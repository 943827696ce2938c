import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAll } from '../../shared/private-spans.ts';
import { characterEdges, coveredIn, wholeCharacters, withoutSpan, withSpan, type Span } from '../../shared/spans.ts';

const family = '👨‍👩‍👧‍👦';
const text = fc
  .array(fc.constantFrom('路', 'a', ' ', '\n', family, '🇨🇳', 'e\u0301', '𠮷', '●', '한'), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(''));
const textAndSpans = text.chain((written) =>
  fc.tuple(
    fc.constant(written),
    fc.array(
      fc
        .tuple(fc.nat(written.length - 1), fc.integer({ min: 1, max: 9 }))
        .map(([from, long]): Span => ({ from, to: Math.min(written.length, from + long) })),
      { minLength: 1, maxLength: 5 },
    ),
  ),
);
/** The indices in any of the stretches. */
const inside = (spans: readonly Span[]) => new Set(spans.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));

describe('stretches of a text', () => {
  it('[N12] are widened to characters as a person sees them, and to no more', () => {
    const written = `一${family}二`;
    const edges = characterEdges(written);
    expect(edges).toEqual([0, 1, 1 + family.length, 2 + family.length]);
    expect(wholeCharacters({ from: 4, to: 5 }, edges)).toEqual({ from: 1, to: 1 + family.length });
    expect(wholeCharacters({ from: 0, to: 1 }, edges)).toEqual({ from: 0, to: 1 });
    fc.assert(
      fc.property(textAndSpans, ([written, [span]]) => {
        const edges = characterEdges(written);
        const whole = wholeCharacters(span!, edges);
        expect(whole.from <= span!.from && whole.to >= span!.to).toBe(true);
        expect([edges.includes(whole.from), edges.includes(whole.to)]).toEqual([true, true]);
        expect(wholeCharacters(whole, edges)).toEqual(whole);
      }),
    );
  });

  it('[N12] put together hold what each held, in order and apart; taken away leaves what was outside', () => {
    fc.assert(
      fc.property(textAndSpans, ([, spans]) => {
        const joined = spans.reduce<Span[]>((all, span) => withSpan(all, span), []);
        expect(inside(joined)).toEqual(new Set([...inside(spans)].sort((a, b) => a - b)));
        for (const [i, { from }] of joined.entries()) expect(from > (joined[i - 1]?.to ?? -1)).toBe(true);
        const [removed] = spans;
        const left = inside(withoutSpan(joined, removed!));
        expect(left).toEqual(new Set([...inside(joined)].filter((at) => at < removed!.from || at >= removed!.to)));
      }),
    );
  });

  it('[N12] that are covered are found again in what is shown, so that covering more uncovers nothing', () => {
    fc.assert(
      fc.property(textAndSpans, ([written, spans]) => {
        const edges = characterEdges(written);
        const shown = maskAll(
          written,
          spans.map((span) => wholeCharacters(span, edges)),
        );
        expect(maskAll(written, coveredIn(shown))).toBe(shown);
      }),
    );
    expect(coveredIn('打 138●● ●●78 找●')).toEqual([
      { from: 5, to: 10 },
      { from: 14, to: 15 },
    ]);
  });
});
