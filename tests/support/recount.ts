/** Places of the methods of a count, by need: counted by definition and by trying everything, with nothing of `shared/counting`. */
export type Recount = Record<string, Record<string, number>>;

interface PairAnswer {
  a: string;
  b: string;
  winner: string | null;
}

export type Ballot = {
  kind: string;
  dots?: Record<string, number>;
  ranking?: readonly string[];
  points?: Record<string, number>;
  chosen?: readonly string[];
  pledges?: Record<string, string>;
  answers?: Record<string, number | string | readonly string[] | null> | readonly PairAnswer[];
  ratings?: Record<string, { importance: number | null; satisfaction: number | null }>;
};
type Recounts = Record<
  string,
  (
    needIds: readonly string[],
    ballots: readonly Ballot[],
  ) => { scores: Record<string, number>; places: Recount; said?: Record<string, Record<string, number>> }
>;

/** A recount for each kind that has ballots. Short lists (`equal-shares`) have their own cases from the literature. */
export const recounts: Recounts = {
  'dot-vote': (needIds, ballots) => {
    const dots = scoresOf(needIds, (id) => sum(ballots.map((ballot) => ballot.dots?.[id] ?? 0)));
    const people = scoresOf(needIds, (id) => ballots.filter((ballot) => (ballot.dots?.[id] ?? 0) > 0).length);
    return { scores: dots, places: { dots: placesBy(dots), counts: placesBy(people) } };
  },
  rank: (needIds, ballots) => {
    const rankings = ballots.map((ballot) => ballot.ranking ?? []);
    const borda = scoresOf(needIds, (id) => sum(rankings.map((ranking) => bordaPoints(needIds, ranking, id))));
    const prefer = (a: string, b: string) => rankings.filter((ranking) => isAbove(ranking, a, b)).length;
    return {
      scores: borda,
      places: {
        borda: placesBy(borda),
        schulze: placesIn(needIds, strongerPaths(needIds, prefer)),
        'ranked-pairs': placesIn(needIds, inAllOf(lockings(needIds, prefer))),
        kemeny: placesIn(needIds, inAllOf(bestOrders(needIds, prefer))),
      },
    };
  },
  points: (needIds, ballots) => {
    const sums = scoresOf(needIds, (id) => sum(ballots.map((ballot) => ballot.points?.[id] ?? 0)));
    const people = scoresOf(needIds, (id) => ballots.filter((ballot) => (ballot.points?.[id] ?? 0) > 0).length);
    return {
      scores: scoresOf(needIds, (id) => hundredths(sums[id]! / ballots.length)),
      places: { points: placesBy(sums), counts: placesBy(people) },
    };
  },
  rate: (needIds, ballots) => {
    const mean = (id: string, question: 'importance' | 'satisfaction') => {
      const grades = ballots.flatMap((ballot) => ballot.ratings?.[id]?.[question] ?? []);
      return grades.length === 0 ? null : sum(grades) / grades.length;
    };
    const gaps = scoresOf(needIds, (id) => {
      const [importance, satisfaction] = [mean(id, 'importance'), mean(id, 'satisfaction')];
      return importance === null || satisfaction === null ? NaN : importance - satisfaction;
    });
    // Twelve digits, so that equal gaps of different sums are equal.
    const compared = scoresOf(needIds, (id) => (Number.isNaN(gaps[id]) ? -9 : Number(gaps[id]!.toFixed(12))));
    return { scores: scoresOf(needIds, (id) => (Number.isNaN(gaps[id]) ? 0 : hundredths(gaps[id]!))), places: { gap: placesBy(compared) } };
  },
  pledge: (needIds, ballots) => {
    const people = scoresOf(needIds, (id) => ballots.filter((ballot) => ballot.pledges?.[id] !== undefined).length);
    return { scores: people, places: { counts: placesBy(people) } };
  },
  survey: (_needIds, ballots) => {
    const said: Record<string, Record<string, number>> = {};
    for (const [questionId, answer] of ballots.flatMap(({ answers = {} }) => (Array.isArray(answers) ? [] : Object.entries(answers))))
      for (const id of [answer ?? []].flat()) {
        const counts = (said[questionId] ??= {});
        counts[String(id)] = (counts[String(id)] ?? 0) + 1;
      }
    return { scores: {}, places: { counts: {} }, said };
  },
  budget: (needIds, ballots) => {
    // The settings of the case: ten, for needs of 3, 5, 4, 2 and 6.
    const costs = scoresOf(needIds, (id) => [3, 5, 4, 2, 6][needIds.indexOf(id)]!);
    const wanted = (id: string) => ballots.flatMap(({ chosen = [] }, person) => (chosen.includes(id) ? [person] : []));
    const people = scoresOf(needIds, (id) => wanted(id).length);
    const paid = equallyPaid({ needIds, costs, budget: 10, wanted, count: ballots.length });
    const placed = scoresOf(needIds, (id) => people[id]! + (paid?.includes(id) ? 1000 : 0));
    return { scores: people, places: { ...(paid && { 'equal-shares': placesBy(placed) }), counts: placesBy(people) } };
  },
  compare: (needIds, ballots) => {
    const answers = ballots.flatMap((ballot) => (Array.isArray(ballot.answers) ? (ballot.answers as readonly PairAnswer[]) : []));
    const victories = (one: string, other: string) =>
      sum(
        answers.map(({ a, b, winner }) =>
          [a, b].includes(one) && [a, b].includes(other) ? (winner === one ? 1 : winner === null ? 0.5 : 0) : 0,
        ),
      );
    const table = Object.fromEntries(
      needIds.map((one) => [one, scoresOf(needIds, (other) => (one === other ? 0 : victories(one, other)))]),
    );
    const won = (one: string, other: string) => table[one]![other]!;
    const abilities = abilitiesOf(needIds, won);
    const chance = (id: string) => {
      const others = needIds.filter((other) => other !== id);
      return sum(others.map((other) => abilities[id]! / (abilities[id]! + abilities[other]!))) / others.length;
    };
    const pairs = scoresOf(needIds, (id) => needIds.filter((other) => won(id, other) > won(other, id)).length);
    return {
      scores: scoresOf(needIds, (id) => Math.round(chance(id) * 1000) / 1000),
      places: {
        'bradley-terry': placesBy(scoresOf(needIds, (id) => Number(Math.log(abilities[id]!).toFixed(7)))),
        counts: placesBy(pairs),
      },
    };
  },
};

