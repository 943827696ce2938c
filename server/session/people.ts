/** Who is here, as one process sees it: participants, shared tablets, and who is done with which exercise. */
export interface People {
  online: string[];
  kiosks: number[];
  ready: Record<string, string[]>;
}

/** Who is with any of several processes. */
export function together(all: readonly People[]): People {
  const ready: People['ready'] = {};
  for (const people of all)
    for (const [exerciseId, ids] of Object.entries(people.ready)) ready[exerciseId] = [...(ready[exerciseId] ?? []), ...ids];
  return { online: all.flatMap(({ online }) => online), kiosks: all.flatMap(({ kiosks }) => kiosks), ready };
}

const nobody: People = { online: [], kiosks: [], ready: {} };

/** What other processes say of a session that is open here too [D41]. */
export class PeopleElsewhere {
  readonly #byProcess = new Map<
    string,
    { online: ReadonlySet<string>; kiosks: ReadonlySet<number>; ready: ReadonlyMap<string, string[]> }
  >();

  /** True where another process serves the session as well, even if nobody is there. */
  get isShared(): boolean {
    return this.#byProcess.size > 0;
  }

  /** Another process serves the session, whoever is with it. False where that was known. */
  meet(process: string): boolean {
    if (this.#byProcess.has(process)) return false;
    this.hear(process, nobody);
    return true;
  }

  /** Takes what a process says, null once it serves the session no more. Returns the participants who came or went there; null where nothing changed. */
  hear(process: string, people: People | null): string[] | null {
    const before = this.#byProcess.get(process);
    if (people === null) this.#byProcess.delete(process);
    else {
      const { online, kiosks, ready } = people;
      this.#byProcess.set(process, { online: new Set(online), kiosks: new Set(kiosks), ready: new Map(Object.entries(ready)) });
    }
    const after = this.#byProcess.get(process);
    const [was, is] = [before?.online ?? new Set<string>(), after?.online ?? new Set<string>()];
    const touched = [...[...was].filter((id) => !is.has(id)), ...[...is].filter((id) => !was.has(id))];
    const isOther = touched.length > 0 || flags(before) !== flags(after);
    return isOther ? touched : null;
  }

  isOnline(participantId: string): boolean {
    for (const { online } of this.#byProcess.values()) if (online.has(participantId)) return true;
    return false;
  }

  hasKiosk(kiosk: number): boolean {
    for (const { kiosks } of this.#byProcess.values()) if (kiosks.has(kiosk)) return true;
    return false;
  }

  /** How many are online here or anywhere: who is on the way from one process to another counts once. */
  onlineWith(here: ReadonlyMap<string, number>): number {
    if (!this.isShared) return here.size;
    const all = new Set(here.keys());
    for (const { online } of this.#byProcess.values()) for (const id of online) all.add(id);
    return all.size;
  }

  /** The exercises with which somebody is done at any of them. */
  doneWith(participantId: string): string[] {
    return [...this.#byProcess.values()].flatMap(({ ready }) =>
      [...ready].filter(([, people]) => people.includes(participantId)).map(([exerciseId]) => exerciseId),
    );
  }

  /** The same of who is done, by exercise. */
  readyWith(here: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, ReadonlySet<string>> {
    if (!this.isShared) return here;
    const all = new Map([...here].map(([exerciseId, people]) => [exerciseId, new Set(people)]));
    for (const { ready } of this.#byProcess.values())
      for (const [exerciseId, people] of ready) {
        const known = all.get(exerciseId) ?? new Set();
        for (const id of people) known.add(id);
        all.set(exerciseId, known);
      }
    return all;
  }
}

function flags(people: { kiosks: ReadonlySet<number>; ready: ReadonlyMap<string, string[]> } | undefined): string {
  return people ? JSON.stringify([[...people.kiosks].sort(), [...people.ready]]) : '';
}
