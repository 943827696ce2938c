import { currentExercise, readStage, readStageJson, type Stage } from '../../shared/stage.ts';
import type { Exercise } from '../../shared/exercise.ts';
import type { OpenPart, PartStatus } from '../net/yjs.ts';

/** The stage as a face sees it: what is on, counts of people, tallies once they are out. */
export class StageState {
  #stage: Stage = $state.raw({
    session: null,
    exercises: [],
    tallies: {},
    counts: { joined: 0, online: 0, submitted: {}, byChannel: {}, ready: {}, notes: {} },
  });
  #status: PartStatus = $state.raw('connecting');
  readonly #part: OpenPart;
  /** What is shown came another way, and is newer than the document. */
  #isPolled = false;
  /** The exercise that is on, if any. */
  readonly current: Exercise | null = $derived(currentExercise(this.#stage));

  constructor(part: OpenPart) {
    this.#part = part;
    const read = () => {
      this.#status = part.status;
      const isOnline = part.status === 'online';
      if (isOnline) this.#isPolled = false;
      const stage = readStage(part.doc);
      // A document that has just begun anew is empty; the old picture stays until the new one is here.
      if (isOnline || (stage.session && !this.#isPolled)) this.#stage = stage;
    };
    read();
    part.onChange(read);
  }

  get stage(): Stage {
    return this.#stage;
  }

  get status(): PartStatus {
    return this.#status;
  }

  /** The stage as it came another way, until the document is there. */
  take(json: Record<string, unknown>): void {
    this.#isPolled = true;
    this.#stage = readStageJson(json);
  }

  /** Connects anew where nothing was heard for `silentMs`. */
  revive(silentMs?: number): void {
    this.#part.revive(silentMs);
  }

  close(): void {
    this.#part.close();
  }
}
