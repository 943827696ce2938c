/**
 * What a normalised text is compared by: pairs of neighbouring characters where words are not set apart (W. Cavnar and J. Trenkle, N-gram-based text
 * categorization, SDAIR 1994), whole words in Latin and Cyrillic. Each once.
 */
export function featuresOf(text: string): string[] {
  const features = new Set<string>();
  for (const [run] of text.matchAll(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+|[\p{L}\p{N}'-]+/gu)) {
    if (!/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(run)) {
      if (run.length > 2) features.add(run);
      continue;
    }
    const characters = Array.from(run);
    for (let i = 0; i + 1 < characters.length; i += 1) features.add(characters[i]! + characters[i + 1]!);
  }
  return [...features];
}
