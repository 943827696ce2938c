import { dayOf } from '../../shared/day.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { standingBy } from '../../shared/counting/merges.ts';
import { kindOf } from '../../shared/exercise.ts';
import type { Research } from '../../shared/exercises/kind.ts';
import { ballotsText, saltLine } from '../../shared/log-hash.ts';
import type { NeedRecords, RecordRun } from '../../shared/need-record.ts';
import { researchBallotsMin } from '../../shared/session-limits.ts';
import type { RoundBallots } from './files.ts';
import { exerciseName } from './exercise-name.ts';
import { pabulib } from './pabulib.ts';
import { preflibCategories, preflibOrders, type Alternatives, type PrefLibHead } from './preflib.ts';
import { ballotsEnding } from '../../shared/verify/given.ts';
import { zipOf } from './zip.ts';

/** [E9] The ballots of large rounds for researchers, as PrefLib and Pabulib have them; without times, channels, groups or tokens. */
export function ballotsZip(bundle: NeedRecords, rounds: readonly RoundBallots[]): Uint8Array {
  const files: Record<string, string> = {};
  for (const given of rounds) {
    const { exerciseId, round, ballots } = given;
    const run = bundle.runs.find((one) => one.shown && one.exerciseId === exerciseId && one.round === round);
    if (!run || ballots.length < researchBallotsMin) continue;
    Object.assign(files, filesOf(bundle, run, given, `${String(bundle.runs.indexOf(run) + 1).padStart(2, '0')}-${run.kind}-${round}`));
  }
  return zipOf({ 'README.txt': about(bundle, Object.keys(files)), ...files }, bundle.generatedAt);
}

interface Round {
  bundle: NeedRecords;
  run: RecordRun;
  base: string;
  alternatives: Alternatives;
}

/** The files of one round; none where its kind's ballots fit into no format. Needs that were merged before sealing are one, as they were counted. */
function filesOf(bundle: NeedRecords, run: RecordRun, given: RoundBallots, base: string): Record<string, string> {
  const rules = kindOf(run.kind)?.ballot;
  if (!rules?.research) return {};
  const merged = (run.options['merged'] ?? {}) as Readonly<Record<string, string>>;
  const results = bundle.results.filter(({ runId, needId, group }) => runId === run.id && group === null && !Object.hasOwn(merged, needId));
  const needs = results.flatMap(({ needId }) => bundle.needs.find(({ id }) => id === needId) ?? []);
  const inOrder = needs.sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
  const round: Round = { bundle, run, base, alternatives: { ids: inOrder.map(({ id }) => id), names: inOrder.map(({ title }) => title) } };
  const standing = given.ballots.map((ballot) => rules.merged(ballot, standingBy(merged)));
  return { [`${base}${ballotsEnding}`]: asSealed(given), ...formatted(round, standing, rules.research) };
}

/** [V2] The very lines that the hash at sealing is of, before any merging. */
function asSealed({ ballots, salt }: RoundBallots): string {
  const text = ballotsText([...ballots.map((ballot) => canonicalJson(ballot)), ...(salt === null ? [] : [saltLine(salt)])]);
  return text === '' ? '' : `${text}\n`;
}

function formatted(round: Round, standing: readonly unknown[], research: Research<unknown>): Record<string, string> {
  switch (research.as) {
    case 'amounts':
      return amountFiles(round, standing.map(research.of), research.unsaid);
    case 'order':
      return orderFiles(round, standing.map(research.of));
    case 'bundle':
      return bundleFiles(round, standing.map(research.of));
    case 'pairs':
      return {};
    default:
      return research satisfies never;
  }
}

function headOf({ bundle, run }: Round, fileName: string, more: Partial<PrefLibHead> = {}): PrefLibHead {
  return {
    fileName,
    title: `${bundle.session.title} · ${exerciseName(run, 'zh-CN')} · ${run.round}`,
    description: `${bundle.session.rehearsal ? 'Rehearsal, no real ballots. ' : ''}Ballots of a community needs workshop. Those present are no sample.`,
    day: dayOf(bundle.generatedAt),
    relatedFiles: [],
    modification: 'original',
    ...more,
  };
}

