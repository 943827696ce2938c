import type { Messages } from '../zh-CN/index.ts';

export const facilitator: Messages['facilitator'] = {};
