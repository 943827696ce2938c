import {
  compareSessions,
  decideSameNeed,
  downloadComparison,
  dropProgramme,
  readProgramme,
  renameProgramme,
  type ComparisonAnswer,
  type ProgrammeSession,
  type ProgrammeWithSessions,
} from '../net/desk-api.ts';
import type { NamedFile } from '../net/files.ts';
import { troubleOf, type Trouble } from './trouble.ts';

/** A programme on the desk: its sessions, and two of them side by side. */
export class ProgrammeState {
  #programme: ProgrammeWithSessions | null = $state.raw(null);
  #comparison: ComparisonAnswer | null = $state.raw(null);
  #trouble: Trouble | null = $state(null);
  #sides: { then: string; now: string } | null = $state.raw(null);
  readonly #key: string;
  readonly #programmeId: string;

  constructor(organizerKey: string, programmeId: string) {
    this.#key = organizerKey;
    this.#programmeId = programmeId;
    void this.load();
  }

  get title(): string {
    return this.#programme?.title ?? '';
  }

  /** By wave; null until they are here. */
  get sessions(): ProgrammeSession[] | null {
    return this.#programme?.sessions ?? null;
  }

  /** Which two sessions are side by side; null where there are not two. */
  get sides(): { then: string; now: string } | null {
    return this.#sides;
  }

  /** Null until it is here. */
  get comparison(): ComparisonAnswer | null {
    return this.#comparison;
  }

  get trouble(): Trouble | null {
    return this.#trouble;
  }

  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.#programme = await readProgramme(this.#key, this.#programmeId);
      this.#sides ??= firstAndLast(this.#programme.sessions);
      await this.#compare();
    });
  }

  async choose(sides: { then: string; now: string }): Promise<void> {
    this.#sides = sides;
    // What stands there is of another pair.
    this.#comparison = null;
    await this.#attempt(() => this.#compare());
  }

  async rename(title: string): Promise<void> {
    await this.#attempt(async () => {
      const renamed = await renameProgramme(this.#key, this.#programmeId, title);
      if (this.#programme) this.#programme = { ...this.#programme, ...renamed };
    });
  }

  /** Says that a need then and a need now are one, or are not, or takes back what was said. */
  async decide({ then, now, isSame }: { then: string; now: string; isSame: boolean | null }): Promise<void> {
    const shown = this.#comparison;
    if (!shown) return;
    await this.#attempt(async () => {
      const [a, b] = [
        { sessionId: shown.then.sessionId, needId: then },
        { sessionId: shown.now.sessionId, needId: now },
      ];
      await decideSameNeed(this.#key, this.#programmeId, { a, b, isSame });
      await this.#compare();
    });
  }

  /** What stands side by side, as a file. Throws what the server refused with. */
  download(file: string): Promise<NamedFile> {
    return downloadComparison(this.#key, this.#programmeId, { file, sides: this.#sides ?? { then: '', now: '' } });
  }

  /** Takes the programme away, where it has no sessions. False where that was refused. */
  async drop(): Promise<boolean> {
    await this.#attempt(async () => {
      await dropProgramme(this.#key, this.#programmeId);
    });
    return this.#trouble === null;
  }

  async #compare(): Promise<void> {
    const sides = this.#sides;
    const comparison = sides && sides.then !== sides.now ? await compareSessions(this.#key, this.#programmeId, sides) : null;
    // Another pair may have been chosen meanwhile.
    if (sides === this.#sides) this.#comparison = comparison;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#trouble = null;
    } catch (error) {
      this.#trouble = troubleOf(error);
    }
  }
}

/** The baseline and what came last in the same place, else of all. */
function firstAndLast(sessions: readonly ProgrammeSession[]): { then: string; now: string } | null {
  const [first] = sessions;
  if (!first) return null;
  const others = sessions.slice(1).reverse();
  const last = others.find(({ place }) => place === first.place) ?? others[0];
  return last ? { then: first.sessionId, now: last.sessionId } : null;
}
