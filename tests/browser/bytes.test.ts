import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { phoneSize, roomOrigin } from '../support/faces.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

/** surfaces.md: what a phone may download before it is usable. */
const bytesMax = 80_000;

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

  it('is at most 80 kB of gzip until one can read the welcome and go in', async () => {
    const context = await browser.newContext({ viewport: phoneSize, locale: 'zh-CN' });
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    await network.send('Network.enable');
    const asked = new Map<string, { url: string; at: number; content: number; whole: number }>();
    const uncompressed: string[] = [];
    network.on('Network.requestWillBeSent', ({ requestId, request, wallTime }) => {
      asked.set(requestId, { url: new URL(request.url).pathname, at: wallTime * 1000, content: 0, whole: 0 });
    });
    network.on('Network.responseReceived', ({ response }) => {
      const isText = /javascript|css|html/.test(response.mimeType);
      const isGzip = Object.entries(response.headers).some(([name, value]) => /^content-encoding$/i.test(name) && value === 'gzip');
      if (isText && !isGzip) uncompressed.push(response.url);
    });
    // What comes over the air of each answer's content, as compressed as it is.
    network.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
      const request = asked.get(requestId);
      if (request) request.content += encodedDataLength;
    });
    network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const request = asked.get(requestId);
      if (request) Object.assign(request, { whole: encodedDataLength });
    });
    await page.addInitScript(() => {
      const isUsable = () => document.querySelector('footer button.primary') !== null;
      const watching = new MutationObserver(() => {
        if (!isUsable()) return;
        watching.disconnect();
        document.documentElement.dataset['usableAt'] = String(Date.now());
      });
      watching.observe(document, { subtree: true, childList: true });
    });
    await page.goto(`${roomOrigin(server.origin)}${room.paths.phone}`, { waitUntil: 'commit' });
    await page.getByRole('button', { name: '写一张' }).waitFor();
    const usableAt = Number(await page.evaluate(() => document.documentElement.dataset['usableAt']));
    const before = [...asked.values()].filter(({ at }) => at < usableAt);
    await eventually(() => expect(before.filter(({ whole }) => whole === 0)).toEqual([]));
    const sum = (part: 'content' | 'whole') => before.reduce((bytes, request) => bytes + request[part], 0);
    console.log(`a phone's first load: ${sum('content')} bytes in ${before.length} requests, ${sum('whole')} with their headers`);
    expect(sum('content')).toBeGreaterThan(40_000);
    expect(sum('content')).toBeLessThanOrEqual(bytesMax);
    expect(uncompressed).toEqual([]);
  });
});
