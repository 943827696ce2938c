const accents: Record<string, string> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'í',
  n: 'ñ',
  o: 'ö',
  u: 'ü',
  y: 'ý',
  A: 'Á',
  E: 'É',
  I: 'Í',
  N: 'Ñ',
  O: 'Ö',
  U: 'Ü',
};
const filler = ' löng wörds tó fíll';

/** A text with accents and two fifths longer, each of its lines by itself; what has no letters stays. */
export function pseudoText(text: string): string {
  return text
    .split(/([\n|])/)
    .map((line) => {
      if (!/[a-z]/i.test(line)) return line;
      const more = Math.ceil(line.length * 0.4);
      return line.replace(/[a-z]/gi, (letter) => accents[letter] ?? letter) + filler.repeat(Math.ceil(more / filler.length)).slice(0, more);
    })
    .join('');
}

/** A catalogue of no language, to see where a longer one would be cut: every text and every function's answer made longer. */
export function pseudo<T>(messages: T): T {
  return pseudoOf(messages) as T;
}

function pseudoOf(value: unknown): unknown {
  if (typeof value === 'string') return pseudoText(value);
  if (typeof value === 'function') return (...given: unknown[]) => pseudoOf((value as (...given: unknown[]) => unknown)(...given));
  if (Array.isArray(value)) return value.map(pseudoOf);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === 'languageShort' ? inner : pseudoOf(inner)]));
  return value;
}
