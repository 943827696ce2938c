import { canonicalJson } from '../../shared/canonical-json.ts';
import { pooledChannels } from '../../shared/counting/channels.ts';
import { groupOrders, type GroupBallots, type GroupOrder } from '../../shared/counting/group-orders.ts';
import { mergedAmong, standingBy, type Standing } from '../../shared/counting/merges.ts';
import { orderOf, placesIn, ranksOfOrder } from '../../shared/counting/order.ts';
import { underHeard } from '../../shared/counting/under-heard.ts';
import type { Ballot } from '../../shared/exercise.ts';
import type { ExerciseKind } from '../../shared/exercises/kind.ts';
import { exportK, type RoundFigures } from '../../shared/need-record.ts';
import { shownOrder } from '../../shared/round-stability.ts';
import type { GroupQuestion } from '../../shared/session.ts';
import { ballotsMin, stageK, topK, type Count } from '../../shared/tally.ts';
import type { SealedTally } from './events.ts';
import { rulesOf } from './find.ts';
import type { BallotState, ExerciseState } from './state.ts';

/** What a round is counted under: the questions that people may have answered about themselves, the seed of its lots, the time of sealing. */
export interface CountingTerms {
  questions: readonly GroupQuestion[];
  seed: number;
  countedAt: number;
  /** The need that a need stands for on the wall; left out, none was merged. */
  standing?: Standing;
}

/**
 * [T10] The count of a round as it is published, from ballots in which merged needs are one, and with it what files will say of groups and channels. Both are fixed now: afterwards nobody knows any more
 * who is in a group. Null for a kind without ballots.
 */
export function countRound(exercise: ExerciseState, given: readonly BallotState[], terms: CountingTerms): SealedTally | null {
  const rules = rulesOf(exercise).ballot;
  if (!rules) return null;
  const numbers = new Map(exercise.options?.map(({ needId, number }) => [needId, number]));
  const merged = mergedAmong([...numbers.keys()], terms.standing ?? ((needId) => needId));
  const options = [...numbers.keys()].filter((needId) => !(needId in merged));
  const cast = given.map((one) => ({ ...one, ballot: rules.merged(one.ballot, standingBy(merged)) as Ballot }));
  const { audit, ...count } = rules.tally(
    cast.map(({ ballot }) => ballot),
    { settings: exercise.settings, options, seed: terms.seed },
  );
  const { onStage, inFiles } = groupsOf(exercise, rules, cast, { options, ...terms });
  const missed = minorityNeeds(count, inFiles);
  return {
    exerciseId: exercise.id,
    kind: exercise.kind,
    round: exercise.round,
    method: count.method,
    ballots: cast.length,
    channels: channelsOf(cast, stageK),
    hands: null,
    countedAt: terms.countedAt,
    options: count.options.map((option) => ({
      ...option,
      minorityStrong: option['minorityStrong'] === true || missed.has(option.needId),
      number: numbers.get(option.needId) ?? 0,
    })),
    alsoBy: count.alsoBy,
    agreement: count.agreement,
    ...(count.leftWithNothing && { leftWithNothing: count.leftWithNothing }),
    ...(count.questions && { questions: count.questions }),
    byGroup: onStage.map(({ questionId, optionId, people, ranks }) => ({
      questionId,
      optionId,
      ballots: people ?? 0,
      suppressed: people === null,
      ...(ranks && { ranks }),
    })),
    forFiles: {
      k: exportK,
      channels: channelsOf(cast, exportK),
      byGroup: inFiles,
      blank: cast.filter(({ ballot }) => rules.supported(ballot).length === 0).length,
      merged,
      kendallW: audit?.kendallW ?? null,
      tieLog: audit?.tieLog ?? [],
      seed: terms.seed,
    },
  };
}

/** [T6] Ballots by channel, small ones pooled. Where everybody came the same way, the figure is the total and tells nothing more. */
function channelsOf(cast: readonly BallotState[], k: number): Record<string, number> | null {
  const counts: Record<string, number> = {};
  for (const { channel } of cast) counts[channel] = (counts[channel] ?? 0) + 1;
  return Object.keys(counts).length === 1 ? counts : pooledChannels(counts, k);
}

type Figures = RoundFigures['byGroup'][number];

