/** Meaning as numbers: one vector a note, all of one length, by note id. */
export type NoteVectors = ReadonlyMap<string, readonly number[]>;

/**
 * Texts in, a vector for each out, in order: what an OpenAI-compatible `POST /v1/embeddings` answers in `data[].embedding`. Whoever configures one calls
 * it; without it suggestions work offline. It may throw.
 */
export type Embed = (texts: readonly string[]) => Promise<readonly (readonly number[])[]>;

/** Whether they are as many as asked for, of one length, and all of finite numbers. */
export function areVectors(vectors: readonly (readonly number[])[], count: number): boolean {
  const length = vectors[0]?.length ?? 0;
  return vectors.length === count && length > 0 && vectors.every((vector) => vector.length === length && vector.every(Number.isFinite));
}

/** The cosine of the angle between two vectors; 0 where one is empty, of another length or all zero. */
export function cosine(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return 0;
  let dot = 0;
  let squareA = 0;
  let squareB = 0;
  // By index: with vectors of thousands of numbers an iterator would take ten times as long.
  for (let i = 0; i < a.length; i += 1) {
    dot += a[i]! * b[i]!;
    squareA += a[i]! * a[i]!;
    squareB += b[i]! * b[i]!;
  }
  const length = Math.sqrt(squareA * squareB);
  return Number.isFinite(dot / length) ? dot / length : 0;
}

/** Models differ in what they call near: what is near in this room is learned from groups that words have already shown. */
const insideShare = 0.5;
const outsideShare = 0.98;
const fewestPairs = 3;
/** Of large rooms a sample says as much: so many of each group, and so many of all. */
const insideMax = 20;
const outsideMax = 200;

/**
 * How alike two vectors are when they speak of one need: as the middle pair inside the groups is, and as hardly any pair across them. Null where the groups
 * have too few pairs to tell, or none is near.
 */
function nearness(groups: readonly (readonly (readonly number[])[])[]): number | null {
  const inside: number[] = [];
  for (const vectors of groups)
    for (const [i, a] of vectors.slice(0, insideMax).entries()) for (const b of vectors.slice(0, i)) inside.push(cosine(a, b));
  const outside: number[] = [];
  const all = sampled(groups.flatMap((vectors, group) => vectors.map((vector) => ({ vector, group }))));
  for (const [i, a] of all.entries()) for (const b of all.slice(0, i)) if (a.group !== b.group) outside.push(cosine(a.vector, b.vector));
  if (inside.length < fewestPairs || outside.length < fewestPairs) return null;
  const near = Math.max(quantile(inside, insideShare), quantile(outside, outsideShare));
  return near > 0 ? near : null;
}

/** Evenly from the whole list. */
function sampled<T>(all: readonly T[]): readonly T[] {
  const step = Math.max(1, all.length / outsideMax);
  return Array.from({ length: Math.min(all.length, outsideMax) }, (_, i) => all[Math.floor(i * step)]!);
}

function quantile(values: number[], share: number): number {
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(share * values.length))]!;
}

/** How many of a group's vectors a note is compared with: its nearest. */
const nearest = 3;

/**
 * Notes that are in no group yet: those that join one, being as near to it as its own are to each other, and those that make a group of their own, in
 * which each is near to each.
 */
export function likeMeanings<G extends { vectors: readonly (readonly number[])[] }>(
  free: readonly { note: number; vector: readonly number[] }[],
  groups: readonly G[],
): { joined: { note: number; group: G }[]; together: number[][] } {
  const near = nearness(groups.map(({ vectors }) => vectors));
  if (near === null) return { joined: [], together: [] };
  const joined: { note: number; group: G }[] = [];
  const together: { note: number; vector: readonly number[] }[][] = [];
  for (const one of free) {
    const [best] = groups
      .map((group) => ({ group, near: nearTo(one.vector, group.vectors) }))
      .filter((group) => group.near >= near)
      .sort((a, b) => b.near - a.near);
    if (best) {
      joined.push({ note: one.note, group: best.group });
      continue;
    }
    const company = together.find((list) => list.every(({ vector }) => cosine(vector, one.vector) >= near));
    if (company) company.push(one);
    else together.push([one]);
  }
  return { joined, together: together.filter((list) => list.length > 1).map((list) => list.map(({ note }) => note)) };
}

function nearTo(vector: readonly number[], others: readonly (readonly number[])[]): number {
  const most = others
    .map((other) => cosine(vector, other))
    .sort((a, b) => b - a)
    .slice(0, nearest);
  return most.reduce((sum, value) => sum + value, 0) / most.length;
}