/**
 * Bradley and Terry's abilities by the iteration of Zermelo, half a victory and half a defeat of everybody against somebody of ability 1:
 * D. R. Hunter, MM algorithms for generalized Bradley–Terry models, Annals of Statistics 32 (2004).
 */
function abilitiesOf(needIds: readonly string[], won: Prefer): Record<string, number> {
  let own = scoresOf(needIds, () => 1);
  for (let step = 0; step < 400; step += 1) {
    const before = own;
    own = scoresOf(needIds, (id) => {
      const others = needIds.filter((other) => other !== id);
      const victories = 0.5 + sum(others.map((other) => won(id, other)));
      const met = 1 / (before[id]! + 1) + sum(others.map((other) => (won(id, other) + won(other, id)) / (before[id]! + before[other]!)));
      return victories / met;
    });
  }
  return own;
}

interface Purse {
  needIds: readonly string[];
  costs: Record<string, number>;
  budget: number;
  /** Who wants it. */
  wanted: (id: string) => number[];
  count: number;
}

/** Equal Shares with Add1: all is tried again with one more for everybody until it would cost too much. Null where a tie came up: a lot decides then. */
function equallyPaid(purse: Purse): string[] | null {
  const cost = (ids: readonly string[]) => sum(ids.map((id) => purse.costs[id]!));
  let last: string[] | null = [];
  for (let more = 0; ; more += 1) {
    const next = onceWith(purse, purse.budget / purse.count + more);
    if (next === null || cost(next) > purse.budget) return next && last;
    last = next;
    const room = purse.budget - cost(next);
    if (!purse.needIds.some((id) => !next.includes(id) && purse.costs[id]! <= room && purse.wanted(id).length > 0)) return last;
  }
}

function onceWith({ needIds, costs, wanted, count }: Purse, endowment: number): string[] | null {
  const left = new Array<number>(count).fill(endowment);
  const bought: string[] = [];
  for (;;) {
    const offers = needIds
      .filter((id) => !bought.includes(id) && sum(wanted(id).map((person) => left[person]!)) >= costs[id]! - 1e-9)
      .map((id) => ({
        id,
        price: priceOf(
          costs[id]!,
          wanted(id).map((person) => left[person]!),
        ),
      }));
    if (offers.length === 0) return bought;
    const least = Math.min(...offers.map(({ id, price }) => price / costs[id]!));
    const best = offers.filter(({ id, price }) => price / costs[id]! < least + 1e-9);
    if (best.length > 1) return null;
    for (const person of wanted(best[0]!.id)) left[person] = Math.max(0, left[person]! - best[0]!.price);
    bought.push(best[0]!.id);
  }
}

/** The most that one of them pays if nobody pays more, by trying: those with less give all they have. */
function priceOf(cost: number, purses: readonly number[]): number {
  let rest = cost;
  const rising = [...purses].sort((a, b) => a - b);
  for (const [i, own] of rising.entries()) {
    const each = rest / (rising.length - i);
    if (each <= own + 1e-12) return each;
    rest -= own;
  }
  return rising.at(-1) ?? 0;
}

