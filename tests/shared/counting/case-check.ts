import { type Fraction, toText } from '../../../shared/counting/fraction.ts';
import { type Case } from './cases.ts';

/** Throws where a result is not what was published. */
export type Check = (given: Case, expected: never) => void;

export const asTexts = (scores: Record<string, number | string>) =>
  Object.fromEntries(Object.entries(scores).map(([id, score]) => [id, String(score)]));
export const fractionTexts = (scores: Record<string, Fraction>) =>
  Object.fromEntries(Object.entries(scores).map(([id, score]) => [id, toText(score)]));
