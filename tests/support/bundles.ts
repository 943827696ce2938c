import { canonicalJson } from '../../shared/canonical-json.ts';
import { buildNeedRecords, type NeedRecordInput, type NeedRecords } from '../../shared/need-record.ts';
import { sha256 } from '../../server/session/digest.ts';

const input: NeedRecordInput = {
  session: {
    id: 'aSessionOfALaptop',
    title: '东风七社区 居民需求工作坊',
    place: '活动室',
    heldAt: '2026-11-20',
    endedAt: '2026-11-20T12:00:00.000Z',
    joined: 24,
    languages: ['zh-CN'],
  },
  programme: { id: 'programme-1', title: '十个小区' },
  needs: [
    { id: 'need-lamps', number: 1, title: '夜里的路灯', stage: 'noted' },
    { id: 'need-lunch', number: 2, title: '老人午饭' },
  ],
  notes: [
    {
      id: 'note-0001',
      number: 1,
      exerciseId: 'collect-1',
      needId: 'need-lamps',
      text: '三号楼到五号楼全黑',
      lang: 'zh',
      kind: 'need',
      forWhom: ['elders'],
      channel: 'phone',
      hidden: false,
      referred: false,
    },
    {
      id: 'note-0002',
      number: 2,
      exerciseId: 'collect-1',
      needId: null,
      text: '谢谢大家',
      lang: 'zh',
      kind: 'need',
      forWhom: [],
      channel: 'phone',
      hidden: false,
      referred: false,
    },
  ],
  rounds: [],
  logHead: null,
  generatedAt: Date.UTC(2026, 10, 20, 13),
  toolVersion: '0.0.0-test',
  digest: sha256,
};

/** A small bundle as another server would have made it, with another input where something is to be else. */
export function aBundle(more: Partial<NeedRecordInput> = {}): NeedRecords {
  return buildNeedRecords({ ...input, ...more, session: { ...input.session, ...more.session } });
}

/** As `needs.json` is written. */
export function textOf(bundle: unknown): string {
  return JSON.stringify(bundle, null, 2);
}

/** A bundle that somebody changed and whose checksum was made to fit again. */
export function tampered(change: (bundle: NeedRecords) => void, bundle = aBundle()): string {
  const copy = structuredClone(bundle);
  change(copy);
  const { checksum: _, ...rest } = copy;
  return textOf({ ...copy, checksum: sha256(canonicalJson(rest)) });
}
