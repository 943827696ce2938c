import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { assemble, firstThere, targets, zip, type Parts, type TargetName } from './portable-folder.ts';

/** The Node that every folder carries: long-term support, and in the registry for all of them. */
const nodeVersion = '22.23.2';
const usualArch = { windows: 'x64', macos: 'arm64', linux: 'x64' } as const;

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist/portable');

/** Something that the person who asked can mend; its message is a sentence. */
class PortableError extends Error {}

await make(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`No folder was made: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

async function make(argv: readonly string[]): Promise<void> {
  const { os, arch, node } = parseArgs({
    args: [...argv],
    options: { os: { type: 'string' }, arch: { type: 'string' }, node: { type: 'string' } },
  }).values;
  const target = targetOf(os, arch);
  const name = `yishi-${target}`;
  const dir = join(out, name);
  mkdirSync(out, { recursive: true });
  await assemble(target, { root, dir, parts: partsOf(target, node) });
  writeFileSync(`${dir}.zip`, zip(target, dir, name));
  process.stdout.write(`${dir}\n${dir}.zip: ${Math.round(statSync(`${dir}.zip`).size / 1e6)} MB\n`);
}

function targetOf(os: string | undefined, arch: string | undefined): TargetName {
  const target = `${os ?? ''}-${arch ?? (Object.hasOwn(usualArch, os ?? '') ? usualArch[os as keyof typeof usualArch] : '')}`;
  if (!Object.hasOwn(targets, target))
    throw new PortableError(
      `say for which computer: --os windows|macos|linux, for macOS also --arch arm64|x64. ${target} is none of ${Object.keys(targets).join(', ')}.`,
    );
  return target as TargetName;
}

/** The package for Windows comes without Node's licence, which is the same for all of them. */
function partsOf(target: TargetName, given: string | undefined): Parts {
  const { node, sqlite, program } = targets[target];
  const nodeDir = given === undefined ? packed(node, nodeVersion) : unpacked(resolve(given));
  const nodeProgram = firstThere(join(nodeDir, 'bin', program), join(nodeDir, program));
  if (nodeProgram === null) throw new PortableError(`there is no ${program} in ${nodeDir}.`);
  return {
    nodeProgram,
    nodeLicence: firstThere(join(nodeDir, 'LICENSE')) ?? join(packed(targets['linux-x64'].node, nodeVersion), 'LICENSE'),
    sqliteDir: packed(sqlite, sqliteVersion()),
  };
}

/** The binary belongs to the library that is installed here. */
function sqliteVersion(): string {
  return (JSON.parse(readFileSync(join(root, 'node_modules/libsql/package.json'), 'utf8')) as { version: string }).version;
}

/** A package of the registry, unpacked; npm compares it with its checksum. Kept for the next time. */
function packed(name: string, version: string): string {
  const into = join(out, 'packs', `${name.replace(/[@/]/g, '-')}-${version}`);
  if (existsSync(join(into, 'package.json'))) return into;
  const packs = join(out, 'packs', 'tgz');
  rmSync(packs, { recursive: true, force: true });
  mkdirSync(packs, { recursive: true });
  run('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', packs], `${name}@${version} could not be fetched`);
  untar(join(packs, readdirSync(packs)[0]!), into);
  return into;
}

/** A folder as nodejs.org has it in its archives, or such an archive. */
function unpacked(given: string): string {
  if (!existsSync(given)) throw new PortableError(`--node ${given} is not there.`);
  if (statSync(given).isDirectory()) return given;
  const into = join(out, 'packs', 'given');
  rmSync(into, { recursive: true, force: true });
  untar(given, into);
  return into;
}

/** Every system that Yishi is built on has a tar. */
function untar(archive: string, into: string): void {
  mkdirSync(into, { recursive: true });
  run('tar', ['-xf', archive, '-C', into, '--strip-components', '1'], `${archive} could not be unpacked`);
}

function run(program: string, args: string[], failed: string): void {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) throw new PortableError(`${failed}${error ? ` (${error.message})` : ''}.`);
}
