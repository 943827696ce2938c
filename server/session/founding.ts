import { randomBytes } from 'node:crypto';
import { nanoid } from 'nanoid';
import { serverOrigin } from '../../shared/document.ts';
import { orderBetween } from '../../shared/order.ts';
import { faceLocaleOf } from '../../shared/languages.ts';
import { RefusalError } from '../../shared/refusal.ts';
import type { GroupQuestion, SessionDetails } from '../../shared/session.ts';
import { defaultTemplateId, exercisesOf, templates, type Template } from '../../shared/templates.ts';
import { isBlank, normaliseText } from '../../shared/text.ts';
import { writeNeed, writeNeedNumber, type PlacedNeed } from '../../shared/wall.ts';
import type { Commit, SessionRow, Write } from '../store/store.ts';
import { exerciseAdded } from './decide-agenda.ts';
import { recordDetails, wordsOrNull } from './decide-room.ts';
import { chained, chainStart } from './digest.ts';
import { SessionDocuments } from './documents.ts';
import type { Details, Event } from './events.ts';
import { evolve } from './evolve.ts';
import type { LiveSession } from './live-session.ts';
import { project } from './project.ts';
import { rowOf } from './session-row.ts';
import { emptyState, sessionKeyId } from './state.ts';

/** What a session takes over from an earlier one. */
export interface Carried {
  isRehearsal: boolean;
  /** Those that stand, by their number. */
  needs: PlacedNeed[];
  groupQuestions: GroupQuestion[];
}

/** What a follow-up takes over from `session`. Only at rest. */
export function carriedFrom({ state, documents }: LiveSession): Carried {
  return {
    isRehearsal: state.details.rehearsal !== null,
    needs: documents.needs().filter(({ number }) => number !== null),
    groupQuestions: state.details.groupQuestions,
  };
}

/** All that a session begins with but its id, its code and its time. */
export interface Founding {
  details: Details;
  events: Event[];
  needs: PlacedNeed[];
}

/** [R6] What was asked for, completed by defaults and by what is carried on. Refuses an unknown template, a blank title, and to mix practice with records. */
export function foundingOf(asked: SessionDetails, { carried, isEncrypted }: { carried: Carried | null; isEncrypted: boolean }): Founding {
  const template = templates.find(({ id }) => id === (asked.template ?? defaultTemplateId));
  const title = normaliseText(asked.title);
  const isRehearsal = asked.rehearsal !== undefined;
  const isMixed = (isRehearsal && asked.programmeId !== undefined) || (!isRehearsal && carried?.isRehearsal === true);
  if (!template || isBlank(title) || isMixed) throw new RefusalError('bad-input');
  const needs = carried?.needs ?? [];
  const numbered = needs.map((need, i): Event => ({ type: 'need-seen', needId: need.id, number: i + 1 }));
  const details: Details = {
    title,
    locale: asked.locale ?? 'zh-CN',
    place: asked.place === undefined ? null : normaliseText(asked.place),
    heldOn: asked.heldOn ?? null,
    communityType: asked.communityType ?? null,
    programmeId: asked.programmeId ?? null,
    wave: asked.wave ?? null,
    template: template.id,
    joinMode: asked.joinMode ?? 'open',
    isEncrypted,
    groupQuestions: asked.groupQuestions ?? carried?.groupQuestions ?? [],
    mayVote: wordsOrNull(asked.mayVote),
    carriedFrom: asked.carryNeedsFrom ?? null,
    record: recordDetails(null, asked),
    ...(asked.ballotsForResearch !== undefined && { ballotsForResearch: asked.ballotsForResearch }),
    rehearsal: asked.rehearsal ?? null,
  };
  return { details, events: [...numbered, ...agendaOf(template, details.locale)], needs };
}

function agendaOf(template: Template, locale: string): Event[] {
  const words = faceLocaleOf(locale) ?? 'zh-CN';
  let order: string | null = null;
  return exercisesOf(template).map(({ kind, title, prompt, settings }) => {
    order = orderBetween(order, null);
    return exerciseAdded({ exerciseId: nanoid(), order, kind, title: title[words], prompt: prompt[words], settings });
  });
}

/** A session's first commit, and its row. */
export function foundingCommit(
  { details, events: rest, needs }: Founding,
  { joinCode, at }: { joinCode: string; at: number },
): { session: SessionRow; commit: Commit } {
  const sessionId = nanoid(16);
  const events: Event[] = [{ type: 'session-created', sessionId, joinCode, details }, ...rest];
  const state = emptyState();
  for (const event of events) evolve(state, event, at);
  const documents = new SessionDocuments({ stage: [], wall: [], backstage: [] });
  documents.write(() => {
    project(state, events, documents.parts);
    for (const { number: _, place, ...need } of needs) {
      writeNeed(documents.parts.wall, need, place, serverOrigin);
      writeNeedNumber(documents.parts.wall, need.id, state.needNumbers.get(need.id)!);
    }
  });
  const row = chained(chainStart, { seq: 1, at, events: JSON.stringify(events), ...documents.takeChanges() });
  documents.destroy();
  const { title, programmeId } = details;
  const blank = {
    id: sessionId,
    joinCode,
    title,
    status: 'open',
    programmeId,
    createdAt: at,
    endedAt: null,
    epoch: 1,
    summary: '{}',
  } as const;
  const session = rowOf(blank, state);
  const writes: Write[] = [{ op: 'put-key', keyId: sessionKeyId, key: randomBytes(32) }];
  return { session, commit: { sessionId, row, writes, session } };
}
