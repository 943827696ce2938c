import { inOneLine } from './preflib.ts';

export interface PabulibRound {
  description: string;
  unit: string;
  title: string;
  language: string;
  /** The day, as 2026-05-16. */
  day: string;
  budget: number;
  projects: readonly { id: string; name: string; cost: number }[];
  /** What each person wanted; shuffled. */
  votes: readonly (readonly string[])[];
}

/** A round in which people shared a budget, as Pabulib writes it (https://pabulib.org/format, arXiv:2012.06539): approvals, counted by equal shares. */
export function pabulib({ description, unit, title, language, day, budget, projects, votes }: PabulibRound): string {
  const date = day.split('-').reverse().join('.');
  const numbers = new Map(projects.map(({ id }, i) => [id, i + 1]));
  const meta: (readonly [string, string | number])[] = [
    ['description', description],
    ['country', 'China'],
    ['unit', unit],
    ['instance', title],
    ['num_projects', projects.length],
    ['num_votes', votes.length],
    ['budget', budget],
    ['currency', 'CNY'],
    ['rule', 'equalshares/add1'],
    ['vote_type', 'approval'],
    ['date_begin', date],
    ['date_end', date],
    ['language', language],
  ];
  const votesFor = (id: string) => votes.filter((vote) => vote.includes(id)).length;
  const lines: (readonly (string | number)[])[] = [
    ['META'],
    ['key', 'value'],
    ...meta,
    ['PROJECTS'],
    ['project_id', 'cost', 'votes', 'name'],
    ...projects.map(({ id, name, cost }) => [numbers.get(id)!, cost, votesFor(id), name]),
    ['VOTES'],
    ['voter_id', 'vote'],
    ...votes.map((vote, i) => [i + 1, vote.map((id) => numbers.get(id)!).join(',')]),
  ];
  return lines.map((cells) => `${cells.map(cellText).join(';')}\n`).join('');
}

function cellText(cell: string | number): string {
  const text = inOneLine(String(cell));
  return /[;"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
