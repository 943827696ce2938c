import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import type { NeedsReady } from '../../server/webhook/needs-ready.ts';
import { call } from '../support/clients.ts';
import { root } from '../support/root.ts';
import { startServer } from '../support/server.ts';
import { webhookSecret } from '../support/webhook-receiver.ts';

const [, section = ''] = readFileSync(join(root, 'README.md'), 'utf8').split(/^## For systems$/m);
const [start = '', walk = ''] = [...section.split(/^## /m)[0]!.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, commands]) => commands!);
const missing = ['sh', 'curl', 'openssl', 'od'].filter((program) => spawnSync(program, ['--version']).error !== undefined);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What the commands left in the background, where they failed before it was done. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}

it('[S14] the server starts as README says', () => {
  const [, flags = ''] = /^npm start -- (.+)$/m.exec(start)!;
  const { port, webhook } = readConfig(flags.split(' '), { YISHI_WEBHOOK_SECRET: webhookSecret });
  expect([port, webhook?.url]).toEqual([8080, 'http://localhost:9000/']);
});

// Where one of these programs is not there, README's commands cannot be typed either.
it.skipIf(missing.length > 0)(
  `[S14] what README tells systems to type works as it stands there (missing here: ${missing.join(', ') || 'nothing'})`,
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'yishi-systems-'));
    const hookPort = await freePort();
    const secrets = { YISHI_ORGANIZER_KEY: 'a-key-that-somebody-chose', YISHI_WEBHOOK_SECRET: webhookSecret };
    const server = await startServer({ env: secrets, args: ['--webhook-url', `http://localhost:${hookPort}/`] });
    const { PATH = '' } = process.env;
    const shell = spawn('sh', ['-c', walk], {
      cwd: dir,
      env: { PATH, ...secrets, YISHI: server.origin, HOOK_PORT: String(hookPort) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      timeout: 30_000,
    });
    let [said, complained] = ['', ''];
    shell.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    shell.stderr.setEncoding('utf8').on('data', (text: string) => (complained += text));
    const closed = once(shell, 'close');
    const [code] = (await once(shell, 'exit')) as [number | null];
    endGroup(shell.pid!);
    await closed;
    const { status: described } = await call(server.origin, '/api/openapi.json');
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
    expect([code, complained, described]).toEqual([0, '', 200]);
    const lines = said.trim().split('\n');
    expect(lines.slice(0, 5).map((line) => (JSON.parse(line) as [{ ok: boolean }])[0].ok)).toEqual(Array<boolean>(5).fill(true));
    expect(lines.slice(5, 7)).toEqual(['三号楼门口的灯又坏了', 'It is from our server:']);
    const { type, data } = JSON.parse(lines[7]!) as NeedsReady;
    expect([type, data.title, data.needsUrl]).toEqual([
      'needs.ready',
      '槐树里社区',
      `${server.origin}/api/sessions/${data.sessionId}/needs.json`,
    ]);
  },
);
