import * as z from 'zod/mini';

// The kinds of value that need records are made of. JSON Schema's `format` is avoided: validators differ in which formats they know.

export const Id = z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,128}$/));
export const Words = z.nullable(z.string().check(z.maxLength(65_536)));
export const Count = z.int().check(z.gte(0));
export const MaybeCount = z.nullable(Count);
export const Rank = z.nullable(z.int().check(z.gte(1)));
export const Share = z.nullable(z.number().check(z.gte(0), z.lte(1)));
export const Figure = z.nullable(z.number());
export const Grade = z.nullable(z.int().check(z.gte(1), z.lte(5)));
export const YesNo = z.nullable(z.boolean());

/** A time in UTC, as `Date.prototype.toISOString` writes it. */
export const Time = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/));
export const MaybeTime = z.nullable(Time);
/** A date, or a time where somebody knows it. */
export const MaybeDay = z.nullable(
  z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/)),
);

/** `null`, or one of a closed list. */
export function oneOf<const T extends readonly string[]>(values: T) {
  return z.nullable(z.enum(values));
}
