import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefact } from '../support/browser.ts';
import { Downloaded, found } from '../support/downloaded.ts';
import { laptopSize, openPage, phoneLimits, phoneSize } from '../support/faces.ts';
import { axeViolations, measure } from '../support/measure.ts';
import { isOverTls } from '../support/over-tls.ts';

let held: Downloaded;
beforeAll(async () => {
  held = await Downloaded.open();
});
afterAll(() => held.close());

describe('[V5] the verifier from the log’s archive, opened as a file without a network', () => {
  it('accepts a workshop, its code and its counts, and names the entry that was altered [F86]', async () => {
    const { page, said, asked } = await held.verifier(phoneSize);
    await held.check(page, ['log.zip', 'needs.json', 'ballots.zip'], held.shownCode.toLowerCase().replaceAll('-', ' '));
    await page.screenshot({ path: artefact('verifier/phone-fits.png'), fullPage: true });
    expect(await page.locator('.results li.broken').allInnerTexts()).toEqual([]);
    expect(await page.locator('#results').innerText()).toBe('查到的都对得上');
    for (const [name, count] of [
      ['code', 1],
      ['bundle', 1],
      ['recount', 2],
      ['ballots', 2],
      ['count', 2],
    ] as const)
      expect([name, await found(page, name).count()]).toEqual([name, count]);
    expect(await axeViolations(page)).toEqual([]);
    expect((await measure(page, phoneLimits)).findings).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await held.check(page, ['altered.zip', 'needs.json'], held.shownCode);
    await expect.poll(() => page.locator('#results').innerText()).toBe('有 1 处对不上');
    await page.screenshot({ path: artefact('verifier/phone-altered.png'), fullPage: true });
    expect(await found(page, 'entry').innerText()).toMatch(`第 ${held.alteredLine} 行（第 ${held.alteredLine} 条）`);
    expect(await axeViolations(page)).toEqual([]);
    expect(said).toEqual([]);
    expect(asked).toEqual([held.pageUrl]);
    await page.context().close();
  });
});

describe('[V5] the verifier as the server gives it', () => {
  it('runs on plain HTTP under a policy that names its script, and its hash stands beside it', async () => {
    const { app } = held;
    const response = await fetch(`${app.origin}/verifier.html`);
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(await (await fetch(`${app.origin}/verifier.html.sha256`)).text()).toBe(
      `${createHash('sha256').update(html).digest('hex')}  verifier.html\n`,
    );
    const page = await openPage(held.browser, 'about:blank', { viewport: laptopSize });
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(`${app.origin.replace('127.0.0.1', 'yishi.test')}/verifier.html`);
    expect(await page.evaluate(() => [isSecureContext, 'subtle' in crypto])).toEqual([isOverTls, isOverTls]);
    await held.check(page, ['log.zip'], held.shownCode);
    expect(await page.locator('.results li.broken').count()).toBe(0);
    expect(await found(page, 'code').count()).toBe(1);
    // Every page asks for one; the policy has none.
    expect(said.filter((text) => !text.includes('favicon'))).toEqual([]);
    await page.context().close();
  });
});
