import { afterAll, beforeAll, expect, it } from 'vitest';
import { exerciseKinds } from '../../shared/exercise.ts';
import { faceLocales } from '../../shared/languages.ts';
import { exercisesOf, templates } from '../../shared/templates.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { Meeting } from '../support/meeting.ts';

/** The agendas as they are meant; a step of a kind that this version does not have yet is not there, and comes by itself with its kind. */
const agendas: Record<string, string[]> = {
  'needs-workshop': ['survey', 'collect', 'dot-vote', 'rank', 'pledge'],
  baseline: ['survey', 'collect', 'dot-vote', 'rate', 'survey'],
  'old-estate': ['collect', 'dot-vote', 'budget', 'pledge'],
  deliberation: ['collect', 'collect', 'dot-vote', 'rank', 'survey'],
  blank: [],
};

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  expect(app.troubles).toEqual([]);
  await app.close();
});

it('the templates are these', () => {
  expect(Object.fromEntries(templates.map(({ id, exercises }) => [id, exercises.map(({ kind }) => kind)]))).toEqual(agendas);
});

it.each(Object.entries(agendas))('[W7] a session made from %s has its steps in order, in its own language', async (id, kinds) => {
  for (const locale of faceLocales) {
    const meeting = await Meeting.open(app, { template: id, locale });
    const { exercises } = await meeting.stage();
    expect(exercises.map(({ kind }) => kind)).toEqual(kinds.filter((kind) => exerciseKinds.includes(kind)));
    const steps = exercisesOf(templates.find((template) => template.id === id)!);
    expect(exercises.map(({ title, prompt }) => [title, prompt])).toEqual(
      steps.map(({ title, prompt }) => [title[locale], prompt[locale]]),
    );
    expect(exercises.filter(({ title, prompt }) => title === '' || prompt === '')).toEqual([]);
    meeting.close();
  }
});
