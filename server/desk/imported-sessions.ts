import { nanoid } from 'nanoid';
import { dayOf } from '../../shared/day.ts';
import type { NeedPlanEdits } from '../../shared/need-plan.ts';
import type { NeedRecords, RecordProgramme } from '../../shared/need-record.ts';
import { recordsIn } from '../../shared/read-records.ts';
import { RefusalError } from '../../shared/refusal.ts';
import type { SessionEdits } from '../../shared/session.ts';
import { chained, chainStart, firstBroken, textHash } from '../session/digest.ts';
import { AlteredLogError } from '../session/rebuild.ts';
import { importedIn, type ImportedMark } from '../session/session-row.ts';
import type { Sessions } from '../session/sessions.ts';
import { SeqTakenError, type Commit, type CommitRow, type SessionRow, type TextRow, type Write } from '../store/store.ts';
import { InTurn } from './in-turn.ts';
import { type Bundle, type ImportDone, type ImportWork } from './import-work.ts';
import { importRefused } from './import-words.ts';

/** The one text of a session whose records were imported. */
const textId = 'need-records';

export interface ImportedSessionsOptions {
  sessions: Pick<Sessions, 'store' | 'now' | 'found'>;
  work: (work: ImportWork) => Promise<ImportDone>;
}

interface Stored {
  row: SessionRow;
  mark: ImportedMark;
  text: string;
  last: { seq: number; hash: string };
}

/**
 * [E10] Sessions that were held elsewhere and whose need records were imported: a row and a log like any other's, so that join codes are unique beside all
 * others and erasing erases, with the bundle as it was given as the one text beside it. Nobody can come in.
 */
export class ImportedSessions {
  readonly #options: ImportedSessionsOptions;
  /** One change after the other: each reads what the last one wrote. */
  readonly #changes = new InTurn();

  constructor(options: ImportedSessionsOptions) {
    this.#options = options;
  }

  /** Its row; null where there is none, or where it was held here. */
  async row(sessionId: string): Promise<SessionRow | null> {
    const row = await this.#options.sessions.store.session(sessionId);
    return row && importedIn(row) ? row : null;
  }

  /** The bundle's text; null as `row` is. */
  async text(sessionId: string): Promise<string | null> {
    return (await this.#stored(sessionId))?.text ?? null;
  }

  async records(sessionId: string): Promise<NeedRecords | null> {
    const text = await this.text(sessionId);
    return text === null ? null : recordsIn(text);
  }

  /**
   * Takes a needs.json or a datapackage.zip. The same again changes nothing; a newer one of the same session takes the place of what is here, and
   * of what staff filled in here only where it `replaces`. Refuses with a sentence about what is wrong, and has changed nothing then.
   */
  async take(file: Uint8Array, { replaces }: { replaces: boolean }): Promise<{ row: SessionRow; isNew: boolean }> {
    const bundle = await this.#do({ do: 'read', file });
    return this.#changes.do(async () => {
      const { store } = this.#options.sessions;
      const row = await store.session(bundle.session.id);
      if (!row) return { row: await this.#found(bundle), isNew: true };
      const stored = importedIn(row) ? await this.#stored(row.id) : null;
      if (!stored) throw importRefused('held-here');
      if (bundle.checksum === stored.mark.given || bundle.checksum === stored.mark.now) return { row, isNew: false };
      if (bundle.generatedAt <= stored.mark.generatedAt) throw importRefused('older');
      if (stored.mark.edited === true && !replaces) throw importRefused('edited-here');
      return { row: await this.#replace(stored, bundle, { given: bundle.checksum, isErasing: true, edited: false }), isNew: false };
    });
  }

  /** [R7] Fills in what became of a need. Refuses `not-found`, `bad-input`. */
  describe(sessionId: string, needId: string, edits: NeedPlanEdits): Promise<NonNullable<Bundle['described']>> {
    return this.#changes.do(async () => {
      const stored = await this.#existing(sessionId);
      const bundle = await this.#do({ do: 'describe', text: stored.text, needId, edits, at: this.#options.sessions.now() });
      await this.#replace(stored, bundle, { given: stored.mark.given, isErasing: false, edited: true });
      return bundle.described!;
    });
  }

  /** Changes what is said of the session, and the programme it is in where `edits` name one. */
  change(sessionId: string, edits: SessionEdits, programme: RecordProgramme | null): Promise<SessionRow> {
    return this.#changes.do(async () => {
      const stored = await this.#existing(sessionId);
      const at = this.#options.sessions.now();
      const bundle = await this.#do({ do: 'change', text: stored.text, edits, programme, at });
      return this.#replace(stored, bundle, { given: stored.mark.given, isErasing: false, edited: true });
    });
  }

  /** [D18] Takes residents' words out of it for good; the same bundle given again brings none of them back. */
  eraseWords(sessionId: string): Promise<void> {
    return this.#changes.do(async () => {
      const stored = await this.#existing(sessionId);
      const bundle = await this.#do({ do: 'erase', text: stored.text, at: this.#options.sessions.now() });
      await this.#replace(stored, bundle, { given: stored.mark.given, isErasing: true, edited: stored.mark.edited === true });
    });
  }

  async #stored(sessionId: string): Promise<Stored | null> {
    if (!(await this.row(sessionId))) return null;
    const stored = await this.#options.sessions.store.load(sessionId);
    const [text, last] = [stored?.texts.find(({ id }) => id === textId), stored?.commits.at(-1)];
    const mark = stored && importedIn(stored.session);
    if (stored && !isWhole(stored.commits, text)) throw new AlteredLogError(`What was imported as session ${sessionId} was altered.`);
    return stored && text && last && mark ? { row: stored.session, mark, text: text.text, last } : null;
  }

  async #existing(sessionId: string): Promise<Stored> {
    const stored = await this.#stored(sessionId);
    if (!stored) throw new RefusalError('not-found');
    return stored;
  }

  #found(bundle: Bundle): Promise<SessionRow> {
    const at = this.#options.sessions.now();
    return this.#options.sessions.found((joinCode) => {
      const session = rowOf(
        bundle,
        { id: bundle.session.id, joinCode, createdAt: at, epoch: 1 },
        { given: bundle.checksum, edited: false },
      );
      return { session, commit: commitOf(bundle, { session, last: { seq: 0, hash: chainStart }, at, isErasing: false }) };
    });
  }

  async #replace(
    { row, last }: Stored,
    bundle: Bundle,
    { given, isErasing, edited }: { given: string; isErasing: boolean; edited: boolean },
  ): Promise<SessionRow> {
    const session = rowOf(bundle, row, { given, edited });
    const at = this.#options.sessions.now();
    try {
      await this.#options.sessions.store.commit(commitOf(bundle, { session, last, at, isErasing }));
    } catch (error) {
      // Another process was first.
      if (error instanceof SeqTakenError) throw new RefusalError('try-later');
      throw error;
    }
    return session;
  }

  async #do(work: ImportWork): Promise<Bundle> {
    const done = await this.#options.work(work);
    if ('unfit' in done) throw importRefused(done.unfit);
    if ('code' in done) throw new RefusalError(done.code);
    return done.bundle;
  }
}

