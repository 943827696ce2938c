import type { Server as HttpServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Server, type DefaultEventsMap, type Socket } from 'socket.io';
import { localeOf, RefusalError, sentenceOf, type Locale, type RefusalCode } from '../../shared/refusal.ts';
import { commands, frameBytesMax, wireVersion, type Ack, type Command, type ServerNews } from '../../shared/wire.ts';
import type { Event } from '../session/events.ts';
import type { LiveSession } from '../session/live-session.ts';
import { helloOf, mineOf } from '../session/mine.ts';
import { currentTurns } from '../session/turns.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Grant } from '../session/tokens.ts';
import type { Moves } from './moves.ts';
import { endsTokens } from './rooms.ts';
import { isCommandName, parseCommand } from '../session/shape.ts';
import { facilitatorRate, residentRate, TokenBuckets } from '../session/token-bucket.ts';

interface Connected {
  grant: Grant;
  session: LiveSession;
  locale: Locale;
  /** How many commands in a row were too fast. */
  tooFast: number;
  /** What is being decided for it. */
  underWay: Set<Promise<void>>;
}
type CommandSocket = Socket<DefaultEventsMap, ServerNews, DefaultEventsMap, Connected>;

export interface CommandsOptions {
  httpServer: HttpServer;
  sessions: Sessions;
  /** False refuses the handshake: a foreign Host or Origin [S5]. */
  isAllowed: (headers: { host?: string | undefined; origin?: string | undefined }) => boolean;
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

/** After these, what people were told of their own doings is no longer right. */
const changesEverybodysOwn: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'exercise-revealed',
  'exercise-concealed',
  'round-sealed',
  'session-ended',
  'note-shown',
  'note-passed',
  'scribe-marked',
]);
const newsSlice = 100;
/** A page takes `too-fast` as an answer. Who goes on all the same is read more slowly: a refusal too takes its time. */
const tooFastForgiven = 20;
const restMs = 1_000;

