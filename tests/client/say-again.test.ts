import { expect, it } from 'vitest';
import { missing } from '../../client/state/say-again.ts';
import type { Kept } from '../../client/state/mine.svelte.ts';
import type { Exercise } from '../../shared/exercise.ts';
import type { Mine } from '../../shared/wire.ts';

const note = (noteId: string, text: string) => ({ noteId, exerciseId: 'collect', text, kind: 'need', forWhom: [], number: null });
const dots = (count: number) => ({ kind: 'dot-vote', dots: { 'need-lamps': count } });
const none: Mine = { notes: [], ballots: {}, groups: {} };
const exercises = (round: number) => [{ id: 'vote', round } as Exercise];
const remembered = (mine: Partial<Mine>, round = 1, ballot: unknown = dots(3)): Kept => ({
  mine: { ...none, ...mine },
  rounds: mine.ballots ? { vote: round } : {},
  own: mine.ballots ? { vote: { round, ballot } } : {},
});

it('[D11] a note that is not there is said again under its own id, one with older words is edited, and nothing is taken back', () => {
  const kept = remembered({ notes: [note('note-lost', '丢了'), note('note-old', '新的话'), note('note-same', '一样')] });
  const theirs = { ...none, notes: [note('note-old', '旧的话'), note('note-same', '一样'), note('note-of-a-tablet', '平板上写的')] };
  expect(missing(kept, theirs, exercises(1))).toEqual([
    { name: 'note:add', payload: { exerciseId: 'collect', noteId: 'note-lost', text: '丢了', kind: 'need' } },
    { name: 'note:edit', payload: { noteId: 'note-old', text: '新的话' } },
  ]);
});

it('[D11] who one is goes before the ballot that takes it along', () => {
  const kept = remembered({ groups: { age: 'old', home: 'rent' }, ballots: { vote: dots(3) } });
  expect(missing(kept, { ...none, groups: { home: 'rent' } }, exercises(1))).toEqual([
    { name: 'participant:describe', payload: { groups: { age: 'old' } } },
    { name: 'ballot:cast', payload: { exerciseId: 'vote', ballot: dots(3) } },
  ]);
});

it.each([
  ['is there', dots(3), 1, 0],
  ['is there in an earlier form', dots(1), 1, 1],
  ['is not there', undefined, 1, 1],
  ['was cast on another device since', true, 1, 0],
  ['is of another round', undefined, 2, 0],
] as const)('[D11] a ballot that %s', (_is, there, round, said) => {
  const kept = remembered({ ballots: { vote: true } });
  const theirs: Mine = { ...none, ballots: there === undefined ? {} : { vote: there } };
  expect(missing(kept, theirs, exercises(round))).toHaveLength(said);
});

it('[D11] a ballot that was taken back stays away', () => {
  const kept = { ...remembered({ ballots: { vote: dots(3) } }), mine: none };
  expect(missing(kept, none, exercises(1))).toEqual([]);
});
