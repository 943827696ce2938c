import { nanoid } from 'nanoid';
import type { SameNeed } from '../../shared/comparison.ts';
import type { RecordProgramme } from '../../shared/need-record.ts';
import type { ListedProgramme, ProgrammeDetails, SameNeedBody } from '../../shared/programme.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { isBlank, normaliseText } from '../../shared/text.ts';
import { readWall } from '../../shared/wall.ts';
import type { ComparisonOrder, HeldSource, RecordSource } from '../export/files.ts';
import type { LiveSession } from '../session/live-session.ts';
import { SaidBySessions } from '../session/need-records.ts';
import { importedIn } from '../session/session-row.ts';
import type { Sessions } from '../session/sessions.ts';
import type { SessionRow, Store } from '../store/store.ts';
import { InTurn } from './in-turn.ts';
import type { ImportedSessions } from './imported-sessions.ts';
import { decidedWith } from './same-needs.ts';

interface Body {
  title: string;
  same: SameNeed[];
}

export interface ProgrammesOptions {
  store: Pick<Store, 'deskRows' | 'putDeskRow' | 'dropDeskRow'>;
  sessions: Pick<Sessions, 'rows' | 'get' | 'now'>;
  imported: ImportedSessions;
  toolVersion: string;
}

/** Series of sessions that belong together [R9], and what an organizer decided about their needs [R11]. */
export class Programmes {
  readonly #options: ProgrammesOptions;
  /** One change after the other: each reads what the last one wrote. */
  readonly #changes = new InTurn();
  readonly #said = new SaidBySessions();

  constructor(options: ProgrammesOptions) {
    this.#options = options;
  }

