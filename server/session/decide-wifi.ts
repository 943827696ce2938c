import { isSame } from '../../shared/document.ts';
import type { Wifi } from '../../shared/wifi.ts';
import type { Payload } from '../../shared/wire.ts';
import { nothing, type Decision, type Surroundings } from './decide.ts';
import { textHash } from './digest.ts';
import { wifiOf, wifiTextId, type State } from './state.ts';

/** [J21] The room's Wi-Fi for the projector's QR code, or none. A text beside the log: a password has no place in a chain that never forgets. */
export function tellWifi(
  state: State,
  { wifi }: Payload<'session:wifi'>,
  _caller: unknown,
  around: Surroundings,
): Decision<Record<string, never>> {
  if (isSame(wifiOf(state), wifi)) return nothing;
  return wifi === null ? { ...forgetWifi(state), value: {} } : { ...keepWifi(wifi, around), value: {} };
}

function keepWifi(wifi: Wifi, around: Surroundings): Pick<Decision, 'events' | 'writes'> {
  const [salt, text] = [around.id(), JSON.stringify(wifi)];
  return {
    events: [{ type: 'wifi-told', hash: textHash(salt, text) }],
    writes: [{ op: 'put-text', id: wifiTextId, text, translations: null, salt }],
  };
}

/** What makes a session forget its Wi-Fi; nothing where it knows none. */
export function forgetWifi(state: State): Pick<Decision, 'events' | 'writes'> {
  if (!state.texts.has(wifiTextId)) return { events: [], writes: [] };
  return { events: [{ type: 'wifi-told', hash: null }], writes: [{ op: 'erase-text', id: wifiTextId }] };
}
