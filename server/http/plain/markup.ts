/** HTML that was put together here. Everything else is text, and is escaped where it goes in. */
export class Markup {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

type Piece = Markup | string | number | null | false | readonly Piece[];

/** Markup with what stands in its holes: text is escaped, also inside quoted attributes; `null` and `false` leave nothing. */
export function markup(pieces: TemplateStringsArray, ...holes: readonly Piece[]): Markup {
  return new Markup(pieces.reduce((html, piece, i) => html + htmlOf(holes[i - 1]!) + piece));
}

function htmlOf(piece: Piece): string {
  if (piece === null || piece === false) return '';
  if (piece instanceof Markup) return piece.html;
  if (typeof piece === 'object') return piece.map(htmlOf).join('');
  return String(piece).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
