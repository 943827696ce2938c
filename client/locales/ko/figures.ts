const written = new Intl.NumberFormat('ko');

/** A number as this language writes it: 1,200. */
export const figure = (count: number) => written.format(count);
