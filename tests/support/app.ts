import { createApp, stores, type App, type AppOptions } from '../../server/app.ts';
import type { Store } from '../../server/store/store.ts';
import { isOverTls, proxyAt } from './over-tls.ts';
import { root } from './root.ts';

export const testKey = 'organizer-key-of-the-tests';

export interface TestApp extends App {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** What was logged as trouble. */
  troubles: { what: string; details: Record<string, unknown> }[];
}

/** Memory, or a database of its own where tests are run on PostgreSQL (with-postgres.ts). */
async function usualStore(): Promise<Store> {
  if (process.env['YISHI_TEST_POSTGRES'] === undefined) return stores.memory();
  const { givenPostgres } = await import('./postgres.ts');
  const postgres = givenPostgres();
  return postgres.open(await postgres.database());
}

/** The real app on a free port over the memory store, or over the store that is given. */
export async function startApp(options: { store?: Store } & Partial<Omit<AppOptions, 'store'>> = {}): Promise<TestApp> {
  const troubles: TestApp['troubles'] = [];
  const proxy = isOverTls ? await proxyAt(null) : null;
  const app = await createApp({
    organizerKey: testKey,
    publicUrl: proxy?.origin ?? null,
    isDeskRemote: false,
    address: () => '192.168.3.20',
    pagesDir: `${root}/dist/client`,
    toolVersion: '0.0.0-test',
    now: () => Date.now(),
    onTrouble: (what, details) => troubles.push({ what, details }),
    ...options,
    store: options.store ?? (await usualStore()),
  });
  const port = await app.listen(0, '127.0.0.1');
  if (proxy) proxy.behind = port;
  const origin = proxy ? `https://127.0.0.1:${proxy.port}` : `http://127.0.0.1:${port}`;
  return Object.assign(app, { origin, troubles });
}
