import { readFileSync } from 'node:fs';
import { suggest } from '../../../shared/grouping/suggest.ts';
import type { SuggestedGroup } from '../../../shared/grouping/suggestion.ts';

export interface LabelledNote {
  id: string;
  text: string;
  lang: string;
  /** The need that a person put it in; null for what is about none. */
  need: string | null;
}

export interface PairFigures {
  /** Of the pairs that were suggested together, the share that a person put together. */
  precision: number;
  /** Of the pairs that a person put together, the share that was suggested. */
  recall: number;
  notes: number;
  /** How many pairs a person put together, and how many were suggested: of few pairs a share says little. */
  pairs: { meant: number; suggested: number };
}

export function labelledNotes(path: string | URL): LabelledNote[] {
  return (JSON.parse(readFileSync(path, 'utf8')) as { notes: LabelledNote[] }).notes;
}

/** Groups for notes of which nothing but words and languages is told. */
export function groupsFor(notes: readonly LabelledNote[]): SuggestedGroup[] {
  return suggest({ notes: notes.map(({ id, text, lang }) => ({ id, text, lang, needId: null })), needs: [] }).groups;
}

/** Every pair of notes; a note that belongs nowhere makes each pair it is suggested in a wrong one. */
export function pairFigures(notes: readonly LabelledNote[], groups: readonly { noteIds: readonly string[] }[]): PairFigures {
  const groupOf = new Map(groups.flatMap(({ noteIds }, group) => noteIds.map((id) => [id, group] as const)));
  let right = 0;
  let suggested = 0;
  let meant = 0;
  for (const [i, a] of notes.entries())
    for (const b of notes.slice(0, i)) {
      const isMeant = a.need !== null && a.need === b.need;
      const isSuggested = groupOf.has(a.id) && groupOf.get(a.id) === groupOf.get(b.id);
      if (isMeant) meant += 1;
      if (isSuggested) suggested += 1;
      if (isMeant && isSuggested) right += 1;
    }
  return { precision: share(right, suggested), recall: share(right, meant), notes: notes.length, pairs: { meant, suggested } };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : Math.round((1000 * part) / whole) / 1000;
}

export function figuresByLanguage(
  notes: readonly LabelledNote[],
  groups: readonly { noteIds: readonly string[] }[],
): Record<string, PairFigures> {
  const languages = [...new Set(notes.map(({ lang }) => lang))].sort();
  return Object.fromEntries(
    languages.map((language) => [
      language,
      pairFigures(
        notes.filter(({ lang }) => lang === language),
        groups,
      ),
    ]),
  );
}
