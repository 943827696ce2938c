/** Characters that traditional writing alone has, among those that notes use most. */
const traditional =
  /[們這個來時會說對學現點動過後裡還車東樓燈電話請寫讓邊開關門問間見買賣錢醫藥園廠廣場區圖書館嗎聽讀語員無為與樣應當實從經給結紅級線維護鄰鬧雜養馬鳥魚麼沒長髮]/gu;
/** And those that simplified writing alone has. */
const simplified =
  /[们这个来时会说对学现点动过还车东楼灯电话请写让边开关门问间见买卖钱医药园厂广场区图书馆吗听读语员无为与样应当实从经给结红级线维护邻闹杂养马鸟鱼么没长发]/gu;
const englishWords = /\b(the|and|is|are|to|of|for|in|my|we|not|no|please|with|at|there|need|more|it|on|you|have|can)\b/gi;

/** Scripts that one language in ten does not share are told as a script, never as a language. */
const others: [script: RegExp, tag: string][] = [
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Arabic}/gu, 'und-Arab'],
  [/\p{Script=Cyrillic}/gu, 'und-Cyrl'],
  [/\p{Script=Devanagari}/gu, 'und-Deva'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Greek}/gu, 'el'],
];

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

/**
 * [W4] The BCP 47 tag of what a note is written in, by its script: honest where that says no more than the script (`und-Latn`), null where there are no
 * letters. Han without kana is Chinese, as what only one of its two writings has says, else `zh`.
 */
export function languageOf(text: string): string | null {
  const [hangul, kana, han, latin] = [
    /\p{Script=Hangul}/gu,
    /[\p{Script=Hiragana}\p{Script=Katakana}]/gu,
    /\p{Script=Han}/gu,
    /\p{Script=Latin}/gu,
  ].map((script) => count(text, script)) as [number, number, number, number];
  const [other, otherTag] = others
    .map(([script, tag]) => [count(text, script), tag] as const)
    .reduce<readonly [number, string]>((most, each) => (each[0] > most[0] ? each : most), [0, 'und']);
  // A word is four or five letters long where it is written in letters, and one or two signs where it is not.
  const asian = hangul + kana + han;
  if (Math.max(asian, latin / 4, other / 4) === 0) return null;
  if (other / 4 > asian && other >= latin) return otherTag;
  if (latin / 4 > asian) return count(text, englishWords) >= 2 ? 'en' : 'und-Latn';
  if (hangul > kana && hangul >= han / 4) return 'ko';
  if (kana > 0 && kana >= han / 8) return 'ja';
  const lean = count(text, traditional) - count(text, simplified);
  return lean > 0 ? 'zh-Hant' : lean < 0 ? 'zh-Hans' : 'zh';
}
