import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { root } from './root.ts';

/** Source texts by their path from the root, with `/` on every system. */
export type Sources = ReadonlyMap<string, string>;

export interface Import {
  from: string;
  /** A path from the root, or a package as it is written. */
  to: string;
  /** `import type` and `export type` alone: `import { type A }` is still a load at run time under verbatimModuleSyntax. */
  isType: boolean;
  /** `import()`, and a lazy `import.meta.glob`. */
  isLazy: boolean;
}

/** Every TypeScript and Svelte file of these folders. */
export function readSources(...folders: string[]): Sources {
  const sources = new Map<string, string>();
  const add = (path: string) => {
    if (statSync(join(root, path)).isDirectory()) for (const name of readdirSync(join(root, path)).sort()) add(`${path}/${name}`);
    else if (/\.(ts|svelte)$/.test(path)) sources.set(path, readFileSync(join(root, path), 'utf8'));
  };
  for (const folder of folders) add(folder);
  return sources;
}

/** The script of a file as a syntax tree; of a component what stands between its script tags. */
export function treeOf(path: string, text: string): ts.SourceFile {
  const code = path.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n;\n')
    : text;
  return ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

/** Calls `visit` with every node of a tree. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

const isGlob = (node: ts.CallExpression) => /^import\.meta\.glob$/.test(node.expression.getText());

const known = new WeakMap<Sources, Import[]>();

/** All imports of these sources: static, dynamic, re-exports, types, and globs followed to the files they find. */
export function importsOf(sources: Sources): Import[] {
  const found = known.get(sources) ?? findImports(sources);
  known.set(sources, found);
  return found;
}

function findImports(sources: Sources): Import[] {
  const found: Import[] = [];
  for (const [from, text] of sources) {
    const add = (specifier: ts.Node | string | undefined, isType: boolean, isLazy: boolean) => {
      const name = typeof specifier === 'string' ? specifier : specifier && ts.isStringLiteralLike(specifier) ? specifier.text : null;
      if (name !== null) found.push({ from, to: resolve(from, name), isType, isLazy });
    };
    walk(treeOf(from, text), (node) => {
      if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword, false);
      else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly, false);
      else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true, false);
      else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false, true);
      else if (ts.isCallExpression(node) && isGlob(node)) {
        const isLazy = !/eager:\s*true/.test(node.arguments[1]?.getText() ?? '');
        for (const path of filesOf(node, from, sources)) found.push({ from, to: path, isType: false, isLazy });
      }
    });
    if (from.endsWith('.svelte')) {
      const markup = text.replace(/<script[^>]*>[\s\S]*?<\/script>/g, '');
      for (const match of markup.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)) add(match[1], false, true);
    }
  }
  return found;
}

function resolve(from: string, specifier: string): string {
  const path = specifier.replace(/\?.*$/, '');
  return path.startsWith('.') ? posix.normalize(posix.join(posix.dirname(from), path)) : path;
}

function filesOf(glob: ts.CallExpression, from: string, sources: Sources): string[] {
  const patterns: string[] = [];
  if (glob.arguments[0])
    walk(glob.arguments[0], (node) => {
      if (ts.isStringLiteralLike(node)) patterns.push(resolve(from, node.text));
    });
  const matchers = patterns.map(
    (pattern) =>
      new RegExp(`^${pattern.replace(/[.+^$()[\]\\]/g, '\\$&').replace(/\*+\/?/g, (stars) => (stars.startsWith('**') ? '.*' : '[^/]*'))}$`),
  );
  return [...sources.keys()].filter((path) => matchers.some((matcher) => matcher.test(path)));
}

/** Everything that is loaded from `roots` along these imports, each with the way that leads to it. */
export function reach(roots: readonly string[], imports: readonly Import[]): Map<string, string[]> {
  const ways = new Map(roots.map((path) => [path, [path]]));
  for (const [path, way] of ways) for (const { from, to } of imports) if (from === path && !ways.has(to)) ways.set(to, [...way, to]);
  return ways;
}
