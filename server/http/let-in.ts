import { RefusalError } from '../../shared/refusal.ts';
import type { Joined } from '../../shared/wire.ts';
import type { Caller } from '../session/decide.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Admission } from './admission.ts';

/**
 * [J2] [J4] Somebody comes in, by a seat card where they give its code; the same `commandId` is the same person, and asks nobody for room. Throws why they do
 * not.
 */
export async function letIn(
  { sessions, admission }: { sessions: Sessions; admission: Admission },
  session: LiveSession,
  { commandId, seatCode }: { commandId: string; seatCode?: string | undefined },
): Promise<{ joined: Joined; caller: Caller }> {
  if (!session.hasJoined(commandId)) admission.requireRoom(session.id);
  const { answer, participantId } = await session.join(commandId, seatCode);
  if (!answer.ok) throw new RefusalError(answer.code);
  const { alias, ...device } = answer.value as { alias: string; device?: number };
  const token = sessions.tokenFor(session, 'resident', participantId, device);
  return { joined: { participantId, token, alias }, caller: { role: 'resident', participantId, ...device } };
}
