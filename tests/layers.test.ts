import { isBuiltin } from 'node:module';
import { describe, expect, it } from 'vitest';
import ts from 'typescript';
import { importsOf, reach, readSources, treeOf, walk, type Sources } from './support/sources.ts';

/** Lower places know nothing of higher ones; places of one rank know nothing of each other. */
const ranks = {
  'shared/': 0,
  'server/threads/': 0.5,
  'server/store/': 1,
  'server/bus/': 1,
  'server/export/': 1,
  'server/lan/': 1,
  'server/embeddings/': 1,
  'server/session/': 2,
  'server/desk/': 2.5,
  'server/webhook/': 2.7,
  'server/rehearsal/': 3,
  'server/realtime/': 3,
  'server/http/': 3,
  'server/': 4,
  'client/locales/': 1,
  'client/styles/': 1,
  'client/net/': 2,
  'client/state/': 3,
  'client/ui/': 4,
  // Sheets of paper, which the desk and the facilitator print.
  'client/print/': 4.5,
  // What is filled in about needs and notes, at the table and on the desk.
  'client/records/': 4.5,
  'client/phone/': 5,
  'client/projector/': 5,
  'client/facilitator/': 5,
  'client/desk/': 5,
  // A page of its own, in one file.
  'client/verifier/': 5,
  'client/gallery/': 5,
  // The shared tablet shows the phone's ballots.
  'client/kiosk/': 6,
  'client/': 7,
};
const places = Object.entries(ranks).map(([place, rank]) => ({ place, rank, side: place.split('/')[0] }));

/** The place a file is in; undefined for a package, and for a file of a folder that is not in the table. */
function placeOf(path: string) {
  const [side, ...inside] = path.split('/');
  const folder = inside.length > 1 && side !== 'shared' ? `${side}/${inside[0]}/` : `${side}/`;
  return places.find(({ place }) => place === folder);
}

/** Imports that go up or sideways, from client to server or back, or from a folder that has no rank. */
function upwardImports(sources: Sources): string[] {
  const wrong: string[] = [];
  for (const path of sources.keys()) if (!placeOf(path)) wrong.push(`${path} is in a folder without a rank`);
  for (const { from, to } of importsOf(sources)) {
    const above = placeOf(from);
    const below = placeOf(to);
    if (to.startsWith('tests/')) wrong.push(`${from} → ${to}`);
    if (!above || !below || above === below) continue;
    const goesDown = below.rank < above.rank && (below.side === above.side || below.side === 'shared');
    if (!goesDown) wrong.push(`${from} → ${to}`);
  }
  return wrong;
}

/** Names that the language alone does not have: the DOM's, Node's. Each file is compiled without either, and without packages, which bring their own. */
function foreignNames(sources: Sources): string[] {
  const shared = [...sources].filter(([path]) => path.startsWith('shared/'));
  const texts = new Map(shared.map(([path, text]) => [`/${path}`, text]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    types: [],
    noEmit: true,
    allowImportingTsExtensions: true,
  };
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    getCurrentDirectory: () => '/',
    fileExists: (path) => texts.has(path),
    readFile: (path) => texts.get(path) ?? disk.readFile(path),
    getSourceFile: (path, target) => {
      const text = texts.get(path);
      return text === undefined ? disk.getSourceFile(path, target) : ts.createSourceFile(path, text, target);
    },
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => {
        const resolvedFileName = new URL(text, `file://${from}`).pathname;
        return { resolvedModule: texts.has(resolvedFileName) ? { resolvedFileName, extension: ts.Extension.Ts } : undefined };
      }),
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((path) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(path))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
      .filter((message) => /^Cannot find (name|namespace)/.test(message))
      .map((message) => `${path.slice(1)}: ${message}`),
  );
}

