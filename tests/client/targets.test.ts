import { parse, type AnyNode } from 'acorn';
import postcss from 'postcss';
import selectorParser from 'postcss-selector-parser';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/root.ts';

// surfaces.md, target: chrome88, edge88, firefox84, safari14.1. What a browser cannot parse it drops whole: a script, or a rule of a style sheet.

const assets = join(root, 'dist/client/assets');
const built = (ending: string) => readdirSync(assets).filter((name) => name.endsWith(ending));

/** Younger than one of the targets, by the name of the method; `structuredClone` stands in Svelte within a `try`. */
const youngMethods = new Set([
  'at',
  'hasOwn',
  'findLast',
  'findLastIndex',
  'toSorted',
  'toReversed',
  'toSpliced',
  'groupBy',
  'withResolvers',
  'randomUUID',
  'checkVisibility',
  'showPopover',
  'isWellFormed',
  'toWellFormed',
]);
/** `AbortSignal.timeout`, `Array.fromAsync`, `Set.union`…: by both names. */
const youngStatics = new Set([
  'AbortSignal.timeout',
  'AbortSignal.any',
  'Array.fromAsync',
  'Promise.try',
  'Error.captureStackTrace',
  'URL.canParse',
  'URL.parse',
]);

/** What in a script is younger than the targets, one phrase each. */
function youngIn(script: string): string[] {
  const found: string[] = [];
  walk(parse(script, { ecmaVersion: 2022, sourceType: 'module' }), (node) => {
    if (node.type === 'PrivateIdentifier') found.push(`#${node.name}`);
    if (node.type === 'StaticBlock') found.push('static block');
    if (node.type === 'Literal' && node.regex) found.push(...youngPattern(node.regex.pattern, node.regex.flags));
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return;
    const { callee } = node;
    if (callee.type === 'Identifier' && callee.name === 'RegExp') found.push(...patternsIn(node.arguments));
    if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
    const { name } = callee.property;
    const whole = callee.object.type === 'Identifier' ? `${callee.object.name}.${name}` : name;
    if (youngMethods.has(name) || youngStatics.has(whole)) found.push(youngStatics.has(whole) ? whole : name);
  });
  return found;
}

/** Safari has lookbehind since 16.4; the flags d and v came later than the targets everywhere. */
function youngPattern(pattern: string, flags: string): string[] {
  return [...(/\(\?<[=!]/.test(pattern) ? [`lookbehind ${pattern}`] : []), ...(/[dv]/.test(flags) ? [`/${pattern}/${flags}`] : [])];
}

function patternsIn(given: readonly AnyNode[]): string[] {
  const [pattern, flags] = given.map((one) => {
    if (one.type === 'Literal') return String(one.value);
    return one.type === 'TemplateLiteral' ? one.quasis.map(({ value }) => value.raw).join('') : '';
  });
  return youngPattern(pattern ?? '', flags ?? '');
}

function walk(node: AnyNode, visit: (node: AnyNode) => void): void {
  visit(node);
  for (const value of Object.values(node) as unknown[])
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value])
      if (typeof child === 'object' && child !== null && 'type' in child) walk(child as AnyNode, visit);
}

/** Every pseudo-class and pseudo-element that all targets know. */
const knownPseudos = new Set(
  ':root :hover :focus :focus-visible :focus-within :active :disabled :enabled :checked :empty :first-child :last-child :only-child :first-of-type :last-of-type :nth-child :nth-last-child :nth-of-type :lang :not :where :is :invalid :placeholder-shown :target :host ::before ::after :before :after ::placeholder ::selection ::marker ::-webkit-inner-spin-button ::-webkit-outer-spin-button ::-webkit-details-marker ::-webkit-calendar-picker-indicator'.split(
    ' ',
  ),
);
const knownAtRules = new Set(['media', 'supports', 'keyframes', '-webkit-keyframes', 'page', 'font-face', 'charset', 'import']);

function youngRulesIn(css: string): string[] {
  const found: string[] = [];
  postcss.parse(css).walk((node) => {
    if (node.type === 'atrule' && !knownAtRules.has(node.name)) found.push(`@${node.name}`);
    if (node.type !== 'rule' || (node.parent?.type === 'atrule' && (node.parent as postcss.AtRule).name.endsWith('keyframes'))) return;
    if (node.parent?.type === 'rule') found.push(`nested ${node.selector}`);
    selectorParser((selectors) => {
      selectors.walkPseudos(({ value }) => {
        if (!knownPseudos.has(value)) found.push(`${value} in ${node.selector}`);
      });
      selectors.walkNesting(() => {
        found.push(`& in ${node.selector}`);
      });
    }).processSync(node.selector);
  });
  return found;
}

describe('what is built', () => {
  it.each(built('.js'))('%s is of the targets’ age', (name) => {
    expect(youngIn(readFileSync(join(assets, name), 'utf8'))).toEqual([]);
  });

  it.each(built('.css'))('%s has no rule that a target drops', (name) => {
    expect(youngRulesIn(readFileSync(join(assets, name), 'utf8'))).toEqual([]);
  });

  it('[V5] the verifier is of the targets’ age, in one file that names no other', () => {
    const html = readFileSync(join(root, 'dist/client/verifier.html'), 'utf8');
    const [, script] = /<script>([\s\S]*)<\/script>/.exec(html)!;
    const [, css] = /<style>([\s\S]*?)<\/style>/.exec(html)!;
    // fflate looks first whether it is there.
    expect(youngIn(script!).filter((name) => name !== 'Error.captureStackTrace')).toEqual([]);
    expect(youngRulesIn(css!)).toEqual([]);
    expect(html.replace(script!, '')).not.toMatch(/\s(src|href)=|@import|url\(/i);
    expect(html.length).toBeLessThan(160_000);
  });

  it('what is too young is found', () => {
    expect(
      youngIn('class A { #a = 1; static { a() } }; [1].at(-1); Object.hasOwn(a, "b"); /(?<=a)b/; new RegExp(`(?<!${a})b`, "d")'),
    ).toEqual(['#a', 'static block', 'at', 'hasOwn', 'lookbehind (?<=a)b', 'lookbehind (?<!)b', '/(?<!)b/d']);
    expect(youngRulesIn('@layer a { p:has(b) { a: b } } p { & b { c: d } } p::part(a) { b: c }')).toEqual([
      '@layer',
      ':has in p:has(b)',
      'nested & b',
      '& in & b',
      '::part in p::part(a)',
    ]);
  });
});
