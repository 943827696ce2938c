import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './support/root.ts';

interface Locked {
  version: string;
  dev?: boolean;
  license?: string;
  integrity?: string;
}

/** The version in which each hole was mended, as the GitHub Advisory Database says; only `npm audit` knows of the newest. */
const mended: Readonly<Record<string, readonly [since: string, advisory: string]>> = {
  'body-parser': ['2.2.1', 'CVE-2025-13466'],
  cookie: ['0.7.0', 'CVE-2024-47764'],
  debug: ['4.4.3', 'CVE-2025-59144'],
  'engine.io': ['6.4.2', 'CVE-2023-31125'],
  express: ['5.0.0', 'CVE-2024-43796'],
  fresh: ['0.5.2', 'CVE-2017-16119'],
  ms: ['2.0.0', 'CVE-2017-20162'],
  nanoid: ['5.0.9', 'CVE-2024-55565'],
  negotiator: ['0.6.1', 'CVE-2016-10539'],
  'path-to-regexp': ['8.0.0', 'CVE-2024-45296'],
  pg: ['7.1.2', 'CVE-2017-16082'],
  qs: ['6.14.1', 'CVE-2025-15284'],
  send: ['0.19.0', 'CVE-2024-43799'],
  'serve-static': ['2.1.0', 'CVE-2024-43800'],
  'socket.io': ['4.6.2', 'CVE-2024-38355'],
  'socket.io-parser': ['4.2.3', 'CVE-2023-32695'],
  ws: ['8.17.1', 'CVE-2024-37890'],
  zod: ['3.22.3', 'CVE-2023-4316'],
};

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };
const inProduction = Object.entries(packages).flatMap(([path, locked]) =>
  path === '' || locked.dev ? [] : [{ name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), ...locked }],
);

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const at = b.findIndex((part, i) => part !== (a[i] ?? 0));
  return at !== -1 && (a[at] ?? 0) < b[at]!;
}

it('[S34] nothing that runs in production is older than the mend of a hole that we know of', () => {
  const holes = inProduction.flatMap(({ name, version }) => {
    const [since, advisory] = mended[name] ?? [];
    return since !== undefined && isOlder(version, since) ? [`${name} ${version}: ${advisory}`] : [];
  });
  expect(holes).toEqual([]);
  expect(Object.keys(mended).filter((name) => !inProduction.some((one) => one.name === name))).toEqual([]);
  expect([isOlder('8.17.0', '8.17.1'), isOlder('8.9.9', '8.17.1'), isOlder('8.17.1', '8.17.1'), isOlder('9.0.0', '8.17.1')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it('[S34] everything that runs in production is locked by its hash, and has a licence that goes with ours', () => {
  expect(inProduction.length).toBeGreaterThan(60);
  expect(inProduction.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ name }) => name)).toEqual([]);
  const allowed = /^(MIT|Apache-2\.0|(0BSD|BSD-[23]-Clause)|ISC|MPL-2\.0|BlueOak-1\.0\.0)$/;
  const odd = inProduction.filter(({ license = '' }) => !license.split(/ AND | OR /).some((one) => allowed.test(one.replace(/[()]/g, ''))));
  expect(odd.map(({ name, license }) => `${name} ${license}`)).toEqual([]);
});
