import type { CommunityType, GroupQuestion, JoinMode, TokenRole } from '../../shared/session.ts';
import type { Look } from '../../shared/look.ts';
import type { RecordSession, RoundFigures } from '../../shared/need-record.ts';
import type { RoundStability } from '../../shared/round-stability.ts';
import type { OptionResult, Tally } from '../../shared/tally.ts';
import type { Channel, ForWhom, NoteKind } from '../../shared/note.ts';

/** What records say of a meeting and the room does not need; null where nobody said. */
export type RecordDetails = Pick<
  RecordSession,
  'question' | 'questionSetBy' | 'communityName' | 'adminCode' | 'recorder' | 'hostOrganization' | 'mode'
>;

/** What an organizer said of a session, completed by defaults. */
export interface Details {
  title: string;
  locale: string;
  place: string | null;
  heldOn: string | null;
  communityType: CommunityType | null;
  programmeId: string | null;
  wave: number | null;
  template: string;
  joinMode: JoinMode;
  /** [W20] True where the session was made behind an address that is HTTPS; sessions from before it was noted do not say. */
  isEncrypted?: boolean;
  groupQuestions: GroupQuestion[];
  /** Who may vote, as it is said when a vote opens. */
  mayVote: string | null;
  /** The session whose needs this one began with. */
  carriedFrom: string | null;
  /** What only the records say; sessions from before they could be told have none of it. */
  record?: RecordDetails;
  /** [E9] */
  ballotsForResearch?: boolean;
  /** How many simulated residents take part; null where this is no rehearsal. */
  rehearsal: number | null;
}

/** An option as the log keeps it: its title stands beside the log under `textId`, here only its salted hash. */
export interface FrozenOption {
  needId: string;
  number: number;
  textId: string;
  hash: string;
}

/** A tally without the needs' titles, which are texts, and with what only files tell. How sure it is comes later, in an event of its own. */
export type SealedTally = Omit<Tally, 'options' | 'stability'> & { options: (OptionResult & { number: number })[]; forFiles: RoundFigures };

/**
 * The log's vocabulary. No event holds a ballot, a ballot's hash, a voter, a person's id or a group answer: five dots over ten needs are 2,893 possible
 * ballots, and any hash beside a sender is broken in milliseconds. Of groups it holds what a tally tells, and that is suppressed before.
 */
export type Event =
  | { type: 'session-created'; sessionId: string; joinCode: string; details: Details }
  | { type: 'session-changed'; details: Partial<Details> }
  /** `noteWays`: the ways in that files may tell of notes, fixed while it is known who wrote; left out in logs of earlier versions. */
  | { type: 'session-ended'; wrote: Record<string, number>; noteWays?: string[] | null }
  | { type: 'session-reopened' }
  /** It goes on from a copy: what was stored after `copiedAt`, where phones joined at `origin`, is not here. */
  | { type: 'session-restored'; copiedAt: number; origin: string | null }
  | { type: 'attendance-told'; present: number; children: number | null }
  | { type: 'more-let-in'; more: number }
  | { type: 'room-locked' }
  | { type: 'room-unlocked' }
  | { type: 'code-changed'; joinCode: string }
  /** The room's Wi-Fi was typed in, or taken away. */
  | { type: 'wifi-told'; hash: string | null }
  | { type: 'participant-joined' }
  | { type: 'participant-removed' }
  /** A phone became a helper's, or is no longer one. */
  | { type: 'scribe-marked'; scribe: boolean }
  | { type: 'token-revoked'; role: TokenRole; generation: number }
  | { type: 'kiosk-opened'; kiosk: number }
  | { type: 'kiosk-ended'; kiosk: number }
  | { type: 'seats-made'; count: number }
  /** A card is in use now; which one is nobody's business. */
  | { type: 'seat-used' }
  /** Another device holds a seat now. */
  | { type: 'seat-resumed' }
  | { type: 'seats-voided'; serials: number[] }
  /** Far too many codes were tried that no card has. */
  | { type: 'seats-guessed' }
  | {
      type: 'exercise-added';
      exerciseId: string;
      kind: string;
      title: string;
      prompt: string;
      settings: Record<string, unknown>;
      order: string;
    }
  | { type: 'exercise-changed'; exerciseId: string; title?: string; prompt?: string; settings?: Record<string, unknown> }
  | { type: 'exercise-moved'; exerciseId: string; order: string }
  | { type: 'exercise-removed'; exerciseId: string }
  | { type: 'exercise-skipped'; exerciseId: string; skipped: boolean }
  | { type: 'exercise-opened'; exerciseId: string; options: FrozenOption[] | null }
  | { type: 'exercise-closed'; exerciseId: string }
  | { type: 'exercise-reopened'; exerciseId: string; round: number }
  | { type: 'exercise-revealed'; exerciseId: string; published: { noteId: string; number: number }[] }
  | { type: 'exercise-concealed'; exerciseId: string }
  | {
      type: 'round-sealed';
      exerciseId: string;
      round: number;
      ballots: number;
      ballotsHash: string;
      tally: SealedTally | null;
      seed: number;
      /** Keeps what is not told of it from being found by trying; logs of earlier versions have none. */
      salt?: string;
      /** The same for the ballots: it is given away with them alone. Left out where there are none, and in logs of earlier versions. */
      ballotsSalt?: string;
    }
  | { type: 'stability-told'; exerciseId: string; round: number; stability: RoundStability }
  /** A counted show of hands, which everybody in the room saw. */
  | { type: 'hands-entered'; exerciseId: string; round: number; present: number; counts: Record<string, number> }
  | { type: 'timer-set'; exerciseId: string; endsAt: number | null }
  | {
      type: 'note-added';
      noteId: string;
      exerciseId: string;
      kind: NoteKind;
      forWhom: ForWhom[];
      lang: string | null;
      channel: Channel;
      hash: string;
      number: number | null;
    }
  | { type: 'note-edited'; noteId: string; hash: string }
  | { type: 'note-withdrawn'; noteId: string }
  | { type: 'note-hidden'; noteId: string }
  | { type: 'note-shown'; noteId: string; number: number | null }
  | { type: 'note-referred'; noteId: string }
  /** Which stretches of a note are covered; null leaves it to the finder of numbers. */
  | { type: 'note-masked'; noteId: string; spans: { from: number; to: number }[] | null }
  /** The words of notes were taken out for good; `hash` is of what is left of them, null where nothing is. */
  | { type: 'notes-erased'; notes: { noteId: string; hash: string | null }[] }
  /** What somebody typed a note to be in another language; null where it is taken away. */
  | { type: 'note-translated'; noteId: string; lang: string; hash: string | null }
  /** Somebody does not read out this turn; told of the note that would have been the next. */
  | { type: 'note-passed'; noteId: string }
  /** Where the projector is turned to; null where it shows what is on. */
  | { type: 'wall-looked'; at: Look | null }
  | { type: 'need-seen'; needId: string; number: number }
  /** It says something else, or is of other notes. */
  | { type: 'need-changed'; needId: string }
  /** `into` is null where it was split off again. */
  | { type: 'need-merged'; needId: string; into: string | null }
  /** From one need into another; null is in none. */
  | { type: 'note-moved'; noteId: string; from: string | null; to: string | null }
  /** The hashes of what is filled in about a need now, and of those who may act; null where nothing is left of it. */
  | { type: 'need-described'; needId: string; hash: string | null; responders: Record<string, string | null> }
  | { type: 'ballots-received'; exerciseId: string; round: number; ballots: number };
