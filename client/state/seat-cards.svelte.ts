import type { JoinMode } from '../../shared/session.ts';
import type { KioskAccess, SeatCard } from '../../shared/wire.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { lookUpJoinCode } from '../net/api.ts';
import { makeSeatCards, openKiosk } from '../net/seats.ts';
import { t } from './locale.svelte.ts';

interface SeatCardsOptions {
  sessionId: string;
  token: string;
  say: (text: string) => void;
}

/** [J9] Cards that were made on this page, which alone has their codes, and the link of a shared tablet. */
export class SeatCardsState {
  readonly #options: SeatCardsOptions;
  #cards: SeatCard[] = $state.raw([]);
  #kiosk: KioskAccess | null = $state.raw(null);
  #isBusy = $state(false);
  #joinMode: JoinMode | null = $state(null);

  constructor(options: SeatCardsOptions) {
    this.#options = options;
  }

  /** What can be printed, in no order. */
  get cards(): readonly SeatCard[] {
    return this.#cards;
  }

  /** The shared tablet that was opened on this page last, and its link. */
  get kiosk(): KioskAccess | null {
    return this.#kiosk;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** How people come in; null until it was asked for. */
  get joinMode(): JoinMode | null {
    return this.#joinMode;
  }

  async askJoinMode(): Promise<void> {
    await this.#try(async () => {
      this.#joinMode = (await lookUpJoinCode(this.#options.sessionId)).joinMode === 'seat-card' ? 'seat-card' : 'open';
    });
  }

  async make(count: number): Promise<void> {
    const { token, sessionId } = this.#options;
    await this.#try(async () => (this.#cards = await makeSeatCards(token, sessionId, { count })));
  }

  async openKiosk(): Promise<void> {
    const { token, sessionId } = this.#options;
    await this.#try(async () => (this.#kiosk = await openKiosk(token, sessionId)));
  }

  /** The link of a tablet that was ended leads nowhere. */
  forgetKiosk(kiosk = this.#kiosk?.kiosk): void {
    if (this.#kiosk?.kiosk === kiosk) this.#kiosk = null;
  }

  async #try(ask: () => Promise<unknown>): Promise<void> {
    this.#isBusy = true;
    try {
      await ask();
    } catch (error) {
      this.#options.say(error instanceof RefusalError ? t().common.refusal(error.code) : t().common.noAnswer);
    } finally {
      this.#isBusy = false;
    }
  }
}
