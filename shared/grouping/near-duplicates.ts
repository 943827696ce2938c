/** Two notes that share this much of what they say say it twice; found on our own sample notes. */
const nearlyAll = 0.5;
/** Fewer features than this prove nothing: 谢谢 is like 谢谢大家. */
const fewest = 3;

/**
 * Pairs of texts that say nearly the same, by the share of features they have in common (Jaccard's index, as A. Broder, On the resemblance and
 * containment of documents, 1997). Indices, the smaller first. Only texts that share a feature are compared.
 */
export function nearDuplicates(features: readonly (readonly string[])[]): [number, number][] {
  const seen = new Map<string, number[]>();
  const pairs: [number, number][] = [];
  for (const [i, list] of features.entries()) {
    if (list.length < fewest) continue;
    const shared = new Map<number, number>();
    for (const feature of list) {
      const others = seen.get(feature) ?? [];
      for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1);
      others.push(i);
      seen.set(feature, others);
    }
    for (const [other, count] of shared) if (count >= nearlyAll * (features[other]!.length + list.length - count)) pairs.push([other, i]);
  }
  return pairs;
}
