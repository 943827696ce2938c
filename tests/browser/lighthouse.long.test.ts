import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefact } from '../support/browser.ts';
import { findChromium } from '../support/chromium.mjs';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

interface Report {
  categories: Record<'performance' | 'accessibility' | 'best-practices', { score: number }>;
  audits: Record<string, { score: number | null; numericValue?: number; title: string }>;
}

const lighthouse = 'lighthouse@12.8.2';
const runs = 5;
const run = promisify(execFile);
/** Fetched when it is asked for: it is larger than all that Yishi needs otherwise. */
const isThere = await run('npx', ['--yes', lighthouse, '--version']).then(
  () => true,
  () => false,
);
if (!isThere) console.log(`skipped: ${lighthouse} could not be fetched from the package registry`);

describe.skipIf(!isThere)(`Lighthouse on a phone’s page, mobile, median of ${runs}`, () => {
  let server: RunningServer;
  let room: Room;
  const folder = mkdtempSync(join(tmpdir(), 'yishi-lighthouse-'));

  beforeAll(async () => {
    server = await startServer();
    room = await Room.open(server);
    await room.step('open', 'collect');
  });
  afterAll(async () => {
    room.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('is fast, has no barrier, and follows good practice', async () => {
    const reports: Report[] = [];
    for (let i = 0; i < runs; i += 1) reports.push(await reportOn(`${server.origin}${room.paths.phone}`, i));
    const median = (figure: (report: Report) => number) => reports.map(figure).sort((a, b) => a - b)[(runs - 1) / 2]!;
    const score = (name: keyof Report['categories']) => Math.round(100 * median(({ categories }) => categories[name].score));
    const scores = { performance: score('performance'), accessibility: score('accessibility'), bestPractices: score('best-practices') };
    const ms = (audit: string) => Math.round(median(({ audits }) => audits[audit]?.numericValue ?? 0));
    console.log('Lighthouse', scores, {
      firstContentfulPaintMs: ms('first-contentful-paint'),
      largestContentfulPaintMs: ms('largest-contentful-paint'),
      totalBlockingMs: ms('total-blocking-time'),
      interactiveMs: ms('interactive'),
      bytes: ms('total-byte-weight'),
    });
    const failed = Object.entries(reports[0]!.audits).filter(([, { score: one }]) => one !== null && one < 0.9);
    console.log(failed.map(([id, { title }]) => `${id}: ${title}`).join('\n'));
    expect.soft(scores.performance).toBeGreaterThanOrEqual(95);
    expect.soft(scores.accessibility).toBe(100);
    expect.soft(scores.bestPractices).toBeGreaterThanOrEqual(95);
  });

  async function reportOn(url: string, i: number): Promise<Report> {
    const path = artefact(`lighthouse/${i}.json`);
    const chromeFlags = `--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --user-data-dir=${folder}/${i}`;
    const categories = '--only-categories=performance,accessibility,best-practices';
    const args = [
      '--yes',
      lighthouse,
      url,
      '--quiet',
      '--output=json',
      `--output-path=${path}`,
      categories,
      `--chrome-flags=${chromeFlags}`,
    ];
    await run('npx', args, { env: { ...process.env, CHROME_PATH: (await findChromium()) ?? '' } });
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  }
});
