import type { countedFor as zhCN } from '../zh-CN/for-whom.ts';

const names: Record<string, string> = {
  elders: 'older people',
  children: 'children',
  tenants: 'tenants',
  'foreign-neighbours': 'foreign neighbours',
  'limited-mobility': 'people with limited mobility',
  everyone: 'everyone',
};

export const countedFor: typeof zhCN = ({ whom, count }) => `${count} written for ${names[whom] ?? whom}`;

/** The same where there is little room. */
export const countedForShort: typeof zhCN = ({ whom, count }) => `${count} for ${names[whom] ?? whom}`;
