import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { Away, background, flap, wifiOff } from './phone-away.ts';
import { PhonePage } from './phone.ts';

let away: Away;
beforeEach(async () => {
  away = await Away.begin();
});
afterEach(async () => {
  await away.end();
  vi.unstubAllGlobals();
});

describe('a phone that is away', () => {
  it('[F46] while its owner writes three notes and casts a ballot: all arrive once, in order (2 s; three minutes in the long tests)', async () => {
    await wifiOff(away, 2_000);
  }, 60_000);

  it('[F47] and back again and again: nothing is doubled, and it does not stay connecting (every 400 ms for 6 s; every 2 s for 5 min in the long tests)', async () => {
    await flap(away, { everyMs: 400, forMs: 6_000 });
  }, 60_000);

  /** Nothing here stops a page's clocks as a phone does in its pocket. The lines die, which is the worse half: at 2 s nobody has noticed yet, at 12 s all gave up. */
  it.each([2_000])(
    '[F50] in the background for %i ms is up to date three seconds after its return, with its draft (ten minutes in the long tests)',
    async (awayMs) => {
      await background(away, awayMs);
    },
    40_000,
  );
});

describe('a page that WeChat kills', () => {
  it('[F51] is the same person when the code is scanned again: what was acknowledged is there, what was not goes out', async () => {
    const { collect, cable } = away;
    away.phone.room.addNote(collect, '送到了的', []);
    await eventually(() => expect(away.phone.notes(collect)).toEqual([['送到了的', 'delivered']]));
    const seat = away.device.kept.get([...away.device.kept.keys()].find((key) => key.startsWith('yishi:seat:'))!);
    cable.pull();
    away.phone.room.addNote(collect, '还没送到的', []);
    away.phone.room.drafts.write(collect, '写到一半');
    away.phone.close();
    cable.plugIn();
    await away.reload();
    await eventually(() =>
      expect(away.phone.notes(collect)).toEqual([
        ['送到了的', 'delivered'],
        ['还没送到的', 'delivered'],
      ]),
    );
    expect(away.phone.room.drafts.read(collect)).toBe('写到一半');
    expect([...away.device.kept.values()]).toContain(seat);
    expect(await away.storedNotes()).toEqual(['送到了的', '还没送到的']);
    await eventually(async () => expect((await away.meeting.stage()).counts.joined).toBe(1));
  }, 20_000);

  it('[F51] [F52] with all that it had kept, lets its owner in anew; what was acknowledged stays, under the one they were', async () => {
    const { collect } = away;
    away.phone.room.addNote(collect, '送到了的', []);
    await eventually(() => expect(away.phone.notes(collect)).toEqual([['送到了的', 'delivered']]));
    away.device.kept.clear();
    await away.reload();
    expect(away.phone.notes(collect)).toEqual([]);
    away.phone.room.addNote(collect, '又来一张', []);
    await eventually(async () => expect(await away.storedNotes()).toEqual(['送到了的', '又来一张']));
    await eventually(async () => expect((await away.meeting.stage()).counts.joined).toBe(2));
  }, 20_000);
});

describe('a device that keeps nothing', () => {
  it.each(['full', 'denied'] as const)(
    '[F52] whose storage is %s works from memory, and asks before the page is left with something unsent',
    async (mood) => {
      const { collect, cable, device } = away;
      device.mood = mood;
      expect(device.leave()).toBe(false);
      cable.pull();
      await eventually(() => expect(away.phone.room.status).toBe('offline'));
      away.phone.room.addNote(collect, '只在内存里', []);
      away.phone.room.drafts.write(collect, '写到一半');
      expect(device.leave()).toBe(true);
      cable.plugIn();
      await eventually(() => expect(away.phone.notes(collect)).toEqual([['只在内存里', 'delivered']]), { withinMs: 12_000 });
      expect([device.leave(), away.phone.room.drafts.read(collect)]).toEqual([false, '写到一半']);
      expect(await away.storedNotes()).toEqual(['只在内存里']);
    },
    30_000,
  );

  it.each(['full', 'denied'] as const)(
    '[F52] whose storage is %s from the start joins, and is somebody else once its page was killed',
    async (mood) => {
      away.device.kept.clear();
      away.device.mood = mood;
      await away.reload();
      const { collect } = away;
      away.phone.room.addNote(collect, '没有存储也行', []);
      await eventually(() => expect(away.phone.notes(collect)).toEqual([['没有存储也行', 'delivered']]));
      await away.reload();
      expect(away.phone.notes(collect)).toEqual([]);
      expect(await away.storedNotes()).toEqual(['没有存储也行']);
    },
    30_000,
  );

  it('[F52] that is cleared while the page is open loses nothing that the page still has, and asks before that is left', async () => {
    const { collect, cable, device } = away;
    cable.pull();
    await eventually(() => expect(away.phone.room.status).toBe('offline'));
    away.phone.room.addNote(collect, '清掉之前写的', []);
    expect(device.leave()).toBe(false);
    device.kept.clear();
    expect(device.leave()).toBe(true);
    cable.plugIn();
    await eventually(() => expect(away.phone.notes(collect)).toEqual([['清掉之前写的', 'delivered']]), { withinMs: 12_000 });
    expect(device.leave()).toBe(false);
  }, 30_000);
});

it('[F51] a code that is scanned while nobody answers waits for the network and comes in by itself', async () => {
  const { cable, meeting } = away;
  away.phone.close();
  away.device.kept.clear();
  cable.pull();
  const page = await PhonePage.load(meeting.session.joinCode);
  await eventually(() => expect(page.state.arrival).toBe('no-answer'));
  cable.plugIn();
  await eventually(() => expect(page.isWhole).toBe(true), { withinMs: 12_000 });
  page.close();
}, 30_000);
