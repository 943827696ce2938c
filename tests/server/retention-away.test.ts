import { expect, it } from 'vitest';
import { Retention } from '../../server/session/retention.ts';
import type { Sessions } from '../../server/session/sessions.ts';
import { NotStoredError } from '../../server/store/store.ts';

it('[D18] [D32] a sweep while the database is away is tried again the next time, and brings no process down', async () => {
  const retention = new Retention({
    sessions: { rows: () => Promise.reject(new NotStoredError('the database is away')), now: () => Date.now() } as unknown as Sessions,
    days: 1,
    eraseImported: () => Promise.resolve(),
    onWordsErased: () => undefined,
    onTrouble: () => undefined,
  });
  await expect(retention.sweep()).resolves.toBeUndefined();
});
