import * as Y from 'yjs';
import type { Part } from '../../shared/document.ts';
import type { CommitRow, RowsBeside, SessionRow, Snapshot, Store, StoredSession, Write } from '../store/store.ts';
import { chainStart, firstBroken } from './digest.ts';
import { SessionDocuments } from './documents.ts';
import type { Event } from './events.ts';
import { evolve, remember } from './evolve.ts';
import { importedIn } from './session-row.ts';
import { emptyState, roundKeyId, unpackLogged, type State } from './state.ts';

/** A log that was altered: the session is not opened, and nothing is repaired silently [D6]. */
export class AlteredLogError extends Error {
  override name = 'AlteredLogError';
}

/** A session as it is stored: its state, its documents, and where its log stands. */
export interface Memory {
  row: SessionRow;
  state: State;
  documents: SessionDocuments;
  seq: number;
  hash: string;
}

export interface Rebuilt extends Memory {
  snapshotSeq: number;
  /** Sealed rounds of which nobody has said yet how sure they are, with their nameless ballots. */
  unsure: UnsureRound[];
}

export interface UnsureRound {
  exerciseId: string;
  round: number;
  bodies: string[];
}

/** Reads a session back from its log; null where there is none, and where only its records are here. Throws AlteredLogError at the first commit that does not follow. */
export async function rebuild(store: Store, sessionId: string): Promise<Rebuilt | null> {
  const stored = await store.load(sessionId);
  if (!stored || importedIn(stored.session)) return null;
  const { snapshot, commits } = stored;
  const start = snapshot ?? { seq: 0, hash: chainStart };
  const broken = firstBroken(start, commits);
  if (broken !== null)
    throw new AlteredLogError(
      `The log of session ${sessionId} was altered at entry ${broken}. The last good copy ends at entry ${broken - 1}; restore a backup to go on.`,
    );
  const { state, documents } = fromLog(snapshot, commits);
  rememberAll(state, stored);
  const last = commits.at(-1) ?? start;
  return {
    row: stored.session,
    state,
    documents,
    seq: last.seq,
    hash: last.hash,
    snapshotSeq: snapshot?.seq ?? 0,
    unsure: unsureRounds(state, stored),
  };
}

/** What a log says from a snapshot on: nothing stands beside it yet. */
export function fromLog(snapshot: Snapshot | null, commits: readonly CommitRow[]): Pick<Rebuilt, 'state' | 'documents'> {
  const state = snapshot ? unpackLogged(snapshot.state) : emptyState();
  for (const commit of commits) evolveAll(state, commit);
  return { state, documents: documentsOf(snapshot, commits) };
}

/** Folds the events of a commit into a state, and answers with them. */
export function evolveAll(state: State, { events, at }: CommitRow): Event[] {
  const all = JSON.parse(events) as Event[];
  for (const event of all) evolve(state, event, at);
  return all;
}

function unsureRounds(state: State, { ballots }: StoredSession): UnsureRound[] {
  return state.rounds
    .filter(({ tally, stability }) => tally && !stability)
    .map(({ exerciseId, round }) => ({
      exerciseId,
      round,
      bodies: ballots.filter((row) => row.exerciseId === exerciseId && row.round === round).map(({ body }) => body),
    }));
}

/** Takes what stands beside the log into a state: of ballots those of rounds that have a key. */
export function rememberAll(state: State, rows: RowsBeside): void {
  const { texts, authors, participants, seats, ballots, receipts, keys } = rows;
  for (const row of keys) remember(state, { op: 'put-key', ...row }, 0);
  const writes: Write[] = [
    ...texts.map((row) => ({ op: 'put-text' as const, ...row })),
    ...authors.map((row) => ({ op: 'put-author' as const, ...row })),
    ...participants.map((row) => ({ op: 'put-participant' as const, ...row })),
    ...seats.map((row) => ({ op: 'put-seat' as const, ...row })),
    ...ballots
      .filter(({ exerciseId, round }) => state.keys.has(roundKeyId({ id: exerciseId, round })))
      .map((row) => ({ op: 'put-ballot' as const, ...row })),
  ];
  for (const write of writes) remember(state, write, 0);
  for (const receipt of receipts) remember(state, { op: 'put-receipt', ...receipt }, receipt.seq);
}

/** What commits changed in each part, as one update. */
export function updatesOf(commits: readonly CommitRow[]): Record<Part, Uint8Array | null> {
  const ofPart = (part: Part) => {
    const updates = commits.flatMap((commit) => commit[part] ?? []);
    return updates.length === 0 ? null : Y.mergeUpdates(updates);
  };
  return { stage: ofPart('stage'), wall: ofPart('wall'), backstage: ofPart('backstage') };
}

function documentsOf(snapshot: Snapshot | null, commits: readonly CommitRow[]): SessionDocuments {
  const updatesOf = (part: 'stage' | 'wall' | 'backstage') => {
    const updates = snapshot ? [snapshot[part]] : [];
    for (const commit of commits) if (commit[part]) updates.push(commit[part]);
    return updates;
  };
  return new SessionDocuments({ stage: updatesOf('stage'), wall: updatesOf('wall'), backstage: updatesOf('backstage') });
}
