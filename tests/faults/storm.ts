import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Connection } from '../../client/net/socket.ts';
import { openPart, type OpenPart } from '../../client/net/yjs.ts';
import { readStage } from '../../shared/stage.ts';
import type { Hello, Joined } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { call, Commander, freshId, makeSession } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { pretendPage } from '../support/page.ts';
import { startServer } from '../support/server.ts';

/** A phone with the client's own network code. */
interface Phone {
  participantId: string;
  connection: Connection;
  stage: OpenPart;
  seen: { hello: Hello | null; isOnline: boolean };
}

export interface Storm {
  joinedMs: number;
  /** For each restart, from the moment it accepts connections until everybody is whole again. */
  wholeAgainMs: number[];
  /** Whose acknowledged note was not there any more, after any restart. */
  lost: string[];
}

/**
 * Larger test 5 of the fault list: `people` join at once, then the server, a process of its own, ends and starts again `restarts` times on the same files and port. Whole is who
 * was greeted anew and sees a stage that was changed since. The caller takes the pretended page away.
 */
export async function storm({ people, restarts }: { people: number; restarts: number }): Promise<Storm> {
  const dir = mkdtempSync(join(tmpdir(), 'yishi-storm-'));
  let server = await startServer({ dir });
  const { port } = new URL(server.origin);
  const origin = `http://127.0.0.1:${port}`;
  pretendPage(origin);
  const phones: Phone[] = [];
  try {
    const session = await makeSession(origin, server.key);
    await present(origin, session, 1000);
    const collect = await openCollect(origin, session);
    const started = performance.now();
    phones.push(...(await Promise.all(Array.from({ length: people }, () => joinOne(origin, session.sessionId)))));
    await allWhole(phones, 1000);
    const result: Storm = { joinedMs: performance.now() - started, wholeAgainMs: [], lost: [] };
    for (const { connection, participantId } of phones)
      if (!(await connection.send('note:add', { exerciseId: collect, noteId: `note-${participantId}`, text: '楼道灯不亮' })).ok)
        throw new Error('refused');
    for (let restart = 1; restart <= restarts; restart += 1) {
      await server.stop();
      await eventually(() => {
        if (phones.some(({ seen }) => seen.isOnline)) throw new Error('not everybody has noticed');
      });
      for (const { seen } of phones) seen.hello = null;
      server = await startServer({ dir, args: ['--port', port] });
      const back = performance.now();
      await present(origin, session, 1000 + restart);
      await allWhole(phones, 1000 + restart);
      result.wholeAgainMs.push(performance.now() - back);
      for (const { seen, participantId } of phones)
        if (!seen.hello?.mine?.notes.some(({ noteId }) => noteId === `note-${participantId}`)) result.lost.push(participantId);
    }
    return result;
  } finally {
    for (const { connection, stage } of phones) {
      connection.close();
      stage.close();
    }
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

type Session = Awaited<ReturnType<typeof makeSession>>;

/** Something that everybody's stage shows. */
async function present(origin: string, { sessionId, facilitatorToken }: Session, count: number): Promise<void> {
  const facilitator = new Commander(origin, { token: facilitatorToken, sessionId });
  await facilitator.hello;
  await facilitator.must('session:attendance', { present: count });
  facilitator.close();
}

async function openCollect(origin: string, { sessionId, facilitatorToken }: Session): Promise<string> {
  const { body } = await call<{ exercises: Record<string, { id: string; kind: string }> }>(origin, `/api/sessions/${sessionId}/stage`, {
    token: facilitatorToken,
  });
  const collect = exerciseOf({ exercises: Object.values(body.exercises) }, 'collect').id;
  const facilitator = new Commander(origin, { token: facilitatorToken, sessionId });
  await facilitator.hello;
  await facilitator.must('exercise:open', { exerciseId: collect });
  facilitator.close();
  return collect;
}

async function joinOne(origin: string, sessionId: string): Promise<Phone> {
  const { status, body } = await call<Joined>(origin, `/api/sessions/${sessionId}/participants`, { body: { commandId: freshId() } });
  if (status !== 201) throw new Error(`could not join: ${String(status)}`);
  const { participantId, token } = body;
  const seen: Phone['seen'] = { hello: null, isOnline: false };
  const connection = connect({
    sessionId,
    token,
    onHello: (hello) => (seen.hello = hello),
    onMine: () => undefined,
    onStatus: (now) => (seen.isOnline = now === 'online'),
  });
  return { participantId, connection, stage: openPart({ sessionId, token, part: 'stage', writes: false }), seen };
}

/** How many are looked at in a turn: reading a thousand stages again and again would be all that this process does. */
const lookedAtMax = 50;

/** Throws with what the missing lack, so that a storm that is not weathered says on which line. */
function allWhole(phones: readonly Phone[], count: number): Promise<void> {
  const missing = new Set(phones);
  const hasStage = ({ stage }: Phone) => readStage(stage.doc).session?.attendance?.present === count;
  return eventually(
    () => {
      for (const phone of [...missing].slice(0, lookedAtMax)) {
        missing.delete(phone);
        if (phone.seen.hello === null || !hasStage(phone)) missing.add(phone);
      }
      if (missing.size === 0) return;
      const ungreeted = [...missing].filter(({ seen }) => seen.hello === null).length;
      const cut = [...missing].filter(({ stage }) => stage.status !== 'online').length;
      throw new Error(
        `Of ${String(missing.size)} that are not known to be whole, ${String(ungreeted)} were not greeted and ${String(cut)} have no stage`,
      );
    },
    { withinMs: 60_000 },
  );
}
