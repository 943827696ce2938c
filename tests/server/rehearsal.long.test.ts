import { expect, it } from 'vitest';
import { checkNeedRecords } from '../../shared/need-record/check.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import type { CreatedSession, SessionSummary } from '../../shared/wire.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { Room } from '../support/room.ts';
import { startServer } from '../support/server.ts';
import { runUnattended } from '../support/unattended.ts';

const fiveMinutesMs = 300_000;

it('[J6] [R5] two hundred simulated residents, at the speed of people, are through the default template in under five minutes', async () => {
  const server = await startServer({ args: ['--rehearse'], env: { YISHI_REHEARSE: '200' } });
  const startedAt = performance.now();
  const ask = async <T>(path: string) => (await call<T>(server.origin, path, { token: server.key })).body;
  const sessionId = await eventually(async () => {
    const [rehearsal] = (await ask<{ rehearsals: SessionSummary[] }>('/api/sessions')).rehearsals;
    if (!rehearsal) throw new Error('no rehearsal yet');
    return rehearsal.sessionId;
  });
  const room = await Room.take(server.origin, await ask<CreatedSession>(`/api/sessions/${sessionId}`));
  await runUnattended(room, { pace: 1 });
  const records = await ask<NeedRecords>(`/api/sessions/${sessionId}/needs.json`);
  const tookMs = performance.now() - startedAt;
  const ballots = records.runs.map((run) => run.ballots);
  console.log(
    `${String(records.session.joined)} residents, ${records.notes.length} notes, ${ballots.join(' and ')} ballots in ${(tookMs / 1000).toFixed(0)} s`,
  );
  expect(tookMs).toBeLessThan(fiveMinutesMs);
  expect(checkNeedRecords(records)).toEqual([]);
  expect(records.session).toMatchObject({ rehearsal: true, joined: 200 });
  room.close();
  await server.stop();
});