/** Promises to one person: commands over socket.io, each answered only when its effect is durable [D1]. */
export function createCommands({ httpServer, sessions, isAllowed, onTrouble }: CommandsOptions) {
  const io = new Server<DefaultEventsMap, ServerNews, DefaultEventsMap, Connected>(httpServer, {
    path: '/socket.io/',
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: frameBytesMax,
    perMessageDeflate: false,
    httpCompression: false,
    connectTimeout: 10_000,
    // A page hears on its line to the stage that both are alive (room.ts): there one frame does for all, while each of these pings costs thirty times as
    // much. Of a phone that went without a word the system knows, since nothing else is said here (http/connections.ts). They keep proxies from hanging up.
    pingInterval: 45_000,
    pingTimeout: 20_000,
    allowRequest: (request, callback) => callback(null, isAllowed(request.headers)),
  });
  const { meters } = sessions;
  const buckets = new TokenBuckets();
  const people = new People();

  io.use((socket, next) => {
    const auth = socket.handshake.auth as { token?: unknown; wire?: unknown; locale?: unknown };
    const locale = localeOf(typeof auth.locale === 'string' ? auth.locale : socket.handshake.headers['accept-language']);
    const refuse = (code: RefusalCode) => next(Object.assign(new Error(sentenceOf(code, locale)), { data: { code } }));
    if (auth.wire !== wireVersion) return refuse('wire-too-old');
    if (typeof auth.token !== 'string') return refuse('bad-token');
    sessions
      .grant(auth.token)
      .then(({ grant, session }) => {
        Object.assign(socket.data, { grant, session, locale, tooFast: 0, underWay: new Set() });
        next();
      })
      .catch((error: unknown) => {
        if (!(error instanceof RefusalError)) onTrouble('a socket could not be let in', { error: String(error) });
        refuse(error instanceof RefusalError ? error.code : 'internal');
      });
  });

  io.on('connection', (socket) => {
    const { grant, session } = socket.data;
    people.add(socket);
    meters.connected('commands', grant.role, 1);
    session.countSocket(grant, 1);
    socket.once('disconnect', () => {
      people.remove(socket);
      meters.connected('commands', grant.role, -1);
      session.countSocket(grant, -1);
    });
    socket.onAny((name: string, ...rest: unknown[]) => {
      const ack = rest.at(-1);
      const answer = typeof ack === 'function' ? (ack as (answer: Ack) => void) : () => undefined;
      const payload = rest[0] === ack ? undefined : rest[0];
      const { underWay } = socket.data;
      const answering = carryOut(socket, name, payload)
        .then(answer)
        .finally(() => underWay.delete(answering));
      underWay.add(answering);
    });
    session.atRest(() => socket.emit('hello', helloOf(session, grant, sessions.now()))).catch(() => socket.disconnect(true));
  });

  async function carryOut(socket: CommandSocket, name: string, payload: unknown): Promise<Ack> {
    const { grant, session, locale } = socket.data;
    const started = performance.now();
    try {
      const isSlow = grant.role === 'resident';
      const bucket = `${session.id} ${grant.participantId ?? grant.role}`;
      const isTaken = buckets.take(bucket, isSlow ? residentRate : facilitatorRate, performance.now());
      socket.data.tooFast = isTaken ? 0 : socket.data.tooFast + 1;
      if (socket.data.tooFast === tooFastForgiven) restFrom(socket);
      if (!isTaken) throw new RefusalError('too-fast');
      if (!isCommandName(name)) throw new RefusalError('bad-input');
      const command = parseCommand(name, payload);
      const allowed: readonly string[] = commands[name].roles;
      // [B16] A helper's phone stays a resident's, and may do what helpers do as well.
      const isHelper = allowed.includes('scribe') && session.isScribe(grant);
      if (!allowed.includes(grant.role) && !isHelper) throw new RefusalError('not-allowed');
      const answer = await session.command(command, grant);
      if (!answer.ok) throw new RefusalError(answer.code);
      meters.acknowledged((performance.now() - started) / 1000);
      if (grant.role === 'resident' || grant.role === 'kiosk') tellDevices(socket, command);
      return answer;
    } catch (error) {
      const code = error instanceof RefusalError ? error.code : 'internal';
      meters.refused(code);
      // [F30] Whoever lost a card that somebody uses has that person removed instead.
      if (name === 'seat:void' && code === 'seat-taken') onTrouble('a seat card in use was to be voided', { session: session.id });
      if (code === 'internal')
        onTrouble('a command failed', { session: session.id, name: isCommandName(name) ? name : 'unknown', error: String(error) });
      return { ok: false, refusal: { code, message: sentenceOf(code, locale) } };
    }
  }

  /** Two pages of one person show the same [B1], so does the phone of who spoke through a tablet [B7]; the page that wrote is told where its note is public at once. */
  function tellDevices(socket: CommandSocket, { name, payload }: Command): void {
    const { grant, session } = socket.data;
    const seatCode = 'seatCode' in payload ? payload.seatCode : undefined;
    if (grant.role === 'kiosk' && seatCode === undefined) return;
    const personId = seatCode === undefined ? (grant.participantId ?? '') : session.holderOf(seatCode);
    const isPublic = name === 'note:add' && session.state.notes.get(payload.noteId)?.number !== null;
    const sockets = [...people.of(session.id, personId)].filter((other) => isPublic || other !== socket);
    if (sockets.length > 0) void tellMine(session, sockets);
  }

  sessions.onPublished((sessionId, published) => {
    const types = new Set(published.events.map(({ type }) => type));
    // Whoever revokes their own link still hears that it was done.
    if ([...types].some((type) => endsTokens.has(type))) setImmediate(() => dropRevoked(people.ofSession(sessionId)));
    if (published.rebuilt || [...types].some((type) => changesEverybodysOwn.has(type))) void tellAll(sessionId);
    else if (published.isElsewhere) void tellThoseElsewhere(sessionId);
  });

  /** [B1] What was stored elsewhere may be of a person who has a page here as well. */
  async function tellThoseElsewhere(sessionId: string): Promise<void> {
    const session = people.ofSession(sessionId)[0]?.data.session;
    const sockets = session?.alsoElsewhere().flatMap((id) => [...people.of(sessionId, id)]) ?? [];
    if (session && sockets.length > 0) await tellMine(session, sockets);
  }

  async function tellAll(sessionId: string): Promise<void> {
    const residents = people.ofSession(sessionId).filter((socket) => socket.data.grant.role === 'resident');
    const session = residents[0]?.data.session;
    for (let i = 0; session && i < residents.length; i += newsSlice) {
      await tellMine(session, residents.slice(i, i + newsSlice));
      await new Promise(setImmediate);
    }
  }

  async function tellMine(session: LiveSession, sockets: readonly CommandSocket[]): Promise<void> {
    await session
      .atRest(({ state }) => {
        const turns = currentTurns(state);
        for (const socket of sockets) socket.emit('mine', mineOf(state, socket.data.grant, turns));
      })
      .catch((error: unknown) => onTrouble('news were not told', { session: session.id, error: String(error) }));
  }

  return {
    /** Ends every socket of a session that is gone. */
    dissolve: (sessionId: string) => {
      for (const socket of people.ofSession(sessionId)) socket.disconnect(true);
    },
    /** Ends every line to a session that is of no use any more, once what was asked is answered: as if it had broken, so that a page comes again at once. */
    comeAgain: (sessionId: string) => {
      for (const socket of people.ofSession(sessionId))
        void Promise.allSettled(socket.data.underWay).then(() => {
          if (socket.data.session.isBroken) socket.conn.close();
        });
    },
    /** [D43] Ends every line, each once what was asked on it is answered; whoever was on it comes again at once. */
    move: async (moves: Moves) => {
      const sockets = [...io.sockets.sockets.values()];
      await Promise.all(
        sockets.map(async (socket) => {
          const { id } = socket.data.session;
          await pause(moves.momentOf(id, people.countOf(id)));
          await Promise.allSettled(socket.data.underWay);
          // As if the line had broken: after a goodbye a page would wait longer.
          socket.conn.close();
        }),
      );
    },
    close: () => io.close(),
  };
}

