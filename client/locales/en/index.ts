import type { Messages } from '../zh-CN/index.ts';
import { desk } from './desk.ts';
import { facilitator } from './facilitator.ts';
import { print } from './print.ts';
import { messages as room } from './room.ts';

export const messages: Messages = { ...room, print, facilitator, desk };
