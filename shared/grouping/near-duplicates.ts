/** Two notes that share this much of what they say say it twice; found on our own sample notes. */
const nearlyAll = 0.5;
/** Fewer features than this prove nothing: 谢谢 is like 谢谢大家. */
const fewest = 3;

/**
 * Pairs of texts that say nearly the same, by the share of features they have in common (Jaccard's index, as A. Broder, On the resemblance and
 * containment of documents, 1997). Indices, the smaller first, in their order; at least one of each pair is wanted, and only texts that share a feature are
 * compared.
 */
export function nearDuplicates(features: readonly (readonly string[])[], isWanted: (text: number) => boolean): [number, number][] {
  const having = new Map<string, number[]>();
  for (const [i, list] of features.entries()) {
    for (const feature of list.length < fewest ? [] : list) {
      const others = having.get(feature);
      if (others) others.push(i);
      else having.set(feature, [i]);
    }
  }
  const pairs: [number, number][] = [];
  for (const [i, list] of features.entries()) {
    if (!isWanted(i) || list.length < fewest) continue;
    const shared = new Map<number, number>();
    for (const feature of list) for (const other of having.get(feature)!) shared.set(other, (shared.get(other) ?? 0) + 1);
    for (const [other, count] of shared) {
      const isNew = other > i || (other < i && !isWanted(other));
      if (isNew && count >= nearlyAll * (features[other]!.length + list.length - count)) pairs.push(other < i ? [other, i] : [i, other]);
    }
  }
  return pairs.sort((x, y) => x[0] - y[0] || x[1] - y[1]);
}
