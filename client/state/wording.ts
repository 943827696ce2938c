/** A text in the reader's language where somebody has translated it, as it was written otherwise. */
export function worded(text: string, translations: Record<string, string> | undefined, locale: string): string {
  return translations?.[locale] ?? translations?.[locale.slice(0, 2)] ?? text;
}
