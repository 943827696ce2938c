/**
 * Storage as a cache: where the browser refuses it (private mode, WeChat, a full disk) things are kept in memory for as long as the page lives.
 * Losing it never loses what was acknowledged.
 */
export interface KeptStrings {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  /** All keys that begin with `prefix`. */
  keys(prefix: string): string[];
  /** False where a value is in memory alone, or gone. */
  outlivesPage(key: string): boolean;
}

/** Wraps a browser storage, which may throw on every call and even on being named. */
export function keptStrings(open: () => Storage): KeptStrings {
  const memory = new Map<string, string>();
  const attempt = <T>(use: (storage: Storage) => T): T | null => {
    try {
      return use(open());
    } catch {
      return null;
    }
  };
  return {
    get: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)),
    set(key, value) {
      const isKept = attempt((storage) => {
        storage.setItem(key, value);
        return true;
      });
      if (isKept) memory.delete(key);
      else memory.set(key, value);
    },
    remove(key) {
      memory.delete(key);
      attempt((storage) => storage.removeItem(key));
    },
    keys(prefix) {
      const stored = attempt((storage) => Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '')) ?? [];
      return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(prefix));
    },
    outlivesPage: (key) => !memory.has(key) && attempt((storage) => storage.getItem(key)) !== null,
  };
}

/** Kept on this device: a resident's seat, drafts and outbox. */
export const onDevice = keptStrings(() => window.localStorage);
/** Kept until the tab closes: a facilitator's, projector's or organizer's secret. */
export const inTab = keptStrings(() => window.sessionStorage);

/** Reads JSON that this page wrote; null where there is none or it does not parse. `isRight` guards what an older page may have written. */
export function readKept<T>(strings: KeptStrings, key: string, isRight: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(strings.get(key) ?? 'null');
    return isRight(value) ? value : null;
  } catch {
    return null;
  }
}
