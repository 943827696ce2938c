import { afterAll, beforeAll, expect, it } from 'vitest';
import { exerciseKinds } from '../../shared/exercise.ts';
import { templates } from '../../shared/templates.ts';
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

it.each(Object.entries(agendas))('a session made from %s has its steps in order, in both languages', async (template, kinds) => {
  for (const locale of ['zh-CN', 'en'] as const) {
    const meeting = await Meeting.open(app, { template, locale });
    const { exercises } = await meeting.stage();
    expect(exercises.map(({ kind }) => kind)).toEqual(kinds.filter((kind) => exerciseKinds.includes(kind)));
    const han = /\p{Script=Han}/u;
    expect(exercises.filter(({ title, prompt }) => han.test(title) !== (locale === 'zh-CN') || prompt === '')).toEqual([]);
    meeting.close();
  }
});
