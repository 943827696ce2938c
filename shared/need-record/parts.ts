import * as z from 'zod/mini';
import { forWhomOptions, NoteKind, Translations } from '../note.ts';
import { communityTypes, joinModes } from '../session.ts';
import { methods } from '../tally.ts';
import { Count, Figure, Grade, Id, MaybeCount, MaybeDay, MaybeTime, oneOf, Rank, Share, Time, Words, YesNo } from './fields.ts';
import {
  groupQuestions,
  needScopes,
  needTypes,
  questionSetters,
  responderTypes,
  responseRoles,
  sessionModes,
  stages,
  suppressionReasons,
} from './vocabulary.ts';

/** 项目: what this session belongs to. */
export const RecordProgramme = z.strictObject({ id: Id, title: z.string() });

/** 场次. */
export const RecordSession = z.strictObject({
  id: Id,
  title: z.string(),
  question: Words,
  questionSetBy: oneOf(questionSetters),
  communityName: Words,
  place: Words,
  adminCode: z.nullable(z.string().check(z.regex(/^\d{12}$/))),
  communityType: oneOf(communityTypes),
  heldAt: MaybeDay,
  endedAt: MaybeTime,
  recorder: Words,
  present: MaybeCount,
  children: MaybeCount,
  mayVote: Words,
  languages: z.array(z.string()),
  wave: MaybeCount,
  baselineSessionId: z.nullable(Id),
  hostOrganization: Words,
  mode: oneOf(sessionModes),
  joined: MaybeCount,
  /** In the exercise that most took part in: across exercises nobody is known. */
  wrote: MaybeCount,
  voted: MaybeCount,
  joinMode: oneOf(joinModes),
  /** [W20] Whether the meeting's address was HTTPS; null and bundles of earlier versions do not say. */
  encrypted: z.optional(YesNo),
  privacyK: z.int().check(z.gte(1)),
  logHead: Words,
  /** [V4] The check code that the room was last shown; bundles of earlier versions do not say. */
  shownCode: z.optional(Words),
  /** 彩排: everything in this bundle is practice. */
  rehearsal: z.boolean(),
});

/** What people fill in about a need, as far as they do. */
export const NeedDescription = z.strictObject({
  statement: Words,
  category: Words,
  needTypes: z.array(z.enum(needTypes)),
  scope: oneOf(needScopes),
  affectedGroups: z.array(z.string()),
  affectedEstimate: MaybeCount,
  affectedBasis: Words,
  location: Words,
  severity: Grade,
  urgency: Grade,
  minorityStrong: z.boolean(),
  minorityReason: Words,
  stage: z.enum(stages),
  stageReason: Words,
  duty: Words,
  reply: Words,
  nextWord: MaybeDay,
});

/** 需求. A need that was merged after a vote stays as long as a result names it, with the need it went into and without notes. */
export const RecordNeed = z.strictObject({
  id: Id,
  number: MaybeCount,
  title: z.string(),
  translations: z.nullable(Translations),
  mergedInto: z.nullable(Id),
  ...NeedDescription.shape,
  noteCount: Count,
  forWhom: z.partialRecord(z.enum(forWhomOptions), Count),
  /** The run that supporters, share and place come from. */
  priorityRunId: z.nullable(Id),
  supporters: MaybeCount,
  supportShare: Share,
  priorityRank: Rank,
  rankTied: YesNo,
  rankLow: Rank,
  rankHigh: Rank,
  chanceTopK: Share,
  shortListed: YesNo,
  ratingRunId: z.nullable(Id),
  importance: Figure,
  satisfaction: Figure,
  gap: Figure,
  pledgeRunId: z.nullable(Id),
  pledges: MaybeCount,
  createdAt: MaybeTime,
  updatedAt: MaybeTime,
});

/** One merge that a note went through with its need. */
export const Merge = z.strictObject({ fromNeedId: Id, fromNumber: MaybeCount, fromTitle: z.string(), intoNeedId: Id, at: MaybeTime });

/** One move of a note by itself: a need is null where the note was in none, its number and title where it is gone from the wall. */
export const Move = z.strictObject({
  fromNeedId: z.nullable(Id),
  fromNumber: MaybeCount,
  fromTitle: z.nullable(z.string()),
  intoNeedId: z.nullable(Id),
  at: MaybeTime,
});

/** 原话. A referred note is a private case: it is counted once, in no need, without its words. */
export const RecordNote = z.strictObject({
  id: Id,
  number: MaybeCount,
  exerciseId: Id,
  needId: z.nullable(Id),
  text: Words,
  lang: z.nullable(z.string()),
  translations: z.nullable(Translations),
  translatedBy: Words,
  redacted: z.boolean(),
  kind: NoteKind,
  forWhom: z.array(z.enum(forWhomOptions)),
  channel: z.nullable(z.string()),
  hidden: z.boolean(),
  referred: z.boolean(),
  mergeHistory: z.array(Merge),
  /** What moved it before, by itself; bundles of earlier versions do not say. */
  moves: z.optional(z.array(Move)),
});

