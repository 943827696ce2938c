import { afterEach, beforeEach, it, vi } from 'vitest';
import { Away, background, flap, wifiOff } from './phone-away.ts';

let away: Away;
beforeEach(async () => {
  away = await Away.begin();
});
afterEach(async () => {
  await away.end();
  vi.unstubAllGlobals();
});

it('[F46] three minutes without Wi-Fi, while notes are written and while a ballot is cast: all arrive once, in order', async () => {
  await wifiOff(away, 180_000);
}, 500_000);

it('[F47] every two seconds the line goes and comes, for five minutes: nothing is doubled, and the phone does not stay connecting', async () => {
  await flap(away, { everyMs: 2_000, forMs: 300_000 });
}, 400_000);

it('[F50] ten minutes in the background: up to date three seconds after the return, with the draft', async () => {
  await background(away, 600_000);
}, 700_000);
