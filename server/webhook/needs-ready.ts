import type { MakeFile } from '../export/export-thread.ts';
import type { Programmes } from '../desk/programmes.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Delivery } from './delivery.ts';

/** What a receiver is told. The records themselves are fetched with a key. */
export interface NeedsReady {
  type: 'needs.ready';
  /** The same as `webhook-id`. */
  id: string;
  /** When the session ended. */
  timestamp: string;
  data: {
    sessionId: string;
    title: string;
    endedAt: string;
    needsUrl: string;
    /** Of the records as they were when this was made. With this time in the place of their own, what is fetched later has the same checksum if nothing changed. */
    generatedAt: string;
    checksum: string;
  };
}

export interface NeedsReadyOptions {
  sessions: Pick<Sessions, 'get'>;
  programmes: Pick<Programmes, 'heldSourceOf'>;
  makeFile: MakeFile;
  /** Where records are fetched, without what stands after `/api`. */
  origin: () => string;
}

/** Says that a session's records are ready; null where `isPatient` and a count is still being made sure. */
export function needsReadyBy({ sessions, programmes, makeFile, origin }: NeedsReadyOptions) {
  return async (
    { sessionId, endedAt, id }: Pick<Delivery, 'sessionId' | 'endedAt'> & { id: string },
    { isPatient }: { isPatient: boolean },
  ): Promise<string | null> => {
    const session = await sessions.get(sessionId);
    if (isPatient && session.isBecomingSure) return null;
    const source = await programmes.heldSourceOf(session);
    const { checksum } = await makeFile({ ...source, file: 'needs.json', locale: 'zh-CN' });
    const end = new Date(endedAt).toISOString();
    const ready: NeedsReady = {
      type: 'needs.ready',
      id,
      timestamp: end,
      data: {
        sessionId,
        title: await session.atRest(({ state }) => state.details.title),
        endedAt: end,
        needsUrl: `${origin()}/api/sessions/${sessionId}/needs.json`,
        generatedAt: new Date(source.made.generatedAt).toISOString(),
        checksum: checksum!,
      },
    };
    return JSON.stringify(ready);
  };
}
