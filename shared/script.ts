/** Characters that traditional writing alone has, among those that notes use most. */
const traditional =
  /[們這個來時會說對學現點動過後裡還車東樓燈電話請寫讓邊開關門問間見買賣錢醫藥園廠廣場區圖書館嗎聽讀語員無為與樣應當實從經給結紅級線維護鄰鬧雜養馬鳥魚麼沒長髮]/gu;
/** And those that simplified writing alone has. */
const simplified =
  /[们这个来时会说对学现点动过还车东楼灯电话请写让边开关门问间见买卖钱医药园厂广场区图书馆吗听读语员无为与样应当实从经给结红级线维护邻闹杂养马鸟鱼么没长发]/gu;
/**
 * Characters that nobody writes in Japanese today: what simplified writing has of its own (whole stretches of Unicode hold those with a simplified
 * radical), what traditional writing has kept, and Chinese particles. Checked against JIS X 0208, which has none of the simplified ones.
 */
const notJapanese =
  /[\u7EA0-\u7F35\u89C1-\u89D1\u8BA0-\u8C36\u8D1D-\u8D63\u8F66-\u8F9A\u9485-\u9576\u95E8-\u961A\u9875-\u98A7\u9965-\u9995\u9A6C-\u9AA7\u9C7C-\u9CE4\u9E1F-\u9E74爱罢爸吧办帮报备币边变标别补步测层产场尝长吵彻陈衬迟齿处传创从丛达带单导岛德递电丢东懂动栋对队尔发罚烦奋丰风疯肤妇赶刚岗搞够关惯归过还韩汉黑护户华划怀欢环换毁汇获击积极济际夹监坚艰检简减渐奖浇节洁紧仅进惊净剧举开库裤块宽矿亏垃啦蓝栏篮懒烂劳乐类离丽厉历联连脸炼两疗邻灵岭龙录陆滤罗妈吗买卖满么每们灭亩哪难脑呢你您宁农盘盼喷齐启迁签墙强抢桥侨亲庆穷权劝确扰热扔荣伞扫杀傻烧摄审胜圣师时实势适释兽书术树摔苏虽岁孙损她态摊坛叹汤烫踢厅偷头图团袜为围卫稳窝污务雾牺习戏虾吓显险现县乡响晓协兴选寻压哑亚严盐厌阳养样摇药爷业遗义艺亿异阴应营优邮娱园员圆远跃运杂灾脏灶择则这阵郑执职种众皱专砖桩总們這來會說對學點裡樓燈寫讓邊關買賣錢醫藥廠廣區圖嗎聽讀與樣應當實從經鄰鬧雜麼沒髮國體氣發變數聲單圍團處總擔擇舊價條鐵雙屬亂歸顯壓繼續觀權歡齒歲戰傳妳它很也啊什坏]|[^終完修校満魅]了/u;
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
 * letters. Han without kana is Chinese, as what only one of its two writings has says, else `zh`. [W5] Who reads Japanese (`reads`, a tag) has written Japanese
 * in it where nothing stands against it.
 */
export function languageOf(text: string, reads = 'zh'): string | null {
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
  if (/^ja\b/i.test(reads) && !notJapanese.test(text)) return 'ja';
  const lean = count(text, traditional) - count(text, simplified);
  return lean > 0 ? 'zh-Hant' : lean < 0 ? 'zh-Hans' : 'zh';
}

/**
 * [W5] What a page says of a note's language when it sends it: its own opinion where it differs from the one that the server has, who knows the session's
 * language alone; undefined where both tell the same. A page in neither Chinese nor Japanese has no opinion.
 */
export function languageToSay(text: string, { page, session }: { page: string; session: string }): string | undefined {
  const own = languageOf(text, /^(zh|ja)\b/.test(page) ? page : session);
  return own !== null && own !== languageOf(text, session) ? own : undefined;
}
