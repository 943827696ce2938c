import type { Sessions } from '../session/sessions.ts';
import type { Event } from '../session/events.ts';
import { makePracticeCards } from './cards.ts';
import { Hall, type HallOptions } from './hall.ts';

export interface RehearsalsOptions extends Pick<HallOptions, 'chance' | 'pace'> {
  sessions: Sessions;
  /** False where another process looks after rehearsals. */
  isOurs: () => boolean;
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

/** The rehearsals of this server whose simulated residents are here: from the moment one is made, or found open at the start, until it ends [J6]. */
export class Rehearsals {
  readonly #options: RehearsalsOptions;
  readonly #halls = new Map<string, Hall>();

  constructor(options: RehearsalsOptions) {
    this.#options = options;
    options.sessions.onPublished((sessionId, { events }) => {
      for (const event of events) this.#follow(sessionId, event);
    });
  }

  /** Lets the residents come to a session; without effect where it is no rehearsal, has ended, or they are there. */
  async begin(sessionId: string): Promise<void> {
    const { sessions, chance, pace, isOurs, onTrouble } = this.#options;
    if (!isOurs()) return;
    const session = await sessions.get(sessionId);
    const residents = await session.atRest(({ state }) => (state.status === 'open' ? state.details.rehearsal : null));
    if (residents === null || this.#halls.has(sessionId)) return;
    await session.edit((state) => makePracticeCards(state, residents));
    if (this.#halls.has(sessionId)) return;
    const hall = new Hall({
      residents,
      chance,
      pace,
      session: () => sessions.get(sessionId),
      onTrouble: (error) => onTrouble('a simulated resident stumbled', { session: sessionId, error: String(error) }),
    });
    this.#halls.set(sessionId, hall);
  }

  /** After a start: residents come anew to every rehearsal that is still open. */
  async resume(): Promise<void> {
    const rows = await this.#options.sessions.store.sessions();
    for (const { id, status, summary } of rows) {
      const isRehearsal = (JSON.parse(summary) as { rehearsal?: boolean }).rehearsal === true;
      if (isRehearsal && status === 'open') await this.begin(id);
    }
  }

  /** Everybody leaves a session. */
  end(sessionId: string): void {
    this.#halls.get(sessionId)?.leave();
    this.#halls.delete(sessionId);
  }

  close(): void {
    for (const sessionId of this.#halls.keys()) this.end(sessionId);
  }

  #follow(sessionId: string, event: Event): void {
    if (event.type === 'session-reopened') {
      this.begin(sessionId).catch((error: unknown) =>
        this.#options.onTrouble('a rehearsal did not go on', { session: sessionId, error: String(error) }),
      );
      return;
    }
    const hall = this.#halls.get(sessionId);
    if (!hall) return;
    if (event.type === 'exercise-opened' || event.type === 'exercise-reopened') hall.takeUp(event.exerciseId);
    else if (event.type === 'exercise-closed') hall.layDown();
    else if (event.type === 'exercise-revealed' || event.type === 'note-shown' || event.type === 'note-passed') hall.listen();
    else if (event.type === 'session-ended') this.end(sessionId);
  }
}
