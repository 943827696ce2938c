/** Asks before the page is left, while `wouldLose` says that something would go with it. Returns what stops it. */
export function askBeforeLeaving(wouldLose: () => boolean): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    if (!wouldLose()) return;
    event.preventDefault();
    // Chrome before 119 asks for this alone.
    Object.assign(event, { returnValue: true });
  };
  window.addEventListener('beforeunload', ask);
  return () => window.removeEventListener('beforeunload', ask);
}
