/**
 * Stands in for lib0/logging in the pages. Yjs prints three warnings through it, and for their colours it brings a DOM and a schema library,
 * four kilobytes gzipped on every phone.
 */
const style = '';
export { style as BOLD, style as UNBOLD, style as ORANGE, style as RED };

/* eslint-disable no-console -- it is a console that this stands for */
export function print(...words: unknown[]): void {
  console.info(...words);
}

export function warn(...words: unknown[]): void {
  console.warn(...words);
}
