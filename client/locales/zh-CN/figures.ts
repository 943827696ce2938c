const written = new Intl.NumberFormat('zh-CN');

/** A number as this language writes it: 1,200. */
export const figure = (count: number) => written.format(count);
