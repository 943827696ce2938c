import * as z from 'zod/mini';
import { ClientId } from '../ids.ts';
import { defineKind, wholeNumber } from './kind.ts';

export const CollectSettings = z.strictObject({
  notesPerPerson: wholeNumber(1, 1000),
  textMax: wholeNumber(20, 500),
  concealed: z.boolean(),
  hold: z.boolean(),
  aboutNeedId: z.nullable(ClientId),
});
export type CollectSettings = z.infer<typeof CollectSettings>;

/** 写一写: residents write in silence; nobody sees a note before the facilitator reveals. */
export const collect = defineKind<CollectSettings>({
  kind: 'collect',
  isAboutNeeds: false,
  defaults: { notesPerPerson: 5, textMax: 200, concealed: true, hold: false, aboutNeedId: null },
  settings: CollectSettings,
  ballot: null,
});

/** The settings of a `collect`; other kinds take no notes. */
export function collectSettings(settings: Record<string, unknown>): CollectSettings {
  return z.parse(CollectSettings, settings);
}