/** What makes a result depend on when and where it is computed. */
function impurities(sources: Sources): string[] {
  const wrong: string[] = [];
  for (const [path, text] of sources) {
    if (!path.startsWith('shared/')) continue;
    walk(treeOf(path, text), (node) => {
      const isClock =
        (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'Date' && !node.arguments?.length;
      const isImpure = ts.isPropertyAccessExpression(node) && ['Date.now', 'Math.random'].includes(node.getText());
      const isGlobal = ts.isIdentifier(node) && node.text === 'globalThis';
      if (isClock || isImpure || isGlobal) wrong.push(`${path}: ${node.getText()}`);
    });
  }
  for (const { from, to } of importsOf(sources)) if (from.startsWith('shared/') && isBuiltin(to)) wrong.push(`${from} → ${to}`);
  return wrong;
}

function concreteStores(sources: Sources): string[] {
  return concrete(sources, { folder: 'server/store/', interfaces: 'server/store/store.ts' });
}

function concreteBuses(sources: Sources): string[] {
  return concrete(sources, { folder: 'server/bus/', interfaces: 'server/bus/bus.ts' });
}

function concrete(sources: Sources, { folder, interfaces }: { folder: string; interfaces: string }): string[] {
  return importsOf(sources)
    .filter(({ from, to }) => to.startsWith(folder) && to !== interfaces && !from.startsWith(folder) && from !== 'server/app.ts')
    .map(({ from, to }) => `${from} → ${to}`);
}

function environmentReads(sources: Sources): string[] {
  const wrong: string[] = [];
  for (const [path, text] of sources) {
    if (path === 'server/main.ts' || path === 'server/config.ts') continue;
    walk(treeOf(path, text), (node) => {
      const isRead =
        (ts.isPropertyAccessExpression(node) && node.name.text === 'env' && /\bprocess$/.test(node.expression.getText())) ||
        (ts.isElementAccessExpression(node) && /\bprocess$/.test(node.expression.getText())) ||
        (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer?.getText() === 'process') ||
        (ts.isImportDeclaration(node) && /^['"](node:)?process['"]$/.test(node.moduleSpecifier.getText()));
      if (isRead) wrong.push(`${path}: ${node.getText()}`);
    });
  }
  return wrong;
}

function documentKeys(sources: Sources): string[] {
  const doors = ['shared/stage.ts', 'shared/wall.ts', 'shared/ledger.ts'];
  return [...sources]
    .filter(([path]) => !doors.includes(path))
    .flatMap(([path, text]) =>
      [...text.matchAll(/\.get(Map|Array|Text|XmlFragment|XmlElement)\s*[<(].*/g)].map((match) => `${path}: ${match[0]}`),
    );
}

function componentsOnTheNet(sources: Sources): string[] {
  return importsOf(sources)
    .filter(({ from, to }) => from.endsWith('.svelte') && to.startsWith('client/net/'))
    .map(({ from, to }) => `${from} → ${to}`);
}

const isZod = (path: string) => path === 'zod' || path.startsWith('zod/');

function waysToClassicZod(sources: Sources): string[] {
  const clients = [...sources.keys()].filter((path) => path.startsWith('client/'));
  const ways = reach(
    clients,
    importsOf(sources).filter(({ isType }) => !isType),
  );
  return [...ways].filter(([path]) => isZod(path) && path !== 'zod/mini').map(([, way]) => way.join(' → '));
}

/** From main.ts and all that a phone loads first: its page, which main.ts loads lazily, and the exercises that the page does. */
function phoneLoadsTooMuch(sources: Sources): string[] {
  const runtime = importsOf(sources).filter(({ isType }) => !isType);
  const pages = runtime.filter(({ from, to }) => to.startsWith('client/phone/') && !from.startsWith('client/phone/')).map(({ to }) => to);
  const exercises = [...sources.keys()].filter((path) => path.startsWith('client/phone/exercises/'));
  const ways = reach(
    ['client/main.ts', ...pages, ...exercises],
    runtime.filter(({ isLazy }) => !isLazy),
  );
  return [...ways].filter(([path]) => isZod(path) || path === 'shared/wall.ts').map(([, way]) => way.join(' → '));
}

function rawHtml(sources: Sources): string[] {
  return [...sources].filter(([path, text]) => path.endsWith('.svelte') && /\{\s*@html\b/.test(text)).map(([path]) => path);
}

const house = readSources('shared', 'server', 'client');

interface Rule {
  title: string;
  check: (sources: Sources) => string[];
  /** Violations: the check finds each of them, alone in an empty house. */
  planted: Record<string, string>[];
  /** What looks like one and is none. */
  innocent: Record<string, string>;
}

const rules: Rule[] = [
  {
    title: 'imports go down only, and client and server never meet',
    check: upwardImports,
    planted: [
      { 'shared/a.ts': "import { app } from '../server/app.ts';" },
      { 'shared/a.ts': "import type { App } from '../client/main.ts';" },
      { 'server/store/a.ts': "import { decide } from '../session/decide.ts';" },
      { 'server/session/a.ts': "export * from '../realtime/room.ts';" },
      { 'server/http/a.ts': "import { room } from '../realtime/room.ts';" },
      { 'server/http/a.ts': "type App = import('../app.ts').App;" },
      { 'server/http/a.ts': "import '../../client/net/socket.ts';" },
      { 'client/state/a.svelte.ts': "const page = await import('../phone/Page.svelte');" },
      { 'client/phone/A.svelte': '<script lang="ts">import B from "../desk/B.svelte";</script>' },
      { 'client/phone/A.svelte': "<p>a</p>{#await import('../desk/B.svelte') then b}<b></b>{/await}" },
      { 'client/net/a.ts': "import { decide } from '../../server/session/decide.ts';" },
      { 'client/ui/A.svelte': "<script>const all = import.meta.glob('../phone/*.svelte');</script>", 'client/phone/B.svelte': '' },
      { 'server/main.ts': "import { eventually } from '../tests/support/eventually.ts';" },
      { 'server/cellar/a.ts': '' },
    ],
    innocent: {
      'shared/exercises/a.ts': "import { b } from '../b.ts';",
      'server/session/a.ts': "import type { Store } from '../store/store.ts';",
      'server/main.ts': "import { app } from './app.ts'; import express from 'express';",
      'client/App.svelte': '<script>import Page from "./phone/Page.svelte"; import "./styles/base.css"</script>',
      'client/phone/Page.svelte': '<script>import A from "../ui/A.svelte"; import { s } from "../../shared/stage.ts"</script>',
    },
  },
  {
    title: 'shared knows neither the DOM nor Node',
    check: foreignNames,
    planted: [
      { 'shared/a.ts': 'export const width = () => window.innerWidth;' },
      { 'shared/a.ts': 'document.title = "";' },
      { 'shared/a.ts': 'export const at = performance.now();' },
      { 'shared/a.ts': 'export const id = crypto.randomUUID();' },
      { 'shared/a.ts': 'setTimeout(() => {}, 1);' },
      { 'shared/a.ts': 'export const load = () => fetch("/");' },
      { 'shared/a.ts': 'export const bytes = Buffer.alloc(1);' },
      { 'shared/a.ts': 'console.log(process.env);' },
      { 'shared/a.ts': 'export let timer: NodeJS.Timeout;' },
    ],
    innocent: {
      'shared/a.ts':
        "import * as z from 'zod/mini'; import { b } from './b.ts'; export const c = z.parse(b, new Map([[1, Math.max(2, 3)]]));",
      'shared/b.ts': 'export function b(document: string, performance: number) { return `${document}${performance}`; }',
      'server/a.ts': 'setTimeout(() => {}, 1);',
    },
  },
  {
    title: 'shared has no clock, no chance and no I/O',
    check: impurities,
    planted: [
      { 'shared/a.ts': 'export const now = Date.now();' },
      { 'shared/a.ts': 'export const now = new Date();' },
      { 'shared/a.ts': 'export const now = new Date;' },
      { 'shared/a.ts': 'export const now = Date();' },
      { 'shared/a.ts': 'export const chance = Math.random;' },
      { 'shared/a.ts': 'export const g = globalThis;' },
      { 'shared/a.ts': "import { readFileSync } from 'node:fs';" },
      { 'shared/a.ts': "import { randomBytes } from 'crypto';" },
    ],
    innocent: {
      'shared/a.ts': '// Date.now() is not asked.\nexport const day = (at: number) => new Date(at).getUTCDay();',
      'server/a.ts': 'Date.now();',
    },
  },
  {
    title: 'only server/app.ts names a concrete store',
    check: concreteStores,
    planted: [
      { 'server/session/a.ts': "import { SqliteStore } from '../store/sqlite.ts';" },
      { 'server/main.ts': "import('./store/memory.ts');" },
    ],
    innocent: {
      'server/app.ts': "import { a } from './store/sqlite.ts';",
      'server/store/sqlite.ts': "import { b } from './sqlite-writes.ts';",
      'server/session/sessions.ts': "import { SeqTakenError, type Store } from '../store/store.ts';",
    },
  },
  {
    title: 'only server/app.ts names a concrete bus',
    check: concreteBuses,
    planted: [
      { 'server/session/a.ts': "import { MemoryBus } from '../bus/memory.ts';" },
      { 'server/main.ts': "import('./bus/redis-streams.ts');" },
    ],
    innocent: {
      'server/app.ts': "import { a } from './bus/redis-streams.ts';",
      'server/session/companions.ts': "import type { Bus } from '../bus/bus.ts';",
    },
  },
  {
    title: 'only server/main.ts and server/config.ts read the environment',
    check: environmentReads,
    planted: [
      { 'server/app.ts': 'export const port = process.env.PORT;' },
      { 'server/app.ts': "export const port = process['env'].PORT;" },
      { 'server/app.ts': 'const { env } = process;' },
      { 'server/app.ts': "import { env } from 'node:process';" },
      { 'client/A.svelte': '<script>const port = globalThis.process.env.PORT</script>' },
    ],
    innocent: {
      'server/main.ts': 'export const port = process.env;',
      'server/app.ts': '// not process.env\nprocess.exit(environment.env);',
    },
  },
  {
    title: 'only shared/stage.ts, shared/wall.ts and shared/ledger.ts name a key of the document',
    check: documentKeys,
    planted: [
      { 'server/session/project.ts': "doc.getMap('notes')" },
      { 'client/net/yjs.ts': "doc.getMap<number>('live')" },
      { 'shared/note.ts': "doc.getText('a')" },
    ],
    innocent: {
      'shared/stage.ts': "doc.getMap('session')",
      'shared/wall.ts': "doc.getMap('notes')",
      'client/a.ts': "new Map().get('notes')",
    },
  },
  {
    title: 'components never import net',
    check: componentsOnTheNet,
    planted: [
      { 'client/phone/A.svelte': '<script lang="ts">import { socket } from "../net/socket.ts"</script>' },
      { 'client/ui/A.svelte': '<script module lang="ts">import type { Socket } from "../net/socket.ts"</script>' },
    ],
    innocent: {
      'client/state/a.svelte.ts': "import { socket } from '../net/socket.ts';",
      'client/ui/A.svelte': '<script>import "../internet/a.ts"</script>',
    },
  },
  {
    title: 'the client never loads classic zod',
    check: waysToClassicZod,
    planted: [
      { 'client/a.ts': "import { z } from 'zod';" },
      {
        'client/a.ts': "import { a } from '../shared/a.ts';",
        'shared/a.ts': "import { type A } from './b.ts';",
        'shared/b.ts': "export * from 'zod/v4';",
      },
      { 'client/a.ts': "await import('../shared/a.ts');", 'shared/a.ts': "import 'zod';" },
    ],
    innocent: {
      'client/a.ts':
        "import type { z } from 'zod'; import * as mini from 'zod/mini'; import type { A } from '../shared/a.ts'; export type { B } from '../shared/a.ts';",
      'shared/a.ts': "import 'zod';",
    },
  },
  {
    title: 'what a phone loads first has neither zod nor the wall in it',
    check: phoneLoadsTooMuch,
    planted: [
      { 'client/main.ts': "import './App.svelte';", 'client/App.svelte': '<script>import "../shared/wall.ts"</script>' },
      {
        'client/main.ts': "await import('./phone/Page.svelte');",
        'client/phone/Page.svelte': "<script>import { a } from '../../shared/a.ts'</script>",
        'shared/a.ts': "import 'zod/mini';",
      },
      { 'client/phone/exercises/Rank.svelte': "<script>import 'zod/mini'</script>" },
    ],
    innocent: {
      'client/main.ts': "await import('./phone/Page.svelte'); await import('./projector/Page.svelte');",
      'client/phone/Page.svelte':
        "<script>import type { Wall } from '../../shared/wall.ts'; const look = () => import('./Wall.svelte')</script>",
      'client/phone/Wall.svelte': "<script>import { readWall } from '../../shared/wall.ts'</script>",
      'client/projector/Page.svelte': "<script>import 'zod/mini'</script>",
    },
  },
  {
    title: 'no component writes raw HTML',
    check: rawHtml,
    planted: [{ 'client/ui/A.svelte': '<p>{@html text}</p>' }],
    innocent: { 'client/ui/A.svelte': '<p>{text} @html</p>' },
  },
];

describe.each(rules)('$title', ({ check, planted, innocent }) => {
  it('holds', () => {
    expect(check(house)).toEqual([]);
  });

  it.each(planted)('is broken by %j', (files) => {
    expect(check(new Map(Object.entries(files)))).not.toEqual([]);
  });

  it('lets pass what only looks like it', () => {
    expect(check(new Map(Object.entries(innocent)))).toEqual([]);
  });
});
