import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { templates } from '../../shared/templates.ts';
import { launchBrowser } from '../support/browser.ts';
import { Evening } from '../support/evening.ts';
import { startServer, type RunningServer } from '../support/server.ts';

let browser: Browser;
let server: RunningServer;
beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

it.each(templates.filter(({ exercises }) => exercises.length > 0))(
  '[R1] [R4] one facilitator’s page runs $id with eight residents to the end',
  async ({ id, exercises }) => {
    const subjects = id === 'needs-workshop' ? 10 : 5;
    const evening = await Evening.open({ browser, server }, { template: id, subjects, mayVote: '槐树里的住户，一户一张' });
    try {
      const kinds = exercises.map(({ kind }) => kind);
      await evening.runWhole(subjects, kinds);
      expect(evening.stage.exercises.map(({ kind }) => kind)).toEqual(kinds);
    } finally {
      await evening.close();
    }
  },
  90_000,
);
