import type { ForWhom, NoteKind } from '../../shared/note.ts';

/** A note that a simulated resident may write. `{place}` stands for somewhere in the neighbourhood, so that no two need be the same. */
export interface SampleNote {
  text: string;
  lang: string;
  /** The sample need that it speaks of. */
  need: string;
  forWhom?: ForWhom;
  kind?: NoteKind;
}

/** What the sample notes are about: the needs that a practising facilitator may make of them. */
export const sampleNeeds: readonly { id: string; title: string }[] = [
  { id: 'stair-lamps', title: '楼道和路上的灯' },
  { id: 'elder-lunch', title: '老人的午饭' },
  { id: 'after-school', title: '放学后的两小时' },
  { id: 'bike-charging', title: '电动车充电' },
  { id: 'nearby-doctor', title: '家门口看病' },
  { id: 'rubbish', title: '垃圾和气味' },
  { id: 'fire-lane', title: '停车和消防道' },
  { id: 'languages', title: '看得懂的通知' },
  { id: 'stairs', title: '上下楼难' },
  { id: 'quiet-nights', title: '夜里安静些' },
];

export const samplePlaces: Readonly<Record<string, readonly string[]>> = {
  'zh-CN': ['三栋', '五栋二单元', '北门', '南门口', '菜场那头', '活动室旁边', '八号楼', '小广场', '后街', '老锅炉房'],
  en: ['Building 3', 'Block 12', 'the north gate', 'the market side', 'the old boiler house', 'Building 8'],
  ja: ['3号棟', '北門', '市場のそば'],
  ko: ['3동', '북문', '시장 쪽'],
};

