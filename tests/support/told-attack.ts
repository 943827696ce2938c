import { assisted, pooledChannels } from '../../shared/counting/channels.ts';

/** What one telling says of the ways in of a round: numbers by way, or null where only the total is told. */
export interface ChannelTelling {
  where: string;
  /** The least that it tells of; null for one that keeps to no rule. */
  k: number | null;
  channels: Readonly<Record<string, number>> | null;
}

export const ways = ['phone', 'kiosk', 'paper', 'scribe'];

/** Every way to share so many people out among the ways in. */
export function* sharedOut(among: readonly string[], people: number): Generator<Record<string, number>> {
  const [first, ...others] = among;
  if (first === undefined || others.length === 0) {
    if (first !== undefined) yield { [first]: people };
    return;
  }
  for (let count = 0; count <= people; count += 1) for (const rest of sharedOut(others, people - count)) yield { [first]: count, ...rest };
}

const isSame = (one: Readonly<Record<string, number>> | null, other: Readonly<Record<string, number>> | null) => {
  if (one === null || other === null) return one === other;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
};

/**
 * The ways in that no telling tells and whose number can be no other than it is, for one who has read the code and tries each way of sharing the people
 * out on all tellings at once. Where everybody came one way that is told, since it is the total.
 */
export function solvedChannels(tellings: readonly ChannelTelling[], people: number): string[] {
  const found = new Map(ways.map((way) => [way, new Set<number>()]));
  for (const counts of sharedOut(ways, people)) {
    const isOneWay = Object.values(counts).filter((count) => count > 0).length === 1;
    const would = (k: number) => (isOneWay ? used(counts) : pooledChannels(counts, k));
    if (!tellings.every(({ k, channels }) => (k === null ? couldSay(channels, counts) : isSame(would(k), channels)))) continue;
    for (const way of ways) found.get(way)!.add(counts[way]!);
  }
  const isTold = (way: string) => tellings.some(({ channels }) => channels !== null && (way in channels || !(assisted in channels)));
  return ways.filter((way) => found.get(way)!.size === 1 && !isTold(way));
}

/** Whether what a telling names is so, and what it pools is the sum of the rest. */
function couldSay(channels: ChannelTelling['channels'], counts: Readonly<Record<string, number>>): boolean {
  if (channels === null) return true;
  const rest = ways.filter((way) => !(way in channels)).reduce((sum, way) => sum + counts[way]!, 0);
  return ways.every((way) => !(way in channels) || channels[way] === counts[way]) && rest === (channels[assisted] ?? 0);
}

function used(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

/** A figure of a round wherever it was told: which round it is of, and all that it says of all people together. */
export interface RoundTelling {
  where: string;
  round: string;
  figures: string;
}

/** Rounds of which two different counts were told: one is the other without somebody. */
export function toldTwice(tellings: readonly RoundTelling[]): string[] {
  const figures = new Map<string, Set<string>>();
  for (const { round, figures: told } of tellings) figures.set(round, (figures.get(round) ?? new Set()).add(told));
  return [...figures].filter(([, told]) => told.size > 1).map(([round]) => round);
}

interface Walk<Ballot> {
  ballots: readonly Ballot[];
  /** What each person who cast a ballot says of themselves. */
  truth: readonly string[];
  /** All that is told, were this so. */
  told: (answers: readonly string[]) => string;
  random: () => number;
  steps: number;
}

/**
 * Which of the ballots, all of which the attacker has, are certainly of one group. People change places with each other for as long as nothing that is
 * told changes: every place that is reached so could be true. Names the ballots that never moved.
 */
export function placedBallots<Ballot>({ ballots, truth, told, random, steps }: Walk<Ballot>): Ballot[] {
  let now = [...truth];
  const seen = ballots.map((_, i) => new Set([truth[i]!]));
  const said = told(truth);
  const some = () => Math.floor(random() * ballots.length);
  for (let step = 0; step < steps && seen.some((places) => places.size < 2); step += 1) {
    const still = seen.flatMap((places, i) => (places.size < 2 ? [i] : []));
    // One, two or three pairs change places at once: where one change shows, another may make it good.
    const next = [...now];
    const pairs = 1 + Math.floor(random() * 3);
    for (let pair = 0; pair < pairs; pair += 1) {
      const [i, j] = [pair === 0 ? still[Math.floor(random() * still.length)]! : some(), some()];
      [next[i], next[j]] = [next[j]!, next[i]!];
    }
    if (told(next) !== said) continue;
    next.forEach((place, i) => seen[i]!.add(place));
    now = next;
  }
  return ballots.filter((_, i) => seen[i]!.size < 2);
}
