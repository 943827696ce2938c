import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  JoinCodeTakenError,
  NotStoredError,
  SeqTakenError,
  type Changes,
  type DeskRow,
  type Store,
  type StoredSession,
  type Write,
} from '../../server/store/store.ts';
import { aCommit, aSession, aSnapshot, bytes } from './store-rows.ts';

const ballot = (voter: string, body: string, round = 1): Write => ({ op: 'put-ballot', exerciseId: 'x1', round, voter, body });
const receipt = (sender: string, keyId: string): Write => ({
  op: 'put-receipt',
  sender,
  commandId: 'c1',
  keyId,
  hmac: `hmac-${sender}`,
  answer: '{"left":2}',
});
const text = (id: string, words: string): Write => ({ op: 'put-text', id, text: words, translations: null, salt: `salt-${id}` });
const author = (noteId: string): Write => ({ op: 'put-author', noteId, participantId: `by-${noteId}` });
const participant = (participantId: string): Write => ({ op: 'put-participant', participantId, body: `{"name":"${participantId}"}` });
const seat = (id: string, body = '{"serial":1}') => ({ op: 'put-seat', seat: id, body }) satisfies Write;
const key = (keyId: string): Write => ({ op: 'put-key', keyId, key: bytes(7, 7, 7) });

/** What every store keeps to. `open` gives an empty one. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`[L6] ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(async () => {
      await store.close();
    });
    const make = (id: string) => store.createSession(aSession(id), aCommit(id, 1));
    const write = (id: string, seq: number, writes: Write[]) => store.commit(aCommit(id, seq, { writes }));
    const loaded = async (id: string): Promise<StoredSession> => {
      const stored = await store.load(id);
      if (!stored) throw new Error(`session ${id} is not stored`);
      return inOrder(stored);
    };

    test('[D1] what was committed is read back whole', async () => {
      await store.createSession(aSession('s1'), aCommit('s1', 1, { writes: [text('n1', '路灯坏了 𠮷 👨‍👩‍👧'), key('')] }));
      const changed = aSession('s1', { status: 'ended', endedAt: 1_790_000_000_000, epoch: 2, programmeId: 'p1', title: '' });
      const row = { ...aCommit('s1', 2).row, stage: bytes(), wall: bytes(0, 255, 1), backstage: null };
      const writes: Write[] = [
        { op: 'put-text', id: 'n2', text: "'; DROP TABLE log; --", translations: '{"en":"x"}', salt: 'salt' },
        author('n1'),
        participant('p1'),
        seat('h1'),
        ballot('v1', '{"dots":1}'),
        receipt('a', 'k1'),
        key('k1'),
      ];
      await store.commit({ sessionId: 's1', row, writes, session: changed });
      expect(await loaded('s1')).toEqual({
        session: changed,
        snapshot: null,
        commits: [aCommit('s1', 1).row, row],
        texts: [
          { id: 'n1', text: '路灯坏了 𠮷 👨‍👩‍👧', translations: null, salt: 'salt-n1' },
          { id: 'n2', text: "'; DROP TABLE log; --", translations: '{"en":"x"}', salt: 'salt' },
        ],
        authors: [{ noteId: 'n1', participantId: 'by-n1' }],
        participants: [{ participantId: 'p1', body: '{"name":"p1"}' }],
        seats: [{ seat: 'h1', body: '{"serial":1}' }],
        ballots: [{ exerciseId: 'x1', round: 1, voter: 'v1', body: '{"dots":1}' }],
        receipts: [{ sender: 'a', commandId: 'c1', seq: 2, keyId: 'k1', hmac: 'hmac-a', answer: '{"left":2}' }],
        keys: [
          { keyId: '', key: bytes(7, 7, 7) },
          { keyId: 'k1', key: bytes(7, 7, 7) },
        ],
      } satisfies StoredSession);
    });

    test('what an organizer keeps beside the sessions is replaced in its place, dropped, and apart by kind', async () => {
      const row = (id: string, title: string, kind: DeskRow['kind'] = 'programme') => ({ kind, id, body: JSON.stringify({ title }) });
      await store.putDeskRow(row('p1', '十个小区 𠮷'));
      await store.putDeskRow(row('p2', '回访'));
      await store.putDeskRow(row('p1', '一把钥匙', 'key'));
      await store.putDeskRow(row('p1', '十一个小区'));
      expect(await store.deskRows('programme')).toEqual([row('p1', '十一个小区'), row('p2', '回访')]);
      expect(await store.deskRows('key')).toEqual([row('p1', '一把钥匙', 'key')]);
      await store.dropDeskRow({ kind: 'programme', id: 'p1' });
      await store.dropDeskRow({ kind: 'programme', id: 'nobody' });
      expect(await store.deskRows('programme')).toEqual([row('p2', '回访')]);
      expect(await store.deskRows('key')).toHaveLength(1);
    });

    test('there is nothing of a session that was never made', async () => {
      expect(await store.load('s1')).toBeNull();
      expect(await store.session('s1')).toBeNull();
      expect(await store.sessionByCode('CODE-s1')).toBeNull();
      expect(await store.commits('s1', 1)).toEqual([]);
      expect(await store.sessions()).toEqual([]);
    });

    test('[F13] nothing goes by a name that a database cannot hold', async () => {
      await make('s1');
      for (const name of ['s1\0', '\0', 's\uD800'])
        expect([await store.load(name), await store.session(name), await store.sessionByCode(name), await store.commits(name, 1)]).toEqual([
          ...[null, null, null],
          [],
        ]);
    });

    test('rows are copies: what a caller does to them later is not stored', async () => {
      const commit = aCommit('s1', 1, { writes: [key('k1')] });
      await store.createSession(aSession('s1'), commit);
      commit.row.wall?.fill(9);
      const first = await loaded('s1');
      first.commits[0]?.wall?.fill(8);
      first.session.title = 'another';
      expect(await loaded('s1')).toEqual({ ...first, session: aSession('s1'), commits: [aCommit('s1', 1).row] });
    });

    test('bytes that are a view into a larger buffer are stored alone', async () => {
      const pool = Buffer.from([1, 2, 3, 4, 5, 6]);
      await store.createSession(aSession('s1'), { ...aCommit('s1', 1), row: { ...aCommit('s1', 1).row, wall: pool.subarray(2, 4) } });
      expect((await store.commits('s1', 1))[0]?.wall).toEqual(bytes(3, 4));
    });

    test('[D3] a seq that is taken is refused, and nothing of that commit is stored', async () => {
      await make('s1');
      await write('s1', 2, [text('n1', 'first')]);
      const late = aCommit('s1', 2, { writes: [text('n1', 'second'), ballot('v1', '{}')], session: aSession('s1', { title: 'late' }) });
      await expect(store.commit(late)).rejects.toThrow(SeqTakenError);
      const stored = await loaded('s1');
      expect([stored.session.title, stored.texts.map((row) => row.text), stored.ballots]).toEqual(['title of s1', ['first'], []]);
      await write('s1', 3, []);
    });

    test('a commit to a session that is gone is refused as beaten to its seq', async () => {
      await expect(write('s1', 2, [])).rejects.toThrow(SeqTakenError);
      await make('s1');
      await store.eraseSession('s1');
      await expect(write('s1', 2, [])).rejects.toThrow(SeqTakenError);
      expect(await store.load('s1')).toBeNull();
    });

    test('of two that write the same seq at once, one is stored', async () => {
      await make('s1');
      const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((words) => write('s1', 2, [text('n1', words)])));
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(SeqTakenError);
    });

    test('a join code belongs to one session', async () => {
      await make('s1');
      await expect(store.createSession(aSession('s2', { joinCode: 'CODE-s1' }), aCommit('s2', 1))).rejects.toThrow(JoinCodeTakenError);
      expect(await store.load('s2')).toBeNull();
      await make('s2');
      const stealing = aCommit('s2', 2, { writes: [text('n1', 'x')], session: aSession('s2', { joinCode: 'CODE-s1' }) });
      await expect(store.commit(stealing)).rejects.toThrow(JoinCodeTakenError);
      expect((await loaded('s2')).commits).toEqual([aCommit('s2', 1).row]);
      await store.commit(aCommit('s1', 2, { session: aSession('s1', { joinCode: 'NEW' }) }));
      await store.commit(aCommit('s2', 2, { session: aSession('s2', { joinCode: 'CODE-s1' }) }));
      expect(await store.sessionByCode('CODE-s1')).toEqual(aSession('s2', { joinCode: 'CODE-s1' }));
      expect(await store.sessionByCode('CODE-s2')).toBeNull();
    });

    test('[B1] a ballot cast again replaces the first in its place, and one taken back is gone', async () => {
      await make('s1');
      await write('s1', 2, [ballot('z', '1'), ballot('a', '2'), ballot('m', '3'), ballot('z', '4', 2)]);
      await write('s1', 3, [ballot('z', '5'), { op: 'drop-ballot', exerciseId: 'x1', round: 1, voter: 'a' }]);
      expect((await loaded('s1')).ballots.map(({ round, voter, body }) => [round, voter, body])).toEqual([
        [1, 'z', '5'],
        [1, 'm', '3'],
        [2, 'z', '4'],
      ]);
    });

    test('[D2] a receipt says the seq of its commit and stays until it is sealed', async () => {
      await make('s1');
      await write('s1', 2, [receipt('b', 'k1'), receipt('a', '')]);
      await write('s1', 3, [receipt('c', 'k1')]);
      expect((await loaded('s1')).receipts).toEqual([
        { sender: 'a', commandId: 'c1', seq: 2, keyId: '', hmac: 'hmac-a', answer: '{"left":2}' },
        { sender: 'b', commandId: 'c1', seq: 2, keyId: 'k1', hmac: 'hmac-b', answer: '{"left":2}' },
        { sender: 'c', commandId: 'c1', seq: 3, keyId: 'k1', hmac: 'hmac-c', answer: '{"left":2}' },
      ]);
    });

    test('[B4] sealing leaves the bodies in the order given, without voters, key or receipts that tell', async () => {
      await make('s1');
      await make('s2');
      const cast: Write[] = [
        key('k1'),
        key('k2'),
        ballot('voter-a', 'A'),
        ballot('voter-b', 'B'),
        ballot('voter-a', 'C', 2),
        receipt('a', 'k1'),
        receipt('b', 'k2'),
      ];
      await write('s1', 2, cast);
      await write('s2', 2, cast);
      const other = await loaded('s2');
      await write('s1', 3, [{ op: 'seal', exerciseId: 'x1', round: 1, keyId: 'k1', bodies: ['B', 'A', 'B'] }]);
      const { ballots, receipts, keys } = await loaded('s1');
      const sealed = ballots.filter(({ round }) => round === 1);
      expect(sealed.map(({ body }) => body)).toEqual(['B', 'A', 'B']);
      expect(new Set(sealed.map(({ voter }) => voter)).size).toBe(3);
      expect(JSON.stringify(sealed)).not.toMatch(/voter-/);
      expect(ballots.filter(({ round }) => round === 2)).toEqual([{ exerciseId: 'x1', round: 2, voter: 'voter-a', body: 'C' }]);
      expect(receipts).toEqual([
        { sender: 'a', commandId: 'c1', seq: 3, keyId: 'k1', hmac: null, answer: '{}' },
        { sender: 'b', commandId: 'c1', seq: 2, keyId: 'k2', hmac: 'hmac-b', answer: '{"left":2}' },
      ]);
      expect(keys).toEqual([{ keyId: 'k2', key: bytes(7, 7, 7) }]);
      expect(await loaded('s2')).toEqual(other);
    });

    test('[B4] what was put under the session’s key before a seal, since it was taken back, is not under the round’s after it', async () => {
      await make('s1');
      await write('s1', 2, [key('k1'), receipt('a', 'k1'), receipt('b', 'k1')]);
      const takenBack: Write = { op: 'put-receipt', sender: 'a', commandId: 'c1', keyId: '', hmac: null, answer: '{}' };
      await write('s1', 3, [takenBack, { op: 'seal', exerciseId: 'x1', round: 1, keyId: 'k1', bodies: ['B'] }]);
      expect((await loaded('s1')).receipts).toEqual([
        { sender: 'a', commandId: 'c1', seq: 3, keyId: '', hmac: null, answer: '{}' },
        { sender: 'b', commandId: 'c1', seq: 3, keyId: 'k1', hmac: null, answer: '{}' },
      ]);
    });

    test('[B1] what is cast, taken back and cast again within one commit is there once, and what is put and dropped is not', async () => {
      await make('s1');
      const drop: Write = { op: 'drop-ballot', exerciseId: 'x1', round: 1, voter: 'a' };
      const texts: Write[] = [text('n1', 'one'), { op: 'drop-text', id: 'n1' }, { op: 'erase-text', id: 'n2' }, text('n2', 'two')];
      await write('s1', 2, [ballot('a', '1'), ballot('b', '2'), ballot('a', '3'), drop, ballot('a', '4'), ballot('b', '5'), ...texts]);
      const stored = await loaded('s1');
      expect(stored.ballots.map(({ voter, body }) => [voter, body])).toEqual([
        ['b', '5'],
        ['a', '4'],
      ]);
      expect(stored.texts.map(({ id }) => id)).toEqual(['n2']);
    });

    test('[B4] ballots after a seal come after it, and an empty round is sealed too', async () => {
      await make('s1');
      await write('s1', 2, [ballot('v1', 'A'), ballot('v2', 'B')]);
      await write('s1', 3, [
        { op: 'seal', exerciseId: 'x1', round: 1, keyId: 'k1', bodies: ['B', 'A'] },
        { op: 'seal', exerciseId: 'x2', round: 1, keyId: 'k9', bodies: [] },
      ]);
      await write('s1', 4, [ballot('v1', 'C', 2)]);
      expect((await loaded('s1')).ballots.map(({ body }) => body)).toEqual(['B', 'A', 'C']);
    });

    test('a text is put, put again and erased', async () => {
      await make('s1');
      await write('s1', 2, [text('n1', 'one'), text('n2', 'two')]);
      await write('s1', 3, [text('n1', 'uno'), { op: 'erase-text', id: 'n2' }, { op: 'erase-text', id: 'never' }]);
      expect((await loaded('s1')).texts).toEqual([{ id: 'n1', text: 'uno', translations: null, salt: 'salt-n1' }]);
    });

    test('an author is dropped alone, or all of a session at once', async () => {
      await make('s1');
      await make('s2');
      await write('s1', 2, [author('n1'), author('n2'), author('n3')]);
      await write('s2', 2, [author('n1')]);
      await write('s1', 3, [{ op: 'drop-author', noteId: 'n2' }]);
      expect((await loaded('s1')).authors.map(({ noteId }) => noteId)).toEqual(['n1', 'n3']);
      await write('s1', 4, [{ op: 'drop-authors' }]);
      expect([(await loaded('s1')).authors, (await loaded('s2')).authors.length]).toEqual([[], 1]);
    });

    test('participants are dropped but for those to keep', async () => {
      await make('s1');
      await write('s1', 2, [participant('p1'), participant('p2'), participant('p3')]);
      await write('s1', 3, [{ op: 'drop-participants', keep: ['p2', 'p9'] }]);
      expect((await loaded('s1')).participants).toEqual([{ participantId: 'p2', body: '{"name":"p2"}' }]);
      await write('s1', 4, [{ op: 'drop-participants', keep: [] }]);
      expect((await loaded('s1')).participants).toEqual([]);
    });

    test('[J9] a seat is put, put again, and all of a session’s are dropped at once', async () => {
      await make('s1');
      await make('s2');
      await write('s1', 2, [seat('h1'), seat('h2')]);
      await write('s2', 2, [seat('h1')]);
      await write('s1', 3, [seat('h1', '{"serial":7}')]);
      expect((await loaded('s1')).seats).toEqual([seat('h1', '{"serial":7}'), seat('h2')].map(({ op: _, ...row }) => row));
      await write('s1', 4, [{ op: 'drop-seats' }]);
      expect([(await loaded('s1')).seats, (await loaded('s2')).seats.length]).toEqual([[], 1]);
    });

    test('a snapshot replaces older ones, and commits are those after it', async () => {
      await make('s1');
      for (const seq of [2, 3, 4]) await write('s1', seq, []);
      await store.saveSnapshot('s1', aSnapshot(2));
      await store.saveSnapshot('s1', aSnapshot(3));
      const stored = await loaded('s1');
      expect([stored.snapshot, stored.commits]).toEqual([aSnapshot(3), [aCommit('s1', 4).row]]);
      await store.saveSnapshot('gone', aSnapshot(3));
      expect(await store.load('gone')).toBeNull();
    });

    test('updates that are forgotten leave their hashes and one snapshot that stands for them, of that session alone', async () => {
      for (const id of ['s1', 's2']) {
        await make(id);
        for (const seq of [2, 3]) await write(id, seq, []);
        await store.saveSnapshot(id, aSnapshot(2));
      }
      const others = [await loaded('s2'), await store.commits('s2', 1)];
      await write('s1', 4, [{ op: 'forget-updates', snapshot: aSnapshot(4) }]);
      await write('s1', 5, []);
      const bare = { stage: null, wall: null, backstage: null };
      const told = [1, 2, 3, 4, 5].map((seq) => ({ ...aCommit('s1', seq).row, ...(seq < 5 && bare) }));
      expect(await store.commits('s1', 1)).toEqual(told);
      const stored = await loaded('s1');
      expect([stored.snapshot, stored.commits]).toEqual([aSnapshot(4), told.slice(4)]);
      expect([await loaded('s2'), await store.commits('s2', 1)]).toEqual(others);
    });

    test('[D45] what was written after a seq is read alone, each row as it was written last', async () => {
      const writes = [text('n1', 'one'), author('n1'), participant('p1'), seat('h1'), ballot('v1', '1'), receipt('a', 'k1'), key('k1')];
      await make('s1');
      await make('s2');
      await write('s1', 2, writes);
      await write('s2', 2, writes);
      const none = { lost: [], texts: [], authors: [], participants: [], seats: [], ballots: [], receipts: [], keys: [] };
      expect(await store.changes('s1', 2)).toEqual({ session: aSession('s1'), commits: [], ...none });
      expect(await store.changes('nowhere', 0)).toBeNull();
      expect(await store.changes('s1\0', 0)).toBeNull();
      const { stage, wall, ...row } = aCommit('s1', 3).row;
      const third = { ...row, stage: null, wall: bytes(...Array.from({ length: 200 }, (_, i) => i)) };
      await store.commit({ sessionId: 's1', row: third, writes: [text('n1', 'uno 𠮷'), ballot('v2', '2')], session: null });
      await write('s1', 4, [ballot('v1', '3'), text('n2', 'two'), receipt('b', ''), receipt('c', 'k1')]);
      const changes = { ...none, session: aSession('s1'), commits: [third, aCommit('s1', 4).row] };
      expect(inOrder((await store.changes('s1', 2))!)).toEqual({
        ...changes,
        texts: [
          { id: 'n1', text: 'uno 𠮷', translations: null, salt: 'salt-n1' },
          { id: 'n2', text: 'two', translations: null, salt: 'salt-n2' },
        ],
        ballots: [
          { exerciseId: 'x1', round: 1, voter: 'v1', body: '3' },
          { exerciseId: 'x1', round: 1, voter: 'v2', body: '2' },
        ],
        receipts: [
          { sender: 'b', commandId: 'c1', seq: 4, keyId: '', hmac: 'hmac-b', answer: '{"left":2}' },
          { sender: 'c', commandId: 'c1', seq: 4, keyId: 'k1', hmac: 'hmac-c', answer: '{"left":2}' },
        ],
      });
      const { commits, texts, ballots } = (await store.changes('s1', 3))!;
      expect([commits, texts.map(({ id }) => id), ballots.map(({ voter }) => voter)]).toEqual([[aCommit('s1', 4).row], ['n2'], ['v1']]);
      const all = (await store.changes('s1', 0))!;
      expect([all.commits.length, all.authors, all.keys]).toEqual([4, (await loaded('s1')).authors, (await loaded('s1')).keys]);
    });

    const put = [
      ...['n1', 'n2'].flatMap((id) => [text(id, id), author(id)]),
      ...['p1', 'p2'].map(participant),
      ...[seat('h1'), seat('h2'), key('k1'), key('k2')],
      ...['v1', 'v2'].map((voter) => ballot(voter, voter)),
    ];
    const droppings: [name: string, writes: Write[], left: Partial<Record<keyof Changes, unknown[]>>][] = [
      ['a text', [{ op: 'drop-text', id: 'n1' }], { texts: ['n2'] }],
      ['an erased text', [{ op: 'erase-text', id: 'n1' }], { texts: ['n2'] }],
      ['an author', [{ op: 'drop-author', noteId: 'n1' }], { authors: ['n2'] }],
      ['all authors', [{ op: 'drop-authors' }], { authors: [] }],
      ['participants', [{ op: 'drop-participants', keep: ['p2'] }], { participants: ['p2'] }],
      ['seats, and one put after them', [{ op: 'drop-seats' }, seat('h9')], { seats: ['h9'] }],
      ['a ballot', [{ op: 'drop-ballot', exerciseId: 'x1', round: 1, voter: 'v1' }], { ballots: ['v2'] }],
      [
        'a ballot that comes again',
        [{ op: 'drop-ballot', exerciseId: 'x1', round: 1, voter: 'v1' }, ballot('v1', 'again')],
        { ballots: ['v2', 'v1'] },
      ],
      ['a round', [{ op: 'seal', exerciseId: 'x1', round: 1, keyId: 'k1', bodies: ['A', 'B'] }], { ballots: [], keys: ['k2'] }],
    ];
    const idsOf: Partial<Record<keyof Changes, (row: never) => unknown>> = {
      texts: ({ id }: { id: string }) => id,
      authors: ({ noteId }: { noteId: string }) => noteId,
      participants: (row: { participantId: string }) => row.participantId,
      seats: (row: { seat: string }) => row.seat,
      ballots: ({ voter }: { voter: string }) => voter,
      keys: ({ keyId }: { keyId: string }) => keyId,
    };
    test('[D45] of what lost rows all that is left is read, and of the rest nothing', async () => {
      for (const [index, [name, writes, left]] of droppings.entries()) {
        const id = `s${index}`;
        await make(id);
        await write(id, 2, put);
        await write(id, 3, writes);
        await write(id, 4, []);
        const changes = inOrder((await store.changes(id, 2))!);
        const tables = Object.keys(idsOf) as (keyof typeof idsOf)[];
        const found = Object.fromEntries(tables.map((table) => [table, (changes[table] as never[]).map(idsOf[table]!)]));
        const nothing = Object.fromEntries(tables.map((table) => [table, []]));
        expect({ name, lost: changes.lost.toSorted(), ...found }).toEqual({
          name,
          lost: Object.keys(left).toSorted(),
          ...nothing,
          ...left,
        });
        expect((await store.changes(id, 3))!.lost).toEqual([]);
      }
    });

    test('[D45] [B4] of a sealed round what is written is told as blank, its bodies are not, and its key is no more among the keys', async () => {
      await make('s1');
      await write('s1', 2, [key('k1'), ballot('v1', 'A'), receipt('a', 'k1'), receipt('b', 'k2'), ballot('v1', 'C', 2)]);
      await write('s1', 3, [{ op: 'seal', exerciseId: 'x1', round: 1, keyId: 'k1', bodies: ['B', 'A'] }]);
      const { ballots, receipts, keys, lost } = (await store.changes('s1', 2))!;
      expect({ ballots, receipts, keys, lost: lost.toSorted() }).toEqual({
        ballots: [{ exerciseId: 'x1', round: 2, voter: 'v1', body: 'C' }],
        receipts: [{ sender: 'a', commandId: 'c1', seq: 3, keyId: 'k1', hmac: null, answer: '{}' }],
        keys: [],
        lost: ['ballots', 'keys'],
      });
    });

    test('all commits are read from a seq on, before a snapshot too', async () => {
      await make('s1');
      for (const seq of [2, 3, 4]) await write('s1', seq, []);
      await store.saveSnapshot('s1', aSnapshot(4));
      expect(await store.commits('s1', 3)).toEqual([aCommit('s1', 3).row, aCommit('s1', 4).row]);
      expect((await store.commits('s1', 1)).length).toBe(4);
      expect(await store.commits('s1', 5)).toEqual([]);
    });

    test('a log is read page by page, without what was written to the documents', async () => {
      await make('s1');
      for (const seq of [2, 3, 4]) await write('s1', seq, []);
      const rows = [2, 3].map((seq) => {
        const { stage: _stage, wall: _wall, backstage: _backstage, ...row } = aCommit('s1', seq).row;
        return row;
      });
      expect(await store.log('s1', 2, 2)).toEqual(rows);
      expect((await store.log('s1', 4, 2)).map(({ seq }) => seq)).toEqual([4]);
      expect([await store.log('s1', 5, 2), await store.log('nobody', 1, 2)]).toEqual([[], []]);
    });

    test('sessions are listed newest first and found by id and by code', async () => {
      const rows = [aSession('s1', { createdAt: 20 }), aSession('s2', { createdAt: 30 }), aSession('s3', { createdAt: 10 })];
      for (const row of rows) await store.createSession(row, aCommit(row.id, 1));
      expect(await store.sessions()).toEqual([rows[1], rows[0], rows[2]]);
      expect(await store.session('s3')).toEqual(rows[2]);
      expect(await store.sessionByCode('CODE-s3')).toEqual(rows[2]);
    });

    test('an erased session is gone with all that was its own, and its code is free', async () => {
      for (const id of ['s1', 's2']) {
        await make(id);
        await write(id, 2, [
          text('n1', 'x'),
          author('n1'),
          participant('p1'),
          seat('h1'),
          ballot('v', 'A'),
          receipt('a', 'k1'),
          receipt('b', ''),
          key('k1'),
        ]);
        await write(id, 3, [{ op: 'seal', exerciseId: 'x0', round: 1, keyId: 'k0', bodies: ['A'] }]);
        await store.saveSnapshot(id, aSnapshot(2));
      }
      const kept = await loaded('s2');
      await store.eraseSession('s1');
      await store.eraseSession('never');
      expect([await store.load('s1'), await store.commits('s1', 1), await store.session('s1')]).toEqual([null, [], null]);
      expect(await store.sessions()).toEqual([aSession('s2')]);
      expect(await loaded('s2')).toEqual(kept);
      await make('s1');
      expect(await loaded('s1')).toEqual({
        session: aSession('s1'),
        snapshot: null,
        commits: [aCommit('s1', 1).row],
        ...{ texts: [], authors: [], participants: [], seats: [], ballots: [], receipts: [], keys: [] },
      });
    });

    test('the secret is 32 bytes and stays', async () => {
      const [first, ...others] = await Promise.all([store.secret(), store.secret(), store.secret()]);
      expect(first.length).toBe(32);
      expect(first.some((byte) => byte !== 0)).toBe(true);
      for (const other of [...others, await store.secret()]) expect(other).toEqual(first);
    });

    test('[D1] five hundred commits of several sessions under way at once are all stored', async () => {
      const ids = ['s1', 's2', 's3', 's4', 's5'];
      await Promise.all(ids.map(make));
      const seqs = Array.from({ length: 100 }, (_, index) => index + 2);
      await Promise.all(seqs.flatMap((seq) => ids.map((id) => write(id, seq, [text(`n${String(seq)}`, `${id} ${String(seq)}`)]))));
      for (const id of ids) {
        const { commits, texts } = await loaded(id);
        expect(commits).toEqual([1, ...seqs].map((seq) => aCommit(id, seq).row));
        expect(new Set(texts.map((row) => row.text))).toEqual(new Set(seqs.map((seq) => `${id} ${String(seq)}`)));
      }
    });

    test('a check passes while the store can write', async () => {
      await expect(store.check()).resolves.toBeUndefined();
    });

    test('[D1] closing waits for what was accepted and refuses what comes after', async () => {
      await make('s1');
      const accepted = [2, 3, 4, 5].map((seq) => write('s1', seq, []));
      const closed = store.close();
      await expect(write('s1', 6, [])).rejects.toThrow(NotStoredError);
      await expect(Promise.all(accepted)).resolves.toHaveLength(4);
      await closed;
      await expect(store.close()).resolves.toBeUndefined();
      await expect(store.load('s1')).rejects.toThrow(NotStoredError);
    });
  });
}

/** Only ballots have an order that a store must keep. */
function inOrder<Rows extends Omit<StoredSession, 'snapshot'>>(stored: Rows): Rows {
  const by = <Row>(rows: Row[], id: (row: Row) => string) => rows.toSorted((a, b) => (id(a) < id(b) ? -1 : 1));
  return {
    ...stored,
    texts: by(stored.texts, (row) => row.id),
    authors: by(stored.authors, (row) => row.noteId),
    participants: by(stored.participants, (row) => row.participantId),
    seats: by(stored.seats, (row) => row.seat),
    receipts: by(stored.receipts, (row) => row.sender),
    keys: by(stored.keys, (row) => row.keyId),
  };
}
