import * as z from 'zod/mini';
import type { OpenPart } from '../net/yjs.ts';

/** What one facilitator's page lets the others see: glanced at, never stored. */
const Presence = z.object({
  /** Where the pointer is on the canvas; null while it is elsewhere. */
  at: z.nullable(z.object({ x: z.number(), y: z.number() })),
  selected: z.array(z.string()).check(z.maxLength(2000)),
  /** How far what is being dragged has come. */
  drag: z.nullable(z.object({ noteIds: z.array(z.string()).check(z.maxLength(2000)), dx: z.number(), dy: z.number() })),
});
export type Presence = z.infer<typeof Presence>;

/** Another facilitator at the same table. All pages give everybody the same number. */
export interface Companion extends Presence {
  id: number;
  number: number;
}

const nobody: Presence = { at: null, selected: [], drag: null };
/** A hand is followed well at this pace; the server reads a faster page more slowly. */
const tellEveryMs = 60;

/** The other facilitators at the table: where they point, and what they have picked up. */
export class CompanionsState {
  readonly #part: OpenPart;
  readonly #stopFollowing: () => void;
  #awareness: OpenPart['awareness'] = null;
  #own: Presence = nobody;
  #others: readonly Companion[] = $state.raw([]);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(part: OpenPart) {
    this.#part = part;
    this.#follow();
    this.#stopFollowing = part.onChange(() => this.#follow());
  }

  get others(): readonly Companion[] {
    return this.#others;
  }

  /** Lets the others see this. */
  tell(change: Partial<Presence>): void {
    this.#own = { ...this.#own, ...change };
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#awareness?.setLocalState({ ...this.#own });
    }, tellEveryMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stopFollowing();
    this.#awareness?.off('change', this.#hear);
  }

  /** After the history was rewritten there is another document, with other clients. */
  #follow(): void {
    const { awareness } = this.#part;
    if (awareness === this.#awareness) return;
    this.#awareness?.off('change', this.#hear);
    this.#awareness = awareness;
    awareness?.on('change', this.#hear);
    this.tell({});
  }

  readonly #hear = ({ added }: { added: number[] }, origin: unknown): void => {
    const awareness = this.#awareness;
    if (!awareness) return;
    // The server keeps nobody's state: who is new has heard of nobody yet.
    if (origin !== 'local' && added.length > 0) this.tell({});
    const ids = [...awareness.getStates().keys()].sort((a, b) => a - b);
    this.#others = ids.flatMap((id, i) => {
      const presence = z.safeParse(Presence, awareness.getStates().get(id));
      return id === awareness.clientID || !presence.success ? [] : [{ id, number: i + 1, ...presence.data }];
    });
  };
}
