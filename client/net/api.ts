import type { CreatedSession, JoinBody, Joined, JoinInfo, SessionSummary } from '../../shared/wire.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import type { SessionDetails } from '../../shared/session.ts';
import type { Template } from '../../shared/templates.ts';
import { isRecord } from '../../shared/document.ts';
import { refusalCodes, RefusalError } from '../../shared/refusal.ts';
import { NoAnswerError } from './no-answer.ts';

export interface Call {
  /** A session's token or the organizer's key. */
  token?: string;
  body?: unknown;
  timeoutMs?: number;
}

/** A session as it stands in the list: without the links that open it. */
export type ListedSession = Omit<SessionSummary, Exclude<keyof CreatedSession, 'sessionId' | 'joinCode'>>;
export type ListedTemplate = Pick<Template, 'id' | 'title' | 'description'>;

const timeoutMs = 10_000;

/** Calls the server. Throws RefusalError for a "no" and NoAnswerError where nobody answered. */
async function call(method: string, path: string, { token, body, timeoutMs: patience = timeoutMs }: Call): Promise<Response> {
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
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
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

export async function requestBlob(path: string, options: Call): Promise<Blob> {
  return (await call('GET', path, { timeoutMs: 60_000, ...options })).blob();
}

const sessionPath = (sessionId: string) => `/api/sessions/${encodeURIComponent(sessionId)}`;

export function lookUpJoinCode(code: string): Promise<JoinInfo> {
  return requestJson('GET', `/api/join/${encodeURIComponent(code)}`);
}

export function joinSession(sessionId: string, body: JoinBody): Promise<Joined> {
  return requestJson('POST', `${sessionPath(sessionId)}/participants`, { body });
}

export function createSession(token: string, body: SessionDetails): Promise<CreatedSession> {
  return requestJson('POST', '/api/sessions', { token, body });
}

export async function listSessions(token: string): Promise<ListedSession[]> {
  return (await requestJson<{ sessions: ListedSession[] }>('GET', '/api/sessions', { token })).sessions;
}

export function readSession(token: string, sessionId: string): Promise<SessionSummary> {
  return requestJson('GET', sessionPath(sessionId), { token });
}

export function eraseSession(token: string, sessionId: string): Promise<unknown> {
  return requestJson('DELETE', sessionPath(sessionId), { token });
}

export function readNeeds(token: string, sessionId: string): Promise<NeedRecords> {
  return requestJson('GET', `${sessionPath(sessionId)}/needs.json`, { token });
}

/** A file of a session, by the last part of its path: `needs.json`, `needs.csv`. */
export function downloadFile(token: string, sessionId: string, file: string): Promise<Blob> {
  return requestBlob(`${sessionPath(sessionId)}/${file}`, { token });
}

export async function listTemplates(token: string): Promise<ListedTemplate[]> {
  return (await requestJson<{ templates: ListedTemplate[] }>('GET', '/api/templates', { token })).templates;
}
