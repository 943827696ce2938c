/** An alternative by its number in the file, from 1, and what it is called. */
export interface Alternatives {
  ids: readonly string[];
  names: readonly string[];
}

export interface PrefLibHead {
  fileName: string;
  title: string;
  description: string;
  /** The day, as 2026-05-16. */
  day: string;
  relatedFiles: readonly string[];
  /** Whether these are the ballots as they were cast, or an order that was made from them. */
  modification: 'original' | 'induced';
}

export type OrdinalType = 'soc' | 'soi' | 'toc' | 'toi';

/**
 * Orders as PrefLib writes them (https://preflib.github.io/PrefLib-Jekyll/format): an order is a list of levels, best first; alternatives on one level are
 * tied. Equal orders stand in one line, the most frequent first, so that nothing of the order they came in is left.
 */
export function preflibOrders(
  type: OrdinalType,
  head: PrefLibHead,
  alternatives: Alternatives,
  orders: readonly (readonly string[])[][],
): string {
  const { lines, unique } = countedLines(orders.map((levels) => levels.map((level) => levelOf(level, alternatives)).join(',')));
  return textOf([
    ...headLines(type, head),
    `# NUMBER ALTERNATIVES: ${alternatives.ids.length}`,
    `# NUMBER VOTERS: ${orders.length}`,
    `# NUMBER UNIQUE ORDERS: ${unique}`,
    ...alternativeLines(alternatives),
    ...lines,
  ]);
}

/** Which alternatives each person put into which category (`.cat`); every alternative is in one. */
export function preflibCategories(
  head: PrefLibHead,
  alternatives: Alternatives,
  { categories, ballots }: { categories: readonly string[]; ballots: readonly (readonly (readonly string[])[])[] },
): string {
  const { lines, unique } = countedLines(ballots.map((groups) => groups.map((group) => bracedOf(group, alternatives)).join(',')));
  return textOf([
    ...headLines('cat', head),
    `# NUMBER ALTERNATIVES: ${alternatives.ids.length}`,
    `# NUMBER VOTERS: ${ballots.length}`,
    `# NUMBER UNIQUE PREFERENCES: ${unique}`,
    `# NUMBER CATEGORIES: ${categories.length}`,
    ...categories.map((name, i) => `# CATEGORY NAME ${i + 1}: ${inOneLine(name)}`),
    ...alternativeLines(alternatives),
    ...lines,
  ]);
}

function headLines(type: string, { fileName, title, description, day, relatedFiles, modification }: PrefLibHead): string[] {
  return [
    `# FILE NAME: ${fileName}`,
    `# TITLE: ${inOneLine(title)}`,
    `# DESCRIPTION: ${inOneLine(description)}`,
    `# DATA TYPE: ${type}`,
    `# MODIFICATION TYPE: ${modification}`,
    '# RELATES TO: ',
    `# RELATED FILES: ${relatedFiles.join(',')}`,
    `# PUBLICATION DATE: ${day}`,
    `# MODIFICATION DATE: ${day}`,
  ];
}

function alternativeLines({ names }: Alternatives): string[] {
  return names.map((name, i) => `# ALTERNATIVE NAME ${i + 1}: ${inOneLine(name)}`);
}

function countedLines(ballots: readonly string[]): { lines: string[]; unique: number } {
  const counts = new Map<string, number>();
  for (const ballot of ballots) counts.set(ballot, (counts.get(ballot) ?? 0) + 1);
  const sorted = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return { lines: sorted.map(([ballot, count]) => `${count}: ${ballot}`), unique: counts.size };
}

function levelOf(level: readonly string[], alternatives: Alternatives): string {
  return level.length === 1 ? String(numberOf(level[0]!, alternatives)) : bracedOf(level, alternatives);
}

function bracedOf(ids: readonly string[], alternatives: Alternatives): string {
  return `{${ids
    .map((id) => numberOf(id, alternatives))
    .sort((a, b) => a - b)
    .join(',')}}`;
}

function numberOf(id: string, { ids }: Alternatives): number {
  return ids.indexOf(id) + 1;
}

function textOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** A header is one line. */
export function inOneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
