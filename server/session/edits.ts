import * as z from 'zod/mini';
import { isRecord } from '../../shared/document.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { isBlank, normaliseText } from '../../shared/text.ts';

export type Edits = Readonly<Record<string, unknown>>;

/** `before` with its edits; what is null, blank or an empty list then is gone. */
export function changed(before: object, edits: Edits): Record<string, unknown> {
  const given = Object.entries(edits).filter(([, value]) => value !== undefined);
  const after = { ...before, ...Object.fromEntries(given.map(([name, value]) => [name, asTyped(value)])) };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== null));
}

/** Each by its id; null takes one away. */
export function changedEach(
  before: Readonly<Record<string, object>>,
  edits: Readonly<Record<string, Edits | null>>,
): Record<string, object> {
  const after: Record<string, object> = { ...before };
  for (const [id, edit] of Object.entries(edits)) {
    if (edit === null) delete after[id];
    else after[id] = changed(after[id] ?? {}, edit);
  }
  return after;
}

function asTyped(value: unknown): unknown {
  if (typeof value === 'string') {
    const text = normaliseText(value);
    return isBlank(text) ? null : text;
  }
  if (!Array.isArray(value)) return isRecord(value) ? null : value;
  const items = [...new Set(value.map(asTyped).filter((item) => item !== null))];
  return items.length > 0 ? items : null;
}

/** What fits the schema; refuses `bad-input` otherwise. */
export function parsed<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const result = z.safeParse(schema, value);
  if (!result.success) throw new RefusalError('bad-input');
  return result.data;
}
