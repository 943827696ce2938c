import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { isOverTls } from './over-tls.ts';
import { root } from './root.ts';
import { findChromium } from './chromium.mjs';
import { watchPolicies } from './policy-watch.ts';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  // Without these a browser with no way out of the house asks its maker's servers all the time.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page that a test hands out itself is of no network, and would be kept from this machine's.
  '--disable-features=BlockInsecurePrivateNetworkRequests,LocalNetworkAccessChecks,PrivateNetworkAccessForWorkers',
  '--host-resolver-rules=MAP yishi.test 127.0.0.1, MAP elsewhere.test 127.0.0.1',
];

/**
 * A real Chromium with a fresh profile, which goes when the browser is closed. In it http://yishi.test:PORT is this machine, but not `localhost`: no
 * secure context, as on a phone in the room's network. With `remembersPages` a page that was left is kept as it was, and shown again by going back. Closing it fails
 * where a page broke its policy.
 */
export async function launchBrowser({ remembersPages = false } = {}): Promise<Browser> {
  const executablePath = await findChromium();
  if (executablePath === null) throw new Error('No Chromium was found: run the tests with npm test, which installs one.');
  return watchPolicies(
    await chromium.launch({
      executablePath,
      args: isOverTls ? [...flags, '--ignore-certificate-errors'] : flags,
      ...(remembersPages && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    }),
  );
}

/** Where a test leaves a screenshot or another thing to look at; its folder exists. */
export function artefact(name: string): string {
  const path = join(root, 'test-artefacts', name);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}
