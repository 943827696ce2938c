import { slipsMax } from '../../shared/slip.ts';

/** What one sheet of A4 holds. */
export const slipsASheet = 4;
export const cardsASheet = 10;
/** Printed at once. */
export const sheetsMax = 100;
export const sheetsUsual = 5;

/** How many sheets so many cards take. */
export function sheetsOfCards(cards: number): number {
  return Math.ceil(cards / cardsASheet);
}

/** The highest number that a pile of so many sheets of slips may begin with. */
export function lastStart(sheets: number): number {
  return slipsMax - slipsASheet * sheets + 1;
}

/** The number of the n-th slip of a pile, the first being 0. */
export function slipAt(from: number, n: number): number {
  return Math.min(slipsMax, from + n);
}
