import { common } from './common.ts';
import { phone } from './phone.ts';

/** What a resident's phone downloads. */
export const messages = { common, phone };
