import { joinCodeAlphabet } from './join-code.ts';

/** Twelve of 31 signs: 59 bits. */
export const checkCodeLength = 12;
const codes = BigInt(joinCodeAlphabet.length) ** BigInt(checkCodeLength);

/**
 * [V4] 校验码: the hash at the end of a log, short enough to be read aloud and copied from a wall. To find another log that ends in the same code takes some
 * 2^59 tries of two blocks each: about two years of one graphics card that does 22 thousand million SHA-256 a second (hashcat's benchmark of an RTX 4090), and
 * less than a day of a thousand of them. Who runs the server and makes up two histories before the code is shown needs only 2^30 tries, a second or so:
 * against that the whole hash stands in the files.
 */
export function checkCodeOf(hash: string): string {
  let rest = BigInt(`0x${hash}`) % codes;
  let code = '';
  for (let place = 0; place < checkCodeLength; place += 1) {
    code = joinCodeAlphabet[Number(rest % BigInt(joinCodeAlphabet.length))]! + code;
    rest /= BigInt(joinCodeAlphabet.length);
  }
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
}

/** What somebody typed, read as a check code or as a whole hash of 64 digits; null where it is neither. Case, spaces, hyphens and width are of no consequence. */
export function readCheckCode(typed: string): { code: string } | { hash: string } | null {
  const signs = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
  if (/^[0-9A-F]{64}$/.test(signs)) return { hash: signs.toLowerCase() };
  if (signs.length !== checkCodeLength || ![...signs].every((sign) => joinCodeAlphabet.includes(sign))) return null;
  return { code: `${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}` };
}

/** True of two codes that differ in one sign alone: more likely copied wrongly than forged. */
export function isSlip(one: string, other: string): boolean {
  return one.length === other.length && [...one].filter((sign, place) => sign !== other[place]).length === 1;
}
