import { describe, expect, it } from 'vitest';
import { connect, type ConnectionStatus } from '../../client/net/socket.ts';
import { eventually } from '../support/eventually.ts';
import { closeAfterEach, DifficultNetwork, oddServer, open } from './phone-lines.ts';

closeAfterEach();

describe('a phone whose handshakes are not answered', () => {
  it('[F42] waits longer each time: a server that needs six seconds for everybody at its door lets them in all the same', async () => {
    const server = await oddServer();
    server.servesAfterMs = 6_000;
    let status: ConnectionStatus = 'connecting';
    open.push(
      connect({
        sessionId: 'session',
        token: 'token',
        onHello: () => undefined,
        onMine: () => undefined,
        onStatus: (now) => (status = now),
      }),
    );
    await eventually(() => expect(status).toBe('online'), { withinMs: 20_000 });
    expect(server.connections.length).toBeGreaterThan(1);
  }, 30_000);
});

describe('a phone in a difficult network, for as long as it takes', () => {
  const network = new DifficultNetwork();

  it('[F44] [F48] whose line is slow waits for a picture that is still coming, however long it takes', () => network.slowPicture(5));

  it('[F48] is a facilitator’s as well: the line of commands is known to be dead within ten seconds', async () => {
    const cable = await network.cableTo();
    const { FacilitatorState } = await import('../../client/state/facilitator.svelte.ts');
    const { sessionId, facilitatorToken } = network.meeting.session;
    const state = new FacilitatorState({ sessionId, token: facilitatorToken });
    open.push(state);
    await eventually(() => expect([state.status, state.stage.status]).toEqual(['online', 'online']));
    cable.hush();
    await eventually(() => expect(state.status).toBe('offline'), { withinMs: 10_000 });
  }, 30_000);

  it(
    '[F49] that lets no WebSocket through is polled over: the stage is read, notes and ballots arrive',
    () => network.polledOver('refuse'),
    60_000,
  );

  it('[F49] that lets every WebSocket vanish is polled over: the stage is read, notes and ballots arrive', () =>
    network.polledOver('vanish'));

  it('[F49] that lets WebSockets through no more in the middle of it: what is polled stays for good', () =>
    network.noMoreWebSockets(30_000));
});
