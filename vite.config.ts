import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { completeCatalogues } from './client/locales/complete-plugin.ts';
import { pseudoEnglish } from './client/locales/pseudo-plugin.ts';
import { messages as en } from './client/locales/en/index.ts';
import { messages as jaRoom } from './client/locales/ja/room.ts';
import { messages as koRoom } from './client/locales/ko/room.ts';
import { messages as zhCN } from './client/locales/zh-CN/index.ts';
import { messages as zhCNRoom } from './client/locales/zh-CN/room.ts';
import { serverEntries } from './server/entries.ts';
import { messages as zhTWRoom } from './client/locales/zh-TW/room.ts';
import { verifier as enVerifier } from './client/locales/en/verifier.ts';
import { verifier as zhCNVerifier } from './client/locales/zh-CN/verifier.ts';
import { oneFile } from './client/verifier/one-file-plugin.ts';

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Browsers of the phones we are for: an old Android in WeChat, Safari 14.1. Svelte's CSS uses `:where()`. */
const browsers = ['chrome88', 'edge88', 'firefox84', 'safari14.1'];

const standIn = (name: string) => fromRoot(`client/net/stand-ins/${name}.ts`);

/** Parts of libraries that a page never uses but would carry: together a tenth of what a phone may download. */
const standIns = [
  { find: /^lib0\/logging$/, replacement: standIn('logging') },
  { find: /^lib0\/broadcastchannel$/, replacement: standIn('broadcastchannel') },
  { find: /^(lib0|\.)\/environment(\.js)?$/, replacement: standIn('environment') },
  { find: /^\.\/webtransport\.js$/, replacement: standIn('webtransport') },
];

/**
 * What a phone needs until it can be read, in one file: small files compress worse, and each is one more way there and back over a hall's Wi-Fi.
 * The other pages take it along; they are opened on the laptop that serves them.
 */
const core = [
  /node_modules.(svelte|esm-env|clsx|yjs|lib0|y-protocols|y-websocket|socket\.io|@socket\.io|engine\.io)/,
  /oxc-project|preload-helper/,
  /client.net.(?!desk|until|note-vectors|seats|keep-asking)/,
  /client.(pages|App)\./,
  /client.ui.(Button|Icon|icons|Seal|Lost|Banner|Dock|LanguageChoice)\./,
  /client.state.(locale|route|stage|phone|arrival|mine|outbox|drafts|reading)\./,
  /client.phone.(EnterCode|Phone|RoomPage|TopBar|Ask|Still|Notice|Welcome|NotesPicture|OfflineBanner|kinds|setting)\./,
  /shared.(refusal|document|stage|order|join-code|languages)\.ts/,
];

/** What several ballots are built from, in one file: each name of a file that comes later is bytes that come first. */
const ballotParts = [
  /client.ui.(Stepper|Dots|Beans|Scale|Choices|Plate|NeedName|ShapeMark|Stub|Bar|Answers|sticky)\./,
  /client.phone.(BallotFrame|BallotSheet|BallotBoxPicture|Left|HelperDoor|Pager|option-title|shuffled|Letter|ForWhom)\./,
  /client.state.(ballot-draft|money|wording|ready-made)\./,
  /shared.(counting.seeded|lots|seat-code|text|script)\.ts/,
];

/** Of each language what a phone says at first is one file, and what its faces say another. */
function languagePart(id: string): string | null {
  const [, tag, part] =
    /client.locales.([\w-]+).(common|phone|refusals|resident|phone-later|kinds|counted|figures|faces)\.ts$/.exec(id) ?? [];
  const refusals = /shared.refusal-(zh-cn|en)\.ts$/.exec(id)?.[1];
  if (refusals) return `first-${refusals === 'en' ? 'en' : 'zh-CN'}`;
  if (!tag || !part) return null;
  return `${/later|kinds|counted|figures|faces/.test(part) ? 'faces' : 'first'}-${tag}`;
}

/** Set by `npm run test:long`. */
const isLong = process.env['YISHI_LONG'] === '1';

/** Set by `npm run test:long` for its second half. */
const isOverTls = process.env['YISHI_OVER_TLS'] === '1';

/** What is about a room's own address or a proxy of its own, or runs the pages' code outside a browser, which would ask who signed the certificate. */
const ofPlainHttp = ['wifi', 'hosted', 'bytes']
  .map((name) => `tests/browser/${name}.test.ts`)
  .concat('tests/flows/for-systems.test.ts', 'tests/flows/restore.test.ts');

/** Set by the test that looks at a language two fifths longer. */
const isPseudo = process.env['YISHI_PSEUDO'] === '1';

