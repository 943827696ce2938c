import { expect, it } from 'vitest';
import { rebuild } from '../../server/session/rebuild.ts';
import { NotStoredError, type Commit, type Snapshot, type StoredSession } from '../../server/store/store.ts';
import type { Command } from '../../shared/wire.ts';
import { SharedMemoryStore } from '../support/shared-memory-store.ts';
import { sessionsOn } from '../support/sessions-on.ts';

/** One that goes away, and of which the next so many readings fail. */
class FlappingStore extends SharedMemoryStore {
  isAway = false;
  loadsToFail = 0;
  failing: (() => void) | null = null;
  readonly base: SharedMemoryStore;
  constructor(base: SharedMemoryStore) {
    super();
    this.base = base;
  }
  override async commit(commit: Commit): Promise<void> {
    if (this.isAway) {
      await new Promise<void>((go) => (this.failing = go));
      throw new NotStoredError('the database is away');
    }
    return this.base.commit(commit);
  }
  override async load(id: string): Promise<StoredSession | null> {
    if (this.loadsToFail > 0) {
      this.loadsToFail -= 1;
      throw new NotStoredError('the database is away');
    }
    return this.base.load(id);
  }
  override changes(id: string, after: number) {
    return this.base.changes(id, after);
  }
  override commits(id: string, from: number) {
    return this.base.commits(id, from);
  }
  override heads(ids: readonly string[]) {
    return this.base.heads(ids);
  }
  override saveSnapshot(id: string, snapshot: Snapshot) {
    return this.base.saveSnapshot(id, snapshot);
  }
}

it('[D3] [D32] what was not stored is not in memory, though another process is followed while the session comes back', async () => {
  const base = new SharedMemoryStore();
  const flapping = new FlappingStore(base);
  const [a, b] = [await sessionsOn(flapping), await sessionsOn(base)];
  const { id } = await b.create({ title: '槐树里社区' });
  const [here, there] = [await a.get(id), await b.get(id)];
  const facilitator = { role: 'facilitator', participantId: null } as const;
  const command = (name: string, payload: object, n: number) =>
    ({ name, payload: { ...payload, commandId: `command-${String(n).padStart(12, '0')}` } }) as Command;
  const exerciseId = [...here.state.exercises.values()].find(({ kind }) => kind === 'collect')!.id;

  flapping.isAway = true;
  flapping.loadsToFail = 1;
  const opening = here.command(command('exercise:open', { exerciseId }, 1), facilitator);
  while (!flapping.failing) await new Promise(setImmediate);
  // Meanwhile the other process stores something, and says so.
  expect(await there.join('join-of-somebody-0123456789')).toMatchObject({ answer: { ok: true } });
  void here.catchUp(there.seq);
  flapping.isAway = false;
  flapping.failing();
  expect(await opening).toMatchObject({ ok: false, code: 'not-stored' });
  await new Promise((go) => setTimeout(go, 50));
  const stored = (await rebuild(base, id))!;
  expect(stored.state.exercises.get(exerciseId)!.phase).toBe('draft');
  // Either it is still coming back ('try-later'), or it has what is stored.
  const phase = await here
    .atRest(({ state, seq, hash }) => ({ phase: state.exercises.get(exerciseId)!.phase, seq, hash }))
    .catch(() => 'try-later');
  const again = await here.command(command('exercise:open', { exerciseId }, 1), facilitator);
  const phaseAfter = (await rebuild(base, id))!.state.exercises.get(exerciseId)!.phase;
  if (phase !== 'try-later') expect(phase).toMatchObject({ phase: 'draft' });
  if (again.ok) expect(phaseAfter).toBe('open');
});
