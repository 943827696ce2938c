import { createHash } from 'node:crypto';
import type { Locale } from '../../../shared/refusal.ts';
import { plainPage, plainStyle } from './page.ts';
import { markup } from './markup.ts';
import { plainWords } from './words.ts';

export const noReportStyleHash = createHash('sha256').update(plainStyle).digest('base64');

/** Why there is nothing to read at an address, in words. */
export function noReportPage(why: string, locale: Locale): string {
  const words = plainWords[locale];
  return plainPage({ title: words.noReport, locale, body: markup`<h1>${words.noReport}</h1><p>${why}</p>` });
}
