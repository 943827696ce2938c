import type { Wifi } from '../../shared/wifi.ts';
import { onDevice, readKept } from '../net/storage.ts';

const keptKey = 'yishi:wifi';
const isWifi = (value: unknown): value is Wifi =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<Wifi>).name === 'string' &&
  typeof (value as Partial<Wifi>).password === 'string';

/** [J15] The room's network as it was typed in this browser, which alone keeps it: the server never hears of it. */
export class WifiState {
  #typed: Wifi = $state.raw(readKept(onDevice, keptKey, isWifi) ?? { name: '', password: '' });

  get typed(): Wifi {
    return this.#typed;
  }

  /** Null where no network's name was typed. */
  get wifi(): Wifi | null {
    return this.#typed.name.trim() === '' ? null : this.#typed;
  }

  type(change: Partial<Wifi>): void {
    this.#typed = { ...this.#typed, ...change };
    onDevice.set(keptKey, JSON.stringify(this.#typed));
  }
}
