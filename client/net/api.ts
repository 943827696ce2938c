import type { JoinBody, Joined, JoinInfo } from '../../shared/wire.ts';
import { isRecord } from '../../shared/document.ts';
import { refusalCodes, RefusalError } from '../../shared/refusal.ts';
import { NoAnswerError } from './no-answer.ts';

export interface Call {
  /** A session's token or the organizer's key. */
  token?: string;
  /** A file goes as it is, everything else as JSON. */
  body?: unknown;
  timeoutMs?: number;
}

const timeoutMs = 10_000;

/** Calls the server. Throws RefusalError for a "no" and NoAnswerError where nobody answered. */
export async function call(method: string, path: string, { token, body, timeoutMs: patience = timeoutMs }: Call): Promise<Response> {
  const headers: Record<string, string> = { 'Accept-Language': document.documentElement.lang };
  if (token !== undefined) headers['Authorization'] = `Bearer ${token}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const controller = new AbortController();
  const patienceEnds = setTimeout(() => controller.abort(), patience);
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
      signal: controller.signal,
      cache: 'no-store',
      credentials: 'omit',
    });
  } catch (error) {
    throw new NoAnswerError(error);
  } finally {
    clearTimeout(patienceEnds);
  }
  if (!response.ok) throw await refusalOf(response);
  return response;
}

/** A problem document, or, from something in between that is not ours, no answer at all. */
async function refusalOf(response: Response): Promise<Error> {
  const problem: unknown = await response.json().catch(() => null);
  const code = isRecord(problem) ? refusalCodes.find((known) => known === problem['code']) : undefined;
  if (code === undefined) return new NoAnswerError(`${response.status}`);
  const detail = isRecord(problem) ? problem['detail'] : undefined;
  return typeof detail === 'string' ? new RefusalError(code, detail) : new RefusalError(code);
}

/** The answer's JSON, typed by the wire contract: the server is ours and serves this page. */
export async function requestJson<T>(method: string, path: string, options: Call = {}): Promise<T> {
  const response = await call(method, path, options);
  return (response.status === 204 ? {} : await response.json()) as T;
}

/** Where a session's calls go. */
export const sessionPath = (sessionId: string) => `/api/sessions/${encodeURIComponent(sessionId)}`;

export function lookUpJoinCode(code: string): Promise<JoinInfo> {
  return requestJson('GET', `/api/join/${encodeURIComponent(code)}`);
}

export function joinSession(sessionId: string, body: JoinBody): Promise<Joined> {
  return requestJson('POST', `${sessionPath(sessionId)}/participants`, { body });
}
