import { figure } from './figures.ts';

const names: Record<string, string> = {
  elders: '老人',
  children: '孩子',
  tenants: '租户',
  'foreign-neighbours': '外籍邻居',
  'limited-mobility': '行动不便的人',
  everyone: '大家',
};

/** How many notes speak for them. */
export const countedFor = ({ whom, count }: { whom: string; count: number }) => `${figure(count)} 张是替${names[whom] ?? whom}写的`;
