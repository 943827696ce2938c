import { type NeedInput, type NoteInput, type RecordResponder, type RecordResponse, type SaidInSession } from '../../shared/need-record.ts';
import type { NeedResponse, Responder } from '../../shared/need-plan.ts';
import { mergedNeedId } from '../../shared/need.ts';
import { readLogHead } from '../../shared/stage.ts';
import { readNeeds, type PlacedNeed } from '../../shared/wall.ts';
import { peopleIn, publishedTally } from './decide-phase.ts';
import { takesNotes } from './evolve.ts';
import type { LiveSession } from './live-session.ts';
import { languageIn } from './found-in-text.ts';
import { noteWaysOf } from './note-ways.ts';
import { planOf, respondersOf } from './plans.ts';
import { shownText, shownTranslations } from './shown-text.ts';
import type { ExerciseState, NoteState, State } from './state.ts';

/** What sessions say in their need records, as JSON in UTF-8. While a vote comes in they say the same, and thousands of notes are written down once. */
export class SaidBySessions {
  readonly #kept = new WeakMap<LiveSession, { asOf: number; json: Uint8Array }>();

  /** Only at rest. */
  of(session: LiveSession): Uint8Array {
    const { saidSeq: asOf } = session;
    let kept = this.#kept.get(session);
    if (kept?.asOf !== asOf) this.#kept.set(session, (kept = { asOf, json: shared(JSON.stringify(saidIn(session))) }));
    return kept.json;
  }
}

/** In UTF-8, in memory that threads share: nothing is copied for them. */
function shared(text: string): Uint8Array {
  const bytes = Buffer.from(new SharedArrayBuffer(Buffer.byteLength(text)));
  bytes.write(text);
  return bytes;
}

/** What a session itself says in its need records, as it is stored now. Only at rest. */
export function saidIn(session: LiveSession): SaidInSession {
  const { state, documents } = session;
  const needs = readNeeds(documents.parts.wall);
  const needIds = new Set(needs.map(({ id }) => id));
  const needIdOf = (noteId: string) => {
    const needId = documents.needIdOf(noteId);
    return needId !== null && needIds.has(needId) ? needId : null;
  };
  const { details } = state;
  const { wrote, voted } = headsOf(state);
  const noteWays = noteWaysOf(state);
  return {
    session: {
      ...details.record,
      question: details.record?.question ?? questionOf(state),
      id: session.id,
      title: details.title,
      place: details.place,
      heldAt: details.heldOn ?? new Date(state.createdAt).toISOString(),
      endedAt: state.endedAt === null ? null : new Date(state.endedAt).toISOString(),
      communityType: details.communityType,
      wave: details.wave,
      present: state.attendance?.present ?? null,
      children: state.attendance?.children ?? null,
      joinMode: details.joinMode,
      encrypted: details.isEncrypted ?? null,
      mayVote: details.mayVote,
      baselineSessionId: details.carriedFrom,
      rehearsal: details.rehearsal !== null,
      joined: state.joined,
      wrote,
      voted,
      languages: [details.locale],
      shownCode: readLogHead(documents.parts.stage)?.code ?? null,
    },
    groupQuestions: details.groupQuestions,
    notes: [...state.notes.values()].filter((note) => mayLeave(state, note)).map((note) => noteInput(state, note, needIdOf(note.id))),
    ...(noteWays !== undefined && { noteWays }),
    needs: needs.map((need) => needInput(state, need)),
    ...partiesOf(state, needs),
    rounds: state.rounds.map((round) => ({
      exerciseId: round.exerciseId,
      kind: round.kind,
      title: state.exercises.get(round.exerciseId)?.title ?? null,
      round: round.round,
      settings: round.settings,
      tally: publishedTally(state, round),
      forFiles: round.tally?.forFiles ?? null,
      sealedAt: round.sealedAt,
      inputHash: round.ballotsHash,
    })),
  };
}

/** A note leaves the room once it is public; at the session's end all of them do, each exactly once [R1]. */
function mayLeave(state: State, note: NoteState): boolean {
  if (state.status === 'ended' || note.number === null) return state.status === 'ended';
  const exercise = state.exercises.get(note.exerciseId);
  return exercise?.revealed === true || exercise?.settings['concealed'] !== true;
}

