import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { aBundle, tampered, textOf } from '../support/bundles.ts';
import { logByHand } from '../support/log-by-hand.ts';
import { takeWrong } from '../support/verified-exports.ts';

const { lines, head, sealings } = logByHand(['told', 'sealed', 'told']);
const logOf = (told: readonly string[]) =>
  zipSync({ 'log.jsonl': strToU8(`${told.join('\n')}\n`), 'head.json': strToU8(head), 'sealings.json': strToU8(sealings) });

it.each([
  ['log.zip', logOf(lines), []],
  [
    'log.zip',
    logOf([lines[0]!.replace('"present":0', '"present":9').replace('\\"present\\":0', '\\"present\\":9'), ...lines.slice(1)]),
    ['entry'],
  ],
  ['needs.json', strToU8(textOf(aBundle())), []],
  // Some editors put it there, and a server gives back what it was given.
  ['needs.json', strToU8(`\uFEFF${textOf(aBundle())}`), []],
  ['needs.json', strToU8(tampered(({ notes }) => void notes.push(notes[0]!))), ['promise']],
  ['needs.json', strToU8(textOf({ ...aBundle(), generatedAt: '2026-11-21T00:00:00.000Z' })), ['checksum']],
] as const)('[V7] what a test downloads is looked through: %s', async (name, bytes, findings) => {
  const server = createServer((_request, response) => response.end(bytes)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await (await fetch(`http://127.0.0.1:${port}/api/sessions/a-session/${name}`)).arrayBuffer();
  expect([...new Set((await takeWrong()).map((said) => /"name":"(\w+)"/.exec(said)?.[1]))]).toEqual(findings);
  server.close();
});
