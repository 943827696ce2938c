// What `npm start`, `npm run backup`, `npm run restore`, `npm run migrate`, `npm test`, `npm run test:long` and `npm run dev` do: install what is missing, build what changed, run.
// Plain Node without packages, since nothing is installed yet. Its own words go to stderr, so that stdout is the server's.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
process.chdir(root);

const tool = {
  tsx: 'node_modules/tsx/dist/cli.mjs',
  vite: 'node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/playwright-core/cli.js',
};
const toStderr = ['ignore', 2, 2];

const say = (sentence) => process.stderr.write(`${sentence}\n`);
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null);

function fail(sentence) {
  say(sentence);
  process.exit(1);
}

/** Runs a program to its end and gives its exit code, 128 + n where signal n ended it. Ctrl+C and SIGTERM are passed on. */
function run(program, args, { stdio = 'inherit', env = {}, ...options } = {}) {
  const child = spawn(program, args, { stdio, env: { ...process.env, ...env }, ...options });
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  // npm passes SIGTERM to a shell that ends without passing it on: we are then left without a parent.
  const parent = process.ppid;
  const orphaned = setInterval(() => process.env.npm_lifecycle_event && process.ppid !== parent && child.kill(), 200);
  return new Promise((resolve) => {
    const end = (code) => {
      clearInterval(orphaned);
      for (const signal of signals) process.off(signal, forward);
      resolve(code);
    };
    child.on('error', () => end(127));
    child.on('exit', (code, signal) => end(code ?? 128 + constants.signals[signal]));
  });
}
const runNode = (args, options) => run(process.execPath, args, options);

/** Someone who pressed Ctrl+C wants no second try and no advice. */
function stopIfInterrupted(code) {
  if (code > 128) process.exit(code);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const isFine = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
  if (!isFine)
    fail(
      `Yishi needs Node 20.19 or newer (of Node 22: 22.12); this is ${process.versions.node}. Install the LTS version from nodejs.org and try again.`,
    );
}

function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return runNode([cli, ...args], { stdio: toStderr });
  return run('npm', args, { stdio: toStderr, shell: process.platform === 'win32' });
}

async function install() {
  const marker = 'node_modules/.yishi-installed';
  const machine = `${process.platform}-${process.arch}`;
  const lock = readFileSync('package-lock.json', 'utf8');
  const wanted = `${machine} ${createHash('sha256').update(lock).digest('hex')}`;
  const found = read(marker);
  if (found === wanted) return;
  if ((found === null || found.startsWith(`${machine} `)) && isInstalledByHand(lock)) return writeFileSync(marker, wanted);
  say('Installing packages (a minute or two the first time) …');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  for (let tries = 1; ; tries++) {
    const code = await npm(args);
    stopIfInterrupted(code);
    if (code === 0) return writeFileSync(marker, wanted);
    if (tries === 2)
      fail('The packages could not be installed; npm says why above. Check the internet connection and run the same command again.');
    say('That did not work; trying once more …');
  }
}

/** True where an `npm install` by hand has already brought everything the lock file names. */
function isInstalledByHand(lock) {
  const record = read('node_modules/.package-lock.json');
  if (record === null) return false;
  const installed = JSON.parse(record).packages;
  return Object.entries(JSON.parse(lock).packages).every(
    ([path, { version, optional }]) => path === '' || installed[path]?.version === version || (optional === true && !installed[path]),
  );
}

async function build() {
  const marker = 'dist/.built-from';
  const wanted = hashOf(['server', 'client', 'shared', 'package-lock.json', 'vite.config.ts', 'tsconfig.json']);
  if (read(marker) === wanted && existsSync('dist/server/main.js') && existsSync('dist/client/verifier.html')) return;
  say('Building …');
  rmSync(marker, { force: true });
  const code = await runNode([tool.vite, 'build', '--app', '--logLevel', 'warn'], { stdio: toStderr });
  stopIfInterrupted(code);
  if (code !== 0)
    fail('The build failed; what is wrong stands above. Correct or undo the last change to server, client or shared, and try again.');
  mkdirSync('dist', { recursive: true });
  writeFileSync(marker, wanted);
}

