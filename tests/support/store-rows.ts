import type { Commit, SessionRow, Snapshot, Write } from '../../server/store/store.ts';

export const bytes = (...values: number[]) => Uint8Array.from(values);

export function aSession(id: string, change: Partial<SessionRow> = {}): SessionRow {
  return {
    id,
    joinCode: `CODE-${id}`,
    title: `title of ${id}`,
    status: 'open',
    programmeId: null,
    createdAt: 1_780_000_000_000,
    endedAt: null,
    epoch: 0,
    summary: '{}',
    ...change,
  };
}

/** A commit with one byte of each part; its hashes are not a chain. */
export function aCommit(sessionId: string, seq: number, beside: { writes?: Write[]; session?: SessionRow } = {}): Commit {
  const hash = (what: string) => `${what}-${sessionId}-${String(seq)}`;
  const row = {
    seq,
    at: 1_780_000_000_000 + seq,
    events: `[{"seq":${String(seq)}}]`,
    stage: bytes(1),
    wall: bytes(2),
    backstage: bytes(3),
  };
  return {
    sessionId,
    row: { ...row, eventsHash: hash('events'), updatesHash: hash('updates'), hash: hash('all') },
    writes: beside.writes ?? [],
    session: beside.session ?? null,
  };
}

export function aSnapshot(seq: number): Snapshot {
  return { seq, hash: `all-${String(seq)}`, state: `{"at":${String(seq)}}`, stage: bytes(seq), wall: bytes(), backstage: bytes(0, seq) };
}
