/** Marks that no line may begin with. */
const closing = /^[，。！？；：、）》」』】”’…,.!?;:)\]}]/;
/** Marks that no line may end with. */
const opening = /^[「『（《【“‘([]/;
/** Letters that stand in words; all others may be parted. */
const inWord = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Hangul}\p{N}'’_-]$/u;

/**
 * A text in lines that are at most `width` wide, by what `measure` says of each. Words stay whole where a line holds them, every character of them a person
 * sees as one always does, and nothing is left out but the space where a line ends.
 */
export function wrapped(text: string, width: number, measure: (line: string) => number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const piece of piecesOf(paragraph)) {
      for (const part of measure(piece) > width ? graphemesOf(piece) : [piece]) {
        if (line !== '' && measure((line + part).trimEnd()) > width) {
          lines.push(line.trimEnd());
          line = '';
        }
        line += line === '' ? part.trimStart() : part;
      }
    }
    return [...lines, line.trimEnd()];
  });
}

/** What is not parted: a word, or another character with the marks around it. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let before = '';
  for (const grapheme of graphemesOf(text)) {
    const joins = closing.test(grapheme) || opening.test(before) || (inWord.test(grapheme) && inWord.test(before));
    const last = pieces.pop();
    if (last === undefined) pieces.push(grapheme);
    else if (joins) pieces.push(last + grapheme);
    else pieces.push(last, grapheme);
    before = grapheme;
  }
  return pieces;
}

function graphemesOf(text: string): string[] {
  if (typeof Intl === 'undefined' || !('Segmenter' in Intl)) return [...text];
  return [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
}
