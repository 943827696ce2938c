/** What one sheet of A4 holds. */
export const slipsASheet = 4;
export const cardsASheet = 10;
