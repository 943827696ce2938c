import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { Meeting } from '../support/meeting.ts';
import { RawPart } from '../support/raw-sockets.ts';

describe('a room where nothing happens', () => {
  let app: TestApp;
  let meeting: Meeting;

  beforeAll(async () => {
    app = await startApp();
    meeting = await Meeting.open(app);
  });
  afterAll(async () => {
    meeting.close();
    await app.close();
  });

  it('sends an empty awareness at least every twenty seconds, to everybody', async () => {
    const { sessionId, facilitatorToken, projectorToken } = meeting.session;
    const resident = await meeting.resident();
    const raws = [facilitatorToken, projectorToken, resident.token].map(
      (token) => new RawPart(app.origin, `/yjs/${sessionId}/wall`, ['yishi', token]),
    );
    const heardAt = raws.map((raw) => {
      const times: number[] = [];
      raw.socket.on('message', (data: Buffer) => {
        if (data.equals(Buffer.of(1, 1, 0))) times.push(performance.now());
      });
      return times;
    });
    await Promise.all(raws.map(({ opened }) => opened));
    const start = performance.now();
    await eventually(() => expect(Math.min(...heardAt.map(({ length }) => length))).toBeGreaterThanOrEqual(2), { withinMs: 45_000 });
    for (const times of heardAt) for (const [i, at] of times.entries()) expect(at - (times[i - 1] ?? start)).toBeLessThan(20_000);
    for (const raw of raws) raw.close();
  });
});
