import { recordOf, type Alternatives } from './alternatives.ts';
import { orderOf } from './order.ts';
import type { PairwiseMatrix } from './pairwise.ts';

/** Half a victory and half a defeat of everybody against one that is just average. */
export const defaultPrior = 0.5;

/** Beyond this many digits abilities are the iteration's noise, and alternatives that should be tied differ in them. */
const digits = 9;
const roundsMost = 20_000;

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
 * R. A. Bradley and M. E. Terry, Biometrika 39 (1952); fitted as by D. R. Hunter, MM algorithms for generalized Bradley–Terry models, Annals of
 * Statistics 32 (2004); prior: F. Caron and A. Doucet, Journal of Computational and Graphical Statistics 21 (2012).
 */
export function bradleyTerry(alternatives: Alternatives, wins: PairwiseMatrix, options: { prior?: number } = {}): BradleyTerry {
  const isConnected = isStronglyConnected(wins);
  const asked = options.prior ?? defaultPrior;
  const prior = asked > 0 || isConnected ? asked : defaultPrior;
  const logs = centred(fit(wins, prior).map(Math.log));
  const chance = (i: number, j: number) => 1 / (1 + Math.exp(logs[j]! - logs[i]!));
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

function fit(wins: PairwiseMatrix, prior: number): number[] {
  const victories = wins.map((row) => prior + row.reduce((a, b) => a + b, 0));
  const met = wins.map((row, i) => row.map((won, j) => won + wins[j]![i]!));
  let abilities = wins.map(() => 1);
  for (let round = 0; round < roundsMost; round += 1) {
    let moved = 0;
    // One after the other, each with the others' newest: this converges faster than all at once.
    abilities.forEach((ability, i) => {
      let weight = (2 * prior) / (ability + 1);
      for (let j = 0; j < abilities.length; j += 1) if (j !== i && met[i]![j]! > 0) weight += met[i]![j]! / (ability + abilities[j]!);
      const next = weight === 0 ? 1 : victories[i]! / weight;
      moved = Math.max(moved, Math.abs(Math.log(next / ability)));
      abilities[i] = next;
    });
    if (prior === 0) abilities = centred(abilities.map(Math.log)).map(Math.exp);
    if (moved < 1e-13) break;
  }
  return abilities;
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
