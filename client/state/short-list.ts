import { topK, type Tally } from '../../shared/tally.ts';
import { isTiedAtCut, rowsOf, type OptionRow } from './results.ts';

export interface Listed {
  needId: string;
  number: number;
  title: string;
  /** True where the other list has not got it. */
  isOnlyHere: boolean;
}
/** What is proposed to be done first 建议先办, beside the plain first few. */
export interface BesidePlain {
  proposed: Listed[];
  /** Those that tie at the cut are all in it. */
  plain: Listed[];
  isTiedAtCut: boolean;
  differs: boolean;
}

/** The two lists of a count that makes a proportional one; null where it makes none, or everything is among the first anyway. */
export function besidePlain(tally: Tally): BesidePlain | null {
  const { options, leftWithNothing } = tally;
  // Where a budget chooses, what it chose is the order's own cut.
  const hasOwnCut = options.some((option) => typeof option['chosen'] === 'boolean');
  if (!leftWithNothing || hasOwnCut || options.length <= topK) return null;
  const rows = rowsOf(tally);
  const isPlain = (row: OptionRow) => row.isAboveCut;
  const isProposed = (row: OptionRow) => row['shortListed'] === true;
  const listed = (isIn: typeof isPlain, isInOther: typeof isPlain): Listed[] =>
    rows.filter(isIn).map((row) => {
      const { needId, number, title } = row;
      return { needId, number, title, isOnlyHere: !isInOther(row) };
    });
  const proposed = listed(isProposed, isPlain);
  const plain = listed(isPlain, isProposed);
  if (proposed.length === 0) return null;
  // Of those that tie at the cut a list of three has room for some: that alone is no difference.
  const differs = proposed.some(({ isOnlyHere }) => isOnlyHere);
  return { proposed, plain, isTiedAtCut: isTiedAtCut(rows), differs };
}
