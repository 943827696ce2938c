import { common } from './common.ts';
import { desk } from './desk.ts';
import { facilitator } from './facilitator.ts';
import { phone } from './phone.ts';
import { print } from './print.ts';
import { projector } from './projector.ts';

/** The catalogue that the others are measured by: text, or a function of what the sentence counts. */
export const messages = { common, phone, print, projector, facilitator, desk };
export type Messages = typeof messages;
