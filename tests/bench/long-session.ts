import { stores } from '../../server/app.ts';
import { noMeters } from '../../server/session/meters.ts';
import { Sessions } from '../../server/session/sessions.ts';
import { Tokens } from '../../server/session/tokens.ts';
import { writePlaces, writeNeed } from '../../shared/wall.ts';
import { exerciseOf } from '../support/agenda.ts';
import { freshId } from '../support/clients.ts';
import * as Y from 'yjs';

const people = 300;
const notes = 500;

export interface LongSession {
  sessionId: string;
  /** Of one who joined it. */
  token: string;
  commits: number;
}

/**
 * Writes a session of `commits` commits into a data folder, through the server's own session and store: people join, write, and for the rest a facilitator
 * moves notes. It is left as a killed server leaves it: with the last snapshot that the way brought, and none on the way out.
 */
export async function writeLongSession(dir: string, commits: number): Promise<LongSession> {
  const store = await stores.sqlite(dir);
  const sessions = new Sessions({
    store,
    tokens: new Tokens(await store.secret()),
    now: () => Date.now(),
    meters: noMeters,
    computeStability: () => Promise.resolve(null),
    onTrouble: (what, details) => {
      throw new Error(`${what} ${JSON.stringify(details)}`);
    },
  });
  const { id } = await sessions.create({ title: 'A long evening' });
  const session = await sessions.get(id);
  const ids: string[] = [];
  for (let i = 0; i < people; i += 1) ids.push((await session.join(freshId())).participantId);
  const exerciseId = exerciseOf(session.state, 'collect').id;
  const facilitator = { role: 'facilitator', participantId: null } as const;
  await session.command({ name: 'exercise:open', payload: { commandId: freshId(), exerciseId } }, facilitator);
  const noteIds = Array.from({ length: notes }, freshId);
  for (const [i, noteId] of noteIds.entries())
    await session.command(
      { name: 'note:add', payload: { commandId: freshId(), exerciseId, noteId, text: '路'.repeat(60) } },
      { role: 'resident', participantId: ids[i % people]! },
    );
  await session.command({ name: 'exercise:reveal', payload: { commandId: freshId(), exerciseId } }, facilitator);

  const wall = new Y.Doc();
  Y.applyUpdate(wall, session.encode('wall'));
  let change: Uint8Array = new Uint8Array();
  wall.on('update', (update) => (change = update));
  writeNeed(wall, { id: 'need-bench', title: '路灯' }, { x: 0, y: 0, order: 'a1' }, {});
  await session.arrange('wall', change);
  for (let i = 0; session.seq < commits; i += 1) {
    writePlaces(wall, new Map([[noteIds[i % notes]!, { needId: null, x: i, y: 0, order: 'a1' }]]), {});
    await session.arrange('wall', change);
  }
  const token = sessions.tokenFor(session, 'resident', ids[0]!);
  await store.close();
  return { sessionId: id, token, commits: session.seq };
}
