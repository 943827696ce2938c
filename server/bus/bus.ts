/** Who listens to the bus. */
export interface BusListener {
  /** What somebody said, this process too, in the order in which it was said. */
  onHeard: (words: string) => void;
  /** Something may have been missed, either way: what was said meanwhile, or what this process had to say. */
  onGap: () => void;
}

/**
 * What processes on one store tell each other at once: words for all who listen now. A cache of hints, which may be lost whole at any moment: nothing that is
 * stored depends on it.
 */
export interface Bus {
  begin: (listener: BusListener) => void;
  /** Never waits and never throws; what cannot be said now is dropped, and `onGap` is called once it can again. */
  say: (words: string) => void;
  close: () => Promise<void>;
}