/** Written for Yishi: elders, parents, night-shift workers, shopkeepers, tenants, neighbours from abroad, children. */
export const sampleNotes: readonly SampleNote[] = [
  { need: 'stair-lamps', lang: 'zh-CN', text: '{place}的楼道灯一个冬天没亮过' },
  { need: 'stair-lamps', lang: 'zh-CN', text: '我上夜班，{place}那一段得摸黑走' },
  { need: 'stair-lamps', lang: 'zh-CN', text: '台阶边上能不能贴条反光的，{place}我差点踩空', forWhom: 'elders' },
  { need: 'stair-lamps', lang: 'zh-CN', text: '声控灯跺脚都不理人，孩子怕黑', forWhom: 'children' },
  { need: 'stair-lamps', lang: 'en', text: 'It is pitch dark at {place} after nine' },
  { need: 'stair-lamps', lang: 'ko', text: '{place} 가로등이 한 달째 꺼져 있어요' },

  { need: 'elder-lunch', lang: 'zh-CN', text: '老伴走了以后，中午就凑合一口', forWhom: 'elders' },
  { need: 'elder-lunch', lang: 'zh-CN', text: '{place}要是有个小食堂，我天天去' },
  { need: 'elder-lunch', lang: 'zh-CN', text: '饭要软的、淡的，八块钱以内', forWhom: 'elders' },
  { need: 'elder-lunch', lang: 'zh-CN', text: '我爸腿脚不行，最好有人送上楼', forWhom: 'limited-mobility' },
  { need: 'elder-lunch', lang: 'zh-CN', text: '我退休前是厨师，可以来帮忙掌勺', kind: 'offer' },
  { need: 'elder-lunch', lang: 'zh-CN', text: '周末食堂歇了，老人吃什么？', kind: 'question', forWhom: 'elders' },

  { need: 'after-school', lang: 'zh-CN', text: '三点四十放学，我六点半才到家', forWhom: 'children' },
  { need: 'after-school', lang: 'zh-CN', text: '{place}那间空屋能不能给孩子写作业', forWhom: 'children' },
  { need: 'after-school', lang: 'zh-CN', text: '外面的托管一个月一千二，租房的出不起', forWhom: 'tenants' },
  { need: 'after-school', lang: 'zh-CN', text: '我念大三，寒暑假能来教英语', kind: 'offer' },
  { need: 'after-school', lang: 'zh-CN', text: '想有个能踢球的地方，不被骂', forWhom: 'children' },
  { need: 'after-school', lang: 'en', text: 'My son waits alone at {place} until I finish work', forWhom: 'children' },

  { need: 'bike-charging', lang: 'zh-CN', text: '{place}的充电桩十个坏六个' },
  { need: 'bike-charging', lang: 'zh-CN', text: '楼上有人往下甩线，看着心慌' },
  { need: 'bike-charging', lang: 'zh-CN', text: '送外卖一天要充两回，没地方', forWhom: 'tenants' },
  { need: 'bike-charging', lang: 'zh-CN', text: '充一次两块五，比家里贵一倍' },
  { need: 'bike-charging', lang: 'zh-CN', text: '电池别再进电梯了，求求了' },
  { need: 'bike-charging', lang: 'en', text: 'The chargers at {place} do not take my card' },

  { need: 'nearby-doctor', lang: 'zh-CN', text: '量个血糖得倒两趟公交', forWhom: 'elders' },
  { need: 'nearby-doctor', lang: 'zh-CN', text: '慢病的药，站里总说下周才到' },
  { need: 'nearby-doctor', lang: 'zh-CN', text: '能不能请大夫每月来{place}坐半天' },
  { need: 'nearby-doctor', lang: 'zh-CN', text: '孩子半夜发烧，最近的急诊在哪？', kind: 'question', forWhom: 'children' },
  { need: 'nearby-doctor', lang: 'zh-CN', text: '我是护士，休息日能教大家用血压计', kind: 'offer' },
  {
    need: 'nearby-doctor',
    lang: 'en',
    text: 'Is there a doctor nearby who speaks some English?',
    kind: 'question',
    forWhom: 'foreign-neighbours',
  },

  { need: 'rubbish', lang: 'zh-CN', text: '{place}的桶一到夏天苍蝇成堆' },
  { need: 'rubbish', lang: 'zh-CN', text: '旧沙发堆在楼下两个礼拜了' },
  { need: 'rubbish', lang: 'zh-CN', text: '分好的垃圾，车一来又倒一块儿' },
  { need: 'rubbish', lang: 'zh-CN', text: '桶太高，我坐轮椅够不着', forWhom: 'limited-mobility' },
  { need: 'rubbish', lang: 'ja', text: '{place}のごみの分け方がわかりません', forWhom: 'foreign-neighbours' },
  { need: 'rubbish', lang: 'zh-CN', text: '清运能不能别赶早上五点' },

  { need: 'fire-lane', lang: 'zh-CN', text: '上回救护车在{place}堵了十分钟', forWhom: 'everyone' },
  { need: 'fire-lane', lang: 'zh-CN', text: '消防道画了线，线上停满车' },
  { need: 'fire-lane', lang: 'zh-CN', text: '下班回来转三圈找不着位' },
  { need: 'fire-lane', lang: 'zh-CN', text: '外来车放学点全停{place}' },
  { need: 'fire-lane', lang: 'zh-CN', text: '石墩子拦得住轮椅，拦不住车', forWhom: 'limited-mobility' },
  { need: 'fire-lane', lang: 'zh-CN', text: '能不能分单双号停？', kind: 'idea' },

  { need: 'languages', lang: 'en', text: 'The water was cut off and I could not read why', forWhom: 'foreign-neighbours' },
  { need: 'languages', lang: 'en', text: 'A picture beside each notice would already help', kind: 'idea' },
  { need: 'languages', lang: 'ko', text: '공지를 한국어나 영어로도 붙여 주세요', forWhom: 'foreign-neighbours' },
  { need: 'languages', lang: 'ja', text: '集まりのお知らせをやさしい言葉で書いてほしいです', forWhom: 'foreign-neighbours' },
  { need: 'languages', lang: 'zh-CN', text: '字印得太小，老花镜都不管用', forWhom: 'elders' },
  { need: 'languages', lang: 'zh-CN', text: '通知只在群里发，不用手机的看不见', forWhom: 'elders' },

  { need: 'stairs', lang: 'zh-CN', text: '住六楼，膝盖换过，半个月下一次楼', forWhom: 'elders' },
  { need: 'stairs', lang: 'zh-CN', text: '{place}先装个扶手也好', forWhom: 'elders' },
  { need: 'stairs', lang: 'zh-CN', text: '电梯一停，推婴儿车的全傻眼', forWhom: 'children' },
  { need: 'stairs', lang: 'zh-CN', text: '加装电梯，一楼不同意怎么办？', kind: 'question' },
  { need: 'stairs', lang: 'zh-CN', text: '每层放把折叠椅，歇口气', kind: 'idea' },
  { need: 'stairs', lang: 'en', text: 'No ramp at {place}, so my mother stays in', forWhom: 'limited-mobility' },

  { need: 'quiet-nights', lang: 'zh-CN', text: '{place}跳舞的音响十点还开着' },
  { need: 'quiet-nights', lang: 'zh-CN', text: '烧烤摊收摊一点半，孩子要中考', forWhom: 'children' },
  { need: 'quiet-nights', lang: 'zh-CN', text: '楼上装修周日也砸墙' },
  { need: 'quiet-nights', lang: 'zh-CN', text: '我们跳舞的也想有个不扰人的地方', forWhom: 'elders' },
  { need: 'quiet-nights', lang: 'ko', text: '{place} 오토바이 소리가 밤새 들려요' },
  { need: 'quiet-nights', lang: 'zh-CN', text: '后厨的风机对着我家窗户' },
];

/** Every way in which a sample note may be written. */
export function wordingsOf({ text, lang }: SampleNote): string[] {
  return text.includes('{place}') ? (samplePlaces[lang] ?? []).map((place) => text.replace('{place}', place)) : [text];
}
