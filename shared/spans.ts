/** A stretch of a text in UTF-16 indices, `to` exclusive. */
export interface Span {
  from: number;
  to: number;
}

/** Where each character that a person sees ends, with 0 before them: grapheme clusters, or code points in a browser that has no `Intl.Segmenter`. */
export function characterEdges(text: string): number[] {
  const edges = [0];
  if (typeof Intl !== 'undefined' && 'Segmenter' in Intl) {
    const segments = new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text);
    for (const { index, segment } of segments) edges.push(index + segment.length);
  } else for (const character of text) edges.push(edges[edges.length - 1]! + character.length);
  return edges;
}

/** The stretch with each character whole that it touches. `edges` are those of its text. */
export function wholeCharacters({ from, to }: Span, edges: readonly number[]): Span {
  return { from: Math.max(0, ...edges.filter((edge) => edge <= from)), to: edges.find((edge) => edge >= to) ?? to };
}

/** What is covered in a text as it is shown: its runs of ●, together where only white space lies between. */
export function coveredIn(text: string): Span[] {
  return [...text.matchAll(/●+(?:\s+●+)*/g)].map(({ index, 0: { length } }) => ({ from: index, to: index + length }));
}

/** The stretches with one more, in order and without overlaps. */
export function withSpan(spans: readonly Span[], added: Span): Span[] {
  const isApart = ({ from, to }: Span) => to < added.from || from > added.to;
  const touching = [added, ...spans.filter((span) => !isApart(span))];
  const joined = { from: Math.min(...touching.map(({ from }) => from)), to: Math.max(...touching.map(({ to }) => to)) };
  return [...spans.filter(isApart), joined].sort((a, b) => a.from - b.from);
}

/** What of the stretches lies outside another one. */
export function withoutSpan(spans: readonly Span[], removed: Span): Span[] {
  return spans
    .flatMap(({ from, to }) => [
      { from, to: Math.min(to, removed.from) },
      { from: Math.max(from, removed.to), to },
    ])
    .filter(({ from, to }) => from < to);
}
