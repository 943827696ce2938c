import type { Browser, CDPSession } from 'playwright-core';
import { eventually } from './eventually.ts';
import { phoneSize } from './faces.ts';

/** What came over the air: the content as compressed as it was, and with the headers of each answer. */
export interface Downloaded {
  requests: number;
  contentBytes: number;
  wholeBytes: number;
}

export interface FirstLoad {
  /** From the tap on the link until one can read the welcome and go in. */
  usableMs: number;
  beforeUsable: Downloaded;
  /** With what is fetched quietly afterwards. */
  inAll: Downloaded;
  /** Scripts, styles and pages that were not compressed. */
  uncompressed: string[];
}

/** Lighthouse's slow 4G and its slow phone: 150 ms there and back, 1.6 Mbit/s, a processor four times as slow. */
export const slowPhone = { latencyMs: 150, bitsPerSecond: 1_638_400, slowdown: 4 };

/** So long nothing more is fetched, and a page counts as loaded. */
const quietMs = 3_000;

/** Loads a resident's page for the first time, in a browser that has kept nothing, and waits until all is quiet. */
export async function firstLoad(browser: Browser, url: string, slow?: typeof slowPhone): Promise<FirstLoad> {
  const context = await browser.newContext({ viewport: phoneSize, locale: 'zh-CN' });
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  const { requests, uncompressed } = await watch(devTools);
  if (slow) await slowDown(devTools, slow);
  await page.addInitScript(() => {
    new MutationObserver((_changes, watching) => {
      if (document.querySelector('footer button.primary') === null) return;
      watching.disconnect();
      document.documentElement.dataset['usableAt'] = String(performance.timeOrigin + performance.now());
    }).observe(document, { subtree: true, childList: true });
  });
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('footer button.primary').waitFor({ timeout: 30_000 });
  const [begunAt, usableAt] = await page.evaluate(() => [performance.timeOrigin, Number(document.documentElement.dataset['usableAt'])]);
  await eventually(
    () => {
      const all = [...requests.values()];
      const isQuiet = all.every(({ whole, at }) => whole > 0 && Date.now() - at > quietMs);
      if (!isQuiet) throw new Error('something is still being fetched');
    },
    { withinMs: 30_000 },
  );
  await context.close();
  const all = [...requests.values()];
  return {
    usableMs: usableAt - begunAt,
    beforeUsable: sum(all.filter(({ at }) => at < usableAt)),
    inAll: sum(all),
    uncompressed,
  };
}

interface Request {
  /** Milliseconds since 1970. */
  at: number;
  content: number;
  /** 0 until it is there. */
  whole: number;
}

async function watch(devTools: CDPSession): Promise<{ requests: Map<string, Request>; uncompressed: string[] }> {
  const requests = new Map<string, Request>();
  const uncompressed: string[] = [];
  devTools.on('Network.requestWillBeSent', ({ requestId, wallTime }) => {
    requests.set(requestId, { at: wallTime * 1000, content: 0, whole: 0 });
  });
  devTools.on('Network.responseReceived', ({ response }) => {
    const isText = /javascript|css|html/.test(response.mimeType);
    const isGzip = Object.entries(response.headers).some(([name, value]) => /^content-encoding$/i.test(name) && value === 'gzip');
    if (isText && !isGzip) uncompressed.push(response.url);
  });
  devTools.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const request = requests.get(requestId);
    if (request) request.content += encodedDataLength;
  });
  devTools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const request = requests.get(requestId);
    if (request) request.whole = encodedDataLength;
  });
  await devTools.send('Network.enable');
  return { requests, uncompressed };
}

async function slowDown(devTools: CDPSession, { latencyMs, bitsPerSecond, slowdown }: typeof slowPhone): Promise<void> {
  const throughput = bitsPerSecond / 8;
  await devTools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: latencyMs,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
}

function sum(requests: readonly Request[]): Downloaded {
  return {
    requests: requests.length,
    contentBytes: requests.reduce((bytes, { content }) => bytes + content, 0),
    wholeBytes: requests.reduce((bytes, { whole }) => bytes + whole, 0),
  };
}
