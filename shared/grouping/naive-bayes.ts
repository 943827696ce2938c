/** What examples teach: how often each label's examples have each feature. */
export interface Learned {
  labels: readonly string[];
  examples: ReadonlyMap<string, number>;
  counts: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Learns from labelled lists of features. */
export function learn(examples: readonly { label: string; features: readonly string[] }[]): Learned {
  const sizes = new Map<string, number>();
  const counts = new Map<string, Map<string, number>>();
  for (const { label, features } of examples) {
    sizes.set(label, (sizes.get(label) ?? 0) + 1);
    for (const feature of features) {
      const byLabel = counts.get(feature) ?? new Map<string, number>();
      byLabel.set(label, (byLabel.get(label) ?? 0) + 1);
      counts.set(feature, byLabel);
    }
  }
  return { labels: [...sizes.keys()].sort(), examples: sizes, counts };
}

export interface Guess {
  label: string;
  /** The natural logarithm of how many times likelier this label is than the next. */
  lead: number;
  /** Features that speak for it, the strongest first. */
  features: string[];
}

/**
 * The label that a list of features fits best, by naive Bayes with Laplace's smoothing over features that are there (A. McCallum and K. Nigam, A
 * comparison of event models for naive Bayes text classification, AAAI-98 workshop). Features that no example has say nothing. Null where none is known or
 * there are fewer than two labels.
 */
export function classify({ labels, examples, counts }: Learned, features: readonly string[]): Guess | null {
  const known = features.filter((feature) => counts.has(feature));
  if (known.length === 0 || labels.length < 2) return null;
  const rate = (feature: string, label: string) =>
    ((counts.get(feature)!.get(label) ?? 0) + smoothing) / (examples.get(label)! + 2 * smoothing);
  const [best, next] = labels
    .map((label) => ({ label, value: known.reduce((sum, feature) => sum + Math.log(rate(feature, label)), 0) }))
    .sort((a, b) => b.value - a.value || (a.label < b.label ? -1 : 1));
  const speaking = known
    .map((feature) => ({ feature, lead: Math.log(rate(feature, best!.label) / rate(feature, next!.label)) }))
    .filter(({ lead }) => lead > 0)
    .sort((a, b) => b.lead - a.lead || (a.feature < b.feature ? -1 : 1));
  return { label: best!.label, lead: best!.value - next!.value, features: speaking.map(({ feature }) => feature) };
}

/** Half an example of everything everywhere. */
const smoothing = 0.5;
