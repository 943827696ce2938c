import { slipsMax } from '../../shared/slip.ts';
import { onDevice } from '../net/storage.ts';

const printedKey = 'yishi:slips:next';

/** The number that the next pile of slips begins with, whichever page prints it: two slips with one serial would be one ballot. */
export function nextSlipKept(): number {
  const kept = Number(onDevice.get(printedKey) ?? '1');
  return Number.isInteger(kept) && kept >= 1 && kept <= slipsMax ? kept : 1;
}

/** Slips up to `last` went to the printer. */
export function keepPrintedTo(last: number): void {
  onDevice.set(printedKey, String(Math.max(nextSlipKept(), last + 1)));
}
