/** A 32-bit number that depends on every character of a text (Bob Jenkins, one-at-a-time). */
export function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i += 1) {
    hash = (hash + text.charCodeAt(i)) | 0;
    hash = (hash + (hash << 10)) | 0;
    hash ^= hash >>> 6;
  }
  hash = (hash + (hash << 3)) | 0;
  hash ^= hash >>> 11;
  return (hash + (hash << 15)) >>> 0;
}

/**
 * Whole numbers that look random, below a bound each, and are the same for the same seed everywhere (xorshift128: G. Marsaglia, Journal of
 * Statistical Software 8, 2003).
 */
export function seededDraws(seed: number): (below: number) => number {
  let [x, y, z, w] = ['x', 'y', 'z', 'w'].map((name) => hashOf(`${seed}${name}`) | 1) as [number, number, number, number];
  return (below) => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return Math.floor(((w >>> 0) / 2 ** 32) * below);
  };
}
