import { onDevice } from '../net/storage.ts';

export const textSizes = [20, 24, 30] as const;
export type TextSize = (typeof textSizes)[number];

const key = 'yishi:text-size';

/** How large the phone's words are: 长辈版 goes from 20 to 24 to 30 px and back. Everything is in rem, so the root says it all. */
export class ReadingState {
  #size: TextSize = $state(textSizes.find((size) => String(size) === onDevice.get(key)) ?? 20);

  constructor() {
    this.#show();
  }

  get size(): TextSize {
    return this.#size;
  }

  next(): void {
    this.#size = textSizes[(textSizes.indexOf(this.#size) + 1) % textSizes.length] ?? 20;
    onDevice.set(key, String(this.#size));
    this.#show();
  }

  #show(): void {
    document.documentElement.dataset['surface'] = 'phone';
    document.documentElement.dataset['size'] = String(this.#size);
  }
}
