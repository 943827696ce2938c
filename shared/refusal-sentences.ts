import { refusalsEn } from './refusal-en.ts';
import { refusalsZhCN } from './refusal-zh-cn.ts';
import type { Locale, RefusalCode } from './refusal.ts';

// A language each in a file of its own: a phone downloads one of them.
const sentences: Record<Locale, Record<RefusalCode, string>> = { 'zh-CN': refusalsZhCN, en: refusalsEn };

/** The sentence for a refusal in `locale`: what happened, whether the words are safe, what next. */
export function sentenceOf(code: RefusalCode, locale: Locale): string {
  return sentences[locale][code];
}
