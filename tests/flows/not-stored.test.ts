import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryStore } from '../../server/store/memory.ts';
import { NotStoredError, SeqTakenError, type Commit } from '../../server/store/store.ts';
import { rebuild } from '../../server/session/rebuild.ts';
import { readStage } from '../../shared/stage.ts';
import { readWall, writeNeed } from '../../shared/wall.ts';
import type { CreatedSession } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, Facilitator, freshId, makeSession, PartReader, Phone } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';

/** A store whose disk can be made to refuse. */
class FailingStore extends MemoryStore {
  failure: Error | null = null;
  /** After this many failures the disk is well again. */
  failuresLeft = Infinity;
  failed = 0;

  override async commit(commit: Commit): Promise<void> {
    if (this.failure && this.failuresLeft > 0) {
      this.failuresLeft -= 1;
      this.failed += 1;
      throw this.failure;
    }
    return super.commit(commit);
  }
}

describe('a commit that fails', () => {
  let store: FailingStore;
  let app: TestApp;
  let session: CreatedSession;
  let facilitator: Facilitator;
  let phones: Phone[];
  let projector: PartReader;
  let collect: string;

  beforeEach(async () => {
    store = new FailingStore();
    app = await startApp({ store });
    session = await makeSession(app.origin, testKey);
    facilitator = await Facilitator.open(app.origin, session);
    phones = await Promise.all([1, 2, 3].map(() => Phone.join(app.origin, session.sessionId)));
    projector = new PartReader(app.origin, { token: session.projectorToken, sessionId: session.sessionId, part: 'wall' });
    await projector.synced;
    collect = exerciseOf(facilitator.stage.stage, 'collect').id;
    await facilitator.commander.must('exercise:open', { exerciseId: collect });
  });
  afterEach(async () => {
    for (const face of [facilitator, projector, ...phones]) face.close();
    await app.close();
  });

  it('[D3] [F56] tells the senders `not-stored`, changes nothing anywhere, and goes on when the disk does', async () => {
    await phones[0]!.commander.must('note:add', { exerciseId: collect, noteId: 'note-before', text: '先前的一张' });
    store.failure = new NotStoredError('disk full');
    const lost = { commandId: freshId(), exerciseId: collect, noteId: 'note-while-full', text: '磁盘满了的时候写的' };
    const answers = await Promise.all([
      phones[1]!.commander.send('note:add', lost),
      phones[2]!.commander.send('note:add', { exerciseId: collect, noteId: 'note-also-lost', text: '这张也是' }),
      facilitator.commander.send('exercise:reveal', { exerciseId: collect }),
    ]);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.refusal.code))).toEqual(['not-stored', 'not-stored', 'not-stored']);
    expect(projector.wall.notes).toEqual([]);

    store.failure = null;
    // The phone sends it again under the same id, as it does by itself.
    await phones[1]!.commander.must('note:add', lost);
    await facilitator.commander.must('exercise:reveal', { exerciseId: collect });
    await eventually(() => expect(projector.wall.notes.map(({ id }) => id).sort()).toEqual(['note-before', 'note-while-full']));
    await eventually(() => expect(facilitator.wall.wall).toEqual(projector.wall));
    const { parts } = (await app.sessions.get(session.sessionId)).documents;
    for (const phone of phones) await eventually(() => expect(phone.stage.stage).toEqual(readStage(parts.stage)));
    expect(projector.wall).toEqual(readWall(parts.wall));
    expect(facilitator.backstage.wall).toEqual(readWall(parts.backstage));
    const rebuilt = (await rebuild(store, session.sessionId))!.documents.parts;
    expect([readStage(rebuilt.stage), readWall(rebuilt.wall), readWall(rebuilt.backstage)]).toEqual([
      readStage(parts.stage),
      readWall(parts.wall),
      readWall(parts.backstage),
    ]);
    expect(store.failed).toBeGreaterThan(0);
  });

  it('[D3] brings back what a facilitator arranged while nothing could be stored', async () => {
    store.failure = new NotStoredError('disk full');
    writeNeed(facilitator.wall.doc, { id: 'need-while-full', title: '路灯' }, { x: 1, y: 2, order: 'a1' }, { by: 'the test' });
    await eventually(() => expect(store.failed).toBeGreaterThan(0));
    expect(projector.wall.needs).toEqual([]);
    store.failure = null;
    await facilitator.commander.must('session:attendance', { present: 3 });
    await eventually(() => expect(projector.wall.needs.map(({ id, number }) => [id, number])).toEqual([['need-while-full', 1]]));
  });

  it('[D2] decides afresh when another process wrote the same seq first', async () => {
    store.failure = new SeqTakenError('beaten');
    store.failuresLeft = 3;
    const answer = await phones[0]!.commander.send('note:add', { exerciseId: collect, noteId: 'note-contended', text: '抢着写的' });
    expect(answer).toMatchObject({ ok: true, value: { noteId: 'note-contended' } });
    expect(store.failed).toBe(3);
    expect([...(await app.sessions.get(session.sessionId)).state.notes.keys()]).toEqual(['note-contended']);
  });

  it('[D52] counts how often another process was faster, apart from what the store refused', async () => {
    const counted = async (name: string) =>
      Number(new RegExp(`^yishi_commits_${name}_total (\\d+)$`, 'm').exec((await call<string>(app.origin, '/metrics')).body)?.[1]);
    store.failure = new SeqTakenError('beaten');
    store.failuresLeft = 3;
    await phones[0]!.commander.must('note:add', { exerciseId: collect, noteId: 'note-contended', text: '抢着写的' });
    expect([await counted('failed'), await counted('beaten')]).toEqual([3, 3]);
    store.failure = new NotStoredError('disk full');
    store.failuresLeft = 1;
    await phones[1]!.commander.send('note:add', { exerciseId: collect, noteId: 'note-refused', text: '没存上的' });
    expect([await counted('failed'), await counted('beaten')]).toEqual([4, 3]);
  });
});
