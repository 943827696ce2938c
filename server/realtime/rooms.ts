import { setTimeout as pause } from 'node:timers/promises';
import { closeCodes } from '../../shared/wire.ts';
import type { Event } from '../session/events.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { Meters } from '../session/meters.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Moves } from './moves.ts';
import { Room } from './room.ts';

/** After these, some tokens are no longer honoured. */
export const endsTokens: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'token-revoked',
  'kiosk-ended',
  'participant-removed',
  'seat-resumed',
]);

/** The room of each session that somebody reads. */
export class Rooms {
  readonly #rooms = new Map<string, Room>();
  readonly #meters: Meters;

  constructor(sessions: Sessions) {
    this.#meters = sessions.meters;
    sessions.onPublished((sessionId, published) => {
      const room = this.#rooms.get(sessionId);
      if (!room) return;
      if (published.events.some(({ type }) => endsTokens.has(type))) closeRevoked(room);
      // [D17] What they hold is of a history that is no more.
      if (published.rebuilt && room.epoch !== room.session.row.epoch) {
        room.close(closeCodes.otherEpoch);
        this.#rooms.delete(sessionId);
      } else room.publish(published);
    });
  }

  of(session: LiveSession): Room {
    const known = this.#rooms.get(session.id);
    if (known?.session === session) return known;
    known?.close(closeCodes.tryLater);
    const room = new Room(session, this.#meters);
    this.#rooms.set(session.id, room);
    return room;
  }

  get bufferedBytes(): number {
    let bytes = 0;
    for (const room of this.#rooms.values()) bytes += room.bufferedBytes;
    return bytes;
  }

  /** True while somebody reads the session. */
  isRead(sessionId: string): boolean {
    return this.#rooms.get(sessionId)?.isEmpty === false;
  }

  /** [D44] The session has left memory. */
  forget(sessionId: string): void {
    this.#rooms.get(sessionId)?.close(closeCodes.tryLater);
    this.#rooms.delete(sessionId);
  }

  /** [D43] Tells everybody to come again. */
  async move(moves: Moves): Promise<void> {
    const rooms = [...this.#rooms].map(([sessionId, room]) => ({ sessionId, readers: [...room.readers()] }));
    await Promise.all(
      rooms.flatMap(({ sessionId, readers }) =>
        readers.map(async ({ socket }) => {
          await pause(moves.momentOf(sessionId, readers.length));
          socket.close(closeCodes.tryLater);
        }),
      ),
    );
  }

  /** Tells everybody in a session's room that it is gone. */
  dissolve(sessionId: string): void {
    this.#rooms.get(sessionId)?.close(closeCodes.notFound);
    this.#rooms.delete(sessionId);
  }

  close(): void {
    for (const room of this.#rooms.values()) room.close(closeCodes.tryLater);
    this.#rooms.clear();
  }
}

function closeRevoked(room: Room): void {
  for (const { grant, socket } of room.readers()) if (!room.session.honours(grant)) socket.close(closeCodes.badToken);
}
