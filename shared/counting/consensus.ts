import { fractionOf, multiply, one, type Fraction } from './fraction.ts';

/**
 * Polis' group-informed consensus on a statement: the product over the groups of the chance that one of them agrees, each estimated as
 * (agree + 1) / (seen + 2). High only where every group agrees. C. Small et al., Polis: scaling deliberation by mapping high dimensional opinion
 * spaces, Recerca 26 (2021).
 */
export function groupInformedConsensus(groups: readonly { agree: number; seen: number }[]): Fraction {
  return groups.reduce((product, { agree, seen }) => multiply(product, fractionOf(agree + 1, seen + 2)), one);
}
