import { vi } from 'vitest';
import { pretendPage } from './page.ts';

/** What a browser's storage does to a page. */
export type StorageMood = 'well' | 'full' | 'denied';

/** A phone's browser around the client's own code: what is kept on it outlives its pages. */
export interface Device {
  /** What its local storage holds. */
  readonly kept: Map<string, string>;
  mood: StorageMood;
  /** The page is shown again, as after a while in the background. */
  show: () => void;
  /** The page is about to be left: true where the browser asks whether it should be. */
  leave: () => boolean;
}

/** Gives the client's state the browser that it needs, on a page of `origin`. `vi.unstubAllGlobals` takes it away. */
export function pretendDevice(origin: string): Device {
  pretendPage(origin);
  vi.stubGlobal('location', { ...location, search: '' });
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible', documentElement: { lang: 'zh-CN' } });
  const device: Device = {
    kept: new Map(),
    mood: 'well',
    show: () => void document.dispatchEvent(new Event('visibilitychange')),
    leave: () =>
      !window.dispatchEvent(Object.defineProperty(new Event('beforeunload', { cancelable: true }), 'returnValue', { writable: true })),
  };
  const inTab = new Map<string, string>();
  const window = Object.assign(new EventTarget(), { sessionStorage: storageOn(inTab, device) });
  Object.defineProperty(window, 'localStorage', {
    get: () => {
      if (device.mood === 'denied') throw new Error('denied');
      return storageOn(device.kept, device);
    },
  });
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', document);
  vi.stubGlobal('navigator', { languages: ['zh-CN'] });
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => fetch(new URL(path, origin), init));
  return device;
}

function storageOn(kept: Map<string, string>, device: Device) {
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, value: string) {
      if (device.mood !== 'well') throw new Error('QuotaExceededError');
      kept.set(key, value);
    },
    removeItem: (key: string) => void kept.delete(key),
    key: (i: number) => [...kept.keys()][i] ?? null,
    get length() {
      return kept.size;
    },
  };
}
