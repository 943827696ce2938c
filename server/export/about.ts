import { dayOf } from '../../shared/day.ts';
import { checkCodeOf } from '../../shared/check-code.ts';
import { faceLocaleOf, languageNames } from '../../shared/languages.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import type { Locale } from '../../shared/refusal.ts';
import type { Cell } from './table.ts';
import { castingOf } from './words/casting-words.ts';
import { byChannel, listed, named, vocabulary } from './words/vocabulary.ts';

/** The facts of a session, as a file says them: what, and what it is. What nobody told is left out. */
export function sessionFacts(bundle: NeedRecords, locale: Locale): (readonly [string, string])[] {
  const { session, programme } = bundle;
  const say = (zh: string, en: string) => (locale === 'zh-CN' ? zh : en);
  const facts: (readonly [string, string | null])[] = [
    [say('标题', 'Title'), session.title],
    [say('项目', 'Programme'), programme?.title ?? null],
    [say('要回答的问题', 'Question'), session.question],
    [say('谁提的问题', 'Who asked'), named(vocabulary.questionSetters, session.questionSetBy, locale)],
    [say('社区', 'Community'), session.communityName],
    [say('区划代码', 'Administrative code'), session.adminCode],
    [say('社区类型', 'Type of community'), named(vocabulary.communityTypes, session.communityType, locale)],
    [say('时间', 'Date'), dayOf(session.heldAt)],
    [say('地点', 'Place'), session.place],
    [say('方式', 'Mode'), named(vocabulary.modes, session.mode, locale)],
    [say('主办机构', 'Host'), session.hostOrganization],
    [say('记录人', 'Recorder'), session.recorder],
    [say('到场', 'Present'), presentOf(bundle, locale)],
    [say('加入', 'Joined'), people(session.joined, locale)],
    [say('写过便利贴', 'Wrote'), people(session.wrote, locale)],
    [say('投过票', 'Voted'), people(session.voted, locale)],
    [say('便利贴怎么来的', 'How notes came'), byChannel(noteChannels(bundle), locale)],
    [say('谁能投票', 'Who may vote'), session.mayVote],
    [say('怎么加入', 'Way in'), named(vocabulary.joinModes, session.joinMode, locale)],
    [say('语言', 'Languages'), listed(session.languages.map(languageName), locale)],
    [say('轮次', 'Wave'), session.wave === null ? null : String(session.wave)],
  ];
  return facts.filter((fact): fact is readonly [string, string] => fact[1] !== null && fact[1] !== '');
}

/** A language in its own words, where we have it. */
function languageName(tag: string): string {
  const ours = faceLocaleOf(tag);
  return ours ? languageNames[ours] : tag;
}

function people(count: number | null, locale: Locale): string | null {
  if (count === null) return null;
  return locale === 'zh-CN' ? `${count} 人` : String(count);
}

function presentOf({ session: { present, children } }: NeedRecords, locale: Locale): string | null {
  if (present === null) return null;
  if (children === null) return people(present, locale);
  return locale === 'zh-CN' ? `${present} 人，其中孩子 ${children} 人` : `${present}, ${children} of them children`;
}

/** How many notes came which way; null where some may not be told. */
function noteChannels({ notes }: NeedRecords): Record<string, number> | null {
  const counts: Record<string, number> = {};
  for (const { channel } of notes) {
    if (channel === null) return null;
    counts[channel] = (counts[channel] ?? 0) + 1;
  }
  return counts;
}

/** The sheet 说明. */
export function aboutRows(bundle: NeedRecords, locale: Locale): (readonly [string, Cell])[] {
  const say = (zh: string, en: string) => (locale === 'zh-CN' ? zh : en);
  const { session } = bundle;
  const k = session.privacyK;
  const casting = castingOf(bundle, locale);
  return [
    ...(session.rehearsal ? [[say('彩排', 'Rehearsal'), say('这是练习，不是记录。', 'This is practice, not a record.')] as const] : []),
    ...sessionFacts(bundle, locale),
    [
      say('怎么看', 'How to read it'),
      say(
        '每个数字都写明是哪一次计算得来的，「计算」一页里查得到。同票的并列，不分先后。',
        'Each figure names the run it comes from, which the sheet of counts has. Ties share a place.',
      ),
    ],
    [say('不是选举', 'No election'), say('这是意见征集，不是选举。', 'This asks for opinions; it is no election.')],
    [
      say('不是抽样', 'No sample'),
      say('到场的人不是抽样，结果说的是到场的人。', 'Those present are no sample; the result is about those present.'),
    ],
    ...(casting
      ? [
          [say('怎么投的', 'How ballots were cast'), casting.how] as const,
          [say('答应过大家的', 'What people were promised'), casting.promised] as const,
          [say('没有答应的', 'What they were not'), casting.notPromised] as const,
        ]
      : []),
    [
      say('谁也认不出', 'Nobody is named'),
      say(
        `少于 ${k} 人的组不显示；没有姓名、手机号和投票对应关系。`,
        `Groups of fewer than ${k} people are not shown; there are no names, numbers or voters.`,
      ),
    ],
    [
      say('便利贴', 'Notes'),
      say(
        '原话一字不改；隐藏的和个案不显示文字。',
        'Words are as they were written; those of hidden notes and private cases are not shown.',
      ),
    ],
    [say('记录版本', 'Version of the record'), `need-records ${bundle.version}`],
    [say('生成时间', 'Made at'), bundle.generatedAt],
    [say('软件版本', 'Software'), `Yishi ${bundle.toolVersion}`],
    [say('校验码', 'Check code'), session.logHead && checkCodeOf(session.logHead)],
    [say('完整的校验码', 'The whole of it'), session.logHead],
    [say('会场上最后看到的校验码', 'Check code that the room was last shown'), session.shownCode ?? null],
    [say('这份记录的指纹', 'Fingerprint of this record'), bundle.checksum],
    [
      say('校验码说明', 'About the check code'),
      say('校验码只能查出它公布之后的改动。', 'The check code finds only what was changed after it was published.'),
    ],
  ];
}
