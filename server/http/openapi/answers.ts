import * as z from 'zod/mini';
import type { Comparison } from '../../../shared/comparison.ts';
import type { ListedKey, MadeKey, OrganizerKeyList } from '../../../shared/organizer-key.ts';
import type { ListedProgramme, ProgrammeDetails, SuggestedSame } from '../../../shared/programme.ts';
import type {
  CreatedSession,
  Joined,
  KioskAccess,
  NoteVectorsAnswer,
  NoteVectorsOffer,
  RoomNetworkFound,
  SeatList,
  ImportedSummary,
  SessionWhole,
} from '../../../shared/wire.ts';
import { NeedPlan, Responder } from '../../../shared/need-plan.ts';
import { stages } from '../../../shared/need-record/vocabulary.ts';
import { Wifi } from '../../../shared/wifi.ts';

const text = z.string();
const orNull = <Inner extends z.core.$ZodType>(schema: Inner) => z.nullable(schema);
const count = z.int().check(z.gte(0));
/** Milliseconds since 1970. */
const time = z.int();
const number = z.number();

export const CreatedSessionAnswer = z.strictObject({
  sessionId: text,
  joinCode: text,
  facilitatorToken: text,
  projectorToken: text,
  joinUrl: text,
  facilitatorUrl: text,
  projectorUrl: text,
}) satisfies z.ZodMiniType<CreatedSession>;

const programmeSession = {
  sessionId: text,
  joinCode: text,
  title: text,
  status: z.enum(['open', 'ended']),
  place: orNull(text),
  heldOn: orNull(text),
  programmeId: orNull(text),
  wave: orNull(count),
  locale: text,
  rehearsal: z.boolean(),
  createdAt: time,
  endedAt: orNull(time),
  joined: count,
  notes: count,
  needs: count,
  ballots: count,
};

export const ListedSession = z.strictObject({ ...programmeSession, madeBy: orNull(text), imported: z.optional(z.literal(true)) });
export const SessionLists = z.strictObject({ sessions: z.array(ListedSession), rehearsals: z.array(ListedSession) });
export const SessionSummaryAnswer = z.strictObject({
  ...CreatedSessionAnswer.shape,
  ...programmeSession,
  madeBy: orNull(text),
  ballotsForResearch: z.boolean(),
  hasBallots: z.boolean(),
  reportUrl: orNull(text),
}) satisfies z.ZodMiniType<SessionWhole>;
export const ImportedSummaryAnswer = z.strictObject({
  ...ListedSession.shape,
  imported: z.literal(true),
  reportUrl: orNull(text),
}) satisfies z.ZodMiniType<ImportedSummary>;
/** A session that was held here, or one that was imported. */
export const AnySummaryAnswer = z.union([SessionSummaryAnswer, ImportedSummaryAnswer]);

const words = z.record(text, text);
export const Templates = z.strictObject({
  templates: z.array(
    z.strictObject({
      id: text,
      title: words,
      description: words,
      exercises: z.array(z.strictObject({ kind: text, title: words })),
    }),
  ),
});

export const PlanAnswer = z.extend(NeedPlan, { needId: text, responders: z.record(text, Responder) });

const SameNeed = z.strictObject({
  a: z.strictObject({ sessionId: text, needId: text }),
  b: z.strictObject({ sessionId: text, needId: text }),
  isSame: z.boolean(),
});
export const Programme = z.strictObject({
  programmeId: text,
  title: text,
  same: z.array(SameNeed),
}) satisfies z.ZodMiniType<ProgrammeDetails>;
export const ProgrammeList = z.strictObject({
  programmes: z.array(z.strictObject({ programmeId: text, title: text, sessions: count }) satisfies z.ZodMiniType<ListedProgramme>),
});
export const ProgrammeWithSessions = z.extend(Programme, { sessions: z.array(z.strictObject(programmeSession)) });

