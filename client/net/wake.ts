const tickMs = 5_000;
const jumpMs = 12_000;

/**
 * Calls back whenever the device may have been away: the page is shown again, the network is back, or the clock jumped because the phone slept.
 * Returns what stops it.
 */
export function onWake(callback: () => void): () => void {
  const ifVisible = () => {
    if (document.visibilityState === 'visible') callback();
  };
  let last = Date.now();
  const ticking = setInterval(() => {
    const now = Date.now();
    if (now - last > jumpMs) ifVisible();
    last = now;
  }, tickMs);
  document.addEventListener('visibilitychange', ifVisible);
  window.addEventListener('pageshow', ifVisible);
  window.addEventListener('online', ifVisible);
  return () => {
    clearInterval(ticking);
    document.removeEventListener('visibilitychange', ifVisible);
    window.removeEventListener('pageshow', ifVisible);
    window.removeEventListener('online', ifVisible);
  };
}
