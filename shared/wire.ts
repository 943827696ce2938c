import * as z from 'zod/mini';
import { Ballot, ExerciseTitle, Prompt, Settings } from './exercise.ts';
import { ClientId, ServerId } from './ids.ts';
import { planEdits } from './need-plan.ts';
import { Look } from './look.ts';
import { ForWhom, Lang, NoteKind, NoteText, SentTranslations } from './note.ts';
import { noteVectorsMax, seatsAtOnceMax, seatsMax } from './session-limits.ts';
import { Wifi } from './wifi.ts';
import { SlipSerial } from './slip.ts';
import { groupQuestionsMax, SessionDetails, type TokenRole } from './session.ts';
import type { RefusalCode } from './refusal.ts';
import type { Tally } from './tally.ts';

/** The version of this contract. Additions do not raise it. */
export const wireVersion = 1;

/** A frame of a resident, in bytes; a facilitator's arrangement may be larger. */
export const frameBytesMax = 65_536;
export const arrangementBytesMax = 1_048_576;

/** A socket of the shared document speaks this subprotocol; the token is the second one offered. */
export const yjsSubprotocol = 'yishi';

/** Why a socket of the shared document was closed. 4400–4499 are final, 4503 may be tried again. */
export const closeCodes = {
  badToken: 4401,
  notAllowed: 4403,
  notFound: 4404,
  otherEpoch: 4409,
  tooLarge: 4413,
  tryLater: 4503,
} as const;

const commandId = ClientId;
const empty = z.strictObject({ commandId });
const ofExercise = z.strictObject({ commandId, exerciseId: ServerId });
const ofNote = z.strictObject({ commandId, noteId: ClientId });
/** A stretch of a text in UTF-16 indices, `to` exclusive. */
const Span = z
  .strictObject({ from: z.int().check(z.gte(0), z.lte(10_000)), to: z.int().check(z.gte(0), z.lte(10_000)) })
  .check(z.refine(({ from, to }) => from < to));
/** [N11] What is covered of a note; null leaves it to the finder of numbers. */
const Spans = z.nullable(z.array(Span).check(z.maxLength(50)));
/** How somebody else's words or choices came to whoever types them. */
const EnteredBy = z.enum(['paper', 'scribe']);
/** As somebody typed it. */
const SeatCode = z.string().check(z.maxLength(64));
const count = z.int().check(z.gte(0), z.lte(100_000));

/**
 * Every command: who may send it and what it carries. Everything else about commands is derived from this table: the parser at the socket,
 * the types at both ends, the API description.
 */
