import { onDevice } from './storage.ts';

const key = 'yishi:reloaded';
const againAfterMs = 60_000;

/**
 * [F64] Loads the page anew, where that loses nothing and has not just been done: a page that a proxy keeps would come back as old as it was. False where the person
 * has to do it.
 */
export function reloadSoftly(): boolean {
  if (Date.now() - Number(onDevice.get(key)) < againAfterMs) return false;
  onDevice.set(key, String(Date.now()));
  if (!onDevice.outlivesPage(key)) return false;
  location.reload();
  return true;
}
