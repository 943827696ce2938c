import { importedIn } from './session-row.ts';
import { eraseWords } from './decide-erase.ts';
import type { Sessions } from './sessions.ts';
import type { SessionRow } from '../store/store.ts';

const dayMs = 86_400_000;
const everyMs = 3_600_000;

export interface RetentionOptions {
  sessions: Sessions;
  /** How long residents' words are kept after a session's end; null keeps them until somebody erases them. */
  days: number | null;
  /** Takes the words out of a session that was held elsewhere. */
  eraseImported: (sessionId: string) => Promise<void>;
  onWordsErased: (sessionId: string) => void;
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

/** [D18] Erases the words of sessions that ended long enough ago: at the start, and every hour. Their needs, figures and log stay. */
export class Retention {
  readonly #options: RetentionOptions;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  begin(): void {
    if (this.#options.days === null) return;
    void this.sweep();
    this.#timer = setInterval(() => void this.sweep(), everyMs).unref();
  }

  /** Resolves when all that is due was tried; what fails is tried again the next time. */
  async sweep(): Promise<void> {
    const { sessions, days, eraseImported, onTrouble } = this.#options;
    if (days === null) return;
    const dueBefore = sessions.now() - days * dayMs;
    const rows = await sessions.rows().catch((error: unknown) => {
      onTrouble('words that are due were not looked for', { error: String(error) });
      return [];
    });
    for (const row of rows) {
      if (this.#isClosed) return;
      const { id, status, summary } = row;
      if (status !== 'ended' || endOf(row) > dueBefore || !mayHaveWords(summary)) continue;
      try {
        await (importedIn(row) ? eraseImported(id) : this.#erase(id));
      } catch (error) {
        onTrouble('words that are due were not erased', { session: id, error: String(error) });
      }
    }
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
  }

  async #erase(sessionId: string): Promise<void> {
    const session = await this.#options.sessions.get(sessionId);
    const before = session.seq;
    const answer = await session.edit((state, around) => eraseWords(state, { all: true }, around));
    if (!answer.ok) throw new Error(answer.code);
    if (session.seq !== before) this.#options.onWordsErased(sessionId);
  }
}

/** When it ended: of one held elsewhere whose records do not say it, the end of the day that it was held on, else when it came here. */
function endOf({ endedAt, summary, createdAt }: Pick<SessionRow, 'endedAt' | 'summary' | 'createdAt'>): number {
  if (endedAt !== null) return endedAt;
  const { heldOn } = JSON.parse(summary) as { heldOn?: string | null };
  return heldOn ? Date.parse(heldOn) + dayMs : createdAt;
}

/** A session is opened for this only where its row does not say that nothing is left. */
function mayHaveWords(summary: string): boolean {
  return (JSON.parse(summary) as { hasWords?: boolean }).hasWords !== false;
}
