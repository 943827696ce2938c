import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NoAnswerError } from '../../client/net/no-answer.ts';
import { untilAnswered } from '../../client/net/until-answered.ts';

describe('a button that was pressed while the line was gone', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('[F63] has its effect when the line is back eight seconds later', async () => {
    const backAt = performance.now() + 8_000;
    const answer = untilAnswered(async () => {
      if (performance.now() < backAt) throw new NoAnswerError();
      return 'ok';
    });
    await vi.advanceTimersByTimeAsync(9_000);
    expect(await answer).toBe('ok');
  });

  it('is given up where nobody answers for longer than a facilitator would wait', async () => {
    let asked = 0;
    const answer = untilAnswered(async () => {
      asked += 1;
      throw new NoAnswerError();
    });
    await vi.advanceTimersByTimeAsync(16_000);
    expect(await answer).toBeNull();
    expect(asked).toBeGreaterThan(10);
  });

  it('throws what is no silence at once', async () => {
    await expect(untilAnswered(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug');
  });
});
