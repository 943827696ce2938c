import { io, type Socket } from 'socket.io-client';
import type { Ack, ClientCommands, CommandName, Hello, Mine, Payload, ServerNews, Value } from '../../shared/wire.ts';
import { isRecord } from '../../shared/document.ts';
import { refusalCodes, type RefusalCode } from '../../shared/refusal.ts';
import { randomId } from './identity.ts';
import { NoAnswerError } from './no-answer.ts';
import { patienceMs } from './patience.ts';

export type ConnectionStatus = 'connecting' | 'online' | 'offline' | { refused: RefusalCode };

export interface Connection {
  /**
   * Sends a command and resolves to its answer, ok or refused. Rejects with NoAnswerError where none came within `timeoutMs` (10 s)
   * or there is no connection; then the same `commandId` may be sent again.
   */
  send<N extends CommandName>(
    name: N,
    payload: Omit<Payload<N>, 'commandId'>,
    options?: { commandId?: string; timeoutMs?: number },
  ): Promise<Ack<Value<N>>>;
  /** True where the server answers within 2 s. Otherwise the connection is made anew, at once. */
  probe(): Promise<boolean>;
  close(): void;
}

const wireVersion = 1;
const answerTimeoutMs = 10_000;
const probeTimeoutMs = 2_000;
/** Of attempts after a wait in vain every second begins with polling: a network that swallows WebSockets says nothing about it. */
const pollingEvery = 2;
/** Refusals of a connection that pass; the others are final. */
const passing: readonly RefusalCode[] = ['try-later', 'too-fast', 'not-stored', 'internal'];

/**
 * Opens one person's (or one face's) channel to a session and keeps it open. `onHello` is called after every connection, with the milliseconds since the
 * one before was lost, or 0; nobody waits for what it returns.
 */
export function connect({
  sessionId,
  token,
  onHello,
  onMine,
  onStatus,
}: {
  sessionId: string;
  token: string;
  onHello: (hello: Hello, awayMs: number) => unknown;
  onMine: (mine: Mine) => void;
  onStatus: (status: ConnectionStatus) => void;
}): Connection {
  const socket: Socket<ServerNews, ClientCommands> = io({
    path: '/socket.io/',
    auth: { token, wire: wireVersion },
    query: { session: sessionId },
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    timeout: patienceMs(0),
    // A hall that lost its Wi-Fi comes back all at once: half of every delay is chance.
    reconnectionDelay: 700,
    reconnectionDelayMax: 6_000,
    randomizationFactor: 0.5,
  });
  let isClosed = false;
  let lostAt: number | null = null;
  let waitsInVain = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const connectLater = () => {
    clearTimeout(retry);
    retry = setTimeout(() => socket.connect(), 1_000 + Math.random() * 3_000);
  };
  const connectNow = () => {
    clearTimeout(retry);
    socket.disconnect();
    socket.connect();
  };

  onStatus('connecting');
  const expectWaits = (count: number) => {
    waitsInVain = count;
    socket.io.timeout(patienceMs(count));
    const isPollingsTurn = count % pollingEvery === pollingEvery - 1;
    socket.io.opts.transports = isPollingsTurn ? ['polling', 'websocket'] : ['websocket', 'polling'];
  };
  socket.on('connect', () => {
    expectWaits(0);
    onStatus('online');
  });
  socket.on('hello', (hello) => {
    const awayMs = lostAt === null ? 0 : Date.now() - lostAt;
    lostAt = null;
    onHello(hello, awayMs);
  });
  socket.on('mine', onMine);
  socket.on('disconnect', (reason) => {
    if (isClosed) return;
    lostAt ??= Date.now();
    onStatus('offline');
    // socket.io stays away after the server hung up; the next handshake says whether that was meant.
    if (reason === 'io server disconnect') connectLater();
  });
  socket.on('connect_error', (error) => {
    if (isClosed) return;
    if (error.message === 'timeout') expectWaits(waitsInVain + 1);
    const code = refusedCode(error);
    if (code !== null && !passing.includes(code)) return onStatus({ refused: code });
    onStatus('offline');
    if (!socket.active) connectLater();
  });

  const emit = async (name: string, payload: object, timeoutMs: number): Promise<unknown> => {
    // Unsent packets would be buffered and sent late, beside what the outbox sends again.
    if (!socket.connected) throw new NoAnswerError();
    const untyped = socket as unknown as Socket;
    try {
      return await untyped.timeout(timeoutMs).emitWithAck(name, payload);
    } catch (error) {
      throw new NoAnswerError(error);
    }
  };

  return {
    async send<N extends CommandName>(
      name: N,
      payload: Omit<Payload<N>, 'commandId'>,
      { commandId = randomId(), timeoutMs = answerTimeoutMs }: { commandId?: string; timeoutMs?: number } = {},
    ) {
      const answer = await emit(name, { ...payload, commandId }, timeoutMs);
      if (!isAck(answer)) throw new NoAnswerError();
      return answer as Ack<Value<N>>;
    },
    async probe() {
      if (socket.connected) {
        try {
          // A payload without its fields is refused at the door: the cheapest thing that a live server answers.
          await emit('participant:ready', {}, probeTimeoutMs);
          return true;
        } catch {
          // No answer: the socket is dead, though nobody has told the browser yet.
        }
      }
      if (!isClosed) connectNow();
      return false;
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
      socket.disconnect();
    },
  };
}

function isAck(value: unknown): value is Ack {
  return isRecord(value) && (value['ok'] === true || (value['ok'] === false && isRecord(value['refusal'])));
}

/** The code of a refused handshake, or null where the network failed. */
function refusedCode(error: Error & { data?: unknown }): RefusalCode | null {
  const code = isRecord(error.data) ? error.data['code'] : undefined;
  return refusalCodes.find((known) => known === code) ?? null;
}
