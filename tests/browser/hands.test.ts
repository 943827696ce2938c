import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt, openPage, projectorLimits, type Worst } from '../support/faces.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

describe('hands on the big screen', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let screen: Page;
  let needs: string[];
  const worst: Worst = {};
  const hands = (kind: string, counts: readonly number[]) =>
    room.facilitator.commander.must('hands:enter', {
      exerciseId: room.exerciseOf(kind),
      present: 30,
      counts: Object.fromEntries(counts.map((count, i) => [needs[i]!, count])),
    });
  const look = async (name: string) => expect.soft(await lookAt(screen, name, { limits: projectorLimits, worst, axe: true })).toEqual([]);

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
    room = await Room.open(server);
    await room.join(6);
    needs = await room.hallWall();
    screen = await openPage(browser, `${server.origin}${room.paths.projector}`, { viewport: { width: 1920, height: 1080 } });
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  it('[T15] where too few ballots came in the room sees the hands, once the vote is closed', async () => {
    await room.openVote('dot-vote', needs);
    await room.putDots([[3], [2]], needs);
    await hands('dot-vote', [12, 0, 7]);
    await screen.getByText('票都盖着').first().waitFor();
    expect(await screen.getByText('12 只手').count()).toBe(0);
    await room.step('close', 'dot-vote');
    await screen.getByText('12 只手').waitFor();
    await screen.getByText('举手时 30 人在场', { exact: false }).waitFor();
    await look('projector-hands-too-few');
    await room.step('reopen', 'dot-vote');
    await screen.getByText('12 只手').waitFor({ state: 'detached' });
    await room.step('close', 'dot-vote');
  });

  it('[T12] stand on a page of their own after what the money pays for', async () => {
    const costs = Object.fromEntries(needs.map((needId, i) => [needId, 10_000 * (i + 1)]));
    await room.facilitator.commander.must('exercise:add', { exercise: { kind: 'budget', settings: { budget: 50_000, costs } } });
    await eventually(() => room.exerciseOf('budget'));
    await room.openVote('budget', needs);
    const exerciseId = room.exerciseOf('budget');
    for (const { commander } of room.residents)
      await commander.must('ballot:cast', { exerciseId, ballot: { kind: 'budget', chosen: [needs[0]!, needs[1]!] } });
    await hands('budget', [9, 4]);
    await room.step('close', 'budget');
    await room.step('reveal', 'budget');
    await screen.getByText('建议先办', { exact: false }).first().waitFor();
    await screen.keyboard.press('PageDown');
    await screen.keyboard.press('PageDown');
    await screen.getByText('9 只手').waitFor();
    await look('projector-hands-budget');
    expect(await screen.getByRole('heading', { name: '举手' }).count()).toBe(1);
  });
});
