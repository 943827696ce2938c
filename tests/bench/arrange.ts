import { PartReader } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { latencies, round, spread, type Latencies } from './figures.ts';
import { LightPhone } from './light-phone.ts';
import { move, roomWithNotes } from './room.ts';
import { LoadClock, type Spent } from './load-clock.ts';
import { startWarmYishi } from './yishi.ts';

export interface Arrange extends Spent {
  phones: number;
  /** Phones that look at the wall. */
  watching: number;
  projector: Latencies;
  /** Milliseconds from the last move until the last wall-watching phone has it; null where none watches. */
  watchersRightMs: number | null;
}

export const movesPerSecond = 20;

/** W1: one facilitator moves notes twenty times a second, one projector and the wall-watching phones follow; the other phones have the stage. */
export async function arrange({ phones: count, watching, forMs }: { phones: number; watching: number; forMs: number }): Promise<Arrange> {
  const yishi = await startWarmYishi();
  try {
    const { session, facilitator } = await roomWithNotes(yishi, 60);
    const { sessionId } = session;
    const noteId = facilitator.wall.wall.notes[0]!.id;
    const projector = new PartReader(yishi.origin, { token: session.projectorToken, sessionId, part: 'wall' });
    await projector.synced;
    let watcherToken = '';
    const phones = await spread(Array.from({ length: count }), count * 4, async () => {
      const { token } = await LightPhone.join(yishi.origin, sessionId);
      watcherToken = token;
      return LightPhone.connect(yishi.origin, sessionId, token);
    });
    const watchers = Array.from({ length: watching }, () => new PartReader(yishi.origin, { token: watcherToken, sessionId, part: 'wall' }));
    await Promise.all(watchers.map(({ synced }) => synced));

    const sentAt = new Map<number, number>();
    const durations: number[] = [];
    projector.doc.on('update', () => {
      const x = projector.wall.notes.find(({ id }) => id === noteId)?.place.x ?? 0;
      for (const [seen, at] of sentAt) {
        if (seen > x) continue;
        durations.push(performance.now() - at);
        sentAt.delete(seen);
      }
    });
    const clock = new LoadClock(yishi.measured);
    const moves = Math.round((forMs / 1000) * movesPerSecond);
    await spread(Array.from({ length: moves }), forMs, (_, i) => {
      sentAt.set(i + 1, performance.now());
      move(facilitator, noteId, i + 1);
      return Promise.resolve();
    });
    const lastMoveAt = performance.now();
    let rightAt = lastMoveAt;
    await eventually(
      () => {
        const isRight = ({ wall }: PartReader) => wall.notes.find(({ id }) => id === noteId)?.place.x === moves;
        if (![projector, ...watchers].every(isRight)) throw new Error('a wall is behind');
        rightAt = performance.now();
      },
      { withinMs: 10_000 },
    );
    const result: Arrange = {
      phones: count,
      watching,
      projector: latencies(durations),
      watchersRightMs: watching > 0 ? round(rightAt - lastMoveAt) : null,
      ...clock.stop(),
    };
    for (const face of [...phones, ...watchers, projector, facilitator]) face.close();
    return result;
  } finally {
    await yishi.stop();
  }
}
