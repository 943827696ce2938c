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
import { rankedPairs } from '../counting/ranked-pairs.ts';
import { schulze } from '../counting/schulze.ts';
import { BallotFileError, type BallotFile } from './ballot-file.ts';
import { countCommittee } from './count-committee.ts';
import { asText, type CountOptions, type FileCount } from './file-count.ts';

type Rule = (file: BallotFile, options: CountOptions) => Omit<FileCount, 'rule'>;

/** The rules that a file can be counted by. */
const rules: Record<string, Rule> = {
  plurality: byScore((file) => plurality(file.alternatives, rankingsOf(file))),
  borda: byScore((file) => borda(file.alternatives, rankingsOf(file), { base: 1 }), { base: 1, truncated: 'share' }),
  'borda-zero': byScore((file) => borda(file.alternatives, rankingsOf(file)), { base: 0, truncated: 'share' }),
  dowdall: byScore((file) => dowdall(file.alternatives, rankingsOf(file))),
  approval(file, { k }) {
    const people = approval(file.alternatives, approvalsOf(file));
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
    const { unranked, strength } = pairOptions(file, options);
    return { options: { unranked, strength }, ranking: schulze(file.alternatives, rankingsOf(file), { unranked, strength }) };
  },
  'ranked-pairs'(file, options) {
    const { unranked, strength } = pairOptions(file, options);
    return { options: { unranked, strength }, ranking: rankedPairs(file.alternatives, rankingsOf(file), { unranked, strength }) };
  },
  kemeny(file, options) {
    const { matrix, unranked } = matrixOf(file, options);
    const found = kemeny(file.alternatives, matrix);
    if (!found)
      throw new BallotFileError(`Kemeny's rule is counted up to ${kemenyMost} alternatives, and the file has ${file.alternatives.length}.`);
    return { options: { unranked, optimalOrders: found.optimal }, ranking: found.order, value: found.score };
  },
  'bradley-terry'(file, options) {
    const wins = file.wins ?? pairwise(file.alternatives, rankingsOf(file), options.unranked ?? 'no-opinion');
    const { order, logAbilities, prior } = bradleyTerry(
      file.alternatives,
      wins,
      options.prior === undefined ? {} : { prior: options.prior },
    );
    return { options: { prior }, ranking: order, scores: logAbilities };
  },
  'kendall-w'(file) {
    const value = kendallW(file.judges ?? rankingsOf(file).map((ranking) => placesIn(file.alternatives, ranking)));
    if (value === null)
      throw new BallotFileError('There is no agreement to measure: too few ballots or alternatives, or every ballot ties all.');
    return { options: {}, value };
  },
  points: byScore((file) => countDots(file.alternatives, pointsOf(file)).dots),
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

function rankingsOf({ rankings }: BallotFile): string[][][] {
  if (!rankings) throw new BallotFileError('This rule needs rankings, and the file has none.');
  return rankings;
}

function approvalsOf({ approvals }: BallotFile): string[][] {
  if (!approvals) throw new BallotFileError('This rule needs approvals, and the file has none.');
  return approvals;
}

function pointsOf({ points }: BallotFile): Record<string, number>[] {
  if (!points) throw new BallotFileError('This rule needs points, and the file has none.');
  return points;
}

function pairOptions(file: BallotFile, options: CountOptions): { unranked: Unranked; strength: PairStrength } {
  return {
    unranked: options.unranked ?? file.options.unranked ?? 'tied-last',
    strength: options.strength ?? file.options.strength ?? 'winning-votes',
  };
}

function matrixOf(file: BallotFile, options: CountOptions): { matrix: PairwiseMatrix; unranked: Unranked; strength: PairStrength } {
  const { unranked, strength } = pairOptions(file, options);
  return { matrix: file.wins ?? pairwise(file.alternatives, rankingsOf(file), unranked), unranked, strength };
}

/** Each alternative's group in a ranking; those not named are tied last. */
function placesIn(alternatives: readonly string[], ranking: readonly (readonly string[])[]): number[] {
  const places = new Map(ranking.flatMap((group, place) => group.map((id) => [id, place] as const)));
  return alternatives.map((id) => places.get(id) ?? ranking.length);
}
