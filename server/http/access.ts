import type { CreatedSession } from '../../shared/wire.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { Sessions } from '../session/sessions.ts';
import type { SessionRow } from '../store/store.ts';
import type { Origins } from './origins.ts';

/** The ways into a session: its tokens, and the address of each face. */
export function accessTo(
  row: SessionRow,
  session: LiveSession,
  { sessions, origins }: { sessions: Sessions; origins: Origins },
): CreatedSession {
  const facilitatorToken = sessions.tokenFor(session, 'facilitator', null);
  const projectorToken = sessions.tokenFor(session, 'projector', null);
  const local = origins.local();
  return {
    sessionId: row.id,
    joinCode: row.joinCode,
    facilitatorToken,
    projectorToken,
    joinUrl: `${origins.room() ?? local}/j/${row.joinCode}`,
    facilitatorUrl: `${local}/f/${row.id}#t=${facilitatorToken}`,
    projectorUrl: `${local}/p/${row.id}#t=${projectorToken}`,
  };
}
