/**
 * Kendall's tau-b between two rankings of the same things, from -1 (reversed) over 0 to 1 (the same), corrected for ties.
 * Null below two things, where one ranking ties everything, and where the lengths differ.
 * M. G. Kendall, The treatment of ties in ranking problems, Biometrika 33 (1945).
 */
export function kendallTauB(ranksA: readonly number[], ranksB: readonly number[]): number | null {
  if (ranksA.length !== ranksB.length) return null;
  let agreeing = 0;
  let untiedInA = 0;
  let untiedInB = 0;
  for (let i = 0; i < ranksA.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const a = Math.sign(ranksA[i]! - ranksA[j]!);
      const b = Math.sign(ranksB[i]! - ranksB[j]!);
      agreeing += a * b;
      untiedInA += a * a;
      untiedInB += b * b;
    }
  }
  if (untiedInA === 0 || untiedInB === 0) return null;
  return agreeing / Math.sqrt(untiedInA * untiedInB);
}

/**
 * Kendall's W, the agreement of several judges, from 0 (none) to 1 (all alike), corrected for ties. `judges[i][j]` is what judge i says of thing
 * j, by ranks or by ratings: only each judge's own order counts. Null without judges, below two things, and where every judge ties everything.
 * M. G. Kendall and B. Babington Smith, The problem of m rankings, Annals of Mathematical Statistics 10 (1939); ties: Kendall, Rank Correlation
 * Methods (1948), chapter 6.
 */
export function kendallW(judges: readonly (readonly number[])[]): number | null {
  const things = judges[0]?.length ?? 0;
  if (things < 2) return null;
  const sums = new Array<number>(things).fill(0);
  let ties = 0;
  for (const judge of judges) {
    const { doubled, correction } = averageRanks(judge);
    doubled.forEach((rank, thing) => (sums[thing]! += rank));
    ties += correction;
  }
  const mean = judges.length * (things + 1);
  // Ranks are doubled to stay whole, so that the squares are four times as large.
  const squares = sums.reduce((total, sum) => total + (sum - mean) ** 2, 0);
  const most = judges.length ** 2 * (things ** 3 - things) - judges.length * ties;
  return most === 0 ? null : (3 * squares) / most;
}

/** Twice the ranks, those tied taking the mean of their places, and the sum of t³ − t over the ties. */
function averageRanks(values: readonly number[]): { doubled: number[]; correction: number } {
  const order = values.map((_, thing) => thing).sort((a, b) => values[a]! - values[b]!);
  const doubled = new Array<number>(values.length).fill(0);
  let correction = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    for (const thing of order.slice(start, end)) doubled[thing] = start + 1 + end;
    correction += (end - start) ** 3 - (end - start);
    start = end;
  }
  return { doubled, correction };
}
