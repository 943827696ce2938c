import { Router } from 'express';
import * as z from 'zod/mini';
import { ClientId } from '../../shared/ids.ts';
import { NeedPlanEdits } from '../../shared/need-plan.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { requireTame } from '../../shared/tame.ts';
import { SessionDetails, SessionEdits } from '../../shared/session.ts';
import { exercisesOf, templates, type Template } from '../../shared/templates.ts';
import { NoteEdits, type CreatedSession, type SessionSummary, type SessionWhole } from '../../shared/wire.ts';
import { describeNeed } from '../session/decide-need.ts';
import { eraseNote, maskNote } from '../session/decide-note.ts';
import { changeDetails, hasBallots } from '../session/decide-room.ts';
import { planOf, respondersOf } from '../session/plans.ts';
import type { Sessions } from '../session/sessions.ts';
import type { State } from '../session/state.ts';
import type { SessionRow } from '../store/store.ts';
import { accessTo } from './access.ts';
import type { Callers } from './callers.ts';
import type { Origins } from './origins.ts';

export interface SessionRoutes {
  sessions: Sessions;
  callers: Callers;
  origins: Origins;
  /** Makes a session, and says how to get to it. */
  make: (details: SessionDetails) => Promise<CreatedSession>;
  /** Called when a session was erased, so that nobody goes on looking at it. */
  onErased: (sessionId: string) => void;
}

/** The organizer's calls: make, list, look at, edit and erase sessions, and fill in what became of a need [R7]. */
export function sessionRoutes({ sessions, callers, origins, make, onErased }: SessionRoutes): Router {
  const router = Router();

  router.get('/api/templates', (request, response) => {
    callers.requireOrganizer(request);
    response.json({ templates: templates.map(listedTemplate) });
  });

  router.post('/api/sessions', async (request, response) => {
    callers.requireOrganizer(request);
    requireTame(request.body);
    const details = z.safeParse(SessionDetails, request.body);
    if (!details.success) throw new RefusalError('bad-input');
    response.status(201).json(await make(details.data));
  });

  router.get('/api/sessions', async (request, response) => {
    callers.requireOrganizer(request);
    const all = (await sessions.rows()).map(listed);
    response.json({ sessions: all.filter(({ rehearsal }) => !rehearsal), rehearsals: all.filter(({ rehearsal }) => rehearsal) });
  });

  router.get('/api/sessions/:id', async (request, response) => {
    callers.requireOrganizer(request);
    response.json(await summaryOf(request.params.id));
  });

  router.patch('/api/sessions/:id', async (request, response) => {
    callers.requireOrganizer(request);
    requireTame(request.body);
    const edits = z.safeParse(SessionEdits, request.body);
    if (!edits.success) throw new RefusalError('bad-input');
    const session = await sessions.get(request.params.id);
    const answer = await session.edit((state) => changeDetails(state, edits.data));
    if (!answer.ok) throw new RefusalError(answer.code);
    response.json(await summaryOf(request.params.id));
  });

  router.patch('/api/sessions/:id/needs/:needId', async (request, response) => {
    callers.requireOrganizer(request);
    requireTame(request.body);
    const edits = z.safeParse(NeedPlanEdits, request.body);
    const needId = z.safeParse(ClientId, request.params.needId);
    if (!edits.success || !needId.success) throw new RefusalError('bad-input');
    const session = await sessions.get(request.params.id);
    const answer = await session.edit((state, around) => describeNeed(state, { ...edits.data, needId: needId.data }, around));
    if (!answer.ok) throw new RefusalError(answer.code);
    response.json(await session.atRest(({ state }) => planAnswer(state, needId.data)));
  });

  // [R14] What nobody should go on reading, found when the files are made.
  router.patch('/api/sessions/:id/notes/:noteId', async (request, response) => {
    callers.requireOrganizer(request);
    requireTame(request.body);
    const edits = z.safeParse(NoteEdits, request.body);
    const noteId = z.safeParse(ClientId, request.params.noteId);
    if (!edits.success || !noteId.success) throw new RefusalError('bad-input');
    const session = await sessions.get(request.params.id);
    const answer = await session.edit((state) => maskNote(state, { noteId: noteId.data, ...edits.data }));
    if (!answer.ok) throw new RefusalError(answer.code);
    response.status(204).end();
  });

  router.delete('/api/sessions/:id/notes/:noteId', async (request, response) => {
    callers.requireOrganizer(request);
    const noteId = z.safeParse(ClientId, request.params.noteId);
    if (!noteId.success) throw new RefusalError('not-found');
    const session = await sessions.get(request.params.id);
    const answer = await session.edit((state) => eraseNote(state, noteId.data));
    if (!answer.ok) throw new RefusalError(answer.code);
    response.status(204).end();
  });

  router.delete('/api/sessions/:id', async (request, response) => {
    callers.requireOrganizer(request);
    if (!(await sessions.store.session(request.params.id))) throw new RefusalError('not-found');
    onErased(request.params.id);
    await sessions.erase(request.params.id);
    response.status(204).end();
  });

  async function summaryOf(sessionId: string): Promise<SessionWhole> {
    const session = await sessions.get(sessionId);
    return session.atRest(({ state }) => {
      const row = session.listedRow();
      const research = { ballotsForResearch: state.details.ballotsForResearch === true, hasBallots: hasBallots(state) };
      return { ...listed(row), ...research, ...accessTo(row, session, { sessions, origins }) };
    });
  }

  return router;
}

/** What is filled in about a need now, in the shape it was sent in. */
function planAnswer(state: State, needId: string) {
  const plan = planOf(state, needId);
  const named = new Set(Object.values(plan.responses ?? {}).map(({ responderId }) => responderId));
  const responders = Object.fromEntries([...respondersOf(state)].filter(([id]) => named.has(id)));
  return { needId, ...plan, responses: plan.responses ?? {}, responders };
}

/** A session as lists show it. */
export function listed(row: SessionRow): Omit<SessionSummary, keyof CreatedSession> & { sessionId: string; joinCode: string } {
  const { id: sessionId, joinCode, title, status, programmeId, createdAt, endedAt } = row;
  const summary = JSON.parse(row.summary) as Pick<
    SessionSummary,
    'place' | 'heldOn' | 'locale' | 'joined' | 'notes' | 'needs' | 'ballots'
  > & {
    rehearsal?: boolean;
    wave?: number | null;
  };
  return {
    sessionId,
    joinCode,
    title,
    status,
    programmeId,
    createdAt,
    endedAt,
    ...summary,
    wave: summary.wave ?? null,
    rehearsal: summary.rehearsal ?? false,
  };
}

/** A template with the steps that a session made from it would have. */
function listedTemplate(template: Template) {
  const { id, title, description } = template;
  return { id, title, description, exercises: exercisesOf(template).map(({ kind, title }) => ({ kind, title })) };
}
