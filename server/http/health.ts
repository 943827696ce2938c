import { Router } from 'express';
import { RefusalError } from '../../shared/refusal.ts';
import { isShared, type Store } from '../store/store.ts';
import type { Callers } from './callers.ts';

const checkedForMs = 1_000;

/** Liveness, readiness with its reasons, and the process's own figures for an operator. */
export function healthRoutes({
  store,
  callers,
  metricsText,
  notReady,
}: {
  store: Store;
  callers: Callers;
  metricsText: () => Promise<string>;
  /** Why nobody new should be sent here, beside what the store says. */
  notReady: () => string[];
}): Router {
  const router = Router();

  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });

  let checkedAt = -Infinity;
  let checking = Promise.resolve();
  /** A check writes to the disk that stores ballots: whoever asks within a second hears the same answer. */
  const check = () => {
    if (performance.now() - checkedAt < checkedForMs) return checking;
    checkedAt = performance.now();
    checking = store.check();
    checking.catch(() => undefined);
    return checking;
  };

  router.get('/readyz', async (request, response) => {
    const reasons = notReady();
    await check().catch(() => reasons.push(isShared(store) ? 'the database cannot be written' : 'the data folder cannot be written'));
    const isReady = reasons.length === 0;
    response.status(isReady ? 200 : 503).json({ ready: isReady, reasons: callers.isDeskHere(request) ? reasons : [] });
  });

  router.get('/metrics', async (request, response) => {
    if (!callers.isDeskHere(request)) throw new RefusalError('not-allowed');
    response.type('text/plain; version=0.0.4').send(await metricsText());
  });

  return router;
}
