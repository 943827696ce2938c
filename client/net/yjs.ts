import * as Y from 'yjs';
import { WebsocketProvider } from 'y-websocket';
import type { Part } from '../../shared/document.ts';
import { patienceMs } from './patience.ts';

/** 'online' only once the document is whole; `closed` carries a final closing code of the wire contract. */
export type PartStatus = 'connecting' | 'online' | 'offline' | { closed: number };

/** One part of the shared document, kept in step with the server's. */
export interface OpenPart {
  /** Another Y.Doc after the history was rewritten: read it anew in every callback. */
  readonly doc: Y.Doc;
  readonly status: PartStatus;
  /** Null for who may only read. */
  readonly awareness: WebsocketProvider['awareness'] | null;
  /** Calls back after every change of the document, of the status, and of the Y.Doc itself. Returns what stops it. */
  onChange(callback: () => void): () => void;
  /** For who writes, the session's epoch once it is known: the server refuses another one before anything is exchanged. Who only reads is told by it. */
  readonly params: { epoch?: string };
  /** Throws away what is held of a history that is no more. */
  startAnew(): void;
  /** Connects anew where nothing was heard for `silentMs`, as after a sleep. */
  revive(silentMs?: number): void;
  close(): void;
}

const subprotocol = 'yishi';
const otherEpoch = 4409;
const backoffMaxMs = 6_500;
/** The server says something every three seconds: a line that says nothing for so long is dead, whatever the browser believes. */
const silenceMs = 6_000;
const listenEveryMs = 500;
/** Over the last bar of a signal a whole wall takes its time. */
const patienceMaxMs = 60_000;

export function openPart({
  sessionId,
  token,
  part,
  writes,
  onSilent,
}: {
  sessionId: string;
  token: string;
  part: Part;
  writes: boolean;
  /** Called when the line has died without a word; it is made anew all the same. */
  onSilent?: () => void;
}): OpenPart {
  const callbacks = new Set<() => void>();
  const notify = () => callbacks.forEach((callback) => callback());
  let status: PartStatus = 'connecting';
  let isClosed = false;
  const set = (next: PartStatus) => {
    status = next;
    notify();
  };

  const params: OpenPart['params'] = {};
  const open = () => {
    const doc = new Y.Doc();
    const provider = new WebsocketProvider(`${location.origin.replace(/^http/, 'ws')}/yjs`, `${sessionId}/${part}`, doc, {
      connect: false,
      protocols: [subprotocol, token],
      params,
      disableBc: true,
    });
    giveUpInTime(provider);
    // Before y-websocket plans when it comes back, which would be after the same while for everybody.
    provider.on('connection-close', () => spread(provider));
    if (!writes) provider.awareness.setLocalState(null);
    doc.on('update', notify);
    provider.on('sync', (isWhole: boolean) => {
      if (isWhole) set('online');
    });
    provider.on('connection-close', () => {
      if (!isClosed) set('offline');
    });
    provider.on('closed', ({ code }: { code: number }) => {
      if (isClosed) return;
      if (code === otherEpoch) startAnew();
      else set({ closed: code });
    });
    provider.connect();
    return { doc, provider };
  };

  let current = open();

  /** What this Y.Doc holds is of a history that is no more. */
  function startAnew() {
    const old = current;
    delete params.epoch;
    current = open();
    shut(old);
    set('connecting');
  }

  function revive(silentMs = silenceMs) {
    const { provider } = current;
    if (isClosed || typeof status === 'object') return;
    if (provider.synced && Date.now() - provider.wsLastMessageReceived < silentMs) return;
    // Under way already, and not without an end.
    if (!provider.synced && (provider.wsconnecting || provider.wsconnected) && silentMs > 0) return;
    provider.disconnect();
    provider.connect();
  }

  // A server that stops for a moment stops for the whole hall: it is not to come back in the same moment.
  const deadAfterMs = silenceMs + 1_500 * Math.random();
  const listening = setInterval(() => {
    const { provider } = current;
    // What is still coming comes as one message, behind which everything else waits.
    if (!provider.synced || Date.now() - provider.wsLastMessageReceived < deadAfterMs) return;
    revive(deadAfterMs);
    onSilent?.();
  }, listenEveryMs);

  return {
    get doc() {
      return current.doc;
    },
    get status() {
      return status;
    },
    get awareness() {
      return writes ? current.provider.awareness : null;
    },
    onChange(callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    params,
    startAnew,
    revive,
    close() {
      isClosed = true;
      clearInterval(listening);
      callbacks.clear();
      shut(current);
    },
  };
}

/** A handshake that an access point swallows would be waited for until the browser itself gives up, which takes minutes. */
function giveUpInTime(provider: WebsocketProvider) {
  let waitsInVain = 0;
  let patience: ReturnType<typeof setTimeout> | undefined;
  provider.on('status', ({ status }) => {
    if (status !== 'connecting') return;
    clearTimeout(patience);
    patience = setTimeout(
      () => {
        waitsInVain += 1;
        provider.disconnect();
        // It comes back after the wait that `disconnect` has planned.
        provider.shouldConnect = true;
      },
      patienceMs(waitsInVain, patienceMaxMs),
    );
  });
  provider.on('connection-close', () => clearTimeout(patience));
  provider.on('sync', (isWhole: boolean) => {
    if (!isWhole) return;
    clearTimeout(patience);
    waitsInVain = 0;
  });
}

/** A hall that lost its Wi-Fi comes back all at once: three quarters of every wait are chance, from the first one on. */
function spread(provider: WebsocketProvider) {
  provider.wsUnsuccessfulReconnects = Math.max(provider.wsUnsuccessfulReconnects, 3);
  const longestMs = Math.min(2 ** (provider.wsUnsuccessfulReconnects + 1) * 100, backoffMaxMs);
  provider.maxBackoffTime = longestMs * (0.25 + 0.75 * Math.random());
}

function shut({ doc, provider }: { doc: Y.Doc; provider: WebsocketProvider }) {
  provider.destroy();
  provider.awareness.destroy();
  doc.destroy();
}