export const commands = {
  'note:add': {
    roles: ['resident', 'kiosk'],
    payload: z.strictObject({
      commandId,
      exerciseId: ServerId,
      noteId: ClientId,
      text: NoteText,
      kind: z.optional(NoteKind),
      forWhom: z.optional(ForWhom),
      lang: z.optional(Lang),
      seatCode: z.optional(SeatCode),
    }),
  },
  'note:edit': { roles: ['resident'], payload: z.strictObject({ commandId, noteId: ClientId, text: NoteText }) },
  'note:withdraw': { roles: ['resident'], payload: ofNote },
  'ballot:cast': {
    roles: ['resident', 'kiosk'],
    payload: z.strictObject({ commandId, exerciseId: ServerId, ballot: Ballot, seatCode: z.optional(SeatCode) }),
  },
  'ballot:withdraw': { roles: ['resident', 'kiosk'], payload: ofExercise },
  'note:enter': {
    roles: ['facilitator', 'scribe'],
    payload: z.strictObject({
      commandId,
      exerciseId: ServerId,
      noteId: ClientId,
      text: NoteText,
      channel: EnteredBy,
      kind: z.optional(NoteKind),
      forWhom: z.optional(ForWhom),
      lang: z.optional(Lang),
      translations: z.optional(SentTranslations),
      slip: z.optional(SlipSerial),
    }),
  },
  'ballot:enter': {
    roles: ['facilitator', 'scribe'],
    payload: z.strictObject({
      commandId,
      exerciseId: ServerId,
      ballot: Ballot,
      channel: EnteredBy,
      slip: SlipSerial,
      groups: z.optional(z.record(ServerId, ServerId).check(z.refine((groups) => Object.keys(groups).length <= groupQuestionsMax))),
    }),
  },
  'ballot:strike': {
    roles: ['facilitator', 'scribe'],
    payload: z
      .strictObject({ commandId, exerciseId: ServerId, receipt: z.optional(ServerId), slip: z.optional(SlipSerial) })
      .check(z.refine(({ receipt, slip }) => (receipt === undefined) !== (slip === undefined))),
  },
  'hands:enter': {
    roles: ['facilitator'],
    payload: z.strictObject({ commandId, exerciseId: ServerId, present: count, counts: z.record(ClientId, count) }),
  },
  'participant:describe': {
    roles: ['resident'],
    payload: z.strictObject({
      commandId,
      groups: z.record(ServerId, z.nullable(ServerId)).check(z.refine((groups) => Object.keys(groups).length <= groupQuestionsMax)),
    }),
  },
  'participant:ready': { roles: ['resident'], payload: z.strictObject({ commandId, exerciseId: ServerId, ready: z.boolean() }) },
  'session:attendance': {
    roles: ['facilitator'],
    payload: z.strictObject({ commandId, present: count, children: z.optional(count) }),
  },
  'session:wifi': { roles: ['facilitator'], payload: z.strictObject({ commandId, wifi: z.nullable(Wifi) }) },
  'session:let-in': {
    roles: ['facilitator'],
    payload: z.strictObject({ commandId, more: z.int().check(z.gte(1), z.lte(1000)) }),
  },
  'session:lock': { roles: ['facilitator'], payload: empty },
  'session:unlock': { roles: ['facilitator'], payload: empty },
  'session:new-code': { roles: ['facilitator'], payload: empty },
  'session:end': { roles: ['facilitator'], payload: empty },
  'session:reopen': { roles: ['facilitator'], payload: empty },
  'exercise:add': {
    roles: ['facilitator'],
    payload: z.strictObject({
      commandId,
      exercise: z.strictObject({
        kind: z.string().check(z.maxLength(64)),
        title: z.optional(ExerciseTitle),
        prompt: z.optional(Prompt),
        settings: z.optional(Settings),
      }),
    }),
  },
  'exercise:change': {
    roles: ['facilitator'],
    payload: z.strictObject({
      commandId,
      exerciseId: ServerId,
      title: z.optional(ExerciseTitle),
      prompt: z.optional(Prompt),
      settings: z.optional(Settings),
    }),
  },
  'exercise:move': { roles: ['facilitator'], payload: z.strictObject({ commandId, exerciseId: ServerId, before: z.nullable(ServerId) }) },
  'exercise:remove': { roles: ['facilitator'], payload: ofExercise },
  'exercise:skip': { roles: ['facilitator'], payload: z.strictObject({ commandId, exerciseId: ServerId, skip: z.boolean() }) },
  'exercise:open': {
    roles: ['facilitator'],
    payload: z.strictObject({
      commandId,
      exerciseId: ServerId,
      needIds: z.optional(z.array(ClientId).check(z.maxLength(500))),
      titles: z.optional(z.record(ClientId, z.string().check(z.maxLength(1000)))),
    }),
  },
  'exercise:close': { roles: ['facilitator'], payload: ofExercise },
  'exercise:reopen': { roles: ['facilitator'], payload: ofExercise },
  'exercise:reveal': { roles: ['facilitator'], payload: ofExercise },
  'exercise:conceal': { roles: ['facilitator'], payload: ofExercise },
  'timer:set': {
    roles: ['facilitator'],
    payload: z.strictObject({ commandId, exerciseId: ServerId, endsInMs: z.nullable(z.int().check(z.gte(0), z.lte(86_400_000))) }),
  },
  'note:hide': { roles: ['facilitator'], payload: ofNote },
  'note:show': { roles: ['facilitator'], payload: ofNote },
  'note:mask': {
    roles: ['facilitator'],
    payload: z.strictObject({ commandId, noteId: ClientId, spans: Spans }),
  },
  'note:refer': { roles: ['facilitator'], payload: ofNote },
  'note:translate': {
    roles: ['facilitator'],
    payload: z.strictObject({ commandId, noteId: ClientId, lang: Lang, text: z.nullable(z.string().check(z.maxLength(4000))) }),
  },
  'need:describe': { roles: ['facilitator'], payload: z.strictObject({ commandId, needId: ClientId, ...planEdits }) },
  'exercise:show-held': { roles: ['facilitator'], payload: ofExercise },
  'wall:look': { roles: ['facilitator'], payload: z.strictObject({ commandId, at: z.nullable(Look) }) },
  'turn:take': { roles: ['resident'], payload: ofNote },
  'turn:pass': {
    roles: ['resident', 'facilitator'],
    payload: z.strictObject({ commandId, exerciseId: ServerId, participantId: z.optional(ServerId) }),
  },
  'participant:remove': { roles: ['facilitator'], payload: z.strictObject({ commandId, participantId: ServerId }) },
  'participant:make-scribe': {
    roles: ['facilitator'],
    payload: z.strictObject({ commandId, participantId: ServerId, scribe: z.optional(z.boolean()) }),
  },
  'seat:void': {
    roles: ['facilitator'],
    payload: z.strictObject({
      commandId,
      serials: z.array(z.int().check(z.gte(1), z.lte(seatsMax))).check(z.minLength(1), z.maxLength(seatsMax)),
    }),
  },
  'token:revoke': {
    roles: ['facilitator'],
    payload: z.strictObject({
      commandId,
      role: z.enum(['facilitator', 'projector', 'kiosk', 'scribe', 'resident']),
      kiosk: z.optional(z.int().check(z.gte(1))),
    }),
  },
} as const satisfies Record<string, { roles: readonly TokenRole[]; payload: z.core.$ZodType<{ commandId: string }> }>;

