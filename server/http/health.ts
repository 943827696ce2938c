import { Router } from 'express';
import { RefusalError } from '../../shared/refusal.ts';
import type { Store } from '../store/store.ts';
import type { Callers } from './callers.ts';

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

  router.get('/readyz', async (_request, response) => {
    const reasons = notReady();
    await store.check().catch(() => reasons.push('the data folder cannot be written'));
    response.status(reasons.length === 0 ? 200 : 503).json({ ready: reasons.length === 0, reasons });
  });

  router.get('/metrics', async (request, response) => {
    if (!callers.isDeskHere(request)) throw new RefusalError('not-allowed');
    response.type('text/plain; version=0.0.4').send(await metricsText());
  });

  return router;
}
