import { common } from './common.ts';
import { phone } from './phone.ts';

/** What a resident's phone downloads before it can be read. */
export const messages = { common, phone };
