import * as z from 'zod/mini';

export const noteKinds = ['need', 'offer', 'question', 'idea'] as const;
export type NoteKind = (typeof noteKinds)[number];

/** For whom a note speaks, if its writer likes: 老人 · 孩子 · 租户 · 外籍邻居 · 行动不便的人 · 大家. */
export const forWhomOptions = ['elders', 'children', 'tenants', 'foreign-neighbours', 'limited-mobility', 'everyone'] as const;
export type ForWhom = (typeof forWhomOptions)[number];

export const channels = ['phone', 'kiosk', 'paper', 'scribe'] as const;
export type Channel = (typeof channels)[number];

/** A frame carries at most 64 KB; what fits into one but not onto a note is `too-long`, not `bad-input`. */
export const NoteText = z.string().check(z.minLength(1), z.maxLength(65_536));
export const NoteKind = z.enum(noteKinds);
export const ForWhom = z.array(z.enum(forWhomOptions)).check(z.maxLength(forWhomOptions.length));
export const Lang = z.string().check(z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/));
export const noteTranslationMax = 500;
export const noteTranslationsMax = 20;
/** In UTF-16 code units. */
export const translationUnitsMax = 1000;
/** Translations typed by a person, by BCP 47 tag. */
export const Translations = z.record(Lang, z.string().check(z.maxLength(translationUnitsMax)));
export type Translations = z.infer<typeof Translations>;
/** The same as somebody sends them with a note: what is longer than the wall reads is `too-long`. */
export const SentTranslations = z
  .record(Lang, z.string().check(z.maxLength(4000)))
  .check(z.refine((translations) => Object.keys(translations).length <= noteTranslationsMax));
