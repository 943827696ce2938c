import { approval } from './approval.ts';
import type { Alternatives } from './alternatives.ts';
import type { TieBreak } from './tie-break.ts';

/**
 * What most cities do with a budget: by number of approvers, taking whatever still fits. `chosen` is what is in already.
 */
export function greedyByApprovals(
  alternatives: Alternatives,
  ballots: readonly (readonly string[])[],
  options: { costs: Readonly<Record<string, number>>; budget: number; tieBreak: TieBreak; chosen?: readonly string[] },
): string[] {
  const people = approval(alternatives, ballots);
  const chosen = [...(options.chosen ?? [])];
  const costOf = (id: string) => options.costs[id] ?? 1;
  let room = options.budget - chosen.reduce((sum, id) => sum + costOf(id), 0);
  let open = alternatives.filter((id) => !chosen.includes(id) && people[id]! > 0);
  for (;;) {
    const left = room;
    open = open.filter((id) => costOf(id) <= left && !chosen.includes(id));
    if (open.length === 0) return chosen;
    const most = Math.max(...open.map((id) => people[id]!));
    const tied = open.filter((id) => people[id] === most);
    const taken = tied.length === 1 ? tied[0]! : options.tieBreak(tied);
    chosen.push(taken);
    room -= costOf(taken);
  }
}
