import { networkInterfaces } from 'node:os';
import { foundIn, watchAddress, type FoundAddress, type Interfaces } from './address.ts';

export interface RoomNetworkOptions {
  /** Named when the server was started; a later choice wins over it. */
  pinned: string | null;
  everyMs?: number;
  readInterfaces?: () => Interfaces;
  readDefaultRoute?: () => string | null;
}

/** The network of the room as this computer sees it, looked at every three seconds; whatever is chosen by hand stays. */
export class RoomNetwork {
  readonly #readInterfaces: () => Interfaces;
  readonly #stop: () => void;
  #chosen: string | null;
  #address: string | null = null;
  readonly #look: () => void;

  constructor({ pinned, readInterfaces = networkInterfaces, ...watch }: RoomNetworkOptions) {
    this.#chosen = pinned;
    this.#readInterfaces = readInterfaces;
    const { stop, look } = watchAddress({
      ...watch,
      readInterfaces,
      pinned: () => this.#chosen,
      onChange: (room) => (this.#address = room?.address ?? null),
    });
    this.#stop = stop;
    this.#look = look;
  }

  /** Where phones reach us; null where nobody could. */
  get address(): string | null {
    return this.#address;
  }

  /** What somebody chose; null where the best is taken by itself. */
  get chosen(): string | null {
    return this.#chosen;
  }

  /** What there is to choose from now. */
  get found(): FoundAddress[] {
    return foundIn(this.#readInterfaces());
  }

  /** Takes an address whatever else there is; null leaves it to the machine again. */
  choose(address: string | null): void {
    this.#chosen = address;
    this.#look();
  }

  close(): void {
    this.#stop();
  }
}
