import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOutLines, type Room } from '../../server/session/read-out.ts';
import { readOutMax, type LedgerEntry } from '../../shared/ledger.ts';

/** Notes that begin with `p` are public; of the needs `gone` is not on the wall any more, and `secret` is made of covered notes alone. */
const room: Room = {
  canRead: (noteId) => noteId.startsWith('p'),
  isThere: (needId) => needId !== 'gone',
  covered: new Set(['secret']),
};
const told = (...entries: LedgerEntry[]) => readOutLines(entries, room);
const id = 'e';
const at = 7;

describe('what the room is told of the ledger', () => {
  it('[G12] counts the notes that the room can read, and names none', () => {
    expect(
      told(
        { id, at, what: 'made', needId: 'lamps', title: '路灯', notes: { p1: null, p2: null, c1: null } },
        { id, at, what: 'moved', needId: 'lamps', title: '路灯', notes: { p3: 'secret', c2: null } },
        { id, at, what: 'taken-out', notes: { p1: 'secret' } },
        { id, at, what: 'made', needId: 'meals', title: '吃饭', notes: {} },
      ),
    ).toEqual([
      { id, at, what: 'made', title: '路灯', count: 2 },
      { id, at, what: 'moved', title: '路灯', count: 1 },
      { id, at, what: 'taken-out', count: 1 },
      { id, at, what: 'made', title: '吃饭', count: 0 },
    ]);
  });

  it('[G12] [S3] passes over what is about covered notes alone, or about a need that is made of them', () => {
    expect(
      told(
        { id, at, what: 'made', needId: 'lamps', title: '路灯', notes: { c1: null } },
        { id, at, what: 'taken-out', notes: { c1: 'lamps' } },
        { id, at, what: 'made', needId: 'secret', title: '个案', notes: { p1: null, c1: null } },
        { id, at, what: 'renamed', needId: 'secret', from: '甲', title: '乙' },
        { id, at, what: 'merged', needId: 'secret', title: '个案', into: 'lamps', intoTitle: '路灯' },
        { id, at, what: 'merged', needId: 'lamps', title: '路灯', into: 'secret', intoTitle: '个案' },
        { id, at, what: 'split', needId: 'secret', title: '个案', from: 'lamps' },
      ),
    ).toEqual([]);
  });

  it('[G12] [S3] names a need that is gone only where the room could read some of it when it went', () => {
    const made: LedgerEntry = { id, at, what: 'made', needId: 'gone', title: '旧的', notes: { p1: null, c1: null } };
    const removed = (notes: Record<string, string>): LedgerEntry => ({ id, at, what: 'removed', needId: 'gone', title: '旧的', notes });
    expect(told(made, removed({ c1: 'gone' }))).toEqual([]);
    expect(told(made, removed({}))).toEqual([]);
    expect(told(made, removed({ p1: 'gone', c1: 'gone' }))).toEqual([
      { id, at, what: 'made', title: '旧的', count: 1 },
      { id, at, what: 'removed', title: '旧的', count: 1 },
    ]);
  });

  it('[G12] tells what became of needs in their own words, the latest lines alone', () => {
    expect(
      told(
        { id, at, what: 'renamed', needId: 'lamps', from: '灯', title: '路灯' },
        { id, at, what: 'merged', needId: 'meals', title: '吃饭', into: 'lamps', intoTitle: '路灯' },
        { id, at, what: 'split', needId: 'meals', title: '吃饭', from: 'lamps' },
      ),
    ).toEqual([
      { id, at, what: 'renamed', from: '灯', title: '路灯' },
      { id, at, what: 'merged', title: '吃饭', intoTitle: '路灯' },
      { id, at, what: 'split', title: '吃饭' },
    ]);
    const many = Array.from({ length: 200 }, (_, n): LedgerEntry => ({ id: `e${n}`, at: n, what: 'taken-out', notes: { p1: null } }));
    expect(told(...many).map((line) => line.at)).toEqual(many.slice(-readOutMax).map((entry) => entry.at));
  });

  it('[G12] [S3] says nothing of covered notes, however many there are', () => {
    const noteIds = fc.uniqueArray(fc.constantFrom('p1', 'p2', 'p3', 'c1', 'c2', 'c3'));
    const needId = fc.constantFrom('lamps', 'gone', 'secret');
    const entry = fc.record({ what: fc.constantFrom('made' as const, 'moved' as const, 'removed' as const), needId, noteIds });
    const entriesOf = (
      list: { what: 'made' | 'moved' | 'removed'; needId: string; noteIds: string[] }[],
      keep: (noteId: string) => boolean,
    ) =>
      list.map(({ noteIds: ids, ...one }, n): LedgerEntry => ({
        id: `e${n}`,
        at: n,
        title: one.needId,
        ...one,
        notes: Object.fromEntries(ids.filter(keep).map((noteId) => [noteId, null])),
      }));
    fc.assert(
      fc.property(fc.array(entry), (list) => {
        const mixed = list.filter((one) => one.noteIds.some((noteId) => noteId.startsWith('p')));
        expect(
          readOutLines(
            entriesOf(mixed, () => true),
            room,
          ),
        ).toEqual(readOutLines(entriesOf(mixed, room.canRead), room));
      }),
    );
  });
});
