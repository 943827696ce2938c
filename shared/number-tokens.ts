import { hasOwn } from './own.ts';
/** A run of digits of one script. UTF-16 indices, `to` exclusive. */
export interface NumberToken {
  from: number;
  to: number;
  /** In ASCII; an identity card's X at the end is one of them. */
  digits: string;
  /** Whether nothing but at most two separators stands between this token and the one before. */
  followsOn: boolean;
}

const chineseDigits: Readonly<Record<string, string>> = {
  〇: '0',
  零: '0',
  幺: '1',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};

/** The ASCII digit that a character stands for, or null. */
export function digitIn(character: string): string | null {
  if (/^[0-9]$/.test(character)) return character;
  if (/^[０-９]$/.test(character)) return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
  return hasOwn(chineseDigits, character) ? chineseDigits[character]! : null;
}

/** Runs of ASCII and of full-width digits; Chinese digits stand each for itself, since a word may end with one (周一). */
const tokenPattern = /[0-9]+(?:[xX](?![a-zA-Z]))?|[０-９]+(?:[xXｘＸ](?![a-zA-Z]))?|[〇零幺一二三四五六七八九]/g;
const separators = /^[ \u3000\-‐‑–—－.．·()（）]{0,2}$/;

/** The digits of a text as people write long numbers: in groups, in full-width or Chinese digits. */
export function numberTokens(text: string): NumberToken[] {
  const tokens: NumberToken[] = [];
  for (const match of text.matchAll(tokenPattern)) {
    const from = match.index;
    const last = tokens.at(-1);
    tokens.push({
      from,
      to: from + match[0].length,
      digits: Array.from(match[0], (character) => digitIn(character) ?? 'X').join(''),
      followsOn: last !== undefined && from - last.to <= 2 && separators.test(text.slice(last.to, from)),
    });
  }
  return tokens;
}