type Above = (a: string, b: string) => boolean;
type Prefer = (a: string, b: string) => number;

const hundredths = (figure: number) => Math.round(figure * 100) / 100;
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
const scoresOf = (needIds: readonly string[], score: (id: string) => number) => Object.fromEntries(needIds.map((id) => [id, score(id)]));

/** One more than there are with a higher score. */
function placesBy(scores: Record<string, number>): Record<string, number> {
  const all = Object.values(scores);
  return Object.fromEntries(Object.entries(scores).map(([id, own]) => [id, 1 + all.filter((other) => other > own).length]));
}

/** First those that nobody is above, then those of the rest that nobody left is above, and so on. */
function placesIn(needIds: readonly string[], above: Above): Record<string, number> {
  const places: Record<string, number> = {};
  for (let left = [...needIds]; left.length > 0;) {
    const top = left.filter((id) => !left.some((other) => above(other, id)));
    for (const id of top) places[id] = 1 + needIds.length - left.length;
    left = left.filter((id) => !top.includes(id));
  }
  return places;
}

/** A point for each need below; those that are not named share what is left. */
function bordaPoints(needIds: readonly string[], ranking: readonly string[], id: string): number {
  const at = ranking.indexOf(id);
  return at === -1 ? (needIds.length - ranking.length - 1) / 2 : needIds.length - 1 - at;
}

function isAbove(ranking: readonly string[], a: string, b: string): boolean {
  const [atA, atB] = [ranking.indexOf(a), ranking.indexOf(b)];
  return atA !== -1 && (atB === -1 || atA < atB);
}

/** Of victories the one with more votes is stronger and, with as many, the one with fewer against it; then come ties, then defeats. */
function strengthOf(prefer: Prefer, a: string, b: string): number {
  const [own, other] = [prefer(a, b), prefer(b, a)];
  if (own === other) return 0;
  return own > other ? own + 1 - other / 1000 : own / 1000 - other - 1;
}

/** Schulze: the strongest of all paths without a circle, each tried. */
function strongerPaths(needIds: readonly string[], prefer: Prefer): Above {
  const strength = (a: string, b: string) => strengthOf(prefer, a, b);
  const strongest = (from: string, to: string, passed: readonly string[]): number =>
    Math.max(
      strength(from, to),
      ...needIds
        .filter((via) => via !== from && via !== to && !passed.includes(via))
        .map((via) => Math.min(strength(from, via), strongest(via, to, [...passed, from]))),
    );
  return (a, b) => strongest(a, b, []) > strongest(b, a, []);
}

/** Ranked Pairs: what is locked in, for every order in which victories of one strength can be looked at. */
function lockings(needIds: readonly string[], prefer: Prefer): Above[] {
  const victories = needIds.flatMap((a) =>
    needIds.filter((b) => prefer(a, b) > prefer(b, a)).map((b) => ({ a, b, by: strengthOf(prefer, a, b) })),
  );
  let ways: ReadonlySet<string>[] = [new Set()];
  for (const by of [...new Set(victories.map((one) => one.by))].sort((x, y) => y - x)) {
    const same = victories.filter((one) => one.by === by);
    const next = new Map<string, ReadonlySet<string>>();
    for (const locked of ways)
      for (const order of ordersOf(same)) {
        const now = new Set(locked);
        for (const { a, b } of order) if (!leads(now, needIds, [b, a])) now.add(`${a} ${b}`);
        next.set([...now].sort().join(), now);
      }
    ways = [...next.values()];
  }
  return ways.map((locked) => (a, b) => leads(locked, needIds, [a, b]));
}

function leads(locked: ReadonlySet<string>, needIds: readonly string[], [from, to]: readonly [string, string]): boolean {
  return locked.has(`${from} ${to}`) || needIds.some((via) => locked.has(`${from} ${via}`) && leads(locked, needIds, [via, to]));
}

/** Kemeny: of all orders those that ballots agree with most. */
function bestOrders(needIds: readonly string[], prefer: Prefer): Above[] {
  const orders = ordersOf(needIds).map((order) => ({
    order,
    score: sum(order.flatMap((a, i) => order.slice(i + 1).map((b) => prefer(a, b)))),
  }));
  const most = Math.max(...orders.map(({ score }) => score));
  return orders
    .filter(({ score }) => score === most)
    .map(
      ({ order }) =>
        (a, b) =>
          order.indexOf(a) < order.indexOf(b),
    );
}

function inAllOf(relations: readonly Above[]): Above {
  return (a, b) => relations.every((above) => above(a, b));
}

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => ordersOf([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]));
}
