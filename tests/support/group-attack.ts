import { suppressedGroups } from '../../shared/counting/groups.ts';

/** What one telling says of the groups of one question: a number, or that it is hidden. */
export interface Telling {
  /** Where it was found. */
  where: string;
  /** The least group it tells. */
  k: number;
  total: number;
  people: Readonly<Record<string, number | null>>;
  reasons?: Readonly<Record<string, string | null>>;
}

/** What the attacker knows besides: how many kept silent, or nothing of it. */
export interface Knowledge {
  silent: number | null;
  /** True for one who has read the code, and tries which numbers would have been told so. */
  knowsRules: boolean;
}

const silentId = '';

/** Every way to share so many people out among these groups. */
function* shared(groups: readonly string[], people: number): Generator<Record<string, number>> {
  const [first, ...others] = groups;
  if (first === undefined) return;
  if (others.length === 0) {
    yield { [first]: people };
    return;
  }
  for (let count = 0; count <= people; count += 1) for (const rest of shared(others, people - count)) yield { [first]: count, ...rest };
}

/**
 * What somebody can know who reads every telling about the same people: each way of sharing them out is tried on all tellings at once. Gives for each
 * group the numbers that are still possible.
 */
export function possible(tellings: readonly Telling[], { silent, knowsRules }: Knowledge): Record<string, Set<number>> {
  const [first] = tellings;
  if (!first) throw new Error('nothing was told');
  const groups = Object.keys(first.people);
  const found = Object.fromEntries(groups.map((id) => [id, new Set<number>()]));
  const known = tellings.find(({ people }) => Object.values(people).some((count) => count !== null)) ?? first;
  const isTold = (id: string) => tellings.find(({ people }) => people[id] !== null)?.people[id] ?? null;
  const open = groups.filter((id) => isTold(id) === null);
  const told = Object.fromEntries(groups.flatMap((id) => (isTold(id) === null ? [] : [[id, isTold(id)!]])));
  const rest = known.total - Object.values(told).reduce((sum, count) => sum + count, 0);
  for (const way of shared([...open, silentId], rest)) {
    if (silent !== null && way[silentId] !== silent) continue;
    const all: Record<string, number> = { ...told, ...way };
    if (!tellings.every((telling) => couldTell(telling, all, groups) && (!knowsRules || wouldTell(telling, all, groups)))) continue;
    for (const id of groups) found[id]!.add(all[id]!);
  }
  return found;
}

function couldTell({ k, people, reasons, total }: Telling, all: Readonly<Record<string, number>>, groups: readonly string[]): boolean {
  return groups.every((id) => {
    const count = all[id]!;
    const told = people[id];
    if (told !== null) return count === told;
    if (reasons?.[id] === 'small-group') return total < 2 * k || count < k;
    if (reasons?.[id] === 'complementary') return count >= k;
    return true;
  });
}

/** Groups are hidden for their size and for others' sake; and some, nobody outside knows which, because their ballots are too much alike. */
function wouldTell({ k, people }: Telling, all: Readonly<Record<string, number>>, groups: readonly string[]): boolean {
  const cells = [...groups, silentId].map((id) => ({ id, people: all[id]! }));
  return subsets([...groups.filter((id) => people[id] === null), silentId]).some((alike) => {
    const hidden = suppressedGroups(cells, k, new Set(alike));
    const isNothingTold = cells.every((cell) => cell.people === 0 || hidden.has(cell.id));
    return groups.every((id) => (people[id] === null) === (hidden.has(id) || isNothingTold));
  });
}

function subsets(ids: readonly string[]): string[][] {
  return ids.reduce<string[][]>((all, id) => [...all, ...all.map((some) => [...some, id])], [[]]);
}

/** The groups that are told by no telling, and are known all the same. */
export function solved(tellings: readonly Telling[], knowledge: Knowledge): string[] {
  const numbers = possible(tellings, knowledge);
  return Object.keys(numbers).filter((id) => numbers[id]!.size < 2 && tellings.every(({ people }) => people[id] === null));
}
