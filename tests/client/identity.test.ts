import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** A page's address, history and storages, as far as identity touches them. */
function openPage(address: string, { storageFails = false } = {}) {
  const url = new URL(address);
  const shown: string[] = [];
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
    key: (i: number) => [...kept.keys()][i] ?? null,
    get length() {
      return kept.size;
    },
  };
  vi.stubGlobal('location', url);
  vi.stubGlobal('history', {
    state: null,
    replaceState: (_: unknown, __: string, path: string) => {
      shown.push(path);
      url.hash = '';
    },
  });
  const open = () => {
    if (storageFails) throw new Error('denied');
    return storage;
  };
  vi.stubGlobal('window', {
    get localStorage() {
      return open();
    },
    get sessionStorage() {
      return open();
    },
  });
  return { shown, kept };
}

describe('identity', () => {
  beforeEach(() => vi.resetModules());
  afterEach(() => vi.unstubAllGlobals());
  const load = () => import('../../client/net/identity.ts');

  it('reads a secret from the fragment once and takes it out of the address bar', async () => {
    const { shown } = openPage('http://yishi.test/f/session-1?lang=en#t=TOKEN.x');
    const { takeSecret } = await load();
    expect(takeSecret('t', 'f:session-1')).toBe('TOKEN.x');
    expect(shown).toEqual(['/f/session-1?lang=en']);
    expect(takeSecret('t', 'f:session-1')).toBe('TOKEN.x');
    expect(takeSecret('t', 'f:session-2')).toBeNull();
  });

  it('keeps a secret in memory where the browser refuses storage', async () => {
    openPage('http://yishi.test/desk#k=KEY', { storageFails: true });
    const { takeSecret } = await load();
    expect(takeSecret('k', 'desk')).toBe('KEY');
    expect(takeSecret('k', 'desk')).toBe('KEY');
  });

  it('keeps the id of a join until there is a seat, so that a lost answer gives the same person', async () => {
    openPage('http://yishi.test/j/ABCD');
    const { joinCommandId, keepSeat, keptSeat, dropSeat } = await load();
    const commandId = joinCommandId('session-1');
    expect(commandId).toMatch(/^[A-Za-z0-9_-]{22,64}$/);
    expect(joinCommandId('session-1')).toBe(commandId);
    const seat = { participantId: 'p', token: 't', alias: '甲' };
    keepSeat('session-1', seat);
    expect(keptSeat('session-1')).toEqual(seat);
    dropSeat('session-1');
    expect(keptSeat('session-1')).toBeNull();
    expect(joinCommandId('session-1')).not.toBe(commandId);
  });

  it('makes ids that the wire accepts, without repeats', async () => {
    const { randomId } = await load();
    const ids = Array.from({ length: 2000 }, () => randomId());
    expect(ids.every((id) => /^[A-Za-z0-9_-]{22}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
