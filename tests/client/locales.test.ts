import { describe, expect, it } from 'vitest';
import { catalogueFaults, completeCatalogues } from '../../client/locales/complete-plugin.ts';
import { messages as en } from '../../client/locales/en/index.ts';
import { messages as zhCN } from '../../client/locales/zh-CN/index.ts';

describe('the message catalogues', () => {
  it('say the same things in every language', () => {
    expect(catalogueFaults({ 'zh-CN': zhCN, en })).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['a missing message', { page: { a: 'x' } }, ['en lacks page.b']],
    ['one too many', { page: { a: 'x', b: () => 'y', c: 'z' } }, ['en has page.c, zh-CN does not']],
    ['text for a function', { page: { a: 'x', b: 'y' } }, ['en has page.b as a text, zh-CN as a function']],
    ['an empty text', { page: { a: '', b: () => 'y' } }, ['en has nothing in page.a']],
  ])('are faulted for %s', (_, catalogue, faults) => {
    expect(catalogueFaults({ 'zh-CN': { page: { a: '甲', b: () => '乙' } }, en: catalogue })).toEqual(faults);
  });

  it('fail the build with a sentence', () => {
    const { buildStart } = completeCatalogues({ 'zh-CN': { a: '甲' }, en: {} });
    expect(() => (buildStart as () => void)()).toThrow('The message catalogues differ: en lacks a.');
  });
});
