import { describe, expect, it } from 'vitest';
import { openPart } from '../../client/net/yjs.ts';
import { patienceMs } from '../../client/net/patience.ts';
import { eventually } from '../support/eventually.ts';
import { closeAfterEach, DifficultNetwork, oddServer, open } from './phone-lines.ts';
import { PhonePage } from './phone.ts';

closeAfterEach();

describe('a phone whose handshakes are not answered', () => {
  it('[F42] waits longer each time, up to a limit', () => {
    expect([0, 1, 2, 3, 9].map((waits) => patienceMs(waits))).toEqual([5_000, 10_000, 20_000, 20_000, 20_000]);
    expect(patienceMs(9, 8_000)).toBe(8_000);
  });

  it('[F47] [F48] does not wait for ever on a line to the stage that somebody swallows', async () => {
    const server = await oddServer();
    server.swallowsParts = true;
    open.push(openPart({ sessionId: 'session', token: 'token', part: 'stage', writes: false }));
    await eventually(() => expect(server.partsOpened).toBeGreaterThan(1), { withinMs: 12_000 });
  }, 20_000);
});

describe('a phone in a difficult network', () => {
  const network = new DifficultNetwork();

  it('[F48] whose access point drops everything without a word notices within ten seconds and has the whole picture soon after', async () => {
    const cable = await network.cableTo();
    const phone = await PhonePage.enter(network.meeting.session.joinCode);
    open.push(phone);
    cable.hush();
    const hushed = performance.now();
    await network.meeting.facilitator.must('session:attendance', { present: 41 });
    await eventually(() => expect(phone.room.status).toBe('offline'), { withinMs: 12_000 });
    expect(performance.now() - hushed).toBeLessThan(10_000);
    cable.plugIn();
    await eventually(() => expect([phone.isWhole, phone.room.stage.stage.session?.attendance?.present]).toEqual([true, 41]), {
      withinMs: 10_000,
    });
  }, 40_000);

  it('[F48] [F63] that went without a word does not keep the server from stopping', async () => {
    const cable = await network.cableTo();
    const phone = await PhonePage.enter(network.meeting.session.joinCode);
    open.push(phone);
    cable.hush();
    const started = performance.now();
    await network.app.close();
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
