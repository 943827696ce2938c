import { expect, it } from 'vitest';
import { startApp, testKey } from '../support/app.ts';
import { call, Facilitator, makeSession, Phone } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';

it('[D44] a session leaves memory once nobody is connected and nobody has asked for it, and is the same when somebody comes', async () => {
  const app = await startApp({ idle: { afterMs: 40, lookEveryMs: 10 } });
  const session = await makeSession(app.origin, testKey);
  const facilitator = await Facilitator.open(app.origin, session);
  await facilitator.commander.must('session:attendance', { present: 12 });
  facilitator.commander.close();
  // Whoever only looks holds it as well.
  const other = await makeSession(app.origin, testKey);
  await call(app.origin, `/api/sessions/${other.sessionId}/stage`, { token: other.projectorToken });
  await eventually(() => expect(app.sessions.openIds()).toEqual([session.sessionId]));
  facilitator.close();
  await eventually(() => expect(app.sessions.openIds()).toEqual([]));
  const phone = await Phone.join(app.origin, session.sessionId);
  expect(phone.stage.stage.session?.attendance?.present).toBe(12);
  await eventually(() => expect(phone.stage.stage.counts).toMatchObject({ joined: 1, online: 1 }));
  phone.close();
  await app.close();
});