/** Which of this machine's addresses the room is sent to. */
export const NetworkBody = z.strictObject({ chosen: z.nullable(z.string().check(z.regex(/^\d{1,3}(\.\d{1,3}){3}$/))) });
/** What there is to choose from; null behind a public address, where there is nothing to choose. */
export interface RoomNetworkFound {
  addresses: { address: string; name: string; isHotspot: boolean; isPhones: boolean }[];
  /** Where the QR code leads now. */
  address: string | null;
  /** What somebody chose; null where the best is taken by itself. */
  chosen: string | null;
}

export type CommandName = keyof typeof commands;
export type Payload<N extends CommandName> = z.infer<(typeof commands)[N]['payload']>;
/** A parsed command, as `decide` takes it. */
export type Command = { [N in CommandName]: { name: N; payload: Payload<N> } }[CommandName];

/** What an ok answer carries, where it carries anything. */
export interface Values {
  'note:add': { noteId: string };
  'note:enter': { noteId: string };
  'ballot:cast': { receipt: string };
  'ballot:enter': { receipt: string };
  'exercise:add': { exerciseId: string };
  'exercise:close': { ballots: number };
  'exercise:reopen': { ballots: number };
  'exercise:reveal': Tally | Record<string, never>;
  'session:new-code': { joinCode: string };
  'token:revoke': { role: TokenRole; token?: string };
}
export type Value<N extends CommandName> = N extends keyof Values ? Values[N] : Record<string, never>;

export type Ack<V = unknown> = { ok: true; value: V; seq: number } | { ok: false; refusal: { code: RefusalCode; message: string } };

/** What a resident's own device is told of its own doings. */
export interface Mine {
  notes: { noteId: string; exerciseId: string; text: string; kind: string; forWhom: string[]; number: number | null }[];
  /** The ballot itself on the device that cast it; `true` on another device and after sealing. */
  ballots: Record<string, Ballot | true>;
  groups: Record<string, string>;
  /** Where people read out in turn and this one has something left: how many come before them. */
  turn?: { exerciseId: string; ahead: number };
  /** This phone was marked by a facilitator: it may enter notes and ballots for others. */
  scribe?: true;
}

export interface Hello {
  sessionId: string;
  role: TokenRole;
  participantId?: string;
  epoch: number;
  /** Milliseconds since 1970 by the server's clock. */
  serverTime: number;
  seq: number;
  mine?: Mine;
  /** [D11] To residents of a session that goes on from a copy: it may lack what they said. */
  restored?: true;
  /** Which of the shared tablets this is. */
  kiosk?: number;
}

/** News from the server to one socket. `mine` follows where something of the person's own changed without their asking. */
export interface ServerNews {
  hello: (hello: Hello) => void;
  mine: (mine: Mine) => void;
}

export type ClientCommands = { [N in CommandName]: (payload: Payload<N>, ack: (answer: Ack<Value<N>>) => void) => void };

// HTTP bodies.

/** 128 random bits in the id alphabet are 22 characters: whoever can repeat a join must have made it. */
export const JoinBody = z.strictObject({
  commandId: z.string().check(z.regex(/^[A-Za-z0-9_-]{22,64}$/)),
  seatCode: z.optional(SeatCode),
  locale: z.optional(Lang),
});
export type JoinBody = z.infer<typeof JoinBody>;
export interface Joined {
  participantId: string;
  token: string;
  alias: string;
}

