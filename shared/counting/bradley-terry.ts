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
 * has to start with; it keeps abilities finite whatever the data.
 * R. A. Bradley and M. E. Terry, Biometrika 39 (1952); priors as comparisons that were not made: R. R. Davidson and D. L. Solomon,
 * Biometrika 60 (1973).
 */
export function bradleyTerry(alternatives: Alternatives, wins: PairwiseMatrix, options: { prior?: number } = {}): BradleyTerry {
  const isConnected = isStronglyConnected(wins);
  const asked = options.prior ?? defaultPrior;
  const prior = asked > 0 || isConnected ? asked : defaultPrior;
  const logs = centred(fit(wins, prior));
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

/** The logarithms of the abilities, by Newton's method: what is maximised has no other summit. */
function fit(wins: PairwiseMatrix, prior: number): number[] {
  const met = wins.map((row, i) => row.map((won, j) => won + wins[j]![i]!));
  const victories = wins.map((row) => row.reduce((a, b) => a + b, 0));
  let logs = wins.map(() => 0);
  for (let round = 0; round < roundsMost; round += 1) {
    const slope = victories.map((won) => won + prior);
    // Without a prior all logarithms may be moved together; a constant pins their mean.
    const curvature = wins.map((row) => row.map(() => (prior === 0 ? 1 : 0)));
    logs.forEach((log, i) => {
      const even = chanceOf(log);
      slope[i]! -= 2 * prior * even;
      curvature[i]![i]! += 2 * prior * even * (1 - even);
      logs.forEach((other, j) => {
        const times = i === j ? 0 : met[i]![j]!;
        if (times === 0) return;
        const chance = chanceOf(log - other);
        const bend = times * chance * (1 - chance);
        slope[i]! -= times * chance;
        curvature[i]![i]! += bend;
        curvature[i]![j]! -= bend;
      });
    });
    const move = solve(curvature, slope);
    const longest = move.reduce((most, step) => Math.max(most, Math.abs(step)), 0);
    const pace = longest > 1 ? 1 / longest : 1;
    logs = logs.map((log, i) => log + pace * move[i]!);
    if (longest < 1e-12) break;
  }
  return logs;
}

function chanceOf(log: number): number {
  return 1 / (1 + Math.exp(-log));
}

/** The solution of a system whose matrix is symmetric and positive definite, by elimination. */
function solve(matrix: number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (const [i, pivot] of rows.entries()) {
    for (const row of rows.slice(i + 1)) {
      const factor = row[i]! / pivot[i]!;
      if (factor !== 0) for (let j = i; j < row.length; j += 1) row[j]! -= factor * pivot[j]!;
    }
  }
  const solution = rows.map(() => 0);
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const row = rows[i]!;
    const known = solution.reduce((sum, value, j) => (j > i ? sum + row[j]! * value : sum), 0);
    solution[i] = (row[rows.length]! - known) / row[i]!;
  }
  return solution;
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
