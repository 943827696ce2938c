import { describe, expect, it } from 'vitest';
import { catalogueFaults, completeCatalogues } from '../../client/locales/complete-plugin.ts';
import { fetchWider } from '../../client/locales/wider.ts';
import { messages as en } from '../../client/locales/en/index.ts';
import { messages as zhCN } from '../../client/locales/zh-CN/index.ts';
import { messages as zhCNRoom } from '../../client/locales/zh-CN/room.ts';
import { faceLocaleOf, faceLocales, staffLocaleOf } from '../../shared/languages.ts';
import { refusalCodes } from '../../shared/refusal.ts';

describe('the message catalogues', () => {
  it('[W1] say the same things in every language: residents and the room in five, facilitators and the desk in two', async () => {
    expect(catalogueFaults({ 'zh-CN': zhCN, en })).toEqual([]);
    const rooms = await Promise.all(faceLocales.map(async (tag) => [tag, (await fetchWider(tag, 'room')).messages] as const));
    expect(catalogueFaults(Object.fromEntries([['zh-CN', zhCNRoom], ...rooms]))).toEqual([]);
    const faces = await Promise.all(faceLocales.map(async (tag) => [tag, (await fetchWider(tag, 'faces')).messages] as const));
    const { projector: _, ...ofPhones } = zhCNRoom;
    expect(catalogueFaults({ 'zh-CN': ofPhones, ...Object.fromEntries(faces) })).toEqual([]);
  });

  it('[W1] have a sentence of their own for every refusal', () => {
    for (const code of refusalCodes) expect(zhCN.common.refusal(code), code).not.toBe(en.common.refusal(code));
  });

  it.each<[string, object, string[]]>([
    ['a missing message', { page: { a: 'x' } }, ['en lacks page.b']],
    ['one too many', { page: { a: 'x', b: () => 'y', c: 'z' } }, ['en has page.c, zh-CN does not']],
    ['text for a function', { page: { a: 'x', b: 'y' } }, ['en has page.b as a text, zh-CN as a function']],
    ['an empty text', { page: { a: '', b: () => 'y' } }, ['en has nothing in page.a']],
  ])('[F88] are faulted for %s', (_, catalogue, faults) => {
    expect(catalogueFaults({ 'zh-CN': { page: { a: '甲', b: () => '乙' } }, en: catalogue })).toEqual(faults);
  });

  it('[F88] fail the build with a sentence', () => {
    const { buildStart } = completeCatalogues({ 'zh-CN': { a: '甲' }, en: {} });
    expect(() => (buildStart as () => void)()).toThrow('The message catalogues differ: en lacks a.');
  });
});

describe('a language', () => {
  it.each([
    ['zh', 'zh-CN'],
    ['zh-Hans-TW', 'zh-CN'],
    ['zh-SG', 'zh-CN'],
    ['zh-Hant', 'zh-TW'],
    ['zh-HK', 'zh-TW'],
    ['zh-mo', 'zh-TW'],
    ['en-GB', 'en'],
    ['ja-JP', 'ja'],
    ['KO', 'ko'],
    ['xx', null],
    ['ar', null],
    ['kok-IN', null],
    ['', null],
  ])('[W2] [F88] is ours for the tag %s as %s', (tag, ours) => {
    expect(faceLocaleOf(tag)).toBe(ours);
  });

  it('[W1] of facilitators and the desk is Chinese or English', () => {
    expect(faceLocales.map(staffLocaleOf)).toEqual(['zh-CN', 'zh-CN', 'en', 'en', 'en']);
  });
});
