import { JoinCodeTakenError, NotStoredError, SeqTakenError, type Store } from './store.ts';

/** What the worker is asked: the store's own methods by name. */
export type Method = keyof Store;
export interface Question {
  id: number;
  method: Method;
  args: unknown[];
}

/** An error as it crosses the thread. */
export interface Fault {
  kind: 'seq-taken' | 'join-code-taken' | 'not-stored' | 'other';
  message: string;
}
export type Answer = { id: number; value: unknown } | { id: number; fault: Fault };

/** The worker's first message says whether the files could be opened; answers follow, all of one transaction at once. */
export type WorkerMessage = { opened: true } | { opened: false; fault: Fault } | { answers: Answer[] };

/** The methods as the worker has them: the same arguments and values, at once. */
export type Methods = { [Name in Exclude<Method, 'close'>]: (...args: Parameters<Store[Name]>) => Awaited<ReturnType<Store[Name]>> };

/** SQLite's primary result codes: the disk, the file system or another process stands in the way. https://sqlite.org/rescode.html */
const refusedByTheDisk = new Set([3, 5, 6, 7, 8, 10, 13, 14, 15, 22, 23]);
const damaged = new Set([11, 26]);

/** The kind of anything that was thrown in the worker. */
export function faultOf(error: unknown): Fault {
  if (error instanceof SeqTakenError) return { kind: 'seq-taken', message: error.message };
  if (error instanceof JoinCodeTakenError) return { kind: 'join-code-taken', message: error.message };
  if (error instanceof NotStoredError) return { kind: 'not-stored', message: error.message };
  if (!(error instanceof Error)) return { kind: 'other', message: String(error) };
  const code = codeOf(error);
  if (code !== null && refusedByTheDisk.has(code)) return { kind: 'not-stored', message: `The disk did not take it: ${error.message}.` };
  if (code !== null && damaged.has(code))
    return {
      kind: 'other',
      message: `The database is damaged (${error.message}): stop Yishi and put the last good copy of the data folder in its place.`,
    };
  if (/UNIQUE constraint failed: (log\.|session\.id)/.test(error.message))
    return { kind: 'seq-taken', message: 'this seq was written before' };
  if (error.message.includes('UNIQUE constraint failed: session.join_code'))
    return { kind: 'join-code-taken', message: 'another session holds this join code' };
  return { kind: 'other', message: error.message };
}

/** SQLite's primary result code of an error thrown by libsql, which gives none in its own field when a file cannot be opened. */
export function codeOf(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  if ('rawCode' in error && typeof error.rawCode === 'number') return error.rawCode & 0xff;
  const opening = /^ConnectionFailed\(.*: (\d+)"\)$/.exec(error.message)?.[1];
  return opening === undefined ? null : Number(opening) & 0xff;
}

/** The error the store's caller sees. */
export function errorOf(fault: Fault): Error {
  switch (fault.kind) {
    case 'seq-taken':
      return new SeqTakenError(fault.message);
    case 'join-code-taken':
      return new JoinCodeTakenError(fault.message);
    case 'not-stored':
      return new NotStoredError(fault.message);
    case 'other':
      return new Error(fault.message);
    default:
      throw new Error(`unknown fault ${String(fault.kind satisfies never)}`);
  }
}
