import type { Wifi } from '../../shared/wifi.ts';
import { onDevice, readKept } from '../net/storage.ts';

/** As it is typed: an empty password is a network without one. */
interface Typed {
  name: string;
  password: string;
}

const keptKey = 'yishi:wifi';
const isTyped = (value: unknown): value is Typed =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<Typed>).name === 'string' &&
  typeof (value as Partial<Typed>).password === 'string';

/** [J15] The room's network for a poster, as it was typed in this browser, which alone keeps it. */
export class WifiState {
  #typed: Typed = $state.raw(readKept(onDevice, keptKey, isTyped) ?? { name: '', password: '' });

  get typed(): Typed {
    return this.#typed;
  }

  /** Null where no network's name was typed. */
  get wifi(): Wifi | null {
    const { name, password } = this.#typed;
    return name.trim() === '' ? null : { name: name.trim(), password: password === '' ? null : password };
  }

  type(change: Partial<Typed>): void {
    this.#typed = { ...this.#typed, ...change };
    onDevice.set(keptKey, JSON.stringify(this.#typed));
  }
}
