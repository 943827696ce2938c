import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A published case; the folder's README tells the format. */
export interface Case {
  id: string;
  kind: string;
  options: Record<string, unknown>;
  source: { data_file?: string };
  alternatives: { id: string; cost?: number }[];
  ballots?: { count: number; weight?: number; ranking?: string[][]; approve?: string[] }[];
  comparisons?: { winner: string; loser: string; count: number }[];
  raters?: { id: string; values: number[] }[];
  statements?: { id: string; groups: Record<string, { agree: number; disagree: number; seen: number }> }[];
  expected: Record<string, unknown>;
}

const folder = new URL('../../../../shared/cases/', import.meta.url);

/** All cases beside the project, or none where the folder is missing. */
export function readCases(): Case[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== 'index.json')
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case);
}

/** The text of a case's ballot file. */
export function readBallotFile({ source }: Case): string {
  return readFileSync(new URL(source.data_file ?? '', folder), 'utf8');
}

export function idsOf({ alternatives }: Case): string[] {
  return alternatives.map(({ id }) => id);
}

/** Each ballot as often as it was cast: a ballot of weight 15 is fifteen people. */
export function ballotsOf<B>(given: Case, ballot: (written: NonNullable<Case['ballots']>[number]) => B): B[] {
  return (given.ballots ?? []).flatMap((written) => new Array<B>(written.count * (written.weight ?? 1)).fill(ballot(written)));
}

export function rankingsOf(given: Case): string[][][] {
  return ballotsOf(given, ({ ranking }) => ranking ?? []);
}
