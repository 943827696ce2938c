import { describe, expect, it } from 'vitest';
import { castingOf } from '../../server/export/words/casting-words.ts';
import type { NeedRecordInput, NeedRecords, RecordRun } from '../../shared/need-record.ts';
import { aBundle } from '../support/bundles.ts';

const run: RecordRun = {
  id: 'run-1',
  exerciseId: 'dots-1',
  round: 1,
  kind: 'dot-vote',
  rule: 'dots',
  shown: true,
  options: {},
  ballots: 24,
  blank: 0,
  invalid: 0,
  channels: { phone: 24 },
  hands: null,
  stability: null,
  tieLog: [],
  agreement: null,
  kendallW: null,
  sealedAt: null,
  inputHash: null,
};
const of = (session: Partial<NeedRecordInput['session']>, ...runs: Partial<RecordRun>[]): NeedRecords => {
  const bundle = aBundle({ session: session as NeedRecordInput['session'] });
  return { ...bundle, runs: runs.map((some) => ({ ...run, ...some })) };
};
const open = '投票没有用不记名卡：一台手机算一个人，一个人可能投多次。';
const operator = '投票时，管这台电脑的人用技术手段能看到。';

describe('[W20] what files say of how ballots were cast', () => {
  it('says nothing where no ballot was counted', () => {
    expect(castingOf(of({ joinMode: 'open' }), 'zh-CN')).toBeNull();
    expect(castingOf(of({ joinMode: 'open' }, { ballots: null }, { ballots: 0 }), 'zh-CN')).toBeNull();
  });

  it('says of cards that they may have changed hands, and without them that somebody may have voted more than once', () => {
    expect(castingOf(of({ joinMode: 'open' }, {}), 'zh-CN')?.how).toBe(open);
    expect(castingOf(of({ joinMode: 'seat-card' }, {}), 'zh-CN')?.how).toBe('凭不记名卡投票：一张卡算一个人，防不了转让。');
    expect(castingOf(of({}, {}), 'zh-CN')?.how).toBe('');
  });

  it.for([
    [{ phone: 20, kiosk: 5 }, '共用平板上，每张投票单算一个人。'],
    [{ phone: 20, paper: 5 }, '请人代录的，录入的人看得到投了什么。'],
    [{ phone: 20, assisted: 5 }, '请人代录的，录入的人看得到投了什么。'],
    [null, '请人代录的，录入的人看得到投了什么。'],
  ] as const)('says what each way of voting means: %j', ([channels, said]) => {
    expect(castingOf(of({ joinMode: 'open' }, {}, { channels }), 'zh-CN')?.how).toBe(`${open}${said}`);
  });

  it('says of hands that everybody sees them, and of a tablet with cards no more than of cards', () => {
    const { how } = castingOf(of({ joinMode: 'seat-card' }, { channels: { kiosk: 9 }, hands: { present: 30, counts: {} } }), 'en')!;
    expect(how).toBe(
      'People voted by nameless seat cards: a card counted as a person, and cards may have changed hands. Hands were counted apart; everybody sees who raises one.',
    );
  });

  it('says what was not promised: of the computer always, of the network as far as it is known', () => {
    const notPromised = (encrypted?: boolean | null) =>
      castingOf(of({ joinMode: 'open', ...(encrypted !== undefined && { encrypted }) }, {}), 'zh-CN')?.notPromised;
    expect(notPromised(true)).toBe(operator);
    expect(notPromised(false)).toBe(`${operator}现场网络没有加密，懂技术的人可能偷看。`);
    for (const unknown of [null, undefined])
      expect(notPromised(unknown)).toBe(`${operator}用的如果是 http，现场网络没有加密，懂技术的人可能偷看。`);
  });
});
