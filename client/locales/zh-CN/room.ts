import { common } from './common.ts';
import { kinds } from './kinds.ts';
import { phoneLater } from './phone-later.ts';
import { phone } from './phone.ts';
import { projector } from './projector.ts';

/** What the projector and a shared tablet show. The catalogue that the others are measured by: text, or a function of what the sentence counts. */
export const messages = { common, phone: { ...phone, ...phoneLater }, projector, kinds };
export type RoomMessages = typeof messages;
