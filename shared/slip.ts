import * as z from 'zod/mini';

/**
 * The serial of a paper slip as it goes over the wire. Yishi's own slips end in a check digit, which the page that types them looks at; a community that
 * numbered its slips itself may use any serial. Case, spaces, hyphens and full-width characters make no other slip [B9].
 */
export const SlipSerial = z.string().check(
  z.maxLength(64),
  z.refine((slip) => normaliseSlip(slip) !== ''),
);

/** A serial as it is compared: NFKC, upper case, nothing between its characters. */
export function normaliseSlip(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cf}\p{Cc}_.·]/gu, '');
}

/** H. M. Damm, "Total anti-symmetrische Quasigruppen" (Marburg 2004): the quasigroup of order 10 whose check digit finds every wrong digit and every swap of neighbours. */
const quasigroup = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

function dammOf(digits: string): string {
  return [...digits].reduce((interim, digit) => quasigroup[Number(interim)]!.charAt(Number(digit)), '0');
}

/** How many digits count the slips; one more checks them. */
const countDigits = 4;
export const slipsMax = 9_999;

/** The serial of the n-th slip, 1 to `slipsMax`: four digits that count and one that checks, without what is printed between them. */
export function slipSerial(n: number): string {
  const digits = String(n).padStart(countDigits, '0');
  return digits + dammOf(digits);
}

/** A serial as it is printed: the check digit stands apart. */
export function printedSlip(serial: string): string {
  return `${serial.slice(0, countDigits)}-${serial.slice(countDigits)}`;
}

/** [B14] Which slip was typed, or null where a digit is wrong, missing, or swapped with its neighbour. */
export function slipNumber(typed: string): number | null {
  const serial = normaliseSlip(typed);
  if (!/^\d{5}$/.test(serial) || dammOf(serial) !== '0') return null;
  const n = Number(serial.slice(0, countDigits));
  return n > 0 ? n : null;
}

/** Why a slip cannot be sent as it was typed. */
export type SlipTrouble = 'no-slip' | 'wrong-digit' | 'used' | 'unknown-number' | 'too-many' | 'repeated' | 'does-not-fit';
