import type { Browser, BrowserContext, Page } from 'playwright-core';

const broken = new WeakMap<Browser, string[]>();

/** What a console says where a page's policy was broken. */
const saidOfPolicy = /content security policy|trusted ?(types|html|script)|permissions[- ]policy|mixed content/i;

/** [S30] Listens on every page that is opened in this browser; closing it fails where a page did what its policy does not let it do. */
export function watchPolicies(browser: Browser): Browser {
  const found: string[] = [];
  broken.set(browser, found);
  const close = browser.close.bind(browser);
  const newContext = browser.newContext.bind(browser);
  // A page that is asked for without a context gets one by this way too.
  browser.newContext = async (options) => {
    const context = await newContext(options);
    await listenIn(context, found);
    return context;
  };
  browser.close = async (options) => {
    await close(options);
    if (found.length > 0) throw new Error(`A page broke its policy:\n${[...new Set(found)].join('\n')}`);
  };
  return browser;
}

/** What was found so far, which is then forgiven: for a test that plants something. */
export function takeBroken(browser: Browser): string[] {
  return broken.get(browser)?.splice(0) ?? [];
}

async function listenIn(context: BrowserContext, found: string[]): Promise<void> {
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, documentURI, sourceFile, lineNumber }) =>
      console.error(
        `content security policy: ${effectiveDirective} ${blockedURI} on ${documentURI.replace(/#.*/, '')} at ${sourceFile}:${lineNumber}`,
      ),
    );
  });
  const listen = (page: Page) =>
    page.on('console', (message) => {
      if (saidOfPolicy.test(message.text())) found.push(message.text().slice(0, 500));
    });
  context.on('page', listen);
}
