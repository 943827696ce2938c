/** How wide a text is, in widths of a digit: characters of East Asia and pictures are two wide. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > '\u2E7F' ? 2 : 1), 0);
}

/** How many lines a text takes in a column that is so wide, in widths of a digit. */
export function linesOf(text: string, width: number): number {
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / width)), 0);
}
