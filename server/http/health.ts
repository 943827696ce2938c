import { Router } from 'express';
import { RefusalError } from '../../shared/refusal.ts';
import type { Store } from '../store/store.ts';
import type { Callers } from './callers.ts';

/** Liveness, readiness with its reasons, and the process's own figures for an operator. */
export function healthRoutes({ store, callers }: { store: Store; callers: Callers }): Router {
  const router = Router();

  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });

  router.get('/readyz', async (_request, response) => {
    const reasons: string[] = [];
    await store.check().catch(() => reasons.push('the data folder cannot be written'));
    response.status(reasons.length === 0 ? 200 : 503).json({ ready: reasons.length === 0, reasons });
  });

  router.get('/metrics', (request, response) => {
    if (!callers.isDeskHere(request)) throw new RefusalError('not-allowed');
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const lines = [
      ['process_resident_memory_bytes', 'gauge', rss],
      ['nodejs_heap_size_used_bytes', 'gauge', heapUsed],
      ['process_cpu_seconds_total', 'counter', (user + system) / 1e6],
      ['process_uptime_seconds', 'gauge', process.uptime()],
    ].map(([name, type, value]) => `# TYPE ${name} ${type}\n${name} ${value}`);
    response.type('text/plain; version=0.0.4').send(`${lines.join('\n')}\n`);
  });

  return router;
}
