import * as z from 'zod/mini';
import { forWhomOptions } from '../../../shared/note.ts';
import type { FormAnswers } from '../../../shared/exercises/form.ts';

const text = z.string().check(z.maxLength(1024));
/** 128 bits or more, made by the page before: sent again it is the same person. */
const Fresh = z.string().check(z.regex(/^[A-Za-z0-9_-]{22,64}$/));
const several = z.pipe(
  z.union([z.string(), z.array(z.string())]),
  z.transform((given: string | string[]) => [given].flat()),
);

/** What a form of the page without scripts carries: who it is, and what they want. */
export const FormBody = z.object({
  do: z.optional(z.enum(['look', 'note', 'withdraw', 'ballot'])),
  token: z.optional(text),
  join: z.optional(Fresh),
  seatCode: z.optional(text),
  commandId: z.optional(Fresh),
  exerciseId: z.optional(text),
  noteId: z.optional(text),
  text: z.optional(z.string()),
  forWhom: z.optional(
    z.pipe(
      several,
      z.transform((given: string[]) => forWhomOptions.filter((one) => given.includes(one))),
    ),
  ),
});
export type FormBody = z.infer<typeof FormBody>;

const prefix = 'answer ';

/** The name of a ballot's question among the form's fields. */
export function fieldOf(question: string): string {
  return `${prefix}${question}`;
}

/** What was answered to a ballot's questions. */
export function answersIn(body: unknown): FormAnswers {
  const fields = typeof body === 'object' && body !== null ? Object.entries(body as Record<string, unknown>) : [];
  return new Map(
    fields.flatMap(([name, value]) => {
      const given = several.safeParse(value);
      return name.startsWith(prefix) && given.success ? [[name.slice(prefix.length), given.data] as const] : [];
    }),
  );
}
