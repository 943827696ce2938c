import { buildNeedRecords, type NeedInput, type NeedRecords, type NoteInput } from '../../shared/need-record.ts';
import { readWall } from '../../shared/wall.ts';
import { publishedTally } from './decide-phase.ts';
import { sha256 } from './digest.ts';
import type { LiveSession } from './live-session.ts';
import { shownText } from './shown-text.ts';
import { type NoteState, type State } from './state.ts';

/** The need records of a session as it is stored now. Only at rest. `generatedAt` in milliseconds since 1970. */
export function needRecordsOf(
  session: LiveSession,
  { generatedAt, toolVersion }: { generatedAt: number; toolVersion: string },
): NeedRecords {
  const { state, documents } = session;
  const wall = readWall(documents.parts.wall);
  const places = new Map([...readWall(documents.parts.backstage).notes, ...wall.notes].map((note) => [note.id, note.place.needId]));
  const needIds = new Set(wall.needs.map(({ id }) => id));
  const { details } = state;
  return buildNeedRecords({
    session: {
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
      mayVote: details.mayVote,
      baselineSessionId: details.carriedFrom,
      rehearsal: details.rehearsal !== null,
      joined: state.joined,
      languages: [details.locale],
    },
    groupQuestions: details.groupQuestions,
    notes: [...state.notes.values()].filter((note) => mayLeave(state, note)).map((note) => noteInput(state, note, places, needIds)),
    needs: wall.needs.map(({ place: _place, category, ...need }): NeedInput => ({ ...need, category: category ?? null })),
    rounds: state.rounds.map((round) => ({
      exerciseId: round.exerciseId,
      kind: round.kind,
      round: round.round,
      settings: round.settings,
      tally: publishedTally(state, round),
      forFiles: round.tally?.forFiles ?? null,
      sealedAt: round.sealedAt,
      inputHash: round.ballotsHash,
    })),
    logHead: session.hash,
    generatedAt,
    toolVersion,
    digest: sha256,
  });
}

/** A note leaves the room once it is public; at the session's end all of them do, each exactly once [R1]. */
function mayLeave(state: State, note: NoteState): boolean {
  if (state.status === 'ended' || note.number === null) return state.status === 'ended';
  const exercise = state.exercises.get(note.exerciseId);
  return exercise?.revealed === true || exercise?.settings['concealed'] !== true;
}

function noteInput(state: State, note: NoteState, places: ReadonlyMap<string, string | null>, needIds: ReadonlySet<string>): NoteInput {
  const needId = places.get(note.id) ?? null;
  const { text, isMasked } = shownText(state, note);
  return {
    id: note.id,
    number: note.number,
    exerciseId: note.exerciseId,
    needId: needId !== null && needIds.has(needId) ? needId : null,
    text,
    redacted: isMasked,
    lang: note.lang,
    kind: note.kind,
    forWhom: note.forWhom,
    channel: note.channel,
    hidden: note.hidden,
    referred: note.referred,
  };
}