function hashOf(paths) {
  const hash = createHash('sha256').update(process.version);
  const add = (path) => {
    if (!statSync(path).isDirectory()) hash.update(`\0${path}\0`).update(readFileSync(path));
    else for (const name of readdirSync(path).sort()) add(`${path}/${name}`);
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}

/** The path of a Chromium to test with, installed first where there is none. */
async function browser() {
  const { findChromium } = await import('./tests/support/chromium.mjs');
  const named = process.env.YISHI_CHROMIUM;
  if (named && !existsSync(named))
    fail(`YISHI_CHROMIUM names ${named}, where there is nothing. Correct it, or unset it to have a browser found.`);
  const mayInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  const missing = [];
  if (!(await findChromium())) missing.push('chromium');
  if (!spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout?.trim()) missing.push('fonts-noto-cjk');
  if (mayInstall && missing.length > 0) {
    say(`Installing ${missing.join(' and ')} for the browser tests …`);
    const options = { stdio: toStderr, env: { DEBIAN_FRONTEND: 'noninteractive' } };
    stopIfInterrupted(await run('apt-get', ['update', '-q'], options));
    stopIfInterrupted(await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...missing], options));
  }
  if (!(await findChromium())) {
    say('Downloading a Chromium for the browser tests …');
    stopIfInterrupted(await runNode([tool.playwright, 'install', 'chromium'], { stdio: toStderr }));
  }
  return (
    (await findChromium()) ??
    fail('The tests need Chromium, Chrome or Edge: install one, or name its program in YISHI_CHROMIUM, and run the same command again.')
  );
}

/** Runs vitest, once for each of the surroundings, and ends stdout with `tests: N passed, N failed, N skipped`. */
async function test(args, ...surroundings) {
  const chromium = await browser();
  await build();
  const sum = { passed: 0, failed: 0, skipped: 0 };
  let worst = 0;
  for (const env of surroundings) {
    const { code, passed, failed, skipped } = await testOnce(args, { ...env, YISHI_CHROMIUM: chromium });
    if (args.length === 0) for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
    if (surroundings.length > 1)
      console.log(`${Object.keys(env).join(' ')}: ${passed} passed, ${failed} failed, ${skipped.length} skipped`);
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped.length;
    worst ||= code;
  }
  console.log(`tests: ${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  return worst;
}

async function testOnce(args, env) {
  const folder = mkdtempSync(join(tmpdir(), 'yishi-tests-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await runNode([tool.vitest, 'run', ...reporters, ...args], { env });
  const result = JSON.parse(read(report) ?? 'null');
  rmSync(folder, { recursive: true, force: true });
  stopIfInterrupted(code);
  if (result === null) fail('Vitest stopped before it could count its tests; what is wrong stands above.');
  const tests = result.testResults.flatMap((file) => file.assertionResults);
  // A file that could not be loaded has no tests in it to fail.
  const brokenFiles = result.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  );
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const failed = tests.filter(({ status }) => status === 'failed').length + brokenFiles.length;
  return { code, passed, failed, skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed') };
}

/** The long tests, and then those of pages and of whole workshops again, behind a proxy that speaks HTTPS; by name, what was named. */
function testLong(args) {
  const overTls = args.length > 0 ? [] : spawnSync('openssl', ['version']).status === 0 ? [{ YISHI_OVER_TLS: '1' }] : null;
  if (overTls === null) say('There is no openssl, which makes a certificate: nothing is tested over HTTPS but what needs none.');
  return test(args, { YISHI_LONG: '1' }, ...(overTls ?? []));
}

/** The server from its sources, restarted when they change, and Vite's pages in front of it. The end of one is the end of both. */
async function dev(args) {
  say('The pages are at http://localhost:5173: open the link that the server prints with 5173 in place of 8080.');
  const stop = new AbortController();
  const options = { stdio: ['ignore', 'inherit', 'inherit'], signal: stop.signal };
  const server = runNode([tool.tsx, 'watch', '--clear-screen=false', 'server/main.ts', '--port', '8080', ...args], options);
  const pages = runNode([tool.vite, '--strictPort'], options);
  const code = await Promise.race([server, pages]);
  stop.abort();
  return code;
}

const commands = {
  start: async (args) => (await build(), runNode(['dist/server/main.js', ...args])),
  restore: async (args) => (await build(), runNode(['dist/server/main.js', 'restore', ...args])),
  migrate: async (args) => (await build(), runNode(['dist/server/main.js', 'migrate', ...args])),
  backup: async (args) => (await build(), runNode(['dist/server/main.js', 'backup', ...args])),
  portable: async (args) => (await build(), runNode([tool.tsx, 'server/portable.ts', ...args])),
  test: (args) => test(args, {}),
  'test:long': testLong,
  dev,
};
const [name, ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name ?? '')
  ? commands[name]
  : fail('Say what to do: npm start, npm run backup, npm run restore, npm run migrate, npm test, npm run test:long or npm run dev.');
checkNode();
await install();
process.exitCode = await command(args);
