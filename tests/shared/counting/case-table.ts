import { fileURLToPath } from 'node:url';
import { checks, notCovered, outcomeOf, publishedIn } from './case-results.ts';
import { readCases, type Case } from './cases.ts';

type Cell = ReturnType<typeof outcomeOf> | 'otherBallots' | 'notPublished';

const marks: Record<Cell, string> = { matched: '✓', differs: '✗', notCovered: 'x', otherBallots: '–', notPublished: '·' };

export interface CaseTable {
  /** The names that cases give to results, in the order of the columns. */
  names: string[];
  rows: { id: string; kind: string; cells: Cell[] }[];
  counts: Record<Cell, number>;
}

/** Every case against every rule: what comes out as published, and of each blank why it is one. */
export function caseTable(cases: readonly Case[]): CaseTable {
  const names = [...Object.keys(checks), ...Object.keys(notCovered)].sort();
  // A rule is for the kinds of ballots that some case publishes it of.
  const kindsOf = new Map(names.map((name) => [name, new Set(cases.filter(({ expected }) => name in expected).map(({ kind }) => kind))]));
  const counts: Record<Cell, number> = { matched: 0, differs: 0, notCovered: 0, otherBallots: 0, notPublished: 0 };
  const rows = cases.map((given) => {
    const outcomes = new Map(publishedIn(given).map((published) => [published.name, outcomeOf(published)]));
    const cells = names.map((name): Cell => outcomes.get(name) ?? (kindsOf.get(name)!.has(given.kind) ? 'notPublished' : 'otherBallots'));
    for (const cell of cells) counts[cell] += 1;
    return { id: given.id, kind: given.kind, cells };
  });
  return { names, rows, counts };
}

export function summaryOf({ names, rows, counts }: CaseTable): string {
  return (
    `${rows.length} published cases × ${names.length} rules: ${counts.matched} results match, ${counts.differs} do not, ` +
    `${counts.notCovered} are not covered; blank are ${counts.otherBallots} for other ballots than the case has and ${counts.notPublished} that nobody published.`
  );
}

/** The table to read, as Markdown. */
export function markdownOf(table: CaseTable): string {
  const { names, rows } = table;
  const casesWith = (name: string) => rows.filter(({ cells }) => cells[names.indexOf(name)] === 'notCovered').map(({ id }) => id);
  const bare = rows.filter(({ cells }) => !cells.some((cell) => ['matched', 'differs', 'notCovered'].includes(cell))).map(({ id }) => id);
  return [
    '# Published cases and rules',
    '',
    summaryOf(table),
    '',
    '✓ found as published · ✗ not so · x published but not covered · – the rule is for other ballots · · nothing was published of it',
    '',
    ...Object.entries(notCovered).map(([name, reason]) => `- x \`${name}\` (${casesWith(name).join(', ')}): ${reason}.`),
    ...(bare.length > 0 ? [`- Realistic ballots without a published result: ${bare.join(', ')}.`] : []),
    '',
    `| case | ${names.join(' | ')} |`,
    `|${'---|'.repeat(names.length + 1)}`,
    ...rows.map(({ id, kind, cells }) => `| ${id} (${kind}) | ${cells.map((cell) => marks[cell]).join(' | ')} |`),
    '',
  ].join('\n');
}

// Run by itself it prints the table: npx tsx tests/shared/counting/case-table.ts
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const cases = readCases();
  process.stdout.write(cases.length > 0 ? markdownOf(caseTable(cases)) : 'The folder shared/cases is not beside the project.\n');
}
