import { describe, expect, it } from 'vitest';
import { languageOf, languageToSay } from '../../shared/script.ts';
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

  it.each<[text: string, reads: string, tag: string]>([
    ['駐車場', 'ja', 'ja'],
    ['駐車場', 'ja-JP', 'ja'],
    ['自転車置場不足', 'ja', 'ja'],
    ['街灯', 'ja', 'ja'],
    ['駐車場', 'ko', 'zh-Hant'],
    ['楼道的灯坏了', 'ja', 'zh-Hans'],
    ['停车场', 'ja', 'zh-Hans'],
    ['中午老人饭桌', 'ja', 'zh'],
    ['樓道的燈壞了', 'ja', 'zh-Hant'],
    ['고양이', 'ja', 'ko'],
    ['The lamp is out of order', 'ja', 'en'],
  ])(
    '[W5] of Han characters alone is Japanese for who reads it, where nothing stands against it: %s on a page in %s is %s',
    (text, reads, tag) => {
      expect(languageOf(text, reads)).toBe(tag);
    },
  );

  it.each<[text: string, page: string, session: string, said: string | undefined]>([
    ['駐車場', 'ja', 'zh-CN', 'ja'],
    ['駐車場', 'ja', 'ja', undefined],
    ['駐車場', 'zh-TW', 'ja', 'zh-Hant'],
    ['駐車場', 'zh-TW', 'zh-CN', undefined],
    ['駐車場', 'en', 'ja', undefined],
    ['バス停', 'ja', 'zh-CN', undefined],
    ['停车场', 'ja', 'zh-CN', undefined],
    ['12345', 'ja', 'zh-CN', undefined],
  ])(
    '[W5] is said by the page alone where the server would think otherwise: %s on a page in %s of a session in %s',
    (text, page, session, said) => {
      expect(languageToSay(text, { page, session })).toBe(said);
    },
  );

  it('[W4] is what people say it is, in labelled notes of four languages', () => {
    const told = labelledNotes(new URL('grouping/held-out-notes.json', import.meta.url)).map(({ lang, text }) =>
      languageOf(text)?.startsWith(lang.slice(0, 2)),
    );
    expect(told.length).toBeGreaterThan(100);
    expect(told.filter(Boolean).length / told.length).toBeGreaterThan(0.9);
  });
});
