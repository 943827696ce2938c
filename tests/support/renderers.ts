import type { Browser } from 'playwright-core';

/** Stops the processes that draw the browser's pages, as a phone does in a pocket, and lets them go on. */
export async function pocket(browser: Browser): Promise<{ stop: () => void; goOn: () => void }> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as { processInfo: { type: string; id: number }[] };
  await session.detach();
  const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const tell = (signal: NodeJS.Signals) => () => pids.forEach((pid) => process.kill(pid, signal));
  return { stop: tell('SIGSTOP'), goOn: tell('SIGCONT') };
}
