const digit = '[0-9０-９]';
const numeral = '[〇零一二三四五六七八九十百]';
/** The number of a building, a unit or a floor. */
const few = `(?:[A-Za-z]?${digit}{1,3}|${numeral}{1,4})`;
/** What follows a number that counts or measures something, or that goes on. */
const noMeasure =
  '(?![0-9０-９〇零一二三四五六七八九十百千万]|\\s*(?:[年月日天元块毛米度斤人个位次盏辆台棵条张只岁分点平瓦吨公多来几路医]|户|名|层|小时|%))';
/** Three or four digits are a flat; 110, 119 and 120 come by car. */
const room = `(?:(?!1(?:10|19|20|22)(?!${digit}))${digit}{3,4}|[一二三四五六七八九][〇零一二三四五六七八九]{2,3})`;
const building = `(?:${few}|[A-Za-z])\\s*(?:号\\s*楼|號樓|号院|[栋幢座棟#])`;
const unit = `${few}\\s*(?:单元|門洞|门洞)`;
const gap = '[\\s,，、\\-－]{0,2}';
const flat = `${room}(?:\\s*(?:室|号房|号|房(?![价租间子])))?${noMeasure}`;
/** Shops and offices are no households. */
const noShop = '(?![^\\s,，。]{0,4}(?:店|超市|馆|公司|厂|铺|摊|小卖部|市场|餐厅|物业|中心|医院|诊所|幼儿园|棋牌室|培训|中介))';
const family = `(?:的|里)?(?:${few}[楼层])?(?:的)?[那这](?:[一两]?[家户]|一?口子)${noShop}`;
const side = `(?:的)?(?:${few}[楼层])?(?:的)?[东西南北中左右]户`;

const doors = [
  // 3号楼2单元501 · 8栋502室 · 三号楼二单元五零一
  `${building}${gap}(?:${unit}${gap})?${flat}`,
  // 2单元501
  `${unit}${gap}${flat}`,
  // 3号楼那家 · 3号楼2单元四楼那户 · 2单元东户
  `${building}${gap}(?:${unit})?(?:${family}|${side})`,
  `${unit}(?:${family}|${side})`,
  // 501室 · 501那家 · 18号那家
  `(?<!${digit})${digit}{3,4}\\s*(?:室|号室|號室|房(?![价租间子])|호(?!선)|住户|(?:的)?[那这]一?[家户]${noShop})`,
  `(?<!${digit})${digit}{1,4}号(?:院)?(?:的)?[那这]一?[家户]${noShop}`,
  // 3-2-501
  `(?<![0-9０-９\\-])[0-9]{1,2}-[0-9]{1,2}-(?!(?:19|20)[0-9]{2})[0-9]{3,4}(?!-)${noMeasure}`,
  // 3排5号 · 东风村128号
  `${few}排${few}号(?![楼院线门桌])`,
  `[村屯庄]${digit}{1,4}号(?=$|[\\s,，。；;！!？?、的住家])`,
  // 3号棟501号室 · 101동 501호
  `${digit}{1,4}\\s*동\\s*${digit}{2,4}\\s*호`,
  `${digit}{1,3}号棟\\s*${digit}{3,4}(?:号室)?${noMeasure}`,
  // Building 3, Unit 2, Room 501 · Apt 12B
  '\\b(?:building|block|bldg\\.?)\\s*[a-z]?[0-9]{1,3}[a-z]?,?\\s*(?:unit\\s*[0-9a-z]{1,3},?\\s*)?(?:room|apt\\.?|apartment|flat|no\\.?|#)\\s*[0-9]{2,4}[a-z]?\\b',
  '\\b(?:building|block)\\s*[0-9]{1,3},\\s*unit\\s*[0-9]{1,2},\\s*[0-9]{3,4}\\b',
  '\\b(?:apt\\.?|apartment|flat)\\s*#?(?:no\\.?\\s*)?[0-9]{1,4}[a-z]?\\b',
  '\\broom\\s*#?[0-9]{3,4}[a-z]?\\b',
].map((pattern) => new RegExp(pattern, 'gi'));

/** Door numbers that name one household. UTF-16 indices; where several ways of writing fit, the longest; in the text's order. */
export function doorSpans(text: string): { from: number; to: number; kind: 'door' }[] {
  const found = doors
    .flatMap((pattern) => Array.from(text.matchAll(pattern), (match) => ({ from: match.index, to: match.index + match[0].length })))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  const spans: { from: number; to: number; kind: 'door' }[] = [];
  for (const span of found) {
    const last = spans.at(-1);
    if (last && span.from < last.to) {
      last.to = Math.max(last.to, span.to);
      continue;
    }
    spans.push({ ...span, kind: 'door' });
  }
  return spans;
}
