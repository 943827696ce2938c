import * as z from 'zod/mini';
import { ClientId } from './ids.ts';
import { Translations } from './note.ts';

export const needTitleMax = 60;
export const needDescriptionMax = 1000;

/** What facilitators write of a need on the wall. */
export const Need = z.strictObject({
  id: ClientId,
  title: z.string().check(z.maxLength(400)),
  translations: z.optional(Translations),
  description: z.optional(z.string().check(z.maxLength(4000))),
  category: z.optional(z.string().check(z.maxLength(100))),
  mergedInto: z.optional(ClientId),
});
export type Need = z.infer<typeof Need>;

/** One of the needs that an exercise is about, frozen with its title when the exercise opens. */
export interface Option {
  needId: string;
  number: number;
  title: string;
  translations?: Translations;
}

/**
 * The need that `needId` stands for after merges: `mergedInto` is followed; a cycle or a missing target counts as not merged.
 */
export function mergedNeedId(needs: ReadonlyMap<string, { mergedInto?: string | undefined }>, needId: string): string {
  const seen = new Set([needId]);
  let current = needId;
  for (;;) {
    const target = needs.get(current)?.mergedInto;
    if (target === undefined || !needs.has(target)) return current;
    if (seen.has(target)) return needId;
    seen.add(target);
    current = target;
  }
}
