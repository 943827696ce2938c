import type { countedFor as zhCN } from '../zh-CN/for-whom.ts';
import { figure } from './figures.ts';

const names: Record<string, string> = {
  elders: 'older people',
  children: 'children',
  tenants: 'tenants',
  'foreign-neighbours': 'foreign neighbours',
  'limited-mobility': 'people with limited mobility',
  everyone: 'everyone',
};

export const countedFor: typeof zhCN = ({ whom, count }) => `${figure(count)} written for ${names[whom] ?? whom}`;

/** The same where there is little room. */
export const countedForShort: typeof zhCN = ({ whom, count }) => `${figure(count)} for ${names[whom] ?? whom}`;
