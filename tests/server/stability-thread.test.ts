import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { StabilityThread } from '../../server/session/stability-thread.ts';
import { roundStability } from '../../shared/round-stability.ts';

const round = {
  kind: 'dot-vote',
  settings: { dots: 5, maxPerNeed: 3 },
  options: ['need-aaa', 'need-bbb'],
  bodies: ['{"dots":{"need-aaa":3},"kind":"dot-vote"}', '{"dots":{"need-bbb":2},"kind":"dot-vote"}'],
  seed: 5,
};
const threads: StabilityThread[] = [];
const started = (start?: () => Worker) => {
  const thread = new StabilityThread(start);
  threads.push(thread);
  return thread;
};
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.close();
});

it('[T4] a thread beside the rooms finds the same as counting here would', async () => {
  const { compute } = started();
  const answers = await Promise.all([compute(round), compute({ ...round, seed: 6 }), compute({ ...round, kind: 'nothing' })]);
  expect(answers).toEqual([roundStability(round), roundStability({ ...round, seed: 6 }), null]);
});

it('what it cannot read rejects that question alone', async () => {
  const { compute } = started();
  await expect(compute({ ...round, bodies: ['not JSON'] })).rejects.toThrow(/JSON/);
  expect(await compute(round)).not.toBeNull();
});

it('a thread that dies rejects what it was asked, and the next question starts another', async () => {
  let starts = 0;
  const { compute } = started(() => {
    starts += 1;
    return new Worker("require('node:worker_threads').parentPort.on('message', () => process.exit(1))", { eval: true });
  });
  await expect(compute(round)).rejects.toThrow(/thread ended/);
  await expect(compute(round)).rejects.toThrow(/thread ended/);
  expect(starts).toBe(2);
});

it('closed, it is asked in vain', async () => {
  const thread = started();
  await thread.close();
  await expect(thread.compute(round)).rejects.toThrow(/closing/);
});