/** 问卷. */
export const RecordSurvey = z.strictObject({
  exerciseId: Id,
  runId: Id,
  questionId: Id,
  question: z.strictObject({ zh: Words, en: Words }),
  kind: z.enum(['scale', 'single', 'several']),
  /** Who answered it, and the mean of a scale. */
  people: z.optional(MaybeCount),
  mean: z.optional(Figure),
  options: z.array(z.strictObject({ optionId: Id, zh: Words, en: Words, people: MaybeCount, share: Share, suppressed: z.boolean() })),
});

/** 计算: one count of one round by one rule. */
export const RecordRun = z.strictObject({
  id: Id,
  exerciseId: Id,
  round: Count,
  kind: z.string(),
  /** What the exercise was called; bundles of earlier versions do not say. */
  title: z.optional(Words),
  /** Null where nothing was counted: too few ballots, or none. */
  rule: oneOf(methods),
  /** False for the rules that audit the one shown. */
  shown: z.boolean(),
  options: z.record(z.string(), z.unknown()),
  ballots: MaybeCount,
  blank: MaybeCount,
  invalid: MaybeCount,
  channels: z.nullable(z.record(z.string(), Count)),
  hands: z.nullable(z.strictObject({ present: Count, counts: z.record(z.string(), Count) })),
  stability: z.nullable(z.strictObject({ topK: Count, held: z.number(), resamples: Count, droppable: Count, seed: z.number() })),
  tieLog: z.array(z.string()),
  /** Kendall's tau-b with the rule shown. */
  agreement: Figure,
  kendallW: Figure,
  sealedAt: MaybeTime,
  inputHash: Words,
});

/** 结果: where one need came out in one run, for everybody or for one group. */
export const RecordResult = z.strictObject({
  runId: Id,
  needId: Id,
  group: z.nullable(z.strictObject({ questionId: Id, optionId: Id })),
  people: MaybeCount,
  score: Figure,
  share: Share,
  rank: Rank,
  tied: YesNo,
  rankLow: Rank,
  rankHigh: Rank,
  chanceTopK: Share,
  suppressed: z.boolean(),
  reason: oneOf(suppressionReasons),
});

/** 人群. `question` is null where the organizer asked something else; `title` always says what was asked. */
export const RecordGroup = z.strictObject({
  questionId: Id,
  question: oneOf(groupQuestions),
  title: z.string(),
  optionId: Id,
  label: z.strictObject({ zh: Words, en: Words }),
  people: MaybeCount,
  suppressed: z.boolean(),
});

/** 谁来办. */
export const RecordResponder = z.strictObject({
  id: Id,
  name: z.string(),
  type: z.enum(responderTypes),
  uscc: z.nullable(z.string().check(z.regex(/^[0-9A-Z]{18}$/))),
  hsdsOrganizationId: Words,
  hsdsServiceId: Words,
  verified: z.boolean(),
  capacity: Words,
});

/** 办理安排. */
export const RecordResponse = z.strictObject({
  id: Id,
  needId: Id,
  responderId: Id,
  role: z.enum(responseRoles),
  action: Words,
  stage: z.enum(stages),
  plannedAt: MaybeDay,
  doneAt: MaybeDay,
  indicator: Words,
  baseline: Words,
  target: Words,
  followUp: Words,
});

/** The whole bundle: `needs.json`. */
export const NeedRecords = z.strictObject({
  schema: z.literal('need-records'),
  version: z.literal(1),
  generatedAt: Time,
  toolVersion: z.string(),
  /** SHA-256, in hex, of the canonical JSON of everything else. */
  checksum: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  programme: z.optional(RecordProgramme),
  session: RecordSession,
  surveys: z.array(RecordSurvey),
  groups: z.array(RecordGroup),
  needs: z.array(RecordNeed),
  notes: z.array(RecordNote),
  runs: z.array(RecordRun),
  results: z.array(RecordResult),
  responders: z.array(RecordResponder),
  responses: z.array(RecordResponse),
});

export type NeedRecords = z.infer<typeof NeedRecords>;
export type RecordProgramme = z.infer<typeof RecordProgramme>;
export type RecordSession = z.infer<typeof RecordSession>;
export type NeedDescription = z.infer<typeof NeedDescription>;
export type RecordNeed = z.infer<typeof RecordNeed>;
export type RecordNote = z.infer<typeof RecordNote>;
export type RecordSurvey = z.infer<typeof RecordSurvey>;
export type RecordRun = z.infer<typeof RecordRun>;
export type RecordResult = z.infer<typeof RecordResult>;
export type RecordGroup = z.infer<typeof RecordGroup>;
export type RecordResponder = z.infer<typeof RecordResponder>;
export type RecordResponse = z.infer<typeof RecordResponse>;
