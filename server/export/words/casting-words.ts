import type { NeedRecords } from '../../../shared/need-record.ts';
import type { Locale } from '../../../shared/refusal.ts';

interface CastingWords {
  open: string;
  cards: string;
  tablet: string;
  entered: string;
  hands: string;
  promised: string;
  operator: string;
  plain: string;
  maybePlain: string;
}

const zhCN: CastingWords = {
  open: '投票没有用不记名卡：一台手机算一个人，一个人可能投多次。',
  cards: '凭不记名卡投票：一张卡算一个人，防不了转让。',
  tablet: '共用平板上，每张投票单算一个人。',
  entered: '请人代录的，录入的人看得到投了什么。',
  hands: '举手是另外数的，谁举了手大家都看得见。',
  promised: '大家看不到别人投了什么；公布后，系统删掉了对应关系。',
  operator: '投票时，管这台电脑的人用技术手段能看到。',
  plain: '现场网络没有加密，懂技术的人可能偷看。',
  maybePlain: '用的如果是 http，现场网络没有加密，懂技术的人可能偷看。',
};

const en: CastingWords = {
  open: 'Seat cards were not asked for: a phone counted as a person, and one person may have voted more than once.',
  cards: 'People voted by nameless seat cards: a card counted as a person, and cards may have changed hands.',
  tablet: 'On shared tablets each ballot counted as a person.',
  entered: 'Ballots entered for others were seen by whoever entered them.',
  hands: 'Hands were counted apart; everybody sees who raises one.',
  promised: 'Nobody saw what others chose; once it was revealed, the system deleted who had cast which ballot.',
  operator: 'While voting was on, whoever ran the computer could have seen it by technical means.',
  plain: 'The network was not encrypted; somebody skilled could have read along.',
  maybePlain: 'Where the address was http, the network was not encrypted, and somebody skilled could have read along.',
};

const castingWords: Record<Locale, CastingWords> = { 'zh-CN': zhCN, en };

/** What a file says of how ballots were cast. */
export interface Casting {
  how: string;
  promised: string;
  notPromised: string;
}

/** [W20] How ballots were cast, what was promised about them and what was not; null where none was counted. */
export function castingOf({ session, runs }: NeedRecords, locale: Locale): Casting | null {
  const cast = runs.filter(({ ballots, shown }) => shown && ballots !== null && ballots > 0);
  if (cast.length === 0) return null;
  const words = castingWords[locale];
  const ways = new Set(cast.flatMap(({ channels }) => (channels === null ? ['unknown'] : Object.keys(channels))));
  const isEntered = ['paper', 'scribe', 'assisted', 'unknown'].some((way) => ways.has(way));
  const how = [
    ...(session.joinMode === 'open' ? [words.open] : session.joinMode === 'seat-card' ? [words.cards] : []),
    ...(ways.has('kiosk') && session.joinMode === 'open' ? [words.tablet] : []),
    ...(isEntered ? [words.entered] : []),
    ...(runs.some(({ hands }) => hands !== null) ? [words.hands] : []),
  ];
  const network = session.encrypted === true ? [] : [session.encrypted === false ? words.plain : words.maybePlain];
  const space = locale === 'zh-CN' ? '' : ' ';
  return { how: how.join(space), promised: words.promised, notPromised: [words.operator, ...network].join(space) };
}