/** `vite build --app` builds the pages into dist/client and the server into dist/server; vitest is configured here too. */
export default defineConfig({
  root: fromRoot('client'),
  plugins: [
    ...(isPseudo ? [pseudoEnglish()] : []),
    svelte({ configFile: false }),
    completeCatalogues({ 'zh-CN': zhCN, en }),
    completeCatalogues({ 'zh-CN': zhCNRoom, 'zh-TW': zhTWRoom, ja: jaRoom, ko: koRoom }),
    completeCatalogues({ 'zh-CN': zhCNVerifier, en: enVerifier }),
    oneFile({
      template: fromRoot('client/verifier/page.html'),
      style: fromRoot('client/verifier/page.css'),
      name: 'verifier.html',
    }),
  ],
  resolve: { alias: standIns },
  builder: {},
  environments: {
    client: {
      build: {
        outDir: fromRoot(isPseudo ? 'dist/pseudo' : 'dist/client'),
        emptyOutDir: true,
        target: browsers,
        cssTarget: browsers,
        modulePreload: { polyfill: false },
        manifest: true,
        rolldownOptions: {
          checks: { bundlerTimings: false },
          // Svelte's own modules run code when loaded, for custom elements and size bindings that no page has.
          treeshake: { moduleSideEffects: (id) => (/svelte.src.internal.client/.test(id) ? false : undefined) },
          transform: { assumptions: { setPublicClassFields: true } },
          output: {
            // Every name of a file that may come later is among the bytes that come first; 42 bits tell two versions apart, and as many are asked for where there are more than 64 chunks.
            chunkFileNames: 'assets/[name]-[hash:7].js',
            assetFileNames: 'assets/[name]-[hash:7][extname]',
            codeSplitting: {
              groups: [
                { name: languagePart, test: /client.locales|shared.refusal-/, priority: 1 },
                { name: 'core', test: (id) => core.some((place) => place.test(id)) },
                { name: 'later', test: (id) => /client.(phone.later|state.say-again)\./.test(id) },
                { name: 'ballot', test: (id) => ballotParts.some((place) => place.test(id)) },
              ],
            },
          },
        },
      },
    },
    // Into the pages' folder, after them, which empty it first.
    verifier: {
      consumer: 'client',
      build: {
        outDir: fromRoot(isPseudo ? 'dist/pseudo' : 'dist/client'),
        emptyOutDir: false,
        copyPublicDir: false,
        target: browsers,
        modulePreload: false,
        rolldownOptions: {
          checks: { bundlerTimings: false },
          input: fromRoot('client/verifier/main.ts'),
          output: { format: 'iife', codeSplitting: false },
        },
      },
    },
    ssr: {
      build: {
        outDir: fromRoot('dist/server'),
        emptyOutDir: true,
        target: 'node20',
        ssr: true,
        rolldownOptions: {
          checks: { bundlerTimings: false },
          input: Object.fromEntries(Object.entries(serverEntries).map(([name, path]) => [name, fromRoot(`server/${path}`)])),
          output: { entryFileNames: '[name].js' },
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': 'http://localhost:8080',
      '/verifier.html': 'http://localhost:8080',
      '/socket.io': { target: 'http://localhost:8080', ws: true },
      '/yjs': { target: 'http://localhost:8080', ws: true },
    },
  },
  test: {
    root: fromRoot('.'),
    setupFiles: [fromRoot('tests/support/verified-exports.ts')],
    testTimeout: isLong ? 600_000 : 45_000,
    hookTimeout: 60_000,
    // Long tests measure: beside each other they would measure each other.
    fileParallelism: !isLong,
    // Most of a test's time is waiting: on two cores two files run beside each other.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: isOverTls
      ? [{ extends: true, test: { ...testsIn('{browser,flows}/*'), name: 'over TLS' } }]
      : [
          // What they import has no state of its own: loaded once a worker, not once a file, which is a third of their time.
          { extends: true, test: { ...testsIn('{shared,server,client}/**/*'), name: 'modules', isolate: false } },
          { extends: true, test: { ...testsIn('*', '{flows,faults,browser}/**/*'), name: 'whole' } },
        ],
  },
});

/** The tests in these places, or the long ones in them. */
function testsIn(...places: readonly string[]) {
  const named = (ending: string) => places.map((place) => `tests/${place}.${ending}`);
  if (isLong) return { include: named('long.test.ts') };
  return { include: named('test.ts'), exclude: [...named('long.test.ts'), ...(isOverTls ? ofPlainHttp : [])] };
}
