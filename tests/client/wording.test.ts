import { expect, it } from 'vitest';
import { besideFor, besideForRoom } from '../../client/state/wording.ts';

const lamp = { text: '夜里的路灯', translations: { en: 'Lamps at night', 'zh-TW': '夜裡的路燈' } };
const guard = { text: '경비실', lang: 'ko', translations: { 'zh-CN': '门卫室', ja: '警備室' } };

it.each([
  [lamp, 'en', { lang: 'en', text: 'Lamps at night' }],
  [lamp, 'zh-TW', { lang: 'zh-TW', text: '夜裡的路燈' }],
  [lamp, 'ja', null],
  [lamp, 'zh-CN', null],
  [guard, 'zh-CN', { lang: 'zh-CN', text: '门卫室' }],
  [guard, 'zh-TW', { lang: 'zh-CN', text: '门卫室' }],
  [guard, 'ko', null],
  [{ ...lamp, lang: 'zh-Hans' }, 'zh-CN', null],
  [{ ...lamp, lang: 'zh-Hans' }, 'zh-TW', { lang: 'zh-TW', text: '夜裡的路燈' }],
  [{ text: 'WiFi', translations: { en: 'WiFi' } }, 'en', null],
  [{ text: '夜里的路灯' }, 'en', null],
])('[W6] under a text stands what somebody typed it to be in the reader’s language: %j for %s', (translated, locale, beside) => {
  expect(besideFor(translated, locale)).toEqual(beside);
});

it.each([
  [lamp, 'zh-CN', { lang: 'en', text: 'Lamps at night' }],
  [{ ...lamp, lang: 'zh-Hans' }, 'zh-CN', { lang: 'en', text: 'Lamps at night' }],
  [lamp, 'ko', { lang: 'en', text: 'Lamps at night' }],
  [guard, 'en', { lang: 'ja', text: '警備室' }],
  [guard, 'zh-CN', { lang: 'zh-CN', text: '门卫室' }],
  [{ text: '夜里的路灯' }, 'en', null],
])('[W6] a room reads the screen’s language, else English, else the first there is: %j on a screen in %s', (translated, locale, beside) => {
  expect(besideForRoom(translated, locale)).toEqual(beside);
});
