import type { RoomMessages } from '../zh-CN/room.ts';
import { common } from './common.ts';
import { kinds } from './kinds.ts';
import { phoneLater } from './phone-later.ts';
import { phone } from './phone.ts';
import { projector } from './projector.ts';

export const messages: RoomMessages = { common, phone: { ...phone, ...phoneLater }, projector, kinds };
