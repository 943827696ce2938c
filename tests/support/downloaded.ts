import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync, zipSync } from 'fflate';
import type { Browser, Locator, Page } from 'playwright-core';
import { startApp, type TestApp } from './app.ts';
import { launchBrowser } from './browser.ts';
import { openPage, type Size } from './faces.ts';
import { download, heldWorkshop } from './held-workshop.ts';
import type { Room } from './room.ts';

/** A workshop that was held, with its files in a folder as somebody has them who downloaded them, and the verifier from the log's archive beside them. */
export class Downloaded {
  readonly browser: Browser;
  readonly app: TestApp;
  readonly room: Room;
  /** The line of `altered.zip` in which one figure is another one. */
  readonly alteredLine: number;
  readonly #dir: string;

  private constructor(parts: { browser: Browser; app: TestApp; room: Room; dir: string; alteredLine: number }) {
    ({ browser: this.browser, app: this.app, room: this.room, dir: this.#dir, alteredLine: this.alteredLine } = parts);
  }

  static async open(): Promise<Downloaded> {
    const [browser, app] = await Promise.all([launchBrowser(), startApp()]);
    const dir = mkdtempSync(join(tmpdir(), 'yishi-verifier-'));
    const room = await heldWorkshop(app, { ballotsForResearch: true }, ['dot-vote', 'rank']);
    for (const name of ['needs.json', 'log.zip', 'ballots.zip']) writeFileSync(join(dir, name), (await download(room, name)).bytes);
    const files = unzipSync((await download(room, 'log.zip')).bytes);
    writeFileSync(join(dir, 'verifier.html'), files['verifier.html']!);
    // As somebody would have it who wants more people to have been there.
    const lines = new TextDecoder().decode(files['log.jsonl']).split('\n');
    const told = lines.findIndex((line) => line.includes('attendance-told'));
    lines[told] = lines[told]!.replace('\\"present\\":30', '\\"present\\":90');
    writeFileSync(join(dir, 'altered.zip'), zipSync({ ...files, 'log.jsonl': new TextEncoder().encode(lines.join('\n')) }));
    return new Downloaded({ browser, app, room, dir, alteredLine: told + 1 });
  }

  /** The check code that the room was shown last. */
  get shownCode(): string {
    return this.room.facilitator.stage.stage.session!.head!.code;
  }

  get pageUrl(): string {
    return pathToFileURL(join(this.#dir, 'verifier.html')).href;
  }

  /** The verifier, opened as a file and without a network; `said` is whatever the browser complains of, `asked` all it asks for. */
  async verifier(size: Size, locale = 'zh-CN'): Promise<{ page: Page; said: string[]; asked: string[] }> {
    const page = await openPage(this.browser, 'about:blank', { viewport: size, locale, offline: true });
    const [said, asked]: [string[], string[]] = [[], []];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(this.pageUrl);
    return { page, said, asked };
  }

  /** Gives it files and a code, and waits for what it finds. */
  async check(page: Page, files: readonly string[], code: string): Promise<void> {
    await page.locator('#files').setInputFiles(files.map((name) => join(this.#dir, name)));
    await page.locator('#code').fill(code);
    await page.getByRole('button', { name: /^(核对|Check)$/ }).click();
    await page.locator('#results').waitFor();
  }

  async close(): Promise<void> {
    this.room.close();
    await this.browser.close();
    await this.app.close();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

/** A finding of this name. */
export function found(page: Page, name: string): Locator {
  return page.locator(`.results [data-name="${name}"]`);
}
