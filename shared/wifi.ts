/** A network of the room as it is written on paper; an empty password is a network without one. */
export interface Wifi {
  name: string;
  password: string;
}

/**
 * [J15] What a phone's camera joins a network by. The five signs that the format uses are escaped.
 * https://github.com/zxing/zxing/wiki/Barcode-Contents#wi-fi-network-config-android-ios-11
 */
export function wifiText({ name, password }: Wifi): string {
  const escaped = (text: string) => text.replace(/[\\;,:"]/g, '\\$&');
  return password === '' ? `WIFI:T:nopass;S:${escaped(name)};;` : `WIFI:T:WPA;S:${escaped(name)};P:${escaped(password)};;`;
}