/** [D6] The log follows from its beginning, and the bundle is the one that its last entry names. */
function isWhole(commits: readonly CommitRow[], text: TextRow | undefined): boolean {
  const last = commits.at(-1);
  if (!last || !text || firstBroken({ seq: 0, hash: chainStart }, commits) !== null) return false;
  return last.events === eventsOf(textHash(text.salt, text.text));
}

function eventsOf(hash: string): string {
  return JSON.stringify([{ type: 'records-imported', hash }]);
}

function rowOf(
  { session, programme, checksum, generatedAt, notes, needs, ballots, hasWords }: Bundle,
  { id, joinCode, createdAt, epoch }: Pick<SessionRow, 'id' | 'joinCode' | 'createdAt' | 'epoch'>,
  { given, edited }: { given: string; edited: boolean },
): SessionRow {
  const { title, place, heldAt, endedAt, wave, locale, joined } = session;
  const imported: ImportedMark = { given, now: checksum, generatedAt, programmeTitle: programme?.title ?? null, edited };
  const heldOn = dayOf(heldAt);
  const summary = { place, heldOn, locale, wave, rehearsal: false, joined, notes, needs, hasWords, ballots, imported };
  return {
    id,
    joinCode,
    title,
    status: 'ended',
    programmeId: programme?.id ?? null,
    createdAt,
    endedAt: endedAt === null ? null : Date.parse(endedAt),
    epoch,
    summary: JSON.stringify(summary),
  };
}

/** What another bundle no longer says is to be found in no file either. */
function commitOf(
  { text }: Bundle,
  { session, last, at, isErasing }: { session: SessionRow; last: Stored['last']; at: number; isErasing: boolean },
): Commit {
  const salt = nanoid();
  const events = eventsOf(textHash(salt, text));
  const row = chained(last.hash, { seq: last.seq + 1, at, events, stage: null, wall: null, backstage: null });
  const writes: Write[] = [
    ...(isErasing ? [{ op: 'erase-text' as const, id: textId }] : []),
    { op: 'put-text', id: textId, text, translations: null, salt },
  ];
  return { sessionId: session.id, row, writes, session };
}
