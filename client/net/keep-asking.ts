/**
 * Asks now, and again so long after each answer. Where `ask` rejects nothing is said: what was known stays on the screen, and it is asked again all the same.
 * Returns what stops it.
 */
export function keepAsking(ask: () => Promise<void>, everyMs: number): () => void {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const askAgain = async () => {
    await ask().catch(() => undefined);
    if (!isStopped) timer = setTimeout(() => void askAgain(), everyMs);
  };
  void askAgain();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
