import { BallotFileError, repeated, requireAlternatives, type BallotFile } from './ballot-file.ts';

/**
 * Reads PrefLib's ordinal files (.soc .soi .toc .toi) and categorical ones (.cat, whose first category is taken as approval and all of them as a weak
 * order). Format: https://preflib.github.io/PrefLib-Jekyll/format. Throws BallotFileError.
 */
export function readPrefLib(text: string): BallotFile {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const header = new Map<string, string>();
  const ballots: { count: number; groups: string[][] }[] = [];
  for (const line of lines) {
    const field = /^#\s*([^:]+):\s*(.*)$/.exec(line);
    if (field) header.set(field[1]!.trim().toUpperCase(), field[2]!.trim());
    else ballots.push(readBallot(line, header.get('DATA TYPE')));
  }
  const type = header.get('DATA TYPE') ?? '';
  if (!['soc', 'soi', 'toc', 'toi', 'cat'].includes(type))
    throw new BallotFileError(`A PrefLib file of type "${type}" holds no ballots that can be counted.`);
  const size = Number(header.get('NUMBER ALTERNATIVES'));
  if (!Number.isInteger(size) || size < 1) throw new BallotFileError('The file does not say how many alternatives there are.');
  const alternatives = Array.from({ length: Math.min(size, 100_000) }, (_, i) => String(i + 1));
  requireAlternatives(alternatives);
  const names = Object.fromEntries(alternatives.map((id) => [id, header.get(`ALTERNATIVE NAME ${id}`) ?? id]));
  const known = new Set(alternatives);
  const stranger = ballots.flatMap(({ groups }) => groups.flat()).find((id) => !known.has(id));
  if (stranger !== undefined) throw new BallotFileError(`A ballot names "${stranger}", which is no alternative.`);
  const each = <B>(ballot: (groups: string[][]) => B) => repeated(ballots.map(({ count, groups }) => ({ count, ballot: ballot(groups) })));
  return {
    alternatives,
    names,
    rankings: each((groups) => groups.filter((group) => group.length > 0)),
    ...(type === 'cat' && { approvals: each((groups) => groups[0] ?? []) }),
    options: {},
  };
}

function readBallot(line: string, type: string | undefined): { count: number; groups: string[][] } {
  const ballot = /^\s*(\d+)\s*:(.*)$/.exec(line);
  if (!ballot)
    throw new BallotFileError(
      `A PrefLib ballot is "count: order", but a line is "${line.slice(0, 40)}"${type === 'wmd' ? ' (a matching, not ballots)' : ''}.`,
    );
  const groups = [...ballot[2]!.matchAll(/\{([^}]*)\}|[^,{}\s]+/g)].map(([item, tied]) =>
    tied === undefined
      ? [item]
      : tied
          .split(',')
          .map((id) => id.trim())
          .filter((id) => id !== ''),
  );
  return { count: Number(ballot[1]), groups };
}
