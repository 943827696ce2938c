import { doorSpans } from './private-doors.ts';
import { digitIn, numberTokens, type NumberToken } from './number-tokens.ts';

export type PrivateKind = 'phone' | 'identity-card' | 'door';

/** A stretch of a text that tells who somebody is or where they live: UTF-16 indices, `to` exclusive. */
export interface PrivateSpan {
  from: number;
  to: number;
  kind: PrivateKind;
}

/**
 * Phone numbers, mainland identity-card numbers and door numbers of one household in a text, in its order and without overlaps. Numbers may be written in
 * full-width or Chinese digits, with spaces, dashes or dots between them. Hotlines, dates, prices and whole buildings are none.
 */
export function privateSpans(text: string): PrivateSpan[] {
  const numbers = numberSpans(text);
  const doors = doorSpans(text).filter((door) => !numbers.some((number) => number.from < door.to && door.from < number.to));
  return [...numbers, ...doors].sort((a, b) => a.from - b.from);
}

/** What stays of a number at its two ends. */
const kept = { phone: { first: 3, last: 2 }, 'identity-card': { first: 3, last: 1 } } as const;

/**
 * The text with ● for the middle digits of each span; as long as before, so that indices stay true. Of a door the first number, the building's, stays
 * where others follow it.
 */
export function mask(text: string, spans: readonly PrivateSpan[]): string {
  if (spans.length === 0) return text;
  const units = text.split('');
  for (const { from, to, kind } of spans) {
    for (const at of kind === 'door' ? doorDigits(text, from, to) : middleDigits(text, from, to, kept[kind])) units[at] = '●';
  }
  return units.join('');
}

/** The text with ● for every character of these stretches, spaces left; as long as before. Half a character is masked whole. */
export function maskAll(text: string, spans: readonly Pick<PrivateSpan, 'from' | 'to'>[]): string {
  const units = text.split('');
  for (const { from, to } of spans) {
    for (const at of indicesIn(text, from, to)) {
      if (/\s/.test(text[at]!)) continue;
      units[at] = '●';
      if (/[\uD800-\uDBFF]/.test(text[at]!)) units[at + 1] = '●';
      if (/[\uDC00-\uDFFF]/.test(text[at]!)) units[at - 1] = '●';
    }
  }
  return units.join('');
}

function middleDigits(text: string, from: number, to: number, { first, last }: { first: number; last: number }): number[] {
  const digits = indicesIn(text, from, to).filter((at) => digitIn(text[at]!) !== null || /[xXｘＸ]/.test(text[at]!));
  const country = /^[+＋]?\s*(0086|86|００８６|８６)/.exec(text.slice(from, to));
  const start = country && digits.length > 11 ? digits.filter((at) => at < from + country[0].length).length : 0;
  return digits.slice(start + first, digits.length - last);
}

/** 那一家 has no number in it. */
function doorDigits(text: string, from: number, to: number): number[] {
  const numerals = indicesIn(text, from, to).filter(
    (at) => /[0-9０-９〇零一二三四五六七八九十百]/.test(text[at]!) && !/[那这]/.test(text[at - 1] ?? ''),
  );
  const next = numerals.findIndex((at, i) => i > 0 && at !== numerals[i - 1]! + 1);
  return next === -1 ? numerals : numerals.slice(next);
}

function indicesIn(text: string, from: number, to: number): number[] {
  const end = Math.min(text.length, to);
  return Array.from({ length: Math.max(0, end - Math.max(0, from)) }, (_, i) => Math.max(0, from) + i);
}

function numberSpans(text: string): PrivateSpan[] {
  const tokens = numberTokens(text);
  const spans: PrivateSpan[] = [];
  for (let start = 0; start < tokens.length;) {
    const found = numberAt(text, tokens, start);
    if (found) spans.push(found.span);
    start = found ? found.next : start + 1;
  }
  return spans;
}

/** An identity card may begin like a phone number, so the longer is tried first. */
const identityDigits = 18;

