import { execFile } from 'node:child_process';
import { expect, it } from 'vitest';
import { root } from './support/root.ts';

interface Report {
  vulnerabilities?: Record<string, { severity: string; via: unknown }>;
  metadata?: { dependencies: { prod: number } };
}

/** So long the registry has to answer; a hall's network has none. */
const withinMs = 8_000;

/** What npm knows of holes in what runs in production; null where the registry does not answer. */
function audit(): Promise<Report | null> {
  return new Promise((resolve) => {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    execFile(
      npm,
      ['audit', '--omit=dev', '--json', '--fetch-retries=0'],
      { cwd: root, timeout: withinMs, shell: process.platform === 'win32' },
      // Findings are an exit code too: what was said decides.
      (_error, stdout) => resolve(reportIn(stdout)),
    );
  });
}

function reportIn(text: string): Report | null {
  try {
    const report = JSON.parse(text) as Report;
    return report.metadata ? report : null;
  } catch {
    return null;
  }
}

/** What may not stay. */
function graveIn({ vulnerabilities = {} }: Report): string[] {
  return Object.entries(vulnerabilities).flatMap(([name, { severity }]) =>
    /^(high|critical)$/.test(severity) ? [`${name}: ${severity}`] : [],
  );
}

it('[S34] nothing that runs in production has a known hole of high or critical weight', async ({ skip }) => {
  const report = await audit();
  if (!report) return skip('the registry does not answer about known holes');
  expect(report.metadata!.dependencies.prod).toBeGreaterThan(15);
  expect(graveIn(report)).toEqual([]);
});

it('[S34] a high or critical finding is one, a lesser one or an answer without figures is none', () => {
  const found = (severity: string) => ({ vulnerabilities: { ws: { severity, via: [] } }, metadata: { dependencies: { prod: 90 } } });
  expect(['low', 'moderate', 'high', 'critical'].flatMap((severity) => graveIn(found(severity)))).toEqual(['ws: high', 'ws: critical']);
  expect([reportIn('{"error":{"code":"ENOAUDIT"}}'), reportIn('not json'), reportIn('')]).toEqual([null, null, null]);
});
