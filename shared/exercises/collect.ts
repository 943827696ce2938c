import * as z from 'zod/mini';
import { ClientId } from '../ids.ts';
import { defineKind, wholeNumber } from './kind.ts';

export const CollectSettings = z.strictObject({
  notesPerPerson: wholeNumber(1, 1000),
  textMax: wholeNumber(20, 500),
  concealed: z.boolean(),
  hold: z.boolean(),
  aboutNeedId: z.nullable(ClientId),
  /** What may be written beside needs. */
  alsoTakes: z.optional(z.array(z.enum(['offer', 'question'])).check(z.maxLength(2))),
  /** True where writers read their notes out one after another, in the manner of the nominal group technique. */
  roundRobin: z.optional(z.boolean()),
});
export type CollectSettings = z.infer<typeof CollectSettings>;

/** 写一写: residents write in silence; nobody sees a note before the facilitator reveals. */
export const collect = defineKind<CollectSettings>({
  kind: 'collect',
  called: { 'zh-CN': '写一写', en: 'Write' },
  isAboutNeeds: false,
  defaults: { notesPerPerson: 5, textMax: 200, concealed: true, hold: false, aboutNeedId: null },
  settings: CollectSettings,
  ballot: null,
});

/** True where revealing puts nothing onto the wall yet: notes come one by one, let through by the facilitator or read out by their writers. */
export function comesOneByOne({ hold, roundRobin }: CollectSettings): boolean {
  return hold || roundRobin === true;
}

/** The settings of a `collect`; other kinds take no notes. */
export function collectSettings(settings: Record<string, unknown>): CollectSettings {
  return z.parse(CollectSettings, settings);
}
