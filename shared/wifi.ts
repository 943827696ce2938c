import * as z from 'zod/mini';
import { wifiNameMax, wifiPassword } from './session-limits.ts';

/** The room's Wi-Fi, for a QR code that phones join it by. `password` is null of an open network. */
export const Wifi = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(wifiNameMax)),
  password: z.nullable(z.string().check(z.minLength(wifiPassword.min), z.maxLength(wifiPassword.max))),
});
export type Wifi = z.infer<typeof Wifi>;

/** What the QR code says, as phones' cameras read it (the ZXing project's `WIFI:` scheme, also part of the WPA3 specification, section 7). */
export function wifiQrText({ name, password }: Wifi): string {
  const escaped = (text: string) => text.replace(/[\\;,:"]/g, (character) => `\\${character}`);
  return password === null ? `WIFI:T:nopass;S:${escaped(name)};;` : `WIFI:T:WPA;S:${escaped(name)};P:${escaped(password)};;`;
}
