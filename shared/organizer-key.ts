import * as z from 'zod/mini';

export const keyNameMax = 60;
/** So many keys that were not revoked. */
export const keysMax = 100;

export const OrganizerKeyBody = z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(keyNameMax)) });

/** A key as lists show it: never what it is, nor its hash. */
export interface ListedKey {
  id: string;
  name: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** 2026-05-16; null where it was never used. */
  lastUsedOn: string | null;
}

export interface OrganizerKeyList {
  keys: ListedKey[];
  /** The id of the key that asks; null where it is the owner's. */
  mine: string | null;
}

/** A key as it is given, this once. */
export interface MadeKey extends ListedKey {
  key: string;
  /** The desk, opened by it. */
  url: string;
}
