import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { eventually } from './eventually.ts';
import { root } from './root.ts';

const isThere = spawnSync('haproxy', ['-v']).status === 0;

/** Null where there is one; else why what needs it is skipped, for the title. */
export const noHaproxy = isThere ? '' : ' (skipped: no haproxy on this machine)';

/** What compose.yaml has, as Docker would read it. */
export function composeFile() {
  return parse(readFileSync(join(root, 'compose.yaml'), 'utf8'), { merge: true }) as {
    services: Record<string, Record<string, unknown>>;
    configs: { proxy: { content: string } };
  };
}

/** The proxy of compose.yaml with its own settings, before servers on this machine. */
export class HaProxy {
  readonly http: number;
  readonly https: number;
  readonly #dir: string;
  readonly #child: ChildProcess;

  private constructor({ http, https, dir }: { http: number; https: number; dir: string }) {
    [this.http, this.https, this.#dir] = [http, https, dir];
    this.#child = spawn('haproxy', ['-f', join(dir, 'haproxy.cfg')], { stdio: 'ignore' });
  }

  /** `plain`: without TLS, since clients of tests speak without it. */
  static async before(
    ports: readonly number[],
    { certificate }: { certificate: { key: Buffer; cert: Buffer } | 'plain' },
  ): Promise<HaProxy> {
    const dir = mkdtempSync(join(tmpdir(), 'yishi-haproxy-'));
    const [http, https] = await freePorts();
    mkdirSync(join(dir, 'certs'));
    if (certificate !== 'plain') writeFileSync(join(dir, 'certs/yishi.pem'), Buffer.concat([certificate.cert, certificate.key]));
    const text = composeFile()
      .configs.proxy.content.replaceAll('$$', '$')
      .replace('maxconn 40000', 'maxconn 200')
      .replace('bind :80\n', `bind 127.0.0.1:${http}\n`)
      .replace('bind :443 ssl crt /certs/', `bind 127.0.0.1:${https} ssl crt ${join(dir, 'certs/')}`)
      .replace(/^ *server app1 .*\n *server app2 .*\n/m, ports.map((port, i) => `  server app${i + 1} 127.0.0.1:${port}\n`).join(''));
    const settings = certificate === 'plain' ? text.replace(/^.*(ssl crt|redirect scheme).*\n/gm, '') : text;
    writeFileSync(join(dir, 'haproxy.cfg'), settings);
    const proxy = new HaProxy({ http, https, dir });
    await eventually(() => fetch(`http://127.0.0.1:${http}/healthz`, { redirect: 'manual' }), { withinMs: 10_000 });
    return proxy;
  }

  get origin(): string {
    return `http://localhost:${this.http}`;
  }

  async close(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports.push((server.address() as AddressInfo).port);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports as [number, number];
}
