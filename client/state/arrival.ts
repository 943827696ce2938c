import type { Joined, JoinInfo } from '../../shared/wire.ts';
import { isRecord } from '../../shared/document.ts';
import { normaliseJoinCode } from '../../shared/join-code.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { joinSession, lookUpJoinCode } from '../net/api.ts';
import { joinCommandId, keepSeat, keptSeat, type Seat } from '../net/identity.ts';
import { onDevice, readKept } from '../net/storage.ts';

export interface Arrived {
  info: JoinInfo;
  /** Null where the session has ended and this device never was in it. */
  seat: Seat | null;
}

/**
 * From the code on the screen to a seat. A device that has been here keeps its seat, even while the network is away or the room has a new code.
 * `onFound` is told of the session before the seat is there. Throws RefusalError (`code-unknown`, `room-locked`, …) or NoAnswerError.
 */
export async function arrive(
  typedCode: string,
  seatCode: string | null,
  locale: string,
  onFound: (info: JoinInfo) => void,
): Promise<Arrived> {
  // [J9] Seat cards lead here by the session's id.
  const code = typedCode.length === 16 ? typedCode : normaliseJoinCode(typedCode);
  if (code === '') throw new RefusalError('code-unknown');
  const info = await lookUp(code);
  onFound(info);
  const kept = keptSeat(info.sessionId);
  if (kept) return { info, seat: kept };
  if (info.status === 'ended') return { info, seat: null };
  const seat: Joined = await joinSession(info.sessionId, {
    commandId: joinCommandId(info.sessionId),
    locale,
    ...(seatCode && { seatCode }),
  });
  keepSeat(info.sessionId, seat);
  return { info, seat };
}

async function lookUp(code: string): Promise<JoinInfo> {
  const key = `yishi:code:${code}`;
  const kept = readKept(onDevice, key, isJoinInfo);
  const known = kept && keptSeat(kept.sessionId) ? kept : null;
  try {
    const info = await lookUpJoinCode(code);
    onDevice.set(key, JSON.stringify(info));
    return info;
  } catch (error) {
    if (known) return known;
    throw error;
  }
}

function isJoinInfo(value: unknown): value is JoinInfo {
  return (
    isRecord(value) && typeof value['sessionId'] === 'string' && typeof value['title'] === 'string' && typeof value['status'] === 'string'
  );
}
