import type { NeedRecordInput } from './input.ts';
import type { RecordSession } from './parts.ts';

/** The session's own fields one by one, so that nothing else that a caller's object holds can get into a file. */
export function sessionOf(session: NeedRecordInput['session'], privacyK: number, logHead: string | null): RecordSession {
  return {
    id: session.id,
    title: session.title,
    question: session.question ?? null,
    questionSetBy: session.questionSetBy ?? null,
    communityName: session.communityName ?? null,
    place: session.place ?? null,
    adminCode: session.adminCode ?? null,
    communityType: session.communityType ?? null,
    heldAt: session.heldAt ?? null,
    endedAt: session.endedAt ?? null,
    recorder: session.recorder ?? null,
    present: session.present ?? null,
    children: session.children ?? null,
    mayVote: session.mayVote ?? null,
    languages: [...(session.languages ?? [])],
    wave: session.wave ?? null,
    baselineSessionId: session.baselineSessionId ?? null,
    hostOrganization: session.hostOrganization ?? null,
    mode: session.mode ?? null,
    joined: session.joined ?? null,
    wrote: session.wrote ?? null,
    voted: session.voted ?? null,
    joinMode: session.joinMode ?? null,
    privacyK,
    logHead,
    ...(session.encrypted !== undefined && { encrypted: session.encrypted }),
    ...(session.shownCode !== undefined && { shownCode: session.shownCode }),
    rehearsal: session.rehearsal ?? false,
  };
}
