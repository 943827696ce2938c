import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { completeCatalogues } from './client/locales/complete-plugin.ts';
import { messages as en } from './client/locales/en/index.ts';
import { messages as zhCN } from './client/locales/zh-CN/index.ts';

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Browsers of the phones we are for: an old Android in WeChat, Safari 14.1. Svelte's CSS uses `:where()`. */
const browsers = ['chrome88', 'edge88', 'firefox84', 'safari14.1'];

/** Set by `npm run test:long`. */
const isLong = process.env['YISHI_LONG'] === '1';

/** `vite build --app` builds the pages into dist/client and the server into dist/server; vitest is configured here too. */
export default defineConfig({
  root: fromRoot('client'),
  plugins: [svelte(), completeCatalogues({ 'zh-CN': zhCN, en })],
  builder: {},
  environments: {
    client: {
      build: {
        outDir: fromRoot('dist/client'),
        emptyOutDir: true,
        target: browsers,
        cssTarget: browsers,
        modulePreload: { polyfill: false },
        manifest: true,
      },
    },
    ssr: {
      build: {
        outDir: fromRoot('dist/server'),
        emptyOutDir: true,
        target: 'node20',
        ssr: true,
        rolldownOptions: {
          input: { main: fromRoot('server/main.ts'), 'sqlite-worker': fromRoot('server/store/sqlite-worker.ts') },
          output: { entryFileNames: '[name].js' },
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': 'http://localhost:8080',
      '/socket.io': { target: 'http://localhost:8080', ws: true },
      '/yjs': { target: 'http://localhost:8080', ws: true },
    },
  },
  test: {
    root: fromRoot('.'),
    include: [isLong ? 'tests/**/*.long.test.ts' : 'tests/**/*.test.ts'],
    exclude: isLong ? [] : ['tests/**/*.long.test.ts'],
    testTimeout: isLong ? 600_000 : 20_000,
    hookTimeout: 60_000,
    // Long tests measure: beside each other they would measure each other.
    fileParallelism: !isLong,
  },
});
