/** The alphabet of join codes: no 0 O 1 I L, so that it can be read aloud and copied from a wall. */
export const joinCodeAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * What a person typed, as a join code: full-width characters folded, upper case, everything but letters and digits dropped.
 * Returns '' where nothing is left that could be a code.
 */
export function normaliseJoinCode(typed: string): string {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
  return code.length > 12 ? '' : code;
}
