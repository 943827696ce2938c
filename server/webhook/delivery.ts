import { createHash } from 'node:crypto';
import { importedIn } from '../session/session-row.ts';
import type { DeskRow, SessionRow } from '../store/store.ts';

/** One end of a session that a receiver is to hear of. */
export interface Delivery {
  sessionId: string;
  endedAt: number;
  /** `delivered` once a 2xx was heard, `failed` once it was given up; neither is ever sent again. */
  status: 'pending' | 'delivered' | 'failed';
  attempts: number;
  refusals: number;
  /** Milliseconds since 1970. */
  nextAt: number;
  /** What is posted, the same each time; null before it is made and once it is of no use. */
  body: string | null;
}

export const deliveryKind = 'delivery';

/** Another end of the same session is another delivery. */
export function rowIdOf({ sessionId, endedAt }: Pick<Delivery, 'sessionId' | 'endedAt'>): string {
  return `${sessionId}.${endedAt}`;
}

/** `webhook-id`: it follows from the end, so that a row that was lost with a stick is sent again under the id that the receiver knows. */
export function webhookIdOf(delivery: Pick<Delivery, 'sessionId' | 'endedAt'>): string {
  return `msg_${createHash('sha256')
    .update(`needs.ready ${rowIdOf(delivery)}`)
    .digest('base64url')
    .slice(0, 27)}`;
}

export function rowOfDelivery(delivery: Delivery): DeskRow {
  return { kind: deliveryKind, id: rowIdOf(delivery), body: JSON.stringify(delivery) };
}

/** The end that a session's row tells of; null where it is open, practice, or was held elsewhere. */
export function endOf({ id, endedAt, status, summary }: SessionRow): Pick<Delivery, 'sessionId' | 'endedAt'> | null {
  if (importedIn({ summary })) return null;
  const isPractice = (JSON.parse(summary) as { rehearsal?: boolean }).rehearsal === true;
  return status === 'ended' && endedAt !== null && !isPractice ? { sessionId: id, endedAt } : null;
}
