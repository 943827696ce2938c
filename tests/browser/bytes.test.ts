import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { roomOrigin } from '../support/faces.ts';
import { firstLoad } from '../support/first-load.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

/** surfaces.md and speed.md, W9: what a phone may download before it is usable, and in all without the wall. */
const bytesMax = { beforeUsable: 80_000, inAll: 120_000 };

describe('what a phone downloads', () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    room = await Room.open(server);
    await room.step('open', 'collect');
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  it('is at most 80 kB of gzip until one can read the welcome and go in, and 120 kB with what is fetched quietly afterwards', async () => {
    const { beforeUsable, inAll, uncompressed } = await firstLoad(browser, `${roomOrigin(server.origin)}${room.paths.phone}`);
    console.log('a phone’s first load', { beforeUsable, inAll });
    expect(beforeUsable.contentBytes).toBeGreaterThan(40_000);
    expect(beforeUsable.contentBytes).toBeLessThanOrEqual(bytesMax.beforeUsable);
    expect(inAll.contentBytes).toBeLessThanOrEqual(bytesMax.inAll);
    expect(uncompressed).toEqual([]);
  });
});
