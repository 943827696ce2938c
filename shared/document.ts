import type * as Y from 'yjs';

export const parts = ['stage', 'wall', 'backstage'] as const;
/** A part of a session's shared document: each a Y.Doc and a room of its own. */
export type Part = (typeof parts)[number];

/** Origins of document transactions: the server's own writes, and what a facilitator sent. */
export const serverOrigin = { by: 'server' } as const;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets a JSON value only where it differs, so that writing the same thing again costs no history. */
export function setWhereChanged(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (!map.has(key) || !isSame(map.get(key), value)) map.set(key, value);
}

/** The same for an entry of a collection, which null takes away. */
export function setOrDelete(map: Y.Map<unknown>, key: string, value: object | null): void {
  if (value !== null) setWhereChanged(map, key, value);
  else if (map.has(key)) map.delete(key);
}

/** Compares JSON values; key order and fields that are undefined do not count. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame(a[key], b[key]));
}