const NeedThen = z.strictObject({
  needId: text,
  number: orNull(count),
  title: text,
  noteCount: count,
  supporters: orNull(count),
  share: orNull(number),
  rank: orNull(count),
  tied: orNull(z.boolean()),
  rankLow: orNull(count),
  rankHigh: orNull(count),
  among: orNull(count),
  chanceTopK: orNull(number),
  importance: orNull(number),
  satisfaction: orNull(number),
  gap: orNull(number),
  stage: z.enum(stages),
  stageReason: orNull(text),
  nextWord: orNull(text),
});
const Reasons = z.array(z.enum(['not-counted', 'kind', 'rule', 'options', 'question']));
const Room = z.strictObject({
  sessionId: text,
  title: text,
  place: orNull(text),
  heldAt: orNull(text),
  wave: orNull(count),
  present: orNull(count),
  children: orNull(count),
  joined: orNull(count),
  voted: orNull(count),
  channels: orNull(z.record(text, count)),
  kind: orNull(text),
  rule: orNull(text),
});
const zhEn = { zh: orNull(text), en: orNull(text) };
const answered = orNull(z.strictObject({ people: orNull(count), share: orNull(number) }));
const asked = orNull(z.strictObject({ people: orNull(count), mean: orNull(number) }));
const grouped = orNull(z.strictObject({ people: orNull(count), suppressed: z.boolean() }));
export const ComparisonAnswer = z.strictObject({
  then: Room,
  now: Room,
  needs: z.array(
    z.strictObject({
      then: orNull(NeedThen),
      now: orNull(NeedThen),
      by: orNull(z.enum(['carried', 'organizer'])),
      place: orNull(
        z.strictObject({
          reasons: Reasons,
          rank: orNull(number),
          share: orNull(number),
          moved: orNull(z.enum(['up', 'down', 'same', 'unsure'])),
        }),
      ),
      rating: orNull(z.strictObject({ reasons: Reasons, importance: orNull(number), satisfaction: orNull(number), gap: orNull(number) })),
    }),
  ),
  surveys: z.array(
    z.strictObject({
      ...zhEn,
      kind: z.enum(['scale', 'single', 'several']),
      reasons: Reasons,
      then: asked,
      now: asked,
      answers: z.array(z.strictObject({ ...zhEn, then: answered, now: answered })),
    }),
  ),
  groups: z.array(z.strictObject({ title: text, ...zhEn, then: grouped, now: grouped })),
  suggestions: z.array(z.strictObject({ then: text, now: text, why: words })),
}) satisfies z.ZodMiniType<Comparison & { suggestions: SuggestedSame[] }>;

export const JoinInfoAnswer = z.strictObject({
  sessionId: text,
  title: text,
  locale: text,
  joinMode: z.enum(['open', 'seat-card']),
  status: z.enum(['open', 'ended']),
  hasCards: z.optional(z.literal(true)),
});
export const JoinedAnswer = z.strictObject({ participantId: text, token: text, alias: text }) satisfies z.ZodMiniType<Joined>;

export const JoinAddress = z.strictObject({
  origin: orNull(text),
  reason: orNull(z.literal('no-network')),
  serverTime: time,
  reached: z.boolean(),
  mirror: z.optional(z.strictObject({ copiedAt: orNull(time), trouble: orNull(z.enum(['gone', 'full', 'foreign', 'failed'])) })),
});

const anything = z.record(text, z.unknown());
export const StageAnswer = z.strictObject({
  session: z.looseObject({ id: text, title: text, joinCode: text, status: text }),
  exercises: z.record(text, z.looseObject({ id: text, kind: text, title: text, phase: z.enum(['draft', 'open', 'closed']), round: count })),
  tallies: z.record(text, anything),
  live: anything,
});
export const WifiAnswer = z.strictObject({ wifi: orNull(Wifi) });

export const SeatCards = z.strictObject({ cards: z.array(z.strictObject({ serial: count, code: text, url: text })) });
export const SeatListAnswer = z.strictObject({
  seats: z.array(z.strictObject({ serial: count, is: z.enum(['unused', 'used', 'void']) })),
}) satisfies z.ZodMiniType<SeatList>;
export const Kiosk = z.strictObject({ kiosk: count, token: text, url: text }) satisfies z.ZodMiniType<KioskAccess>;

export const VectorsOffer = z.strictObject({ host: orNull(text) }) satisfies z.ZodMiniType<NoteVectorsOffer>;
export const Vectors = z.strictObject({
  vectors: z.record(text, text),
  complete: z.boolean(),
}) satisfies z.ZodMiniType<NoteVectorsAnswer>;

export const NetworkAnswer = z.strictObject({
  network: orNull(
    z.strictObject({
      addresses: z.array(z.strictObject({ address: text, name: text, isHotspot: z.boolean(), isPhones: z.boolean() })),
      address: orNull(text),
      chosen: orNull(text),
    }) satisfies z.ZodMiniType<RoomNetworkFound>,
  ),
});

const Key = z.strictObject({ id: text, name: text, createdAt: time, lastUsedOn: orNull(text) }) satisfies z.ZodMiniType<ListedKey>;
export const KeyList = z.strictObject({ keys: z.array(Key), mine: orNull(text) }) satisfies z.ZodMiniType<OrganizerKeyList>;
export const MadeKeyAnswer = z.extend(Key, { key: text, url: text }) satisfies z.ZodMiniType<MadeKey>;

export const Alive = z.strictObject({ status: z.literal('ok') });
export const Ready = z.strictObject({ ready: z.boolean(), reasons: z.array(text) });
export const AnySchema = z.looseObject({ $schema: text });
export const OpenApi = z.looseObject({ openapi: text, paths: anything });
