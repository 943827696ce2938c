/** Crockford's 32 signs: no I L O U, so that eight of them are 40 bits and none is taken for another. */
export const seatCodeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const seatCodeLength = 8;

/**
 * [J11] What a person typed, as the code of a seat card: full-width characters folded, upper case, what looks alike taken for one (O is 0, I and L are 1,
 * U is V), everything but letters and digits dropped. Returns '' where that is no code.
 */
export function normaliseSeatCode(typed: string): string {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/U/g, 'V');
  return code.length === seatCodeLength ? code : '';
}

/** A code as it is printed: in groups of four. */
export function groupedSeatCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}
