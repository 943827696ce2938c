import type { NeedCategory } from '../../shared/grouping/lexicon/entry.ts';

export interface NeedProposal {
  titles: Readonly<Record<string, string>>;
  category: NeedCategory;
}

/** What the lexicon would call a need in other languages, and its category: to be proposed, never written unasked [G14]. */
export class NeedProposalState {
  #proposal: NeedProposal | null = $state.raw(null);
  #title: string | null = null;

  /** Null where the lexicon knows no need of this title, or is not there yet. */
  get proposal(): NeedProposal | null {
    return this.#proposal;
  }

  /** The need's title as it stands now. */
  async follow(title: string): Promise<void> {
    if (title === this.#title) return;
    this.#title = title;
    this.#proposal = null;
    // The lexicon is large and only this page wants it.
    const lexicon = await import('../../shared/grouping/titled.ts').catch(() => null);
    if (title !== this.#title) return;
    // Without a network nothing is proposed; the next look asks again.
    if (lexicon) this.#proposal = lexicon.needTitled(title);
    else this.#title = null;
  }
}
