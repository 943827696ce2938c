import { expect, it } from 'vitest';
import { WrongCodes, wrongCodeLimits } from '../../server/session/wrong-codes.ts';

const { free, forgottenPerSecond, refusedAbove, longestMs } = wrongCodeLimits;

function delays(codes: WrongCodes, count: number, atMs: number): number[] {
  return Array.from({ length: count }, () => codes.count(atMs).delayMs);
}

it('[J5] [F28] a hall that mistypes is answered at once', () => {
  const codes = new WrongCodes();
  expect(delays(codes, free, 0)).toEqual(Array.from({ length: free }, () => 0));
  // At the pace at which they are forgotten it may go on all day.
  for (let second = 1; second <= 1000; second += 1) expect(delays(codes, forgottenPerSecond, second * 1000)).toEqual([0, 0]);
});

it('[J5] [F28] who guesses is answered later and later, never after more than five seconds, and then not at all', () => {
  const codes = new WrongCodes();
  delays(codes, free, 0);
  const slower = delays(codes, refusedAbove - free, 0);
  expect(slower).toEqual([...slower].sort((a, b) => a - b));
  expect(new Set(slower).size).toBe(slower.length);
  expect([slower[0]! > 0, slower.at(-1)]).toEqual([true, longestMs]);
  expect(codes.isFull(0)).toBe(true);
  expect(codes.isFull(1000 / forgottenPerSecond)).toBe(false);
  codes.count(1000 / forgottenPerSecond);
  expect(codes.isFull(1000 / forgottenPerSecond)).toBe(true);
});

it('[J5] [F28] an hour of guessing leaves no more guesses than are forgotten, and a quiet while makes all well', () => {
  const codes = new WrongCodes();
  let lookedUp = 0;
  const hourMs = 3_600_000;
  for (let now = 0; now < hourMs; now += 100)
    if (!codes.isFull(now)) {
      codes.count(now);
      lookedUp += 1;
    }
  expect(lookedUp).toBeLessThanOrEqual(refusedAbove + 3600 * forgottenPerSecond);
  const quietMs = (refusedAbove / forgottenPerSecond) * 1000;
  expect(delays(codes, free, hourMs + quietMs)).toEqual(Array.from({ length: free }, () => 0));
});

it('[J5] [F28] an episode is told once, and the next one again', () => {
  const codes = new WrongCodes();
  const told = (count: number, atMs: number) => Array.from({ length: count }, () => codes.count(atMs).isFirst).filter(Boolean).length;
  expect(told(free, 0)).toBe(0);
  expect(told(refusedAbove, 0)).toBe(1);
  expect(told(refusedAbove, 10_000)).toBe(0);
  expect(told(refusedAbove, 10_000_000)).toBe(1);
});
