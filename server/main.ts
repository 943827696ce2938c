import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderUnicodeCompact } from 'uqr';
import type { SessionDetails } from '../shared/session.ts';
import { defaultTemplateId, templates } from '../shared/templates.ts';
import type { CreatedSession } from '../shared/wire.ts';
import { buses, createApp, stores, type App } from './app.ts';
import { backupCommand } from './backup-command.ts';
import { ConfigError, readConfig, readSecrets, type Config, type WebhookConfig } from './config.ts';
import { RoomNetwork } from './lan/room-network.ts';
import { logTrouble } from './log.ts';
import { openBrowser, windowWords } from './open-browser.ts';
import { moveCommand } from './move-command.ts';
import { restoreCommand } from './restore-command.ts';
import { warmUp } from './warm-up.ts';

const pagesDir = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../dist/client' : '../client', import.meta.url));

/** How many ports above the default are tried where it is taken. */
const portsTried = 20;

const notDone: Record<string, string> = {
  restore: 'Nothing was restored',
  backup: 'Nothing was backed up',
  migrate: 'Not everything was moved',
};

await start(process.argv.slice(2)).catch((error: unknown) => {
  const isOurs = error instanceof ConfigError || (error instanceof Error && error.name !== 'TypeError');
  const failed = notDone[process.argv[2] ?? ''] ?? 'Yishi cannot start';
  process.stderr.write(`${failed}: ${isOurs ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
});

async function start(argv: readonly string[]): Promise<void> {
  if (argv[0] === 'restore') {
    process.stdout.write(await restoreCommand(argv.slice(1), { env: process.env, now: () => Date.now() }));
    return;
  }
  if (argv[0] === 'migrate') {
    const { isWhole } = await moveCommand(argv.slice(1), { env: process.env, say: (words) => process.stdout.write(words) });
    process.exitCode = isWhole ? 0 : 1;
    return;
  }
  if (argv[0] === 'backup') {
    process.stdout.write(backupCommand(argv.slice(1), { env: process.env, now: () => Date.now() }));
    return;
  }
  const config = readConfig(argv, process.env);
  if (config.opens) process.stdout.write(windowWords);
  const dataDir = resolve(config.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const { databaseUrl, busUrl } = config;
  const store = databaseUrl === null ? await stores.sqlite(dataDir) : await stores.postgres({ url: databaseUrl, dataDir });
  const bus = busUrl === null ? null : await buses.redis({ url: busUrl, secret: await store.secret(), onTrouble: logTrouble });
  const organizerKey = config.organizerKey ?? keptKey(dataDir);
  const network = new RoomNetwork({ pinned: config.address });
  const app = await createApp({
    store,
    bus,
    organizerKey,
    publicUrl: config.publicUrl,
    isDeskRemote: config.isDeskRemote,
    trustedProxies: config.trustedProxies,
    address: () => network.address,
    network,
    pagesDir,
    embeddings: config.embeddings,
    webhook: config.webhook && { url: config.webhook.url, secrets: secretsOf(config.webhook) },
    corsOrigins: config.corsOrigins,
    mirror: config.mirror === null ? null : { dataDir, dir: mirrorDir(config.mirror) },
    retentionDays: config.retentionDays,
    drainMs: config.drainMs,
    toolVersion: config.toolVersion,
    now: () => Date.now(),
    onTrouble: logTrouble,
  });
  const port = await listen(app, config);
  const warming = new AbortController();
  stopWith(app, () => {
    network.close();
    warming.abort();
  });
  const desk = `http://localhost:${port}/desk#k=${organizerKey}`;
  announce(app, desk);
  if (config.opens) openBrowser(desk);
  if (config.rehearse !== null) announceRehearsal(await app.make(rehearsalOf(config.rehearse)));
  app.sessions.meters.warmedUp(await warmUp(warming.signal));
}

/** Throws ConfigError where the copy would be written over what is served from a folder. */
function mirrorDir(mirror: string): string {
  const dir = resolve(mirror);
  if (existsSync(join(dir, 'lock.db')))
    throw new ConfigError(`--mirror ${mirror} is a data folder: name a folder that holds nothing, on a stick or another disk.`);
  return dir;
}

/** Throws ConfigError where the file has none. */
function secretsOf({ secrets }: WebhookConfig): Uint8Array[] {
  if ('text' in secrets) return readSecrets(secrets.text);
  if (!existsSync(secrets.file)) throw new ConfigError(`--webhook-secret-file ${secrets.file} is not there.`);
  return readSecrets(readFileSync(secrets.file, 'utf8'));
}

/** The organizer key of this data folder: made on the first start, readable by its owner alone. */
function keptKey(dataDir: string): string {
  const path = join(dataDir, 'organizer.key');
  if (!existsSync(path)) makeKey(path);
  return readFileSync(path, 'utf8').trim();
}

/** Of processes that start at once on one folder, one makes the key. */
function makeKey(path: string): void {
  try {
    writeFileSync(path, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
}

async function listen(app: App, { port, isPortGiven, host }: Config): Promise<number> {
  for (let tried = port; ; tried += 1) {
    try {
      return await app.listen(tried, host);
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
      if (!isTaken) throw error;
      if (isPortGiven && port !== 0) process.stderr.write(`Port ${tried} cannot be used; trying the next one.\n`);
      if (tried - port >= portsTried) throw new ConfigError(`No free port from ${port} to ${tried}. Give one with --port.`);
    }
  }
}

function announce(app: App, desk: string): void {
  const room = app.origins.room();
  process.stdout.write(`Yishi is ready: ${desk}\n`);
  if (room === null) process.stdout.write('没有网络：请打开路由器或热点。 No network: please switch on a router or a hotspot.\n');
  else process.stdout.write(`Residents join at ${room}/\n${renderUnicodeCompact(room)}\n`);
}

function rehearsalOf(residents: number): SessionDetails {
  const { title } = templates.find(({ id }) => id === defaultTemplateId)!;
  return { title: title['zh-CN'], rehearsal: residents };
}

function announceRehearsal({ facilitatorUrl, projectorUrl }: CreatedSession): void {
  process.stdout.write(`彩排 Rehearsal: facilitator ${facilitatorUrl} big screen ${projectorUrl}\n`);
}

/** The signal may come twice: npm passes it on beside the terminal. What was accepted is finished. */
function stopWith(app: App, unwatch: () => void): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    unwatch();
    app
      .close()
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        logTrouble('stopping failed', { error: String(error) });
        process.exit(1);
      });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
