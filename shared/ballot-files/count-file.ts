import { approval } from '../counting/approval.ts';
import { borda } from '../counting/borda.ts';
import { bradleyTerry } from '../counting/bradley-terry.ts';
import { condorcetLoser, condorcetWinner } from '../counting/condorcet.ts';
import { copeland } from '../counting/copeland.ts';
import { countDots } from '../counting/dots.ts';
import { dowdall } from '../counting/dowdall.ts';
import { kemeny, kemenyMost } from '../counting/kemeny.ts';
import { kendallW } from '../counting/kendall.ts';
import { minimax } from '../counting/minimax.ts';
import { cutAt, orderOf, type Score } from '../counting/order.ts';
import { pairwise, type PairStrength, type PairwiseMatrix, type Unranked } from '../counting/pairwise.ts';
import { plurality } from '../counting/plurality.ts';
import { rankedPairsOf } from '../counting/ranked-pairs.ts';
import { schulzeOf } from '../counting/schulze.ts';
import { ballotsFor, BallotFileError, type BallotFile } from './ballot-file.ts';
import { countCommittee } from './count-committee.ts';
import { asText, type CountOptions, type FileCount } from './file-count.ts';

type Rule = (file: BallotFile, options: CountOptions) => Omit<FileCount, 'rule'>;

/** The rules that a file can be counted by. */
const rules: Record<string, Rule> = {
  plurality: byScore((file) => plurality(file.alternatives, ballotsFor(file, 'rankings'))),
  borda: bordaFrom(1),
  'borda-zero': bordaFrom(0),
  dowdall: byScore((file) => dowdall(file.alternatives, ballotsFor(file, 'rankings'))),
  approval(file, { k }) {
    const people = approval(file.alternatives, ballotsFor(file, 'approvals'));
    const ranking = orderOf(file.alternatives, (id) => people[id]!);
    if (k === undefined) return { options: {}, ranking, scores: people };
    const { chosen, onTheLine } = cutAt(ranking, k);
    return { options: { k }, ranking, scores: people, chosen, tiedAtCut: onTheLine };
  },
  condorcet(file, options) {
    const { matrix, unranked } = matrixOf(file, options);
    return {
      options: { unranked },
      condorcetWinner: condorcetWinner(file.alternatives, matrix),
      condorcetLoser: condorcetLoser(file.alternatives, matrix),
    };
  },
  copeland(file, options) {
    const { matrix, unranked } = matrixOf(file, options);
    const scores = copeland(file.alternatives, matrix);
    return { options: { unranked }, ranking: orderOf(file.alternatives, (id) => scores[id]!), scores };
  },
  minimax(file, options) {
    const { matrix, unranked, strength } = matrixOf(file, options);
    const scores = minimax(file.alternatives, matrix, strength);
    return { options: { unranked, strength }, ranking: orderOf(file.alternatives, (id) => -scores[id]!), scores };
  },
  schulze(file, options) {
    const { matrix, unranked, strength } = matrixOf(file, options);
    return { options: { unranked, strength }, ranking: schulzeOf(file.alternatives, matrix, strength) };
  },
  'ranked-pairs'(file, options) {
    const { matrix, unranked, strength } = matrixOf(file, options);
    return { options: { unranked, strength }, ranking: rankedPairsOf(file.alternatives, matrix, strength) };
  },
  kemeny(file, options) {
    const { matrix, unranked } = matrixOf(file, options);
    const found = kemeny(file.alternatives, matrix);
    if (!found)
      throw new BallotFileError(`Kemeny's rule is counted up to ${kemenyMost} alternatives, and the file has ${file.alternatives.length}.`);
    return { options: { unranked, optimalOrders: found.optimal }, ranking: found.order, value: found.score };
  },
  'bradley-terry'(file, options) {
    const { matrix: wins, unranked } = matrixOf({ ...file, options: {} }, { unranked: 'no-opinion', ...options });
    const { order, logAbilities, prior } = bradleyTerry(
      file.alternatives,
      wins,
      options.prior === undefined ? {} : { prior: options.prior },
    );
    return { options: { unranked, prior }, ranking: order, scores: logAbilities };
  },
  'kendall-w'(file) {
    const value = kendallW(file.judges ?? ballotsFor(file, 'rankings').map((ranking) => placesIn(file.alternatives, ranking)));
    if (value === null)
      throw new BallotFileError('There is no agreement to measure: too few ballots or alternatives, or every ballot ties all.');
    return { options: {}, value };
  },
  points: byScore((file) => countDots(file.alternatives, ballotsFor(file, 'points')).dots),
  pav: (file, options) => countCommittee('pav', file, options),
  'seq-pav': (file, options) => countCommittee('seq-pav', file, options),
  'seq-phragmen': (file, options) => countCommittee('seq-phragmen', file, options),
  'equal-shares': (file, options) => countCommittee('equal-shares', file, options),
};

export const ruleNames: readonly string[] = Object.keys(rules);

/** A file counted by a rule. Throws BallotFileError where there is no such rule, or where it does not fit the ballots. */
export function countFile(file: BallotFile, rule: string, options: CountOptions): FileCount {
  const count = ruleNames.includes(rule) ? rules[rule] : undefined;
  if (!count) throw new BallotFileError(`There is no rule "${rule}"; the rules are ${ruleNames.join(', ')}.`);
  return { rule, ...count(file, options) };
}

function byScore(score: (file: BallotFile) => Record<string, Score>, options: Record<string, string | number> = {}): Rule {
  return (file) => {
    const scores = score(file);
    const texts = Object.fromEntries(file.alternatives.map((id) => [id, asText(scores[id]!)]));
    return { options, ranking: orderOf(file.alternatives, (id) => scores[id]!), scores: texts };
  };
}

/** What a short ballot's rest gets: a share of the points that are left where it is tied last, and nothing where nothing is said of it. */
function bordaFrom(base: 0 | 1): Rule {
  return (file, { unranked }) => {
    const options = { base, truncated: unranked === 'no-opinion' ? 'zero' : 'share' } as const;
    return byScore((given) => borda(given.alternatives, ballotsFor(given, 'rankings'), options), options)(file, {});
  };
}

/** Pairs of more alternatives than this take longer to weigh than anybody waits. */
const pairedMost = 1000;

function matrixOf(file: BallotFile, options: CountOptions): { matrix: PairwiseMatrix; unranked: Unranked; strength: PairStrength } {
  const unranked = options.unranked ?? file.options.unranked ?? 'tied-last';
  const strength = options.strength ?? file.options.strength ?? 'winning-votes';
  if (file.alternatives.length > pairedMost)
    throw new BallotFileError(`Pairs are counted up to ${pairedMost} alternatives, and the file has ${file.alternatives.length}.`);
  return { matrix: file.wins ?? pairwise(file.alternatives, ballotsFor(file, 'rankings'), unranked), unranked, strength };
}

/** Each alternative's group in a ranking; those not named are tied last. */
function placesIn(alternatives: readonly string[], ranking: readonly (readonly string[])[]): number[] {
  const places = new Map(ranking.flatMap((group, place) => group.map((id) => [id, place] as const)));
  return alternatives.map((id) => places.get(id) ?? ranking.length);
}
