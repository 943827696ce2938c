import type { ChartWords } from './words.ts';

export const chartWordsZhCN: ChartWords = {
  need: '需求',
  none: '—',
  place: (place, isTied) => (isTied ? `第 ${place}，同票` : `第 ${place}`),
  short: (place, isTied) => (isTied ? `${place} =` : String(place)),
  range: (low, high) => (low === high ? `就在第 ${low}` : `第 ${low} 到第 ${high}`),
  places: {
    title: '先后，和上下范围',
    explanation: '黑块是排在第几；灰条是换一批人来投，多半会落在的范围，灰条叠在一起的几件分不出先后。两道横和“=”是同票。',
    place: '第几件',
    range: '上下范围',
    picture: (among) => `左边第 1，右边第 ${among}`,
    few: '没有算上下范围。',
  },
  dots: {
    title: (exercise) => (exercise === null ? '每件的票' : `每件的票：${exercise}`),
    explanation: '条越长票越多。实心的在前三件里，斜线的在后面。',
    dots: '票',
    people: '人数',
    picture: (most) => `最长的是 ${most} 票`,
    count: (dots) => `${dots} 票`,
  },
  gap: {
    title: '有多要紧，现在满意吗',
    explanation: '黑块是有多要紧，空框是现在有多满意；中间的灰条越长，差得越多。',
    importance: '要紧',
    satisfaction: '满意',
    gap: '差',
    picture: (scale) => `左边 1 分，右边 ${scale} 分`,
    betweenThem: (gap) => `差 ${gap}`,
  },
  groups: {
    title: (question) => `各人群并排：${question}`,
    explanation: (groups) =>
      `空框是全场排在第几，黑块是各人群排在第几，从上到下：${groups.join('、')}。离空框远的，看法和全场不一样。“=”是同票。`,
    room: '全场',
    people: (label, people) => `${label}（${people} 人）`,
    picture: (among) => `左边第 1，右边第 ${among}`,
    suppressed: (groups) => `${groups.join('、')}：人太少，或者说了就能推出别人，所以不说，也不画。`,
  },
  channels: {
    title: '大家怎么参加的',
    explanation: '空框是便利贴，黑条是投票单，越长越多。',
    channel: '途径',
    notes: '便利贴',
    ballots: '投票单',
    picture: (most) => `最长的是 ${most}`,
    suppressed: '有的途径人太少，不分开说。',
    names: { phone: '手机', kiosk: '平板', paper: '纸条', scribe: '代录', assisted: '代录' },
  },
};