/** The number that begins with a token, the longest first. Tokens belong together where at most two separators stand between them. */
function numberAt(text: string, tokens: readonly NumberToken[], start: number): { span: PrivateSpan; next: number } | null {
  let digits = '';
  const lengths: number[] = [];
  let best: { span: PrivateSpan; next: number } | null = null;
  for (let at = start; at < tokens.length && digits.length <= identityDigits; at += 1) {
    const token = tokens[at]!;
    if (at > start && !token.followsOn) break;
    digits += token.digits;
    lengths.push(token.digits.length);
    const kind = kindOf(digits, lengths, text.slice(Math.max(0, tokens[start]!.from - 4), tokens[start]!.from));
    if (kind) best = { span: { from: withPlus(text, tokens[start]!.from), to: token.to, kind }, next: at + 1 };
  }
  return best;
}

function withPlus(text: string, from: number): number {
  return /[+＋]/.test(text[from - 1] ?? '') ? from - 1 : from;
}

function kindOf(digits: string, lengths: readonly number[], before: string): 'phone' | 'identity-card' | null {
  if (isIdentityCard(digits, lengths)) return 'identity-card';
  return isPhone(digits, lengths) || isAnnounced(digits, lengths, before) ? 'phone' : null;
}

/** How people break up eleven digits; other breaks are a list of prices. */
const mobileBreaks = ['11', '3-4-4', '3-8', '7-4', '3-3-5', '4-4-3', '4-3-4', '4-7', '5-6', '6-5'];

function isPhone(digits: string, lengths: readonly number[]): boolean {
  const country = /^(0086|86)(?=.)/.exec(digits);
  if (country) {
    const rest = digits.slice(country[0].length);
    const restLengths =
      lengths[0] === country[0].length ? lengths.slice(1) : [Math.max(0, lengths[0]! - country[0].length), ...lengths.slice(1)];
    if (isMobile(rest, restLengths) || isLandline(`0${rest}`, [rest.length + 1])) return true;
  }
  return isMobile(digits, lengths) || isLandline(digits, lengths);
}

function isMobile(digits: string, lengths: readonly number[]): boolean {
  if (!/^1[3-9]\d{9}$/.test(digits)) return false;
  return lengths.every((length) => length === 1) || mobileBreaks.includes(lengths.join('-'));
}

/** An area code, of three digits for the largest cities and of four elsewhere, and a local number of seven or eight, which never begins with 0, 1 or 9. */
function isLandline(digits: string, lengths: readonly number[]): boolean {
  const isNumber = /^0(10|2\d)[2-8]\d{7}$/.test(digits) || /^0[3-9]\d{2}[2-8]\d{6,7}$/.test(digits);
  return isNumber && (lengths.length <= 3 || lengths.every((length) => length === 1));
}

/** A local number alone could be anything, unless it is said to be a phone's. */
function isAnnounced(digits: string, lengths: readonly number[], before: string): boolean {
  return /^[2-8]\d{6,7}$/.test(digits) && lengths.length <= 2 && /(电话|座机|電話|号码)\s*(是|[:：])?\s*$/.test(before);
}

/** Weights and check characters of GB 11643-1999, which are ISO 7064's MOD 11-2. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checks = '10X98765432';

function isIdentityCard(digits: string, lengths: readonly number[]): boolean {
  if (lengths.length > 5 && !lengths.every((length) => length === 1)) return false;
  if (/^[1-8]\d{16}[\dX]$/.test(digits)) {
    const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
    return isDay(digits.slice(6, 14)) && checks[sum % 11] === digits[17];
  }
  return /^[1-8]\d{14}$/.test(digits) && isDay(`19${digits.slice(6, 12)}`);
}

function isDay(digits: string): boolean {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(digits)!.map(Number);
  const days = [31, year! % 4 === 0 && (year! % 100 !== 0 || year! % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year! >= 1850 && year! < 2100 && month! >= 1 && month! <= 12 && day! >= 1 && day! <= days[month! - 1]!;
}
