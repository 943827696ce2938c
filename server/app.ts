import express, { type Express } from 'express';
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bus } from './bus/bus.ts';
import { ImportThread } from './desk/import-thread.ts';
import { ImportedSessions } from './desk/imported-sessions.ts';
import { Makers } from './desk/makers.ts';
import { OrganizerKeys } from './desk/organizer-keys.ts';
import { Programmes } from './desk/programmes.ts';
import { embedAt, type EmbeddingsEndpoint } from './embeddings/endpoint.ts';
import { NoteVectors } from './embeddings/note-vectors.ts';
import { ExportThread, type MakeFile } from './export/export-thread.ts';
import { accessTo } from './http/access.ts';
import { Admission } from './http/admission.ts';
import { gate } from './http/gate.ts';
import { sendProblem, problems } from './http/problem.ts';
import { Callers } from './http/callers.ts';
import { Connections } from './http/connections.ts';
import { erasureRoutes } from './http/erasures.ts';
import { exportRoutes } from './http/exports.ts';
import { healthRoutes } from './http/health.ts';
import { importRoutes } from './http/imports.ts';
import { JoinCodes } from './http/join-codes.ts';
import { joinRoutes } from './http/join.ts';
import { openApiRoutes } from './http/openapi/routes.ts';
import { createMetrics } from './http/metrics.ts';
import { networkRoutes } from './http/network.ts';
import { organizerKeyRoutes } from './http/organizer-keys.ts';
import { programmeRoutes } from './http/programmes.ts';
import { noteVectorRoutes } from './http/note-vectors.ts';
import { Origins } from './http/origins.ts';
import { hsts, isHttps, pageHeaders } from './http/page-headers.ts';
import { pageRoutes } from './http/pages.ts';
import { plainRoutes } from './http/plain/routes.ts';
import { reportRoutes } from './http/reports.ts';
import { seatRoutes } from './http/seats.ts';
import { sessionRoutes } from './http/sessions.ts';
import { readVerifier, verifierRoutes } from './http/verifier.ts';
import type { RoomNetwork } from './lan/room-network.ts';
import * as limits from './limits.ts';
import { LoopDelay } from './loop-delay.ts';
import { createCommands } from './realtime/commands.ts';
import { Moves } from './realtime/moves.ts';
import { Rooms } from './realtime/rooms.ts';
import { createSync } from './realtime/sync.ts';
import { routeUpgrades } from './realtime/upgrade.ts';
import { Rehearsals } from './rehearsal/rehearsals.ts';
import { Companions } from './session/companions.ts';
import { Others } from './session/others.ts';
import { Retention } from './session/retention.ts';
import { Sessions } from './session/sessions.ts';
import { StabilityThread, type ComputeStability } from './session/stability-thread.ts';
import { Tokens } from './session/tokens.ts';
import { writeBackup } from './store/backup.ts';
import { MemoryStore } from './store/memory.ts';
import { Mirror } from './store/mirror.ts';
import { mirrored } from './store/mirrored.ts';
import type { Moving } from './store/moving.ts';
import { beginRestoring } from './store/restoring.ts';
import { openSqliteStore } from './store/sqlite.ts';
import { isShared, type Store } from './store/store.ts';
import { Deliveries } from './webhook/deliveries.ts';
import type { WebhookEndpoint } from './webhook/endpoint.ts';
import { needsReadyBy } from './webhook/needs-ready.ts';
import type { SessionDetails } from '../shared/session.ts';
import type { CreatedSession } from '../shared/wire.ts';

