import type { NeedRecords } from '../../shared/need-record.ts';
import type { Comparison } from '../../shared/comparison.ts';
import type { ListedProgramme, ProgrammeDetails, SameNeedBody, SuggestedSame } from '../../shared/programme.ts';
import type { NeedPlanEdits } from '../../shared/need-plan.ts';
import type { SessionDetails, SessionEdits } from '../../shared/session.ts';
import type { Template, TemplateExercise } from '../../shared/templates.ts';
import type { CreatedSession, ImportedSummary, ListedSession, NoteEdits, SessionWhole } from '../../shared/wire.ts';
import { requestJson, sessionPath } from './api.ts';
import { requestFile, type NamedFile } from './files.ts';

export type ListedTemplate = Pick<Template, 'id' | 'title' | 'description'> & { exercises: Pick<TemplateExercise, 'kind' | 'title'>[] };

export type { ListedSession } from '../../shared/wire.ts';

export function createSession(token: string, body: SessionDetails): Promise<CreatedSession> {
  return requestJson('POST', '/api/sessions', { token, body });
}

/** Real sessions, and apart from them those that were practice. */
export interface SessionLists {
  sessions: ListedSession[];
  rehearsals: ListedSession[];
}

export function listSessions(token: string): Promise<SessionLists> {
  return requestJson('GET', '/api/sessions', { token });
}

export function readSession(token: string, sessionId: string): Promise<SessionWhole | ImportedSummary> {
  return requestJson('GET', sessionPath(sessionId), { token });
}

export function editSession(token: string, sessionId: string, body: SessionEdits): Promise<SessionWhole> {
  return requestJson('PATCH', sessionPath(sessionId), { token, body });
}

export function describeNeed(token: string, place: { sessionId: string; needId: string }, body: NeedPlanEdits): Promise<unknown> {
  return requestJson('PATCH', `${sessionPath(place.sessionId)}/needs/${encodeURIComponent(place.needId)}`, { token, body });
}

export function editNote(token: string, { sessionId, noteId }: { sessionId: string; noteId: string }, body: NoteEdits): Promise<unknown> {
  return requestJson('PATCH', `${sessionPath(sessionId)}/notes/${encodeURIComponent(noteId)}`, { token, body });
}

export function eraseNote(token: string, { sessionId, noteId }: { sessionId: string; noteId: string }): Promise<unknown> {
  return requestJson('POST', `${sessionPath(sessionId)}/erasures`, { token, body: { noteIds: [noteId] } });
}

/** Facilitators’ links that are out open nothing from then on. */
export function renewLinks(token: string, sessionId: string): Promise<SessionWhole> {
  return requestJson('POST', `${sessionPath(sessionId)}/links`, { token, body: { role: 'facilitator' } });
}

export function eraseSession(token: string, sessionId: string): Promise<unknown> {
  return requestJson('DELETE', sessionPath(sessionId), { token });
}

export function readNeeds(token: string, sessionId: string): Promise<NeedRecords> {
  return requestJson('GET', `${sessionPath(sessionId)}/needs.json`, { token });
}

/** Gives need records that another server took home; they are told apart from an archive by what stands in the file. */
export function importRecords(token: string, file: Blob, { replaces }: { replaces: boolean }): Promise<ImportedSummary> {
  return requestJson('POST', `/api/sessions/import${replaces ? '?replace=true' : ''}`, { token, body: file, timeoutMs: 60_000 });
}

/** A file of a session, by the last part of its path: `needs.json`, `minutes.docx`. */
export function downloadFile(token: string, sessionId: string, file: string): Promise<NamedFile> {
  return requestFile(`${sessionPath(sessionId)}/${file}`, { token });
}

export async function listTemplates(token: string): Promise<ListedTemplate[]> {
  return (await requestJson<{ templates: ListedTemplate[] }>('GET', '/api/templates', { token })).templates;
}

export async function listProgrammes(token: string): Promise<ListedProgramme[]> {
  return (await requestJson<{ programmes: ListedProgramme[] }>('GET', '/api/programmes', { token })).programmes;
}

export function makeProgramme(token: string, title: string): Promise<ProgrammeDetails> {
  return requestJson('POST', '/api/programmes', { token, body: { title } });
}

/** A session as it stands in its programme. */
export type ProgrammeSession = Omit<ListedSession, 'madeBy'>;
export type ProgrammeWithSessions = ProgrammeDetails & { sessions: ProgrammeSession[] };

export function readProgramme(token: string, programmeId: string): Promise<ProgrammeWithSessions> {
  return requestJson('GET', programmePath(programmeId), { token });
}

export function renameProgramme(token: string, programmeId: string, title: string): Promise<ProgrammeDetails> {
  return requestJson('PATCH', programmePath(programmeId), { token, body: { title } });
}

export function dropProgramme(token: string, programmeId: string): Promise<unknown> {
  return requestJson('DELETE', programmePath(programmeId), { token });
}

export type ComparisonAnswer = Comparison & { suggestions: SuggestedSame[] };

export function compareSessions(token: string, programmeId: string, sides: { then: string; now: string }): Promise<ComparisonAnswer> {
  return requestJson('GET', comparisonPath(programmeId, 'comparison.json', sides), { token });
}

/** The same as a file: `comparison.csv`, `comparison.xlsx`. */
export function downloadComparison(
  token: string,
  programmeId: string,
  { file, sides }: { file: string; sides: { then: string; now: string } },
): Promise<NamedFile> {
  return requestFile(comparisonPath(programmeId, file, sides), { token });
}

function comparisonPath(programmeId: string, file: string, sides: { then: string; now: string }): string {
  return `${programmePath(programmeId)}/${file}?${new URLSearchParams(sides).toString()}`;
}

export function decideSameNeed(token: string, programmeId: string, body: SameNeedBody): Promise<ProgrammeDetails> {
  return requestJson('PUT', `${programmePath(programmeId)}/same-needs`, { token, body });
}

function programmePath(programmeId: string): string {
  return `/api/programmes/${encodeURIComponent(programmeId)}`;
}

/** The verifier's own SHA-256, as the server tells it beside it; null where it has none. */
export async function readVerifierHash(): Promise<string | null> {
  const response = await fetch('/verifier.html.sha256');
  return response.ok ? (/^[0-9a-f]{64}/.exec(await response.text())?.[0] ?? null) : null;
}
