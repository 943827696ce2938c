import type { NeedCategory, TitleLanguage } from './entry.ts';

/** Needs that people tell apart when they have much to say of each, and put together when they have little. */
export interface Family {
  members: readonly string[];
  category: NeedCategory;
  titles: Readonly<Record<TitleLanguage, string>>;
}

export const families: readonly Family[] = [
  {
    members: ['dance-noise', 'renovation-noise', 'night-noise'],
    category: 'environment',
    titles: { 'zh-CN': '噪音', en: 'Noise', ja: '騒音', ko: '소음' },
  },
  {
    members: ['car-parking', 'fire-lane'],
    category: 'transport',
    titles: { 'zh-CN': '停车和消防通道', en: 'Parking and fire lanes', ja: '駐車と緊急車両の通路', ko: '주차와 소방 통로' },
  },
  {
    members: ['e-bike-charging', 'e-bikes-indoors'],
    category: 'safety',
    titles: {
      'zh-CN': '电动车充电和进楼',
      en: 'E-bikes: charging and taking indoors',
      ja: '電動バイクの充電と持ち込み',
      ko: '전기자전거 충전과 실내 반입',
    },
  },
  {
    members: ['lift', 'stairs', 'accessibility'],
    category: 'housing',
    titles: {
      'zh-CN': '电梯、楼梯和无障碍',
      en: 'Lifts, stairs and access',
      ja: 'エレベーター・階段・バリアフリー',
      ko: '엘리베이터·계단·무장애',
    },
  },
  {
    members: ['leaks', 'building-fabric'],
    category: 'housing',
    titles: { 'zh-CN': '房屋漏水和翻修', en: 'Leaks and repairs of old buildings', ja: '雨漏りと建物の改修', ko: '누수와 건물 보수' },
  },
  {
    members: ['after-school-care', 'lessons'],
    category: 'children',
    titles: { 'zh-CN': '放学后照看和功课', en: 'After school: care and homework', ja: '放課後の預かりと学習', ko: '방과 후 돌봄과 공부' },
  },
  {
    members: ['school-places', 'kindergarten'],
    category: 'children',
    titles: { 'zh-CN': '入学和入园', en: 'School and kindergarten places', ja: '入学と入園', ko: '입학과 입원' },
  },
  {
    members: ['people-alone', 'home-care'],
    category: 'ageing',
    titles: { 'zh-CN': '老人照护和陪伴', en: 'Care and company for older people', ja: '高齢者の介護と見守り', ko: '어르신 돌봄과 말벗' },
  },
  {
    members: ['notices', 'languages'],
    category: 'services',
    titles: { 'zh-CN': '看得懂的通知', en: 'Notices that everybody understands', ja: '誰にもわかるお知らせ', ko: '누구나 이해하는 공지' },
  },
  {
    members: ['neighbours', 'culture'],
    category: 'culture',
    titles: { 'zh-CN': '邻里和文化活动', en: 'Neighbourhood and cultural events', ja: '近所づきあいと文化活動', ko: '이웃과 문화 행사' },
  },
];