export interface AppOptions {
  store: Store;
  /** What processes on one store tell each other; left out, they find what others stored by asking the store. */
  bus?: Bus | null;
  organizerKey: string;
  publicUrl: string | null;
  isDeskRemote: boolean;
  /** Addresses and CIDR blocks of proxies whose X-Forwarded-For is believed; left out, nobody's is. */
  trustedProxies?: string[];
  /** The room's address now, null without a network. */
  address: () => string | null;
  /** What the room's address may be chosen from; left out, it is not for choosing. */
  network?: RoomNetwork;
  /** Where the built client lies. */
  pagesDir: string;
  toolVersion: string;
  now: () => number;
  /** How sure a count is; left out, a thread of its own computes it. */
  computeStability?: ComputeStability;
  /** How files are made; left out, in a thread of their own. */
  makeFile?: MakeFile;
  /** How many sockets may be open; left out, what the system allows. */
  socketsMax?: number;
  /** True where nobody will ask for the process's own figures, which cost something all the time. */
  isWarmUp?: boolean;
  /** How simulated residents behave; left out, as people do. */
  rehearsal?: { pace: number };
  /** Where it may be asked what notes mean; left out, nobody is. */
  embeddings?: EmbeddingsEndpoint | null;
  /** Who hears that need records are ready [S10]; left out, nobody does. */
  webhook?: (WebhookEndpoint & { lookEveryMs?: number }) | null;
  /** Origins of pages elsewhere that may make organizer calls [S12]; left out, there are none. */
  corsOrigins?: string[];
  /** Of which data folder a copy is kept, and where; left out, none is. */
  mirror?: { dataDir: string; dir: string; everyMs?: number } | null;
  /** How many days after its end a session's words are erased; left out, they are kept. */
  retentionDays?: number | null;
  /** So long people have to move to another process once this one is told to stop; left out, it hangs up at once. */
  drainMs?: number;
  /** When a session leaves memory; left out, as in limits.ts. */
  idle?: typeof limits.idle;
  /** How often it is looked what other processes have stored; left out, once a second. */
  lookEveryMs?: number;
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

/** The whole server, not yet listening. */
export interface App {
  httpServer: Server;
  /** What answers requests, for whoever asks which there are. */
  http: Express;
  sessions: Sessions;
  origins: Origins;
  /** Listens on the port, or on a free one for 0; resolves with the port. Rejects where it is taken. */
  listen: (port: number, host: string) => Promise<number>;
  /** Makes a session as the desk does, and says how to get to it. */
  make: (details: SessionDetails) => Promise<CreatedSession>;
  /** Finishes what was accepted and releases everything. */
  close: () => Promise<void>;
}

/** [S40] Where the keys of open rounds lie when their ballots are in PostgreSQL. */
const keysDirIn = (dataDir: string) => join(dataDir, 'round-keys');

/** The stores there are. */
export const stores = {
  memory: (): Promise<Store> => Promise.resolve(new MemoryStore()),
  sqlite: (dir: string): Promise<Store> => openSqliteStore({ dir }),
  /** Its library is read where it is asked for. */
  postgres: async ({ url, dataDir }: { url: string; dataDir: string }): Promise<Store> => {
    const { openPostgresStore } = await import('./store/postgres.ts');
    return openPostgresStore({ url, keysDir: keysDirIn(dataDir) });
  },
  /** A data folder that is to move to PostgreSQL. */
  moving: async ({ dir, url, dataDir }: { dir: string; url: string; dataDir: string }): Promise<Moving> => {
    const { beginMoving } = await import('./store/moving.ts');
    return beginMoving({ dir, url, keysDir: keysDirIn(dataDir), openFolder: () => openSqliteStore({ dir }) });
  },
  /** A copy that is to become a store. */
  restoring: beginRestoring,
  /** A copy that is to be kept. */
  backup: writeBackup,
};

/** The buses there are. */
export const buses = {
  /** Its library is read where it is asked for. Processes on one store have its secret in common, of which the bus learns nothing. */
  redis: async ({ url, secret, onTrouble }: { url: string; secret: Uint8Array; onTrouble: AppOptions['onTrouble'] }): Promise<Bus> => {
    const { RedisStreamsBus } = await import('./bus/redis-streams.ts');
    const name = createHash('sha256').update('bus').update(secret).digest('base64url').slice(0, 16);
    return new RedisStreamsBus({ url, name, onTrouble });
  },
};

/** How long who is connected has to say goodbye when the server stops. */
const goodbyeMs = 1_000;

/** Puts the parts together. */
export async function createApp(options: AppOptions): Promise<App> {
  const { now, onTrouble } = options;
  const mirror = options.mirror ? new Mirror({ ...options.mirror, origin: () => origins.room(), now, onTrouble }) : null;
  const store = mirror ? mirrored(options.store, mirror) : options.store;
  let isStopping = false;
  const metrics = createMetrics({ bufferedBytes: () => rooms.bufferedBytes, ofProcess: options.isWarmUp !== true });
  const tokens = new Tokens(await store.secret());
  const stability = new StabilityThread();
  const files = new ExportThread();
  const { computeStability = stability.compute, makeFile = files.ask } = options;
  const companions = options.bus
    ? new Companions({
        bus: options.bus,
        sessions: () => sessions,
        onMissed: () => others?.lookNow(),
        nowMs: () => performance.now(),
        onTrouble,
      })
    : null;
  const sessions: Sessions = new Sessions({
    store,
    tokens,
    now: options.now,
    isEncrypted: isHttps(options.publicUrl),
    meters: metrics.meters,
    computeStability,
    ...(companions && { elsewhere: companions }),
    onTrouble,
  });
  const httpServer = createServer(limits.http.server);
  const connections = new Connections(httpServer, options.socketsMax ?? limits.socketsMax());
  const loopDelay = new LoopDelay();
  const admission = new Admission({
    sockets: () => connections.count,
    socketsMax: connections.max,
    loopDelayMs: () => loopDelay.ms,
    busyAboveMs: limits.busyAboveMs,
    joinRate: limits.joinRate,
    nowMs: () => performance.now(),
  });
  const port = () => (httpServer.address() as AddressInfo | null)?.port ?? 0;
  const origins = new Origins({ publicUrl: options.publicUrl, address: options.address, port, isDeskRemote: options.isDeskRemote });
  const keys = await OrganizerKeys.open({ store, ownerKey: options.organizerKey, now, onTrouble });
  const makers = new Makers({ store, onTrouble });
  const callers = new Callers({ keys, isDeskRemote: options.isDeskRemote, sessions });
  const others = isShared(options.store)
    ? new Others({ store: options.store, sessions, lookEveryMs: options.lookEveryMs, onTrouble })
    : null;
  const isOurs = () => others?.isLeading ?? true;
  const rehearsals = new Rehearsals({ sessions, chance: Math.random, pace: options.rehearsal?.pace ?? 1, isOurs, onTrouble });
  const joinCodes = new JoinCodes({ sessions, onTrouble });
  const rooms = new Rooms(sessions);
  const sync = createSync({ sessions, rooms, onTrouble });
  const importing = new ImportThread();
  const imported = new ImportedSessions({ sessions, work: importing.ask });
  const programmes = new Programmes({ store, sessions, imported, toolVersion: options.toolVersion });
  const { webhook } = options;
  const deliveries = webhook
    ? new Deliveries({
        store,
        endpoint: webhook,
        bodyOf: needsReadyBy({ sessions, programmes, makeFile, origin: () => origins.desk() }),
        now,
        chance: Math.random,
        ...(webhook.lookEveryMs !== undefined && { lookEveryMs: webhook.lookEveryMs }),
        meters: metrics.webhookMeters,
        onTrouble,
      })
    : null;
  if (deliveries)
    sessions.onPublished((_sessionId, { events }) => {
      if (isOurs() && events.some(({ type }) => type === 'session-ended' || type === 'session-reopened')) deliveries.wake();
    });
  const embeddings = options.embeddings ? embeddingsOf(options.embeddings, options) : null;
  const verifier = readVerifier(options.pagesDir);
  const isAllowed = origins.isAllowed.bind(origins);
  const onWordsErased = (sessionId: string) => embeddings?.noteVectors.forget(sessionId);
  const retention = new Retention({
    sessions,
    days: options.retentionDays ?? null,
    eraseImported: (sessionId) => imported.eraseWords(sessionId),
    onWordsErased,
    onTrouble,
  });
  const make = async (details: SessionDetails): Promise<CreatedSession> => {
    const row = await sessions.create(details);
    joinCodes.learn(row.joinCode);
    await rehearsals.begin(row.id);
    return accessTo(row, await sessions.get(row.id), { sessions, origins });
  };

  const dissolve = (sessionId: string) => {
    rehearsals.end(sessionId);
    onWordsErased(sessionId);
    rooms.dissolve(sessionId);
    commands.dissolve(sessionId);
  };

  const http = express();
  http
    .disable('x-powered-by')
    .set('etag', false)
    .set('trust proxy', options.trustedProxies ?? []);
  // Before socket.io, which takes its own path away from whoever listens already: both answering one request would bring the process down.
  httpServer.on('request', http);
  const commands = createCommands({ httpServer, sessions, isAllowed, onTrouble });
  sessions.onBroken((sessionId, { isGone }) => {
    if (isGone) {
      dissolve(sessionId);
      void sessions.letGo(sessionId);
    } else {
      rooms.forget(sessionId);
      commands.comeAgain(sessionId);
    }
  });
  http.use(hsts(options));
  http.use(gate({ origins, corsOrigins: options.corsOrigins ?? [] }));
  const ofPages = pageHeaders(options);
  // Scripts and styles have no page of their own to protect, and what is said with each of them a phone in a hall waits for.
  http.use((request, response, next) => {
    if (request.path.startsWith('/assets/')) next();
    else ofPages(request, response, next);
  });
  // Before bodies are read as what every other call sends.
  http.use(importRoutes({ callers, imported, origins, onFound: (code) => joinCodes.learn(code) }));
  http.use(express.json({ limit: limits.http.requestBytesMax }));
  // First, since a whole hall asks for it within two seconds: routes are tried in their order.
  http.use(joinRoutes({ sessions, callers, origins, admission, joinCodes, mirror }));
  http.use(
    healthRoutes({
      store,
      callers,
      metricsText: metrics.text,
      notReady: () => (isStopping ? ['it is stopping'] : admission.reasons()),
    }),
  );
  http.use(openApiRoutes({ toolVersion: options.toolVersion }));
  http.use(
    sessionRoutes({
      sessions,
      callers,
      origins,
      makers,
      programmes,
      imported,
      make,
      onErasing: async (sessionId) => {
        dissolve(sessionId);
        await deliveries?.forget(sessionId);
        await makers.drop(sessionId);
      },
    }),
  );
  http.use(erasureRoutes({ sessions, callers, onWordsErased }));
  http.use(programmeRoutes({ programmes, callers, makeFile }));
  http.use(organizerKeyRoutes({ keys, callers, origins }));
  http.use(networkRoutes({ callers, network: options.publicUrl === null ? (options.network ?? null) : null }));
  http.use(seatRoutes({ sessions, callers, origins }));
  http.use(exportRoutes({ sessions, callers, programmes, imported, makeFile, verifier }));
  http.use(reportRoutes({ sessions, programmes, joinCodes, makeFile }));
  http.use(verifierRoutes(verifier));
  http.use(noteVectorRoutes({ callers, embeddings }));
  http.use(plainRoutes({ sessions, admission, origins, rowOf: (code) => joinCodes.rowOf(code) }));
  http.use(pageRoutes({ pagesDir: options.pagesDir }));
  http.use((request, response) => sendProblem(request, response, 'not-found'));
  http.use(problems({ onTrouble, onRefused: metrics.meters.refused }));
  routeUpgrades({ httpServer, sync, isAllowed });

  const { afterMs, lookEveryMs } = options.idle ?? limits.idle;
  const letIdleGo = async () => {
    const gone = await sessions.letIdleGo({ idleMs: afterMs, isHeld: (sessionId) => rooms.isRead(sessionId) });
    for (const sessionId of gone) rooms.forget(sessionId);
  };
  let idling: NodeJS.Timeout | undefined;

  /** [D43] Nobody new is taken, and everybody who is here goes to another process, not all at once. */
  const drain = async (drainMs: number) => {
    await wait(drainMs * limits.noticeShare);
    httpServer.close();
    const moves = new Moves(drainMs * (1 - limits.noticeShare));
    await Promise.all([rooms.move(moves), commands.move(moves)]);
  };

  /** What one process alone does of what is there already. */
  const resumeOurs = () => {
    deliveries?.wake();
    rehearsals.resume().catch((error: unknown) => onTrouble('rehearsals did not go on', { error: String(error) }));
  };

  return {
    httpServer,
    http,
    sessions,
    origins,
    listen: (wanted, host) =>
      new Promise((resolve, reject) => {
        httpServer.once('error', reject);
        httpServer.listen({ port: wanted, host, backlog: limits.http.backlog }, () => {
          httpServer.off('error', reject);
          // No file descriptor for one more socket: those that are here go on.
          httpServer.on('error', (error) => onTrouble('a connection was not accepted', { error: String(error) }));
          mirror?.begin();
          retention.begin();
          companions?.begin();
          idling = setInterval(() => {
            letIdleGo().catch((error: unknown) => onTrouble('idle sessions stayed in memory', { error: String(error) }));
          }, lookEveryMs).unref();
          if (others)
            others.begin({
              everyLook: () => keys.refresh(),
              whileLeading: resumeOurs,
              onLeadLost: () => rehearsals.close(),
              onGone: dissolve,
            });
          else resumeOurs();
          resolve(port());
        });
      }),
    make,
    close: async () => {
      isStopping = true;
      clearInterval(idling);
      if (options.drainMs) await drain(options.drainMs);
      await others?.close();
      rehearsals.close();
      retention.close();
      // What ends from here on is told of after the next start.
      await deliveries?.close();
      // What was accepted is stored and answered while its line still stands; what comes meanwhile is told to try later.
      await sessions.close();
      connections.cutAfter(goodbyeMs);
      rooms.close();
      sync.close();
      await commands.close();
      httpServer.closeAllConnections();
      await companions?.close();
      loopDelay.close();
      await stability.close();
      await files.close();
      await importing.close();
      await mirror?.close();
      await store.close();
    },
  };
}

function embeddingsOf(endpoint: EmbeddingsEndpoint, { now, onTrouble }: Pick<AppOptions, 'now' | 'onTrouble'>) {
  return { host: new URL(endpoint.url).host, noteVectors: new NoteVectors({ embed: embedAt(endpoint), now, onTrouble }) };
}
