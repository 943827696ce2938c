import type { Messages } from '../zh-CN/index.ts';
import { common } from './common.ts';
import { desk } from './desk.ts';
import { facilitator } from './facilitator.ts';
import { phone } from './phone.ts';
import { print } from './print.ts';
import { projector } from './projector.ts';

export const messages: Messages = { common, phone, print, projector, facilitator, desk };
