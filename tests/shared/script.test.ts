import { describe, expect, it } from 'vitest';
import { languageOf } from '../../shared/script.ts';
import { labelledNotes } from './grouping/pairs.ts';

describe('the language of a note', () => {
  it.each<[string, string | null]>([
    ['楼道的灯坏了', 'zh-Hans'],
    ['樓道的燈壞了', 'zh-Hant'],
    ['老人', 'zh'],
    ['バス停に屋根がほしい', 'ja'],
    ['駐車場', 'zh-Hant'],
    ['고양이가 밤에 울어요', 'ko'],
    ['The lamp by the stairs is out', 'en'],
    ['Il manque une rampe', 'und-Latn'],
    ['WiFi', 'und-Latn'],
    ['楼下装个 WiFi 吧', 'zh-Hans'],
    ['3号 parking 太乱', 'zh'],
    ['Нет света', 'und-Cyrl'],
    ['الإنارة معطلة', 'und-Arab'],
    ['ไฟทางเดินเสีย', 'th'],
    ['बत्ती खराब है', 'und-Deva'],
    ['12345 !!! 🙂', null],
    ['', null],
  ])('[W4] [F89] is told by its script: %s is %s', (text, tag) => {
    expect(languageOf(text)).toBe(tag);
  });

  it('[W4] is what people say it is, in labelled notes of four languages', () => {
    const told = labelledNotes(new URL('grouping/held-out-notes.json', import.meta.url)).map(({ lang, text }) =>
      languageOf(text)?.startsWith(lang.slice(0, 2)),
    );
    expect(told.length).toBeGreaterThan(100);
    expect(told.filter(Boolean).length / told.length).toBeGreaterThan(0.9);
  });
});
