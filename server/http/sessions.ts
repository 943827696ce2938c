import { Router } from 'express';
import * as z from 'zod/mini';
import { ClientId } from '../../shared/ids.ts';
import { NeedPlan, NeedPlanEdits } from '../../shared/need-plan.ts';
import { withoutNulls } from '../../shared/read-records.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { requireTame } from '../../shared/tame.ts';
import { SessionDetails, SessionEdits } from '../../shared/session.ts';
import { exercisesOf, templates, type Template } from '../../shared/templates.ts';
import {
  LinksBody,
  NoteEdits,
  type CreatedSession,
  type ImportedSummary,
  type ListedSession,
  type SessionWhole,
} from '../../shared/wire.ts';
import type { ImportedSessions } from '../desk/imported-sessions.ts';
import type { Bundle } from '../desk/import-work.ts';
import type { Makers } from '../desk/makers.ts';
import type { Programmes } from '../desk/programmes.ts';
import { describeNeed } from '../session/decide-need.ts';
import { maskNote } from '../session/decide-note.ts';
import { changeDetails, hasBallots, revokeToken } from '../session/decide-room.ts';
import { planOf, respondersOf } from '../session/plans.ts';
import { importedIn } from '../session/session-row.ts';
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
  /** By whose key sessions were made. */
  makers: Makers;
  programmes: Programmes;
  imported: ImportedSessions;
  /** Makes a session, and says how to get to it. */
  make: (details: SessionDetails) => Promise<CreatedSession>;
  /** Called before a session is erased, so that nobody goes on looking at it and nothing of it is kept elsewhere. */
  onErasing: (sessionId: string) => Promise<void>;
}

/** The organizer's calls: make, list, look at, edit and erase sessions, and fill in what became of a need [R7]. */
export function sessionRoutes({ sessions, callers, origins, makers, programmes, imported, make, onErasing }: SessionRoutes): Router {
  const router = Router();

  router.get('/api/templates', (request, response) => {
    callers.requireOrganizer(request);
    response.json({ templates: templates.map(listedTemplate) });
  });

  router.post('/api/sessions', async (request, response) => {
    const organizer = callers.requireOrganizer(request);
    requireTame(request.body);
    const details = z.safeParse(SessionDetails, request.body);
    if (!details.success) throw new RefusalError('bad-input');
    const created = await make(details.data);
    if (!organizer.isOwner) await makers.keep(created.sessionId, organizer.name);
    response.status(201).json(created);
  });

  router.get('/api/sessions', async (request, response) => {
    callers.requireOrganizer(request);
    const [rows, madeBy] = [await sessions.rows(), await makers.all()];
    const all = rows.map((row) => ({ ...listed(row), madeBy: madeBy.get(row.id) ?? null }));
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
    const sessionId = request.params.id;
    if (await imported.row(sessionId)) {
      await imported.change(sessionId, edits.data, await programmes.named(edits.data.programmeId ?? null));
    } else {
      const session = await sessions.get(sessionId);
      const answer = await session.edit((state) => changeDetails(state, edits.data));
      if (!answer.ok) throw new RefusalError(answer.code);
    }
    response.json(await summaryOf(sessionId));
  });

  router.patch('/api/sessions/:id/needs/:needId', async (request, response) => {
    callers.requireOrganizer(request);
    requireTame(request.body);
    const edits = z.safeParse(NeedPlanEdits, request.body);
    const needId = z.safeParse(ClientId, request.params.needId);
    if (!edits.success || !needId.success) throw new RefusalError('bad-input');
    const sessionId = request.params.id;
    if (await imported.row(sessionId))
      return void response.json(importedPlanAnswer(await imported.describe(sessionId, needId.data, edits.data)));
    const session = await sessions.get(sessionId);
    const answer = await session.edit((state, around) => describeNeed(state, { ...edits.data, needId: needId.data }, around));
    if (!answer.ok) throw new RefusalError(answer.code);
    return void response.json(await session.atRest(({ state }) => planAnswer(state, needId.data)));
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

  /** [S4] Whoever has an earlier link is outside from now on. */
  router.post('/api/sessions/:id/links', async (request, response) => {
    callers.requireOrganizer(request);
    requireTame(request.body);
    const whose = z.safeParse(LinksBody, request.body);
    if (!whose.success) throw new RefusalError('bad-input');
    const sessionId = request.params.id;
    if (await imported.row(sessionId)) throw new RefusalError('not-found');
    const session = await sessions.get(sessionId);
    const answer = await session.edit((state) => revokeToken(state, whose.data));
    if (!answer.ok) throw new RefusalError(answer.code);
    response.set('cache-control', 'no-store').json(await summaryOf(sessionId));
  });

  router.delete('/api/sessions/:id', async (request, response) => {
    callers.requireOrganizer(request);
    if (!(await sessions.store.session(request.params.id))) throw new RefusalError('not-found');
    await onErasing(request.params.id);
    await sessions.erase(request.params.id);
    response.status(204).end();
  });

  async function summaryOf(sessionId: string): Promise<SessionWhole | ImportedSummary> {
    const [elsewhere, madeBy] = [await imported.row(sessionId), await makers.all()];
    if (elsewhere) return { ...listed(elsewhere), madeBy: null, imported: true, reportUrl: origins.report(elsewhere.joinCode) };
    const session = await sessions.get(sessionId);
    return session.atRest(({ state }) => {
      const row = session.listedRow();
      return {
        ...listed(row),
        ballotsForResearch: state.details.ballotsForResearch === true,
        hasBallots: hasBallots(state),
        madeBy: madeBy.get(sessionId) ?? null,
        ...accessTo(row, session, { sessions, origins }),
        reportUrl: origins.report(row.joinCode),
      };
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

/** The same of records that were imported: what nobody filled in is left out. */
function importedPlanAnswer({ need, responders, responses }: NonNullable<Bundle['described']>) {
  const plan = Object.fromEntries(planFields.map((name) => [name, need[name as keyof typeof need]]));
  return {
    needId: need.id,
    ...withoutNulls(plan),
    responses: Object.fromEntries(responses.map(({ id, needId: _, ...response }) => [id, withoutNulls(response)])),
    responders: Object.fromEntries(responders.map(({ id, ...responder }) => [id, withoutNulls(responder)])),
  };
}

const planFields = Object.keys(NeedPlan.shape).filter((name) => name !== 'responses');

/** A session as lists show it. */
export function listed(row: SessionRow): Omit<ListedSession, 'madeBy'> {
  const { id: sessionId, joinCode, title, status, programmeId, createdAt, endedAt } = row;
  const { place, heldOn, locale, wave, rehearsal, joined, notes, needs, ballots } = JSON.parse(row.summary) as Pick<
    ListedSession,
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
    place,
    heldOn,
    locale,
    joined,
    notes,
    needs,
    ballots,
    wave: wave ?? null,
    rehearsal: rehearsal ?? false,
    ...(importedIn(row) && { imported: true }),
  };
}

/** A template with the steps that a session made from it would have. */
function listedTemplate(template: Template) {
  const { id, title, description } = template;
  return { id, title, description, exercises: exercisesOf(template).map(({ kind, title }) => ({ kind, title })) };
}
