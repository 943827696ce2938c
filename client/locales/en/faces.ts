import { kinds } from './kinds.ts';
import { phoneLater } from './phone-later.ts';

/** What comes down with a phone's first face. */
export const messages = { phone: phoneLater, kinds };
