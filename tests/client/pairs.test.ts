import { expect, it } from 'vitest';
import { nextPair, pairsToAsk, type Answer } from '../../client/phone/pairs.ts';

const needIds = ['need-a', 'need-b', 'need-c', 'need-d', 'need-e', 'need-f'];

it('a person meets what they have seen least, no pair twice, and at last every pair', () => {
  const answers: Answer[] = [];
  for (let pair = nextPair(needIds, answers, 'me'); pair; pair = nextPair(needIds, answers, 'me')) {
    answers.push({ a: pair[0], b: pair[1], winner: null });
    const seen = needIds.map((id) => answers.filter(({ a, b }) => a === id || b === id).length);
    expect(Math.max(...seen) - Math.min(...seen)).toBeLessThanOrEqual(2);
  }
  expect(answers).toHaveLength(15);
  expect(new Set(answers.map(({ a, b }) => [a, b].sort().join())).size).toBe(15);
  expect([pairsToAsk(6, 15), pairsToAsk(6, 9), pairsToAsk(1, 9)]).toEqual([15, 9, 0]);
});

it('what one is asked first is one’s own and stays so, and over a hall no pair is favoured', () => {
  const first = (seed: string) => nextPair(needIds, [], seed)!;
  expect(first('me')).toEqual(first('me'));
  const counts = new Map<string, number>();
  for (let i = 0; i < 3000; i += 1) {
    const name = first(`person-${i}`).join();
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  // Thirty ways to ask fifteen pairs: a hundred each, give or take.
  expect(counts.size).toBe(30);
  expect(Math.min(...counts.values())).toBeGreaterThan(50);
  expect(Math.max(...counts.values())).toBeLessThan(160);
});