export const CreateSessionBody = SessionDetails;
export interface CreatedSession {
  sessionId: string;
  joinCode: string;
  facilitatorToken: string;
  projectorToken: string;
  joinUrl: string;
  facilitatorUrl: string;
  projectorUrl: string;
}
export interface JoinInfo {
  sessionId: string;
  title: string;
  locale: string;
  joinMode: string;
  status: string;
  /** Somebody may hold a seat card. */
  hasCards?: true;
  /** Where what became of its needs stands, once it has ended. */
  report?: string;
  /** It was held elsewhere: there is nothing but that. */
  imported?: true;
}
/** How many seat cards are to be made. */
export const SeatsBody = z.strictObject({ count: z.int().check(z.gte(1), z.lte(seatsAtOnceMax)) });
export type SeatsBody = z.infer<typeof SeatsBody>;
/** A seat card as it is printed; its code is given this once. */
export interface SeatCard {
  serial: number;
  code: string;
  /** What its QR code says. */
  url: string;
}
export interface SeatList {
  seats: { serial: number; is: 'unused' | 'used' | 'void' }[];
}
/** Where the QR code leads now, as anybody may ask. */
export interface JoinAddressInfo {
  /** `http://192.168.3.20:8080`; null where no phone could reach this computer. */
  origin: string | null;
  reason: 'no-network' | null;
  serverTime: number;
  /** True once another machine than ours has loaded the page of the session asked about at this address. */
  reached: boolean;
  /** Only where a copy is kept. */
  mirror?: MirrorStatus;
}
/** The copy on a stick. */
export interface MirrorStatus {
  /** Up to when everything is in the copy that lies there, in milliseconds since 1970; null before the first one. */
  copiedAt: number | null;
  /** Null while all is well. */
  trouble: MirrorTrouble | null;
}
/** Why there is no copy just now: the folder is gone, has no room, holds another computer's copy, or cannot be written. */
export type MirrorTrouble = 'gone' | 'full' | 'foreign' | 'failed';
export interface KioskAccess {
  /** The tablet's number. */
  kiosk: number;
  token: string;
  url: string;
}
/** What the organizer changes of a note. */
export const NoteEdits = z.strictObject({ spans: Spans });
export type NoteEdits = z.infer<typeof NoteEdits>;
export const NoteVectorsBody = z.strictObject({ noteIds: z.array(ClientId).check(z.minLength(1), z.maxLength(noteVectorsMax)) });
export type NoteVectorsBody = z.infer<typeof NoteVectorsBody>;
/** Where notes would be sent to learn what they mean; null where no endpoint is configured. */
export interface NoteVectorsOffer {
  host: string | null;
}
export interface NoteVectorsAnswer {
  /** By note id, base64 of one signed byte a number, all of one length; only notes that may be sent have one. */
  vectors: Record<string, string>;
  /** False where the endpoint owes some: they may be asked for again later. */
  complete: boolean;
}

const noteIdsMax = 5_000;

/** [D17] Which words go for good: a stretch of one note, in UTF-16 indices, some notes whole, or all. */
export const EraseBody = z.union([
  z.strictObject({ noteId: ClientId, spans: z.array(Span).check(z.minLength(1), z.maxLength(50)) }),
  z.strictObject({ noteIds: z.array(ClientId).check(z.minLength(1), z.maxLength(noteIdsMax)) }),
  z.strictObject({ all: z.literal(true) }),
]);
export type EraseBody = z.infer<typeof EraseBody>;

/** [S4] Whose links are made anew: those that are out open nothing from then on. */
export const LinksBody = z.strictObject({ role: z.enum(['facilitator', 'projector']) });
export type LinksBody = z.infer<typeof LinksBody>;

/** A session as lists show it. */
export interface ListedSession {
  sessionId: string;
  joinCode: string;
  title: string;
  status: 'open' | 'ended';
  place: string | null;
  heldOn: string | null;
  programmeId: string | null;
  /** 0 is the baseline. */
  wave: number | null;
  locale: string;
  /** True for a practice session, which stands apart in every list. */
  rehearsal: boolean;
  createdAt: number;
  endedAt: number | null;
  /** The name of the organizer key that it was made with; null of the owner's. */
  madeBy: string | null;
  joined: number;
  notes: number;
  needs: number;
  ballots: number;
  /** It was held elsewhere: its need records were imported, and nobody can come in. */
  imported?: true;
}
/** Where what became of its needs can be read for good; null where the server's address does not last. */
export interface ReportAddress {
  reportUrl: string | null;
}
export interface SessionSummary extends ListedSession, CreatedSession, ReportAddress {}
export interface ImportedSummary extends ListedSession, ReportAddress {
  imported: true;
}
/** One session as its organizer looks at it. */
export interface SessionWhole extends SessionSummary {
  /** [E9] */
  ballotsForResearch: boolean;
  /** True once a ballot was cast: from then on they are not promised to researchers any more. */
  hasBallots: boolean;
}

/** An RFC 9457 problem; `code` is one of the refusal codes. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: RefusalCode;
  detail: string;
}
