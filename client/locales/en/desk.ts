import type { Messages } from '../zh-CN/index.ts';

export const desk: Messages['desk'] = {};
