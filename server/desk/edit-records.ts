import { checksumText, type NeedRecords, type RecordNeed, type RecordProgramme } from '../../shared/need-record.ts';
import { NeedResponse, Responder, respondersMax, responsesMax, type NeedPlanEdits } from '../../shared/need-plan.ts';
import { withoutNulls } from '../../shared/read-records.ts';
import { RefusalError } from '../../shared/refusal.ts';
import type { SessionEdits } from '../../shared/session.ts';
import { isBlank, normaliseText } from '../../shared/text.ts';
import { recordDetails, wordsOrNull } from '../session/decide-room.ts';
import { sha256 } from '../session/digest.ts';
import { changed, changedEach, parsed } from '../session/edits.ts';
import { responderRecord, responseRecord } from '../session/need-records.ts';

const emptied: Partial<RecordNeed> = { needTypes: [], affectedGroups: [], stage: 'noted' };

/**
 * [R7] Need records with what staff filled in about one need, as `need:describe` does for a session of our own; they are made afresh at `at`. Refuses
 * `not-found` for a need that does not stand, and `bad-input` where a response is nobody's.
 */
export function describedIn(records: NeedRecords, needId: string, edits: NeedPlanEdits, at: number): NeedRecords {
  const { responders: peopleEdits = {}, responses: responseEdits = {}, ...fields } = edits;
  const need = records.needs.find(({ id }) => id === needId);
  if (need?.mergedInto !== null) throw new RefusalError('not-found');
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const typed = changed({}, Object.fromEntries(given));
  const filled = Object.fromEntries(given.map(([name]) => [name, typed[name] ?? emptied[name as keyof RecordNeed] ?? null]));
  const described = { ...need, ...filled, updatedAt: new Date(at).toISOString() };

  const people = changedEach(Object.fromEntries(records.responders.map(({ id, ...person }) => [id, withoutNulls(person)])), peopleEdits);
  const [own, others] = [
    records.responses.filter((one) => one.needId === needId),
    records.responses.filter((one) => one.needId !== needId),
  ];
  const acts = changedEach(Object.fromEntries(own.map(({ id, needId: _, ...act }) => [id, withoutNulls(act)])), responseEdits);
  if (others.some(({ id }) => id in acts) || Object.keys(people).length > respondersMax || Object.keys(acts).length > responsesMax)
    throw new RefusalError('bad-input');
  const responses = [...others, ...Object.entries(acts).map(([id, act]) => responseRecord({ id, needId }, parsed(NeedResponse, act)))];
  if (responses.some(({ responderId }) => !(responderId in people))) throw new RefusalError('bad-input');
  return afresh(
    {
      ...records,
      needs: records.needs.map((one) => (one === need ? described : one)),
      responders: Object.entries(people).map(([id, person]) => responderRecord(id, parsed(Responder, person))),
      responses,
    },
    at,
  );
}

/** Need records with what the organizer changed of the session's own words; `programme` is the one that `edits` name. Refuses `not-allowed` for what only a session that is held here has. */
export function changedIn(records: NeedRecords, edits: SessionEdits, programme: RecordProgramme | null, at: number): NeedRecords {
  const { session } = records;
  const { title, place, heldOn, communityType, wave, mayVote, locale, groupQuestions, ballotsForResearch } = edits;
  if (groupQuestions !== undefined || ballotsForResearch !== undefined) throw new RefusalError('not-allowed');
  const shown = title === undefined ? session.title : normaliseText(title);
  if (isBlank(shown)) throw new RefusalError('bad-input');
  return afresh(
    {
      ...records,
      ...(programme && edits.programmeId !== undefined && { programme }),
      session: {
        ...session,
        ...recordDetails(session, edits),
        title: shown,
        ...(place !== undefined && { place: wordsOrNull(place) }),
        ...(mayVote !== undefined && { mayVote: wordsOrNull(mayVote) }),
        ...(heldOn !== undefined && { heldAt: heldOn }),
        ...(communityType !== undefined && { communityType }),
        ...(wave !== undefined && { wave }),
        ...(locale !== undefined && { languages: [locale, ...session.languages.filter((tag) => tag !== locale)] }),
      },
    },
    at,
  );
}

const wordless = { text: null, lang: null, translations: null, translatedBy: null, redacted: true };

/** [D18] Need records without residents' words: each note keeps its place. The same where none has words any more. */
export function erasedIn(records: NeedRecords, at: number): NeedRecords {
  if (!hasWords(records)) return records;
  return afresh({ ...records, notes: records.notes.map((note) => (note.text === null ? note : { ...note, ...wordless })) }, at);
}

export function hasWords({ notes }: NeedRecords): boolean {
  return notes.some(({ text }) => text !== null);
}

/** Never as old as what it takes the place of, whatever the clock says. */
function afresh({ schema, version, programme, ...records }: NeedRecords, at: number): NeedRecords {
  const generatedAt = new Date(Math.max(at, Date.parse(records.generatedAt) + 1)).toISOString();
  const { toolVersion, generatedAt: _, checksum: _before, ...rest } = records;
  const bundle = { schema, version, generatedAt, toolVersion, ...(programme && { programme }), ...rest };
  return { ...bundle, checksum: sha256(checksumText({ ...bundle, checksum: '' })) };
}
