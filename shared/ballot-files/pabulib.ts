import { BallotFileError, requireAlternatives, wholeAmounts, type BallotFile } from './ballot-file.ts';

/**
 * Reads a Pabulib file (.pb): approvals, rankings or points with costs and a budget. Whatever a ballot names also counts as approved.
 * Format: https://pabulib.org/format (arXiv:2012.06539). Throws BallotFileError.
 */
export function readPabulib(text: string): BallotFile {
  const { META, PROJECTS, VOTES } = sectionsOf(text);
  if (!META || !PROJECTS || !VOTES)
    throw new BallotFileError('A Pabulib file has the sections META, PROJECTS and VOTES, and this one lacks one.');
  const meta = new Map(META.map(({ key = '', value = '' }) => [key.trim(), value.trim()]));
  const alternatives = PROJECTS.map((project) => project['project_id'] ?? '');
  requireAlternatives(alternatives);
  const known = new Set(alternatives);
  const votes = VOTES.map((vote) => listOf(vote['vote']));
  const stranger = votes.flat().find((id) => !known.has(id));
  if (stranger !== undefined) throw new BallotFileError(`A ballot names "${stranger}", which is no project.`);
  const { whole, scale } = wholeAmounts(
    Object.fromEntries(PROJECTS.map(({ project_id = '', cost = '' }) => [`project ${project_id}`, cost])),
  );
  const amounts = wholeAmounts({ budget: meta.get('budget') ?? '0' });
  const common = Math.max(scale, amounts.scale);
  const type = meta.get('vote_type');
  const points = VOTES.map((vote, i) => Object.fromEntries(listOf(vote['points']).map((given, j) => [votes[i]![j] ?? '', Number(given)])));
  if (type === 'cumulative' && points.some((ballot) => Object.values(ballot).some((given) => !Number.isSafeInteger(given))))
    throw new BallotFileError('Points are whole numbers, and some in this file are not.');
  return {
    alternatives,
    names: Object.fromEntries(PROJECTS.map(({ project_id = '', name }) => [project_id, name ?? project_id])),
    approvals: votes,
    ...(type === 'ordinal' && { rankings: votes.map((vote) => vote.map((id) => [id])) }),
    ...((type === 'cumulative' || type === 'scoring') && { points }),
    costs: Object.fromEntries(alternatives.map((id) => [id, whole[`project ${id}`]! * (common / scale)])),
    budget: amounts.whole['budget']! * (common / amounts.scale),
    scale: common,
    options: {},
  };
}

type Row = Record<string, string>;

/** The three sections as rows by column. */
function sectionsOf(text: string): Partial<Record<'META' | 'PROJECTS' | 'VOTES', Row[]>> {
  const sections: Record<string, Row[]> = {};
  let rows: Row[] | undefined;
  let columns: string[] | undefined;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const name = line.trim();
    if (name === 'META' || name === 'PROJECTS' || name === 'VOTES') {
      rows = sections[name] = [];
      columns = undefined;
    } else if (name === '' || !rows) continue;
    else if (!columns) columns = cellsOf(line).map((cell) => cell.trim());
    else rows.push(Object.fromEntries(cellsOf(line).map((cell, i) => [columns?.[i] ?? '', cell])));
  }
  return sections;
}

/** The cells of a line, separated by semicolons, some of them in quotes. */
function cellsOf(line: string): string[] {
  const cells = line.matchAll(/(?:^|;)(?:"((?:[^"]|"")*)"|([^;]*))/g);
  return [...cells].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

function listOf(cell: string | undefined): string[] {
  return (cell ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
