import { expect, it } from 'vitest';
import { startApp } from '../support/app.ts';
import { bloat } from './bloat.ts';

it('[F66] after twenty thousand edits (a hundred thousand in the long tests) a joiner is sent at most twice the content', async () => {
  const app = await startApp();
  const { stage, wall, backstage } = await bloat(app, 20_000);
  console.log(JSON.stringify({ stage, wall, backstage }));
  expect(wall.content).toBeGreaterThan(10_000);
  expect(stage.sent).toBeLessThanOrEqual(2 * stage.content);
  expect(wall.sent).toBeLessThanOrEqual(2 * wall.content);
  // Its notes have gone onto the wall: what is left is their ids, and who may not see it never gets it.
  expect(backstage.sent).toBeLessThanOrEqual(wall.content);
  await app.close();
}, 30_000);
