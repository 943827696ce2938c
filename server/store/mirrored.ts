import type { Mirror } from './mirror.ts';
import type { Store, Write } from './store.ts';

/** What takes something away that the copy may hold. */
const erasing = new Set<Write['op']>([
  'forget-updates',
  'seal',
  'drop-text',
  'erase-text',
  'drop-author',
  'drop-authors',
  'drop-participants',
  'drop-seats',
]);

/** The same store, whose mirror hears of everything that was stored [D8] and of everything that was taken away [D9]. */
export function mirrored(store: Store, mirror: Pick<Mirror, 'stored' | 'erased'>): Store {
  return {
    secret: () => store.secret(),
    async createSession(session, commit) {
      await store.createSession(session, commit);
      mirror.stored();
    },
    async commit(commit) {
      await store.commit(commit);
      if (commit.writes.some(({ op }) => erasing.has(op))) mirror.erased();
      else mirror.stored();
    },
    load: (sessionId) => store.load(sessionId),
    changes: (sessionId, after) => store.changes(sessionId, after),
    commits: (sessionId, from) => store.commits(sessionId, from),
    log: (sessionId, from, most) => store.log(sessionId, from, most),
    session: (sessionId) => store.session(sessionId),
    sessionByCode: (joinCode) => store.sessionByCode(joinCode),
    sessions: () => store.sessions(),
    saveSnapshot: (sessionId, snapshot) => store.saveSnapshot(sessionId, snapshot),
    async eraseSession(sessionId) {
      await store.eraseSession(sessionId);
      mirror.erased();
    },
    deskRows: (kind) => store.deskRows(kind),
    async putDeskRow(row) {
      await store.putDeskRow(row);
      mirror.stored();
    },
    async dropDeskRow(row) {
      await store.dropDeskRow(row);
      mirror.erased();
    },
    check: () => store.check(),
    close: () => store.close(),
  };
}