/** [T5] The groups of each question as the stage and as files may tell them; what the stage hides, files hide too. */
function groupsOf(
  exercise: ExerciseState,
  rules: NonNullable<ExerciseKind['ballot']>,
  cast: readonly BallotState[],
  { options, questions, seed }: CountingTerms & { options: readonly string[] },
): { onStage: Figures[]; inFiles: Figures[] } {
  const onStage: Figures[] = [];
  const inFiles: Figures[] = [];
  const inRoom = supportersOf(
    cast.map(({ ballot }) => ballot),
    rules,
  );
  for (const { questionId, options: answers } of questions) {
    const known = new Set(answers.map(({ optionId }) => optionId));
    const answerOf = ({ groups }: BallotState) => {
      const optionId = Object.hasOwn(groups, questionId) ? groups[questionId] : undefined;
      return optionId !== undefined && known.has(optionId) ? optionId : unsaid;
    };
    // Those who said nothing are a group too: what is left of the total is theirs.
    const groups = [...known, unsaid].map((id) => {
      const ballots = cast.filter((one) => answerOf(one) === id).map(({ ballot }) => ballot);
      return groupBallots(id, ballots, rules, { settings: exercise.settings, options, seed, inRoom });
    });
    const wide = groupOrders(groups, stageK);
    const narrow = groupOrders(groups, exportK, new Set(wide.filter(({ reason }) => reason !== null).map(({ id }) => id)));
    onStage.push(...figuresOf(questionId, wide, options));
    inFiles.push(...figuresOf(questionId, narrow, options));
  }
  return { onStage, inFiles };
}

/**
 * [T5] Below this many of a group a need has no place of its own there, nor has one that fewer than `ballotsMin` in the room want: where one person alone
 * wants it, its place would say of which group they are.
 */
const supportersMin = 2;

/** No option has an empty id. */
const unsaid = '';

function groupBallots(
  id: string,
  ballots: readonly unknown[],
  rules: NonNullable<ExerciseKind['ballot']>,
  terms: { settings: Record<string, unknown>; options: readonly string[]; seed: number; inRoom: ReadonlyMap<string, number> },
): GroupBallots {
  const inGroup = supportersOf(ballots, rules);
  const isThin = (needId: string) => (inGroup.get(needId) ?? 0) < supportersMin || (terms.inRoom.get(needId) ?? 0) < ballotsMin;
  return {
    id,
    people: ballots.length,
    order: shownOrder(rules, ballots, terms)(ballots.map(() => 1)),
    unsupported: new Set(terms.options.filter(isThin)),
    isOfOneMind: isOfOneMind(ballots),
  };
}

/** How many people support each need; a need that nobody does is left out. */
function supportersOf(ballots: readonly unknown[], rules: NonNullable<ExerciseKind['ballot']>): Map<string, number> {
  const people = new Map<string, number>();
  for (const needId of ballots.flatMap((ballot) => [...new Set(rules.supported(ballot))]))
    people.set(needId, (people.get(needId) ?? 0) + 1);
  return people;
}

/** Whether all ballots say the same; the first that does not ends it. */
function isOfOneMind(ballots: readonly unknown[]): boolean {
  const [first, ...others] = ballots;
  if (first === undefined) return false;
  const said = canonicalJson(first);
  return others.every((ballot) => canonicalJson(ballot) === said);
}

function figuresOf(questionId: string, groups: readonly GroupOrder[], options: readonly string[]): Figures[] {
  return groups
    .filter(({ id }) => id !== unsaid)
    .map(({ id, people, order, reason }) => ({
      questionId,
      optionId: id,
      people,
      reason,
      ranks: order && placesIn(options, ranksOfOrder(order)),
    }));
}

/** What a group that files may tell puts among its first three while the room does not. */
function minorityNeeds({ options }: Count, groups: readonly Figures[]): Set<string> {
  const ranks = new Map(options.map(({ needId, rank }) => [needId, rank]));
  const room = orderOf([...ranks.keys()], (needId) => -ranks.get(needId)!);
  const told = groups.flatMap(({ questionId, optionId, people, ranks }) => {
    if (people === null || !ranks) return [];
    return [{ groupId: `${questionId} ${optionId}`, people, order: orderOf(Object.keys(ranks), (needId) => -ranks[needId]!) }];
  });
  return new Set(underHeard(room, told, { k: exportK, topK }).map(({ id }) => id));
}
