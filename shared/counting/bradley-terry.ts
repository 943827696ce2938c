import { recordOf, type Alternatives } from './alternatives.ts';
import { orderOf } from './order.ts';
import type { PairwiseMatrix } from './pairwise.ts';

/** Half a victory and half a defeat of everybody against one that is just average. */
export const defaultPrior = 0.5;

/** Beyond this many digits abilities are the iteration's noise, and alternatives that should be tied differ in them. */
const digits = 9;
const roundsMost = 200;

export interface BradleyTerry {
  /** Natural logarithms of the abilities; their mean is 0. The chance that i beats j is 1 / (1 + exp(logs[j] − logs[i])). */
  logAbilities: Record<string, number>;
  /** The chance to win against any of the others, on average. */
  chances: Record<string, number>;
  order: string[][];
  /** False where some beat all they met of the others: without a prior, abilities would be endless (L. R. Ford, 1957). */
  isStronglyConnected: boolean;
  /** The prior that was used: what was asked for, or the default where none would have left abilities endless. */
  prior: number;
}

/**
 * Abilities that make the observed victories most likely. `prior` is how many victories and how many defeats against an average opponent everybody
 * has to start with; it keeps abilities finite whatever the data. `start` are log abilities that are not far off, where there are any: it is sooner done.
 * R. A. Bradley and M. E. Terry, Biometrika 39 (1952); priors as comparisons that were not made: R. R. Davidson and D. L. Solomon,
 * Biometrika 60 (1973).
 */
export function bradleyTerry(
  alternatives: Alternatives,
  wins: PairwiseMatrix,
  options: { prior?: number; start?: Readonly<Record<string, number>> } = {},
): BradleyTerry {
  const isConnected = isStronglyConnected(wins);
  const asked = options.prior ?? defaultPrior;
  const prior = asked > 0 || isConnected ? asked : defaultPrior;
  const { start } = options;
  const logs = centred(fit(wins, prior, start && alternatives.map((id) => start[id] ?? 0)));
  const chance = (i: number, j: number) => chanceOf(logs[i]! - logs[j]!);
  const others = (i: number) => alternatives.map((_, j) => j).filter((j) => j !== i);
  const mean = (values: number[]) => (values.length === 0 ? 1 : values.reduce((a, b) => a + b, 0) / values.length);
  const logAbilities = recordOf(alternatives, (_, i) => Number(logs[i]!.toFixed(digits)));
  return {
    logAbilities,
    chances: recordOf(alternatives, (_, i) => mean(others(i).map((j) => chance(i, j)))),
    order: orderOf(alternatives, (id) => logAbilities[id]!),
    isStronglyConnected: isConnected,
    prior,
  };
}

/** The logarithms of the abilities, by Newton's method: what is maximised has no other summit, so that where it starts only says how soon it is there. */
function fit(wins: PairwiseMatrix, prior: number, start: readonly number[] | undefined): number[] {
  const size = wins.length;
  const met = Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    return i === j ? 0 : wins[i]![j]! + wins[j]![i]!;
  });
  const victories = Float64Array.from(wins, (row) => row.reduce((a, b) => a + b, 0));
  const logs = Float64Array.from(start ?? wins.map(() => 0));
  const slope = new Float64Array(size);
  const curvature = new Float64Array(size * size);
  for (let round = 0; round < roundsMost; round += 1) {
    // Without a prior all logarithms may be moved together; a constant pins their mean.
    curvature.fill(prior === 0 ? 1 : 0);
    for (let i = 0; i < size; i += 1) {
      const even = chanceOf(logs[i]!);
      slope[i] = victories[i]! + prior - 2 * prior * even;
      curvature[i * size + i]! += 2 * prior * even * (1 - even);
    }
    for (let i = 0; i < size; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const times = met[i * size + j]!;
        if (times === 0) continue;
        const chance = chanceOf(logs[i]! - logs[j]!);
        const bend = times * chance * (1 - chance);
        slope[i]! -= times * chance;
        slope[j]! -= times * (1 - chance);
        curvature[i * size + i]! += bend;
        curvature[j * size + j]! += bend;
        curvature[i * size + j]! -= bend;
        curvature[j * size + i]! -= bend;
      }
    }
    solve(curvature, slope);
    const longest = slope.reduce((most, step) => Math.max(most, Math.abs(step)), 0);
    const pace = longest > 1 ? 1 / longest : 1;
    for (let i = 0; i < size; i += 1) logs[i]! += pace * slope[i]!;
    if (longest < 1e-12) break;
  }
  return [...logs];
}

function chanceOf(log: number): number {
  return 1 / (1 + Math.exp(-log));
}

/** Puts the solution of a system, whose matrix is symmetric and positive definite, in place of its right side, by elimination. The matrix is used up. */
function solve(matrix: Float64Array, right: Float64Array): void {
  const size = right.length;
  for (let i = 0; i < size; i += 1) {
    for (let k = i + 1; k < size; k += 1) {
      const factor = matrix[k * size + i]! / matrix[i * size + i]!;
      if (factor === 0) continue;
      for (let j = i; j < size; j += 1) matrix[k * size + j]! -= factor * matrix[i * size + j]!;
      right[k]! -= factor * right[i]!;
    }
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    let rest = right[i]!;
    for (let j = i + 1; j < size; j += 1) rest -= matrix[i * size + j]! * right[j]!;
    right[i] = rest / matrix[i * size + i]!;
  }
}

function centred(logs: number[]): number[] {
  const mean = logs.length === 0 ? 0 : logs.reduce((a, b) => a + b, 0) / logs.length;
  return logs.map((log) => log - mean);
}

/** Whether everybody is linked to everybody by a chain of victories. */
export function isStronglyConnected(wins: PairwiseMatrix): boolean {
  const reach = (isArc: (i: number, j: number) => boolean) => {
    const seen = new Set(wins.length > 0 ? [0] : []);
    for (const i of seen) for (const j of wins.keys()) if (isArc(i, j)) seen.add(j);
    return seen.size === wins.length;
  };
  return reach((i, j) => wins[i]![j]! > 0) && reach((i, j) => wins[j]![i]! > 0);
}