  /** Those that were made, and those that only sessions name. */
  async list(): Promise<ListedProgramme[]> {
    const [made, rows] = [await this.#made(), await this.#options.sessions.rows()];
    const ids = new Set([...made.keys(), ...rows.flatMap(({ programmeId }) => programmeId ?? [])]);
    return [...ids].map((programmeId) => ({
      programmeId,
      title: made.get(programmeId)?.title ?? titleSaidIn(rows, programmeId) ?? programmeId,
      sessions: rows.filter((row) => row.programmeId === programmeId).length,
    }));
  }

  /** With its sessions, by wave and then by age. Refuses `not-found` where nothing goes by this id. */
  async get(programmeId: string): Promise<ProgrammeDetails & { sessions: SessionRow[] }> {
    const body = (await this.#made()).get(programmeId);
    const sessions = (await this.#options.sessions.rows()).filter((row) => row.programmeId === programmeId);
    if (!body && sessions.length === 0) throw new RefusalError('not-found');
    sessions.sort((a, b) => waveOf(a) - waveOf(b) || a.createdAt - b.createdAt);
    return { programmeId, title: body?.title ?? titleSaidIn(sessions, programmeId) ?? programmeId, same: body?.same ?? [], sessions };
  }

  /** What need records say of the programme they belong to; null for none. */
  async named(programmeId: string | null): Promise<RecordProgramme | null> {
    if (programmeId === null) return null;
    const made = (await this.#made()).get(programmeId);
    const title = made?.title ?? titleSaidIn(await this.#options.sessions.rows(), programmeId) ?? programmeId;
    return { id: programmeId, title };
  }

  /** Refuses `bad-input` where the title shows nothing. */
  async make(title: string): Promise<ProgrammeDetails> {
    const programmeId = nanoid();
    const body = { title: shownTitle(title), same: [] };
    await this.#changes.do(() => this.#put(programmeId, body));
    return { programmeId, ...body };
  }

  async rename(programmeId: string, title: string): Promise<ProgrammeDetails> {
    const shown = shownTitle(title);
    return this.#keep(programmeId, (body) => ({ ...body, title: shown }));
  }

  /** Refuses `not-allowed` while sessions belong to it. */
  async drop(programmeId: string): Promise<void> {
    await this.#changes.do(async () => {
      const { sessions } = await this.get(programmeId);
      if (sessions.length > 0) throw new RefusalError('not-allowed');
      await this.#options.store.dropDeskRow({ kind: 'programme', id: programmeId });
    });
  }

  /** [R11] Says that two needs of different sessions are one, or are not, or takes back what was said. Refuses `not-found` for a need that is not there. */
  async decide(programmeId: string, decision: SameNeedBody): Promise<ProgrammeDetails> {
    const { sessions } = await this.get(programmeId);
    for (const { sessionId, needId } of [decision.a, decision.b]) {
      if (!(await this.#needIdsIn(sessions, sessionId)).has(needId)) throw new RefusalError('not-found');
    }
    return this.#keep(programmeId, (body) => ({ ...body, same: decidedWith(body.same, decision) }));
  }

  /** [R10] What a comparison of two of its sessions is made of. Refuses `not-found` where one of them is of another programme. */
  async comparisonOf(
    programmeId: string,
    { then, now }: { then: string; now: string },
  ): Promise<Pick<ComparisonOrder, 'programme' | 'then' | 'now' | 'same'>> {
    const { title, same, sessions } = await this.get(programmeId);
    const sourceIn = (sessionId: string) => this.recordSourceOf(rowIn(sessions, sessionId).id);
    return { programme: title, same, then: await sourceIn(then), now: await sourceIn(now) };
  }

  /** What the need records of a session are made of now, with the programme it belongs to. */
  async heldSourceOf(session: LiveSession): Promise<HeldSource> {
    const { sessions, toolVersion } = this.#options;
    const programme = await this.named(await session.atRest(({ state }) => state.details.programmeId));
    return session.atRest(({ hash }) => ({
      said: this.#said.of(session),
      made: { ...(programme && { programme }), logHead: hash, generatedAt: sessions.now(), toolVersion },
    }));
  }

  /** Where the need records of a session come from now, whether it was held here or imported. Refuses `not-found`. */
  async recordSourceOf(sessionId: string): Promise<RecordSource> {
    const text = await this.#options.imported.text(sessionId);
    return text === null ? this.heldSourceOf(await this.#options.sessions.get(sessionId)) : { text };
  }

  async #needIdsIn(rows: readonly SessionRow[], sessionId: string): Promise<Set<string>> {
    const row = rowIn(rows, sessionId);
    const records = importedIn(row) && (await this.#options.imported.records(sessionId));
    if (records) return new Set(records.needs.map(({ id }) => id));
    const session = await this.#options.sessions.get(sessionId);
    return session.atRest(() => new Set(readWall(session.documents.parts.wall).needs.map(({ id }) => id)));
  }

  async #made(): Promise<Map<string, Body>> {
    const rows = await this.#options.store.deskRows('programme');
    return new Map(rows.map(({ id, body }) => [id, JSON.parse(body) as Body]));
  }

  /** Refuses `not-found` where it was taken away meanwhile. */
  #keep(programmeId: string, change: (body: Body) => Body): Promise<ProgrammeDetails> {
    return this.#changes.do(async () => {
      const { title, same } = await this.get(programmeId);
      const body = change({ title, same });
      await this.#put(programmeId, body);
      return { programmeId, ...body };
    });
  }

  #put(programmeId: string, body: Body): Promise<void> {
    return this.#options.store.putDeskRow({ kind: 'programme', id: programmeId, body: JSON.stringify(body) });
  }
}

const waveOf = ({ summary }: SessionRow) => (JSON.parse(summary) as { wave?: number | null }).wave ?? Number.MAX_SAFE_INTEGER;

function rowIn(rows: readonly SessionRow[], sessionId: string): SessionRow {
  const row = rows.find(({ id }) => id === sessionId);
  if (!row) throw new RefusalError('not-found');
  return row;
}

/** What a session that was imported calls its programme, where nobody has made that programme here. */
function titleSaidIn(rows: readonly SessionRow[], programmeId: string): string | null {
  const titles = rows.map((row) => (row.programmeId === programmeId ? importedIn(row)?.programmeTitle : null));
  return titles.find((title) => typeof title === 'string') ?? null;
}

function shownTitle(title: string): string {
  const shown = normaliseText(title);
  if (isBlank(shown)) throw new RefusalError('bad-input');
  return shown;
}
