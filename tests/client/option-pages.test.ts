import { expect, it } from 'vitest';
import { optionPages } from '../../client/projector/option-pages.ts';
import { noteSize } from '../../client/projector/type.ts';

const room = { width: 130, height: 62 };
const optionsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    needId: `n${i}`,
    number: i + 1,
    title: '夜里的路灯',
    translations: { en: 'Lamps at night' },
  }));
const besideOf = () => 'Lamps at night';

it('[W6] what an option is in another language stands under it where all of them fit on one page with it', () => {
  const pages = optionPages(optionsOf(6), { ...room, besideOf });
  expect(pages).toHaveLength(1);
  expect(pages[0]!.flat().map(({ beside, size }) => [beside, size])).toEqual(Array(6).fill(['Lamps at night', noteSize]));
});

it('[W6] where they do not, all options stay on one page, as large, by their names alone', () => {
  const pages = optionPages(optionsOf(16), { ...room, besideOf });
  expect(pages).toHaveLength(1);
  expect(pages[0]!.flat().map(({ beside, size }) => [beside, size])).toEqual(Array(16).fill(['', noteSize]));
});

it('[W6] more than a page holds by their names stand on several, with what is under them', () => {
  const pages = optionPages(optionsOf(40), { ...room, besideOf });
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.flat(2)).toHaveLength(40);
  expect(pages.flat(2).every(({ beside }) => beside !== '')).toBe(true);
});
