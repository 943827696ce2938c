import { expect, it } from 'vitest';
import { messages as en } from '../../client/locales/en/room.ts';
import { messages as ja } from '../../client/locales/ja/room.ts';
import { messages as ko } from '../../client/locales/ko/room.ts';
import { messages as zhCN } from '../../client/locales/zh-CN/room.ts';
import { messages as zhTW } from '../../client/locales/zh-TW/room.ts';
import { worded } from '../../client/state/wording.ts';
import { faceLocales } from '../../shared/languages.ts';
import { baselineQuestions, feedbackQuestions } from '../../shared/questions.ts';
import { readyPromptIn, readyTitleIn, readyTitles } from '../../shared/ready-made.ts';
import { templates } from '../../shared/templates.ts';

it('[W7] every word of every template is there in each language, from whichever it started', () => {
  for (const { title, prompt } of templates.flatMap(({ exercises }) => exercises))
    for (const from of faceLocales)
      for (const to of faceLocales)
        expect([readyTitleIn(title[from], to), readyPromptIn(prompt[from], to)]).toEqual([title[to], prompt[to]]);
});

it('[W7] ready-made questions and answers are there in each language', () => {
  const said = [...baselineQuestions, ...feedbackQuestions].flatMap(({ title, translations, options = [] }) => [
    { text: title, translations },
    ...options.map(({ label, translations: others }) => ({ text: label, translations: others })),
  ]);
  for (const { text, translations } of said)
    for (const tag of faceLocales) {
      const shown = worded(text, translations, tag);
      if (tag === 'zh-CN') expect(shown).toBe(text);
      else if (tag !== 'zh-TW') expect(shown).not.toBe(text);
    }
});

it('[W7] what somebody typed stays as it is', () => {
  expect([readyTitleIn('停车位怎么分？', 'ja'), readyPromptIn('写一写', 'ja'), readyTitleIn('Yes', 'ja')]).toEqual([
    '停车位怎么分？',
    '写一写',
    'Yes',
  ]);
  expect(worded('Yes', undefined, 'zh-CN')).toBe('Yes');
  expect(worded('停车位怎么分？', undefined, 'en')).toBe('停车位怎么分？');
});

it('[W7] an exercise is called in a template what its kind is called on the screen', () => {
  const { write, dots, lendAHand, questions, rate } = readyTitles;
  for (const [locale, { projector }] of Object.entries({ 'zh-CN': zhCN, 'zh-TW': zhTW, en, ja, ko })) {
    const tag = faceLocales.find((one) => one === locale)!;
    expect([write, dots, lendAHand, questions, rate].map((words) => words[tag])).toEqual([
      projector.collect.name,
      projector.dots.name,
      projector.pledge.name,
      projector.survey.name,
      projector.rate.name,
    ]);
  }
});
