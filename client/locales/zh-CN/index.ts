import { desk } from './desk.ts';
import { facilitator } from './facilitator.ts';
import { print } from './print.ts';
import { messages as room } from './room.ts';

/** All there is, the words of facilitators and of the desk too. */
export const messages = { ...room, print, facilitator, desk };
export type Messages = typeof messages;