function noteInput(state: State, note: NoteState, needId: string | null): NoteInput {
  const { text, isMasked } = shownText(state, note);
  return {
    id: note.id,
    number: note.number,
    exerciseId: note.exerciseId,
    needId,
    text,
    redacted: isMasked || note.erased !== undefined,
    erased: note.erased === 'whole',
    lang: note.lang ?? languageIn(state, note.id),
    ...translationsOfNote(state, note),
    kind: note.kind,
    forWhom: note.forWhom,
    channel: note.channel,
    hidden: note.hidden,
    referred: note.referred,
    moves: note.moves ?? [],
  };
}

/** What facilitators typed a note to be in other languages, and that it was them. */
function translationsOfNote(state: State, note: NoteState): Pick<NoteInput, 'translations' | 'translatedBy'> {
  const translations = shownTranslations(state, note);
  const isTranslated = translations !== undefined && Object.keys(translations).length > 0;
  return { translations, ...(isTranslated && { translatedBy: 'facilitator' }) };
}

/** What was asked first of all, where nobody said what the meeting was to answer. */
function questionOf({ exercises }: State): string | null {
  const first = [...exercises.values()].filter(takesNotes).sort((a, b) => (a.order < b.order ? -1 : 1))[0];
  return first ? first.prompt || first.title || null : null;
}

/** [R2] How many wrote, and how many voted, in the exercise that most did so in: who did both of two is not known once voters are erased. */
function headsOf(state: State): { wrote: number | null; voted: number | null } {
  const written = [...state.exercises.values()].filter((exercise) => takesNotes(exercise) && isTold(state, exercise));
  return {
    wrote: mostOf(written.map((exercise) => exercise.people ?? peopleIn(state, exercise))),
    voted: mostOf(state.rounds.map(({ ballots }) => ballots)),
  };
}

function isTold({ status }: State, { phase, revealed, settings }: ExerciseState): boolean {
  return phase !== 'draft' && (status === 'ended' || revealed || settings['concealed'] !== true);
}

function mostOf(counts: readonly number[]): number | null {
  return counts.length === 0 ? null : Math.max(...counts);
}

function needInput(state: State, { place: _place, category, ...need }: PlacedNeed): NeedInput {
  const { responses: _, ...plan } = planOf(state, need.id);
  return { ...need, category: category ?? null, ...plan, ...state.needTimes.get(need.id) };
}

/** [R7] Who acts, and how. What was agreed about a need that was merged since goes with it; whoever acts nowhere is left out. */
function partiesOf(state: State, needs: readonly PlacedNeed[]): { responders: RecordResponder[]; responses: RecordResponse[] } {
  const byId = new Map(needs.map((need) => [need.id, need]));
  const responses = needs.flatMap(({ id: needId }) =>
    Object.entries(planOf(state, needId).responses ?? {}).map(([id, response]) =>
      responseRecord({ id, needId: mergedNeedId(byId, needId) }, response),
    ),
  );
  const acting = new Set(responses.map(({ responderId }) => responderId));
  const responders = [...respondersOf(state)].filter(([id]) => acting.has(id)).map(([id, responder]) => responderRecord(id, responder));
  return { responders, responses };
}

/** A response as need records say it. */
export function responseRecord(ids: { id: string; needId: string }, response: NeedResponse): RecordResponse {
  return {
    ...ids,
    responderId: response.responderId,
    role: response.role,
    action: response.action ?? null,
    stage: response.stage ?? 'noted',
    plannedAt: response.plannedAt ?? null,
    doneAt: response.doneAt ?? null,
    indicator: response.indicator ?? null,
    baseline: response.baseline ?? null,
    target: response.target ?? null,
    followUp: response.followUp ?? null,
  };
}

/** A responder as need records say it. */
export function responderRecord(id: string, responder: Responder): RecordResponder {
  return {
    id,
    name: responder.name,
    type: responder.type,
    uscc: responder.uscc ?? null,
    hsdsOrganizationId: responder.hsdsOrganizationId ?? null,
    hsdsServiceId: responder.hsdsServiceId ?? null,
    verified: responder.verified ?? false,
    capacity: responder.capacity ?? null,
  };
}