/** The orders as they were cast, and those that the count goes by: what is not named shares the last place. */
function orderFiles(round: Round, orders: readonly (readonly string[])[]): Record<string, string> {
  const { base, alternatives } = round;
  const isComplete = orders.every((order) => order.length === alternatives.ids.length);
  const type = isComplete ? 'soc' : 'soi';
  const [cast, counted] = [`${base}.${type}`, `${base}.toc`];
  const said = orders.filter((order) => order.length > 0);
  const { description } = headOf(round, cast);
  const head = headOf(round, cast, { description: `${description} ${orders.length - said.length} empty ballots are left out.` });
  const strict = preflibOrders(type, head, alternatives, said.map(inLevels));
  if (isComplete) return { [cast]: strict };
  const complete = orders.map((order) => {
    const left = alternatives.ids.filter((id) => !order.includes(id));
    return [...inLevels(order), ...(left.length > 0 ? [left] : [])];
  });
  const made = headOf(round, counted, { modification: 'induced', relatedFiles: [cast] });
  return { [cast]: strict, [counted]: preflibOrders('toc', made, alternatives, complete) };
}

function inLevels(order: readonly string[]): string[][] {
  return order.map((id) => [id]);
}

type Amounts = Readonly<Record<string, Readonly<Record<string, number | null>>>>;

/** A category for each amount, the greatest first; where something may be left unsaid, also the orders that amounts make, of what was said. */
function amountFiles(round: Round, ballots: readonly Amounts[], unsaid: 0 | null): Record<string, string> {
  const { base, alternatives } = round;
  const names = [...new Set(ballots.flatMap((ballot) => Object.keys(ballot)))].sort();
  const files = names.flatMap((name) => {
    const rows = ballots.map((ballot) => alternatives.ids.map((id) => amountIn(ballot[name] ?? {}, id, unsaid)));
    const amounts = [...new Set(rows.flat())].filter((amount) => amount !== null).sort((a, b) => b - a);
    const levels = [...amounts, ...(unsaid === null ? [null] : [])];
    const grouped = rows.map((row) => levels.map((level) => alternatives.ids.filter((_, i) => row[i] === level)));
    const file = `${base}-${name}.cat`;
    const categories = levels.map((level) => (level === null ? 'not said' : `${level} ${name}`));
    const exact = [file, preflibCategories(headOf(round, file), alternatives, { categories, ballots: grouped })] as const;
    return unsaid === null ? [exact, madeOrders(round, name, grouped)] : [exact];
  });
  return Object.fromEntries(files);
}

function amountIn(amounts: Readonly<Record<string, number | null>>, id: string, unsaid: 0 | null): number | null {
  return Object.hasOwn(amounts, id) ? amounts[id]! : unsaid;
}

function madeOrders(round: Round, name: string, grouped: readonly string[][][]): readonly [string, string] {
  const { base, alternatives } = round;
  const file = `${base}-${name}.toi`;
  const orders = grouped.map((groups) => groups.slice(0, -1).filter((group) => group.length > 0)).filter((groups) => groups.length > 0);
  const head = headOf(round, file, { modification: 'induced', relatedFiles: [`${base}-${name}.cat`] });
  return [file, preflibOrders('toi', head, alternatives, orders)];
}

function bundleFiles(round: Round, wishes: readonly (readonly string[])[]): Record<string, string> {
  const { bundle, run, base, alternatives } = round;
  const costs = (run.options['costs'] ?? {}) as Readonly<Record<string, number>>;
  return {
    [`${base}.pb`]: pabulib({
      description: headOf(round, base).description,
      unit: bundle.session.communityName ?? bundle.session.title,
      title: exerciseName(run, 'zh-CN'),
      language: (bundle.session.languages[0] ?? 'zh').slice(0, 2),
      day: dayOf(bundle.session.heldAt ?? bundle.generatedAt),
      budget: Number(run.options['budget']),
      projects: alternatives.ids.map((id, i) => ({ id, name: alternatives.names[i]!, cost: costs[id] ?? 0 })),
      votes: wishes,
    }),
  };
}

function about({ session }: NeedRecords, files: readonly string[]): string {
  return `${session.title}

组织者选了把大轮次的不记名投票单交给研究者；少于 ${researchBallotsMin} 张的轮次不在里面。顺序打乱，没有时间、途径、人群。到场的人不是抽样。
The organizer chose to give the nameless ballots of rounds with ${researchBallotsMin} or more to researchers. They are shuffled; no times, channels or groups.
Those present are no sample. Needs merged after their round was sealed stand as they were voted on.

PrefLib: rankings as cast (.soc, .soi), with the rest tied last as they were counted (.toc), by importance (.toi); dots, beans and grades by amount (.cat).
Pabulib: shared budgets (.pb). Pledges and surveys are counted in needs.json alone.
.ballots.jsonl: the ballots as they were sealed, one a line, pairs compared too, and among them the salt of their hash, which is in the log; verifier.html in log.zip counts them again.

${files.join('\n') || '(no round was large enough)'}
`;
}
