import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unzipSync } from 'fflate';
import packageJson from '../../package.json' with { type: 'json' };
import { serverEntries } from '../../server/entries.ts';
import { filesIn, targets, type TargetName } from '../../server/portable-folder.ts';
import { call, Facilitator, makeSession, Phone } from '../support/clients.ts';
import { exerciseOf } from '../support/agenda.ts';
import { eventually } from '../support/eventually.ts';
import { root } from '../support/root.ts';

/** As the systems' loaders know a program: PE, Mach-O and ELF with their machine. */
function machineOf(file: string): string {
  const head = Buffer.alloc(4096);
  readSync(openSync(file, 'r'), head, 0, head.length, 0);
  if (head.toString('latin1', 0, 2) === 'MZ') {
    const pe = head.readUInt32LE(0x3c);
    const machine = { 0x8664: 'x64', 0xaa64: 'arm64' }[head.readUInt16LE(pe + 4)];
    return head.toString('latin1', pe, pe + 4) === 'PE\0\0' ? `windows-${machine ?? 'other'}` : 'no program';
  }
  if (head.readUInt32LE(0) === 0xfeedfacf) return `macos-${{ 0x01000007: 'x64', 0x0100000c: 'arm64' }[head.readUInt32LE(4)] ?? 'other'}`;
  if (head.toString('latin1', 0, 4) === '\x7fELF') return `linux-${{ 0x3e: 'x64', 0xb7: 'arm64' }[head.readUInt16LE(18)] ?? 'other'}`;
  return 'no program';
}

const asked: Record<TargetName, string[]> = {
  'windows-x64': ['--os', 'windows'],
  'macos-arm64': ['--os', 'macos'],
  'macos-x64': ['--os', 'macos', '--arch', 'x64'],
  'linux-x64': ['--os', 'linux'],
};
const starters: Record<TargetName, string[]> = {
  'windows-x64': ['Yishi.bat'],
  'macos-arm64': ['Yishi.command'],
  'macos-x64': ['Yishi.command'],
  'linux-x64': ['yishi.desktop', 'yishi.sh'],
};
const folderOf = (target: TargetName) => join(root, 'dist/portable', `yishi-${target}`);

