import type { NeedRecords } from '../../shared/need-record.ts';
import type { SessionDetails } from '../../shared/session.ts';
import type { ImportedSummary, SessionSummary } from '../../shared/wire.ts';
import { RefusalError } from '../../shared/refusal.ts';
import {
  createSession,
  downloadFile,
  eraseSession,
  importRecords,
  listProgrammes,
  listSessions,
  listTemplates,
  makeProgramme,
  readNeeds,
  readSession,
  type ListedSession,
  type ListedTemplate,
} from '../net/desk-api.ts';
import type { NamedFile } from '../net/files.ts';
import { dropSecret } from '../net/identity.ts';
import type { ListedProgramme } from '../../shared/programme.ts';
import { ProgrammeState } from './programme.svelte.ts';
import { SeatCardsState } from './seat-cards.svelte.ts';
import { troubleOf, type Trouble } from './trouble.ts';

/** The organizer's desk: the sessions there are, and making another. */
export class DeskState {
  #sessions: ListedSession[] | null = $state.raw(null);
  #rehearsals: ListedSession[] = $state.raw([]);
  #programmes: ListedProgramme[] = $state.raw([]);
  #templates: ListedTemplate[] = $state.raw([]);
  #trouble: Trouble | null = $state(null);
  readonly #key: string;

  constructor(organizerKey: string) {
    this.#key = organizerKey;
    void this.load();
  }

  /** The latest first; null until they are here. */
  get sessions(): ListedSession[] | null {
    return this.#sessions;
  }

  /** Practice sessions, the latest first. */
  get rehearsals(): ListedSession[] {
    return this.#rehearsals;
  }

  get programmes(): ListedProgramme[] {
    return this.#programmes;
  }

  get templates(): ListedTemplate[] {
    return this.#templates;
  }

  get trouble(): Trouble | null {
    return this.#trouble;
  }

  async load(): Promise<void> {
    try {
      const [{ sessions, rehearsals }, templates, programmes] = await Promise.all([
        listSessions(this.#key),
        listTemplates(this.#key),
        listProgrammes(this.#key),
      ]);
      const byAge = (a: ListedSession, b: ListedSession) => b.createdAt - a.createdAt;
      this.#sessions = sessions.sort(byAge);
      this.#rehearsals = rehearsals.sort(byAge);
      this.#templates = templates;
      this.#programmes = programmes;
      this.#trouble = null;
    } catch (error) {
      this.#trouble = troubleOf(error);
      if (this.#trouble === 'bad-token') dropSecret('k', 'desk');
    }
  }

  /** Makes a session and resolves with its id. Throws what the server refused with. */
  async create(details: SessionDetails): Promise<string> {
    const { sessionId } = await createSession(this.#key, details);
    void this.load();
    return sessionId;
  }

  /** [E10] Takes in need records of another server. Resolves with the session's id, or with why not, in words; null where nobody answered. */
  async import(file: Blob): Promise<{ sessionId: string } | { refused: string | null }> {
    try {
      const { sessionId } = await importRecords(this.#key, file);
      void this.load();
      return { sessionId };
    } catch (error) {
      return { refused: error instanceof RefusalError ? error.message : null };
    }
  }

  /** Makes a programme and resolves with its id. Throws what the server refused with. */
  async createProgramme(title: string): Promise<string> {
    const { programmeId } = await makeProgramme(this.#key, title);
    void this.load();
    return programmeId;
  }

  openProgramme(programmeId: string): ProgrammeState {
    return new ProgrammeState(this.#key, programmeId);
  }

  openSession(sessionId: string): DeskSession {
    return new DeskSession(this.#key, sessionId);
  }
}

/** One session as the organizer sees it: its links, its records, its files, its end. */
export class DeskSession {
  #summary: SessionSummary | ImportedSummary | null = $state.raw(null);
  #records: NeedRecords | null = $state.raw(null);
  #trouble: Trouble | null = $state(null);
  #printTrouble: string | null = $state(null);
  /** Seat cards made here. */
  readonly seats: SeatCardsState;
  readonly #key: string;
  readonly #sessionId: string;

  constructor(organizerKey: string, sessionId: string) {
    this.#key = organizerKey;
    this.#sessionId = sessionId;
    this.seats = new SeatCardsState({ sessionId, token: organizerKey, say: (text) => (this.#printTrouble = text) });
    void this.load();
  }

  get summary(): SessionSummary | ImportedSummary | null {
    return this.#summary;
  }

  get records(): NeedRecords | null {
    return this.#records;
  }

  get trouble(): Trouble | null {
    return this.#trouble;
  }

  /** Why no cards were made, in words. */
  get printTrouble(): string | null {
    return this.seats.isBusy ? null : this.#printTrouble;
  }

  async load(): Promise<void> {
    try {
      [this.#summary, this.#records] = await Promise.all([readSession(this.#key, this.#sessionId), readNeeds(this.#key, this.#sessionId)]);
      this.#trouble = null;
    } catch (error) {
      this.#trouble = troubleOf(error);
    }
  }

  /** A file of this session. Throws what the server refused with. */
  download(file: string): Promise<NamedFile> {
    return downloadFile(this.#key, this.#sessionId, file);
  }

  /** Erases the session for good. Throws what the server refused with. */
  async erase(): Promise<void> {
    await eraseSession(this.#key, this.#sessionId);
  }
}
