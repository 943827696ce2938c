import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { exerciseKinds, kindOf } from '../shared/exercise.ts';
import { readSources, treeOf, walk, type Sources } from './support/sources.ts';

/** Where the same word means something else: a method, a field of a ballot file or of a result, a plain plural. */
const otherMeanings: Record<string, RegExp> = {
  budget: /^(server\/count|server\/read-ballots|server\/export\/(ballot-files|pabulib)|shared\/(ballot-files|counting)\/)/,
  rank: /^server\/export\/(data-resources|sheets)/,
  points: /^shared\/(need-record|ballot-files|explain-en)/,
};

/** Where a kind may be named: its own file, a template that uses it, its faces, and the words for it. `dots` and `rank` are also names of methods. */
function mayName(kind: string, path: string): boolean {
  if (path === `shared/exercises/${kind}.ts` || path === 'shared/templates.ts' || path === 'shared/tally.ts') return true;
  return /^client\/(\w+\/exercises|locales)\//.test(path) || (otherMeanings[kind]?.test(path) ?? false);
}

/** Where a kind is named as a string: in a script, or in a component's markup. */
function namings(kind: string, sources: Sources): string[] {
  const found: string[] = [];
  for (const [path, text] of sources) {
    if (mayName(kind, path)) continue;
    walk(treeOf(path, text), (node) => {
      if (ts.isStringLiteralLike(node) && node.text === kind) found.push(path);
    });
    const markup = path.endsWith('.svelte') ? text.replace(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, '') : '';
    for (const match of markup.matchAll(/\{[^{}]*\}/g))
      if (match[0].includes(`'${kind}'`) || match[0].includes(`"${kind}"`)) found.push(path);
  }
  return found;
}

const house = readSources('shared', 'server', 'client');

/** `dot-vote` → `DotVote` */
const componentOf = (kind: string) => kind.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

describe.each(exerciseKinds.filter((kind) => kindOf(kind)?.ballot))('%s is one file and a component per surface', (kind) => {
  it('nobody else names it', () => {
    expect(namings(kind, house)).toEqual([]);
  });

  it('naming it elsewhere is found', () => {
    const planted = {
      'server/session/decide.ts': `if (exercise.kind === '${kind}') throw 1;`,
      'shared/exercise.ts': `type Kind = \`${kind}\`;`,
      'client/state/a.svelte.ts': `switch (kind) { case "${kind}": }`,
      'client/phone/A.svelte': `<p>{#if kind === '${kind}'}a{/if}</p>`,
    };
    expect(namings(kind, new Map(Object.entries(planted)))).toEqual(Object.keys(planted));
    const innocent = {
      [`shared/exercises/${kind}.ts`]: `const kind = '${kind}';`,
      'client/phone/exercises/A.svelte': `<script>const kind = '${kind}';</script>`,
      'client/phone/A.svelte': `<style>.a[data-a='${kind}'] {}</style><p class="${kind}">${kind}</p>`,
      'shared/exercise.ts': `// '${kind}'\nimport { a } from './exercises/${kind}.ts';`,
    };
    expect(namings(kind, new Map(Object.entries(innocent)))).toEqual([]);
  });
});

describe.each(exerciseKinds)('%s', (kind) => {
  it.each(['phone', 'projector', 'facilitator'])('has a face on the %s', (surface) => {
    expect([...house.keys()]).toContain(`client/${surface}/exercises/${componentOf(kind)}.svelte`);
  });
});