describe.each(Object.keys(asked) as TargetName[])('the folder for %s', (target) => {
  beforeAll(() => {
    const { status, stderr } = spawnSync(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'server/portable.ts', ...asked[target]], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }, 600_000);

  it('[D12] has Node and SQLite for that computer, the built program, and nothing else', () => {
    const dir = folderOf(target);
    const { program, sqlite } = targets[target];
    const files = filesIn(dir);
    const binaries = files.filter((path) => path === `app/${program}` || path.endsWith('.node'));
    expect(binaries.map((path) => [path, machineOf(join(dir, path))])).toEqual([
      [`app/${program}`, target],
      [`app/node_modules/${sqlite}/index.node`, target],
    ]);
    const known = [
      'LICENSE',
      'README.txt',
      ...starters[target],
      `app/${program}`,
      'app/node-LICENSE',
      'app/LICENSES.txt',
      'app/package.json',
      ...Object.keys(serverEntries).map((name) => `app/server/${name}.js`),
    ];
    const others = files.filter((path) => !known.includes(path));
    expect(known.filter((path) => !files.includes(path))).toEqual([]);
    expect(others.filter((path) => !/^app\/(client|server\/assets|node_modules)\//.test(path))).toEqual([]);
    const packages = new Set(others.flatMap((path) => /^app\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []));
    expect([...packages].sort()).toEqual([sqlite, '@neon-rs/load', 'detect-libc', 'libsql'].sort());
    expect(Object.keys(packageJson.devDependencies).filter((name) => packages.has(name))).toEqual([]);
    const licences = readFileSync(join(dir, 'app/LICENSES.txt'), 'utf8');
    for (const name of ['express', 'socket.io', 'yjs', 'zod'])
      expect(licences).toMatch(new RegExp(`^${name.replace('.', '\\.')} \\d.*: MIT$`, 'm'));
    expect(filesIn(join(dir, 'app/client'))).toEqual(filesIn(join(root, 'dist/client')));
  });

  it('[D12] names no folder of the computer that it was made on, and asks for no package that is not inside', () => {
    const dir = join(folderOf(target), 'app');
    const scripts = filesIn(dir).filter((path) => /\.(js|json|html)$/.test(path) && !path.startsWith('node_modules/'));
    expect(scripts.length).toBeGreaterThan(20);
    const texts = scripts.map((path) => [path, readFileSync(join(dir, path), 'utf8')] as const);
    expect(texts.filter(([, text]) => text.includes(root)).map(([path]) => path)).toEqual([]);
    const imported = texts
      .filter(([path]) => path.startsWith('server/'))
      .flatMap(([, text]) => [...text.matchAll(/^import [^'"]*["']([^./'"][^'"]*)["']/gm)].map((match) => match[1]!));
    expect(imported).toContain('libsql');
    expect(imported.filter((name) => name !== 'libsql' && !name.startsWith('node:') && !process.getBuiltinModule(name))).toEqual([]);
  });

  it('[D12] is an archive in which programs stay programs', () => {
    const archive = readFileSync(`${folderOf(target)}.zip`);
    const names = new Set<string>();
    unzipSync(archive, { filter: ({ name }) => (names.add(name), false) });
    expect([...names].sort()).toEqual(
      filesIn(folderOf(target))
        .map((path) => `yishi-${target}/${path}`)
        .sort(),
    );
    const modes = modesIn(archive);
    const started = [...starters[target], `app/${targets[target].program}`].map((path) => modes.get(`yishi-${target}/${path}`));
    expect(new Set(started)).toEqual(new Set([0o100755]));
    expect(modes.get(`yishi-${target}/README.txt`)).toBe(0o100644);
  });
});

/** Unix modes by name, from the archive's directory. */
function modesIn(archive: Buffer): Map<string, number> {
  const modes = new Map<string, number>();
  let at = archive.indexOf(
    Buffer.from('PK\x01\x02', 'latin1'),
    archive.readUInt32LE(archive.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16),
  );
  while (archive.readUInt32LE(at) === 0x02014b50) {
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field)) as [number, number, number];
    modes.set(archive.toString('utf8', at + 46, at + 46 + nameBytes), archive.readUInt32LE(at + 38) >>> 16);
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return modes;
}

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('the folder for this computer', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'yishi-portable-'));
  afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

  it('[D12] [V7] runs with an empty PATH: the window says what the firewall asks, a phone joins and writes, and what was said lies beside it', async () => {
    const dir = join(elsewhere, 'U 盘/yishi');
    cpSync(folderOf('linux-x64'), dir, { recursive: true });
    const child = spawn(join(dir, 'yishi.sh'), ['--port', '0', '--mirror', elsewhere], { env: {}, cwd: '/' });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    const exited = once(child, 'exit');
    try {
      const [, origin, key] = await eventually(() => /^Yishi is ready: (http:\/\/localhost:\d+)\/desk#k=(\S+)$/m.exec(said) ?? fail(said), {
        withinMs: 30_000,
      });
      expect(said).toContain('专用网络');
      const session = await makeSession(origin!, key!);
      const facilitator = await Facilitator.open(origin!, session);
      const phone = await Phone.join(origin!, session.sessionId);
      const { id } = exerciseOf(facilitator.stage.stage, 'collect');
      await facilitator.commander.must('exercise:open', { exerciseId: id });
      await phone.commander.must('note:add', { exerciseId: id, noteId: 'note-of-the-stick', text: '楼道灯不亮' });
      expect((await call<string>(origin!, `/j/${session.joinCode}`)).body).toContain('<div id="app"');
      for (const step of ['close', 'reveal'] as const) await facilitator.commander.must(`exercise:${step}`, { exerciseId: id });
      await facilitator.commander.must('session:end', {});
      // What is taken away goes through the verifier.
      for (const file of ['needs.json', 'log.zip']) {
        const path = `${origin!}/api/sessions/${session.sessionId}/${file}`;
        expect((await fetch(path, { headers: { authorization: `Bearer ${key!}` } })).status).toBe(200);
      }
      for (const face of [facilitator, phone]) face.close();
    } finally {
      child.kill('SIGTERM');
      await exited;
    }
    expect(child.exitCode).toBe(0);
    expect(statSync(join(elsewhere, 'U 盘/yishi-data/yishi.db')).size).toBeGreaterThan(0);
    expect([existsSync(join(elsewhere, 'yishi.db')), existsSync(join(dir, 'data'))]).toEqual([true, false]);
  });
});

function fail(said: string): never {
  throw new Error(`It is not ready. It said:\n${said}`);
}
