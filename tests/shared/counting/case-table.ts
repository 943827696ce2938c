import type { Case } from './cases.ts';

interface CaseResults {
  /** The rules that are checked, by the names that cases give them. */
  rules: readonly string[];
  /** `case rule` of each result that was found as published. */
  matched: ReadonlySet<string>;
  /** Why a published result is not checked, by its name. */
  notCovered: Readonly<Record<string, string>>;
  isResult: (name: string) => boolean;
}

/** Every case against every rule, with a reason for every blank, as Markdown; and what it comes to. */
export function caseTable(
  cases: readonly Case[],
  { rules, matched, notCovered, isResult }: CaseResults,
): { text: string; summary: string } {
  const names = [...rules, ...Object.keys(notCovered)].sort();
  // A rule is for the kinds of ballots that some case publishes it of.
  const kindsOf = new Map(names.map((name) => [name, new Set(cases.filter(({ expected }) => name in expected).map(({ kind }) => kind))]));
  const counts = { matched: 0, differs: 0, notCovered: 0, otherBallots: 0, notPublished: 0 };
  const cell = ({ id, kind, expected }: Case, name: string): string => {
    if (matched.has(`${id} ${name}`)) return tell('matched', '✓');
    if (name in expected) return name in notCovered ? tell('notCovered', 'x') : tell('differs', '✗');
    return kindsOf.get(name)!.has(kind) ? tell('notPublished', '·') : tell('otherBallots', '–');
  };
  const tell = (sort: keyof typeof counts, mark: string) => {
    counts[sort] += 1;
    return mark;
  };
  const rows = cases.map((given) => `| ${given.id} (${given.kind}) | ${names.map((name) => cell(given, name)).join(' | ')} |`);
  const empty = cases.filter(({ expected }) => !Object.keys(expected).some(isResult)).map(({ id }) => id);
  const summary =
    `${cases.length} published cases × ${names.length} rules: ${counts.matched} results match, ${counts.differs} do not, ` +
    `${counts.notCovered} are not covered; blank are ${counts.otherBallots} for other ballots than the case has and ${counts.notPublished} that nobody published.`;
  const text = [
    '# Published cases and rules',
    '',
    summary,
    '',
    '✓ found as published · ✗ not so · x published but not covered · – the rule is for other ballots · · nothing was published of it',
    '',
    ...Object.entries(notCovered).map(([name, reason]) => `- x \`${name}\` (${casesWith(cases, name)}): ${reason}.`),
    ...(empty.length > 0 ? [`- Realistic ballots without a published result: ${empty.join(', ')}.`] : []),
    '',
    `| case | ${names.join(' | ')} |`,
    `|${'---|'.repeat(names.length + 1)}`,
    ...rows,
    '',
  ].join('\n');
  return { text, summary };
}

function casesWith(cases: readonly Case[], name: string): string {
  return cases
    .filter(({ expected }) => name in expected)
    .map(({ id }) => id)
    .join(', ');
}
