import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { openOutbox, type Outbox, type OutboxEntry, type Said } from '../../client/net/outbox.ts';
import { NoAnswerError } from '../../client/net/no-answer.ts';
import { keptStrings, type KeptStrings } from '../../client/net/storage.ts';
import type { Ack } from '../../shared/wire.ts';
import type { RefusalCode } from '../../shared/refusal.ts';

/** A storage that only lives in this test; two outboxes on it are a reload. */
const memory = (): KeptStrings =>
  keptStrings(() => {
    throw new Error('no storage here');
  });

const add = (noteId: string, text = noteId): Said => ({ name: 'note:add', payload: { exerciseId: 'exercise', noteId, text } });
const edit = (noteId: string, text: string): Said => ({ name: 'note:edit', payload: { noteId, text } });
const withdraw = (noteId: string): Said => ({ name: 'note:withdraw', payload: { noteId } });
const cast = (...ranking: string[]): Said => ({ name: 'ballot:cast', payload: { exerciseId: 'vote', ballot: { kind: 'rank', ranking } } });

const ok: Ack = { ok: true, value: {}, seq: 1 };
const no = (code: RefusalCode): Ack => ({ ok: false, refusal: { code, message: code } });

function outboxOn(strings: KeptStrings, send: (entry: OutboxEntry) => Promise<Ack>) {
  let count = 0;
  const delivered: string[] = [];
  const refused: string[] = [];
  const outbox = openOutbox({
    sessionId: 'session',
    strings,
    send,
    onDelivered: (entry) => delivered.push(entry.commandId),
    onRefused: (entry, code) => refused.push(`${entry.commandId} ${code}`),
    onChange: () => {},
    newId: () => `command-${(count += 1)}-${Math.random().toString(36).slice(2)}`,
    now: () => 1,
  });
  return { outbox, delivered, refused };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const shapes = (outbox: Outbox) => outbox.entries.map(({ name, payload, refused }) => ({ name, payload, ...(refused ? { refused } : {}) }));

describe('the outbox', () => {
  it('keeps what was said until the server has acknowledged it', async () => {
    const { outbox, delivered } = outboxOn(memory(), () => Promise.resolve(ok));
    outbox.put(add('note-1'));
    await settled();
    expect(shapes(outbox)).toEqual([add('note-1')]);
    outbox.setOnline(true);
    await settled();
    expect(outbox.entries).toEqual([]);
    expect(delivered).toHaveLength(1);
  });

  it('sends in the order things were said, one at a time', async () => {
    const sent: unknown[] = [];
    let underWay = 0;
    const { outbox } = outboxOn(memory(), async ({ payload }) => {
      expect((underWay += 1)).toBe(1);
      await settled();
      underWay -= 1;
      sent.push(payload);
      return ok;
    });
    outbox.setOnline(true);
    const said = [add('note-1'), add('note-2'), cast('a'), add('note-3')];
    said.forEach((one) => outbox.put(one));
    await vi.waitFor(() => expect(outbox.entries).toEqual([]));
    expect(sent).toEqual(said.map(({ payload }) => payload));
  });

  it('sends the same command id again after a lost answer, also after a reload', async () => {
    const strings = memory();
    const ids: string[] = [];
    const first = outboxOn(strings, ({ commandId }) => {
      ids.push(commandId);
      return Promise.reject(new NoAnswerError());
    });
    first.outbox.setOnline(true);
    first.outbox.put(add('note-1'));
    await settled();
    first.outbox.close();
    const second = outboxOn(strings, ({ commandId }) => {
      ids.push(commandId);
      return Promise.resolve(ok);
    });
    second.outbox.setOnline(true);
    await settled();
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
    expect(second.outbox.entries).toEqual([]);
  });

  it('keeps a refused text, with its reason, and sends it again only when asked', async () => {
    let answer = no('exercise-not-open');
    const { outbox, refused } = outboxOn(memory(), () => Promise.resolve(answer));
    outbox.setOnline(true);
    outbox.put(add('note-1', '路灯'));
    outbox.put(add('note-2', '路面'));
    await settled();
    expect(shapes(outbox)).toEqual([
      { ...add('note-1', '路灯'), refused: 'exercise-not-open' },
      { ...add('note-2', '路面'), refused: 'exercise-not-open' },
    ]);
    expect(refused).toHaveLength(2);
    answer = ok;
    outbox.again(outbox.entries[0]!.commandId);
    await settled();
    expect(shapes(outbox)).toEqual([{ ...add('note-2', '路面'), refused: 'exercise-not-open' }]);
    outbox.discard(outbox.entries[0]!.commandId);
    expect(outbox.entries).toEqual([]);
  });

  it('sends a text again under another id where the first one stands for something else', async () => {
    const ids: string[] = [];
    const { outbox } = outboxOn(memory(), ({ commandId }) => {
      ids.push(commandId);
      return Promise.resolve(ids.length === 1 ? no('command-id-reused') : ok);
    });
    outbox.setOnline(true);
    outbox.put(add('note-1'));
    await settled();
    outbox.again(outbox.entries[0]!.commandId);
    await settled();
    expect(new Set(ids).size).toBe(2);
  });

  it.each<RefusalCode>(['try-later', 'too-fast', 'not-stored'])('waits out %s and keeps the order', async (code) => {
    const answers = [no(code), ok, ok];
    const sent: string[] = [];
    const { outbox, refused } = outboxOn(memory(), ({ payload }) => {
      sent.push('noteId' in payload ? payload.noteId : '');
      return Promise.resolve(answers.shift() ?? ok);
    });
    outbox.setOnline(true);
    outbox.put(add('note-1'));
    outbox.put(add('note-2'));
    await settled();
    expect(refused).toEqual([]);
    outbox.setOnline(true);
    await vi.waitFor(() => expect(outbox.entries).toEqual([]));
    expect(sent).toEqual(['note-1', 'note-1', 'note-2']);
  });

  it('gives up on a bug that answers the same every time, and goes on with the rest', async () => {
    const { outbox } = outboxOn(memory(), (entry) => Promise.resolve(entry.name === 'note:add' ? no('internal') : ok));
    outbox.put(add('note-1'));
    outbox.put(cast('a'));
    for (let i = 0; i < 3; i += 1) {
      outbox.setOnline(true);
      await settled();
    }
    expect(shapes(outbox)).toEqual([{ ...add('note-1'), refused: 'internal' }]);
  });

  describe('what was never sent is changed in place', () => {
    it.each<[string, Said[], Said[]]>([
      ['an edit changes the note', [add('n', '灯'), edit('n', '路灯')], [add('n', '路灯')]],
      ['a withdrawn note never leaves', [add('n'), edit('n', '二'), withdraw('n')], []],
      ['a later ballot replaces the earlier', [cast('a'), cast('b'), cast('b', 'a')], [cast('b', 'a')]],
      ['other notes are not touched', [add('n'), add('m'), withdraw('n')], [add('m')]],
    ])('%s', (_, said, left) => {
      const { outbox } = outboxOn(memory(), () => Promise.resolve(ok));
      said.forEach((one) => outbox.put(one));
      expect(shapes(outbox)).toEqual(left);
    });
  });

  it('follows what may have arrived with another command', async () => {
    const { outbox } = outboxOn(memory(), () => Promise.reject(new NoAnswerError()));
    outbox.setOnline(true);
    outbox.put(add('n', '灯'));
    await settled();
    outbox.put(edit('n', '路灯'));
    outbox.put(edit('n', '路灯不亮'));
    expect(shapes(outbox)).toEqual([add('n', '灯'), edit('n', '路灯不亮')]);
    outbox.put(withdraw('n'));
    expect(shapes(outbox)).toEqual([add('n', '灯'), withdraw('n')]);
  });

  it('lays the latest words with a refused note, and drops one that was taken back', async () => {
    let refuse: (answer: Ack) => void = () => {};
    const { outbox } = outboxOn(memory(), () => new Promise((resolve) => (refuse = resolve)));
    outbox.setOnline(true);
    outbox.put(add('n', '灯'));
    await settled();
    outbox.put(edit('n', '路灯'));
    refuse(no('exercise-not-open'));
    await settled();
    expect(shapes(outbox)).toEqual([{ ...add('n', '路灯'), refused: 'exercise-not-open' }]);
  });

  it('never loses or doubles a note, whatever the network does', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('add' as const) }),
      fc.record({ do: fc.constant('edit' as const), which: fc.nat(5) }),
      fc.record({ do: fc.constant('withdraw' as const), which: fc.nat(5) }),
      fc.record({ do: fc.constant('reload' as const) }),
      fc.record({ do: fc.constant('wait' as const) }),
    );
    const network = fc.infiniteStream(fc.constantFrom('ok' as const, 'ok' as const, 'lost-before' as const, 'lost-after' as const));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), network, async (steps, fates) => {
        const server = new Map<string, string>();
        const receipts = new Set<string>();
        let isFair = false;
        const next = (): string => {
          const { value } = fates.next() as { value: string | undefined };
          return value ?? 'ok';
        };
        const send = async ({ name, payload, commandId }: OutboxEntry): Promise<Ack> => {
          const fate = isFair ? 'ok' : next();
          await Promise.resolve();
          if (fate === 'lost-before') throw new NoAnswerError();
          if (!receipts.has(commandId)) {
            receipts.add(commandId);
            if (name === 'note:add') {
              if (server.has(payload.noteId)) return no('bad-input');
              server.set(payload.noteId, payload.text);
            } else if (name === 'note:edit') {
              if (!server.has(payload.noteId)) return no('not-found');
              server.set(payload.noteId, payload.text);
            } else if (name === 'note:withdraw') {
              if (!server.delete(payload.noteId)) return no('not-found');
            }
          }
          if (fate === 'lost-after') throw new NoAnswerError();
          return ok;
        };
        const strings = memory();
        let { outbox } = outboxOn(strings, send);
        outbox.setOnline(true);
        const wanted = new Map<string, string>();
        let count = 0;
        for (const one of steps) {
          const target = 'which' in one ? [...wanted.keys()][one.which] : undefined;
          if (one.do === 'add') {
            const noteId = `note-${(count += 1)}`;
            wanted.set(noteId, noteId);
            outbox.put(add(noteId));
          } else if (one.do === 'edit' && target) {
            const text = `${target} ${(count += 1)}`;
            wanted.set(target, text);
            outbox.put(edit(target, text));
          } else if (one.do === 'withdraw' && target) {
            wanted.delete(target);
            outbox.put(withdraw(target));
          } else if (one.do === 'reload') {
            outbox.close();
            // What was under way when the page went is answered to nobody.
            await settled();
            ({ outbox } = outboxOn(strings, send));
            outbox.setOnline(true);
          } else if (one.do === 'wait') {
            await settled();
            outbox.setOnline(true);
          }
        }
        isFair = true;
        for (let i = 0; i < 3; i += 1) {
          await settled();
          outbox.setOnline(true);
        }
        await vi.waitFor(() => expect(outbox.entries).toEqual([]));
        outbox.close();
        expect(server).toEqual(wanted);
      }),
      { numRuns: 150 },
    );
  });
});
