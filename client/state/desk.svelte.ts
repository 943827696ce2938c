import type { NeedRecords } from '../../shared/need-record.ts';
import type { NeedPlanEdits } from '../../shared/need-plan.ts';
import type { SessionDetails, SessionEdits } from '../../shared/session.ts';
import type { Span } from '../../shared/spans.ts';
import type { ImportedSummary, SessionWhole } from '../../shared/wire.ts';
import { RefusalError } from '../../shared/refusal.ts';
import {
  createSession,
  describeNeed,
  downloadFile,
  editNote,
  editSession,
  eraseNote,
  eraseSession,
  importRecords,
  listProgrammes,
  listSessions,
  listTemplates,
  makeProgramme,
  readNeeds,
  readSession,
  readVerifierHash,
  renewLinks,
  type ListedSession,
  type ListedTemplate,
} from '../net/desk-api.ts';
import type { NamedFile } from '../net/files.ts';
import { dropSecret, randomId } from '../net/identity.ts';
import type { ListedProgramme } from '../../shared/programme.ts';
import { askedToAct, type Asked } from './plans.ts';
import { plansIn } from './record-plans.ts';
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
  async import(file: Blob, options: { replaces: boolean }): Promise<{ sessionId: string } | { refused: string | null }> {
    try {
      const { sessionId } = await importRecords(this.#key, file, options);
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
  #summary: SessionWhole | ImportedSummary | null = $state.raw(null);
  #records: NeedRecords | null = $state.raw(null);
  #trouble: Trouble | null = $state(null);
  #printTrouble: string | null = $state(null);
  #saveTrouble: Trouble | null = $state(null);
  #saving: Promise<unknown> = Promise.resolve();
  /** What is filled in about needs, as the records have it. */
  readonly #plans = $derived(plansIn(this.#records));
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

  get summary(): SessionWhole | ImportedSummary | null {
    return this.#summary;
  }
  /** Null of a session that was imported, of which no more is known than its records. */
  get whole(): SessionWhole | null {
    return this.#summary && 'facilitatorToken' in this.#summary ? this.#summary : null;
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

  get plans(): ReturnType<typeof plansIn> {
    return this.#plans;
  }

  /** Why the last change was not saved; null where it was. */
  get saveTrouble(): Trouble | null {
    return this.#saveTrouble;
  }

  /** [R13] Saves what was said of the session; false where it was not. */
  edit(edits: SessionEdits): Promise<boolean> {
    return this.#save(() => editSession(this.#key, this.#sessionId, edits));
  }

  /** [S4] Makes facilitators' links anew; false where it was not done. */
  renewLinks(): Promise<boolean> {
    return this.#save(() => renewLinks(this.#key, this.#sessionId));
  }

  /** [R7] Fills in what became of a need; false where it was not saved. */
  describe(needId: string, edits: NeedPlanEdits): Promise<boolean> {
    return this.#save(() => describeNeed(this.#key, { sessionId: this.#sessionId, needId }, edits));
  }

  /** Lets somebody act on a need; false where it was not saved. */
  ask(needId: string, asked: Asked): Promise<boolean> {
    return this.describe(
      needId,
      askedToAct(this.#plans.responders, asked, () => randomId(16)),
    );
  }

  /** [R14] Covers these stretches of a note and nothing else of it; false where it was not saved. */
  cover(noteId: string, spans: Span[]): Promise<boolean> {
    return this.#save(() => editNote(this.#key, { sessionId: this.#sessionId, noteId }, { spans }));
  }

  /** [R14] Erases a note for good; false where it was not. */
  eraseNote(noteId: string): Promise<boolean> {
    return this.#save(() => eraseNote(this.#key, { sessionId: this.#sessionId, noteId }));
  }

  /** One change after another; what stands on the page after each is what is stored. */
  #save(change: () => Promise<unknown>): Promise<boolean> {
    const saved = this.#saving.then(async () => {
      try {
        await change();
        this.#saveTrouble = null;
      } catch (error) {
        this.#saveTrouble = troubleOf(error);
        return false;
      }
      await this.load();
      return true;
    });
    this.#saving = saved;
    return saved;
  }

  /** A file of this session. Throws what the server refused with. */
  download(file: string): Promise<NamedFile> {
    return downloadFile(this.#key, this.#sessionId, file);
  }

  /** [V5] The verifier's own SHA-256; null where there is none. */
  verifierHash(): Promise<string | null> {
    return readVerifierHash();
  }

  /** Erases the session for good. Throws what the server refused with. */
  async erase(): Promise<void> {
    await eraseSession(this.#key, this.#sessionId);
  }
}
