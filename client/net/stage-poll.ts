import { requestJson, sessionPath } from './api.ts';

const everyMs = 4_000;

/**
 * Reads the stage over HTTP, where a network lets no WebSocket through. `isCutOff` is asked every few seconds; twice in a row it has to be so, since a line
 * that is only lost comes back by itself. Returns what stops it.
 */
export function pollStage({
  sessionId,
  token,
  isCutOff,
  onStage,
  onNoAnswer,
}: {
  sessionId: string;
  token: string;
  isCutOff: () => boolean;
  onStage: (json: Record<string, unknown>) => void;
  /** Here the line of commands is all there is: it may be dead as well. */
  onNoAnswer: () => void;
}): () => void {
  let wasCutOff = false;
  const ticking = setInterval(() => {
    const isNeeded = isCutOff() && wasCutOff;
    wasCutOff = isCutOff();
    if (!isNeeded) return;
    requestJson<Record<string, unknown>>('GET', `${sessionPath(sessionId)}/stage`, { token, timeoutMs: everyMs }).then((json) => {
      if (isCutOff()) onStage(json);
    }, onNoAnswer);
  }, everyMs);
  return () => clearInterval(ticking);
}