/** Leaves what a socket says in the network for a while. A polling page asks once at a time anyway. */
function restFrom(socket: CommandSocket): void {
  // Engine.io keeps the WebSocket to itself, and has no word for this.
  const { socket: webSocket } = socket.conn.transport as { socket?: { pause?: () => void; resume: () => void } };
  webSocket?.pause?.();
  setTimeout(() => {
    socket.data.tooFast = 0;
    webSocket?.resume();
  }, restMs).unref();
}

function dropRevoked(sockets: readonly CommandSocket[]): void {
  for (const socket of sockets) if (!socket.data.session.honours(socket.data.grant)) socket.disconnect(true);
}

/** Which sockets belong to whom. */
class People {
  readonly #bySession = new Map<string, Map<string, Set<CommandSocket>>>();

  add(socket: CommandSocket): void {
    const { session, grant } = socket.data;
    const people = this.#bySession.get(session.id) ?? new Map<string, Set<CommandSocket>>();
    this.#bySession.set(session.id, people);
    const name = grant.participantId ?? '';
    people.set(name, (people.get(name) ?? new Set()).add(socket));
  }

  remove(socket: CommandSocket): void {
    const { session, grant } = socket.data;
    const people = this.#bySession.get(session.id);
    const name = grant.participantId ?? '';
    people?.get(name)?.delete(socket);
    if (people?.get(name)?.size === 0) people.delete(name);
    if (people?.size === 0) this.#bySession.delete(session.id);
  }

  of(sessionId: string, participantId: string): ReadonlySet<CommandSocket> {
    return this.#bySession.get(sessionId)?.get(participantId) ?? new Set();
  }

  /** How many there are in a session. */
  countOf(sessionId: string): number {
    return this.#bySession.get(sessionId)?.size ?? 0;
  }

  ofSession(sessionId: string): CommandSocket[] {
    return [...(this.#bySession.get(sessionId)?.values() ?? [])].flatMap((sockets) => [...sockets]);
  }
}
