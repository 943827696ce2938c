import { tellStability } from './decide-phase.ts';
import type { Decision } from './decide.ts';
import type { UnsureRound } from './rebuild.ts';
import type { ComputeStability } from './stability-thread.ts';
import type { State } from './state.ts';

export interface SurenessOptions {
  /** Off this loop. */
  compute: ComputeStability;
  state: () => State;
  edit: (decideEdit: (state: State) => Decision) => Promise<unknown>;
  onFailed: (error: unknown) => void;
}

/** [T4] How sure sealed rounds are, computed from their nameless ballots. What fails on the way is tried again when the session is next opened. */
export class Sureness {
  readonly #options: SurenessOptions;
  #rounds = 0;

  constructor(options: SurenessOptions) {
    this.#options = options;
  }

  /** True while it is being computed of a round. */
  get isUnderWay(): boolean {
    return this.#rounds > 0;
  }

  /** Computes it, and commits it; until then a round's tally says nothing of it. */
  async tell({ exerciseId, round, bodies }: UnsureRound): Promise<void> {
    const { compute, state, edit, onFailed } = this.#options;
    const sealed = state().rounds.find((one) => one.exerciseId === exerciseId && one.round === round);
    if (!sealed?.tally || bodies.length === 0) return;
    const { kind, settings, tally, seed } = sealed;
    this.#rounds += 1;
    try {
      const options = tally.options.map(({ needId }) => needId);
      const stability = await compute({ kind, settings, options, bodies, merged: tally.forFiles.merged, seed });
      if (stability) await edit((now) => tellStability(now, { exerciseId, round }, stability));
    } catch (error) {
      onFailed(error);
    } finally {
      this.#rounds -= 1;
    }
  }
}
