/** Names that facilitators see instead of people: plants of the yard, none of them anybody's name. */
const plants =
  '海棠 石榴 丁香 玉兰 月季 牡丹 芍药 茉莉 桂花 腊梅 紫藤 凌霄 木槿 蔷薇 杜鹃 山茶 水仙 兰草 菊花 荷花 睡莲 芦苇 菖蒲 薄荷 紫苏 艾草 葵花 牵牛 凤仙 鸡冠 石竹 百合 萱草 鸢尾 迎春 连翘 绣球 栀子 含笑 合欢 银杏 梧桐 槐树 榆树 柳树 杨树 松树 柏树 枫树 樟树 枇杷 柿子 核桃 板栗 山楂 樱桃 桃树 杏树 李子 葡萄 丝瓜 葫芦 豆角 南瓜'.split(
    ' ',
  );

/** The alias of the n-th person (from 0): 海棠 … 南瓜, 海棠 2 … */
export function aliasOf(n: number): string {
  const round = Math.floor(n / plants.length);
  return round === 0 ? plants[n]! : `${plants[n % plants.length]!} ${round + 1}`;
}
