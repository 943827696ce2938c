import * as z from 'zod/mini';
import { Lang } from './note.ts';
import { ServerId } from './ids.ts';
import { questionSetters, sessionModes } from './need-record/vocabulary.ts';
import { mayVoteMax, rehearsalResidents } from './session-limits.ts';

export const joinModes = ['open', 'seat-card'] as const;
export type JoinMode = (typeof joinModes)[number];

export const communityTypes = [
  'village',
  'old-estate',
  'commercial-housing',
  'international-gated',
  'work-unit',
  'affordable-housing',
  'business',
  'mixed',
] as const;

export type CommunityType = (typeof communityTypes)[number];

export const sessionTitleMax = 200;
export const groupQuestionsMax = 3;

export const Title = z.string().check(z.minLength(1), z.maxLength(sessionTitleMax));

const Line = z.string().check(z.maxLength(200));

/** A question residents may answer about themselves, and its answers. */
export const GroupQuestion = z.strictObject({
  questionId: ServerId,
  title: Title,
  options: z.array(z.strictObject({ optionId: ServerId, label: Title })).check(z.minLength(1), z.maxLength(20)),
});
export type GroupQuestion = z.infer<typeof GroupQuestion>;

/** What an organizer says of a session when making it, and may change later. */
export const SessionDetails = z.strictObject({
  title: Title,
  locale: z.optional(Lang),
  place: z.optional(z.string().check(z.maxLength(200))),
  heldOn: z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))),
  communityType: z.optional(z.enum(communityTypes)),
  programmeId: z.optional(ServerId),
  wave: z.optional(z.int().check(z.gte(0), z.lte(1000))),
  carryNeedsFrom: z.optional(ServerId),
  template: z.optional(z.string().check(z.maxLength(64))),
  joinMode: z.optional(z.enum(joinModes)),
  groupQuestions: z.optional(z.array(GroupQuestion).check(z.maxLength(groupQuestionsMax))),
  /** Who may vote, in the words that are said when a vote opens. */
  mayVote: z.optional(z.string().check(z.maxLength(mayVoteMax))),
  /** What the records say of the meeting beyond what the room needs. */
  question: z.optional(Line),
  questionSetBy: z.optional(z.enum(questionSetters)),
  communityName: z.optional(Line),
  /** 区划代码 */
  adminCode: z.optional(z.string().check(z.regex(/^\d{12}$/))),
  recorder: z.optional(Line),
  hostOrganization: z.optional(Line),
  mode: z.optional(z.enum(sessionModes)),
  /** [E9] The organizer's choice to give the nameless ballots of large rounds to researchers. */
  ballotsForResearch: z.optional(z.boolean()),
  /** For a practice session: how many simulated residents come. */
  rehearsal: z.optional(z.int().check(z.gte(rehearsalResidents.min), z.lte(rehearsalResidents.max))),
});
export type SessionDetails = z.infer<typeof SessionDetails>;

const { place, heldOn, communityType, mayVote, question, questionSetBy, communityName, adminCode, recorder, hostOrganization, mode } =
  SessionDetails.shape;

/** [R13] A change of what was said; what is left out stays, and null clears what may be left unsaid. */
export const SessionEdits = z.extend(
  z.partial(z.omit(SessionDetails, { template: true, carryNeedsFrom: true, joinMode: true, rehearsal: true })),
  {
    place: z.optional(z.nullable(place)),
    heldOn: z.optional(z.nullable(heldOn)),
    communityType: z.optional(z.nullable(communityType)),
    mayVote: z.optional(z.nullable(mayVote)),
    question: z.optional(z.nullable(question)),
    questionSetBy: z.optional(z.nullable(questionSetBy)),
    communityName: z.optional(z.nullable(communityName)),
    adminCode: z.optional(z.nullable(adminCode)),
    recorder: z.optional(z.nullable(recorder)),
    hostOrganization: z.optional(z.nullable(hostOrganization)),
    mode: z.optional(z.nullable(mode)),
  },
);
export type SessionEdits = z.infer<typeof SessionEdits>;

export const roles = ['organizer', 'facilitator', 'projector', 'kiosk', 'scribe', 'resident'] as const;
export type Role = (typeof roles)[number];

/** The roles that a session's token may carry; the organizer holds a key instead. */
export const tokenRoles = ['facilitator', 'projector', 'kiosk', 'scribe', 'resident'] as const;
export type TokenRole = (typeof tokenRoles)[number];
