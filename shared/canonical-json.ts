import { isRecord } from './document.ts';

/**
 * The one way to write a JSON value: keys in the order of their code units, no white space, fields that are undefined left out. What is hashed or
 * compared as text is written so (RFC 8785, which JavaScript's numbers and strings already follow).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item === undefined ? null : item)).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${fields.join(',')}}`;
}
