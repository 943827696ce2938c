import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeedRecords } from '../../shared/need-record.ts';
import { launchBrowser } from '../support/browser.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { laptopSize, lookAt, openPage, projectorLimits, projectorSizes, roomOrigin, tableLimits, type Worst } from '../support/faces.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const worst: Worst = {};
const mayVote = '十八岁以上的居民，一人一张';

describe('a hall with children', { timeout: 90_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  const pages: Page[] = [];

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    room = await Room.open(server, { mayVote });
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  const open = async (path: string, options = {}) => {
    const page = await openPage(browser, `${roomOrigin(server.origin)}${path}`, options);
    pages.push(page);
    return page;
  };

  it('[B19] [B6] types how many they are, takes their notes, says who may vote, and counts heads the same on every screen and in the files', async () => {
    const facilitator = await open(room.paths.facilitator, { viewport: laptopSize });
    const projector = await open(room.paths.projector, { viewport: { width: 1024, height: 768 } });
    const type = async (name: string, count: number) => {
      await facilitator.getByRole('spinbutton', { name, exact: true }).fill(String(count));
      await facilitator.getByRole('spinbutton', { name, exact: true }).blur();
    };
    await type('大人', 39);
    await eventually(() => expect(room.facilitator.stage.stage.session?.attendance).toEqual({ present: 39, children: 0 }));
    await type('孩子', 6);
    await eventually(() => expect(room.facilitator.stage.stage.session?.attendance).toEqual({ present: 45, children: 6 }));
    await facilitator.getByText('到场 45 人').first().waitFor();

    await room.join(6);
    await room.step('open', 'collect');
    const phone = await open(room.paths.phone);
    await phone.locator('footer button.primary').click();
    await phone.getByRole('textbox').fill('想有个能踢球的地方');
    await phone.getByRole('checkbox', { name: '孩子' }).click();
    await phone.getByRole('button', { name: '送出这一张' }).click();
    await phone
      .getByText(/已送到/)
      .first()
      .waitFor();
    await projector.getByText('到场 45，其中孩子 6').waitFor();
    await facilitator.getByText('到场 45，其中孩子 6').waitFor();
    await room.step('close', 'collect');
    await room.step('reveal', 'collect');

    await room.group([{ title: '夜里的路灯' }, { title: '踢球的地方' }]);
    await room.openVote('dot-vote');
    await projector.getByText(`谁能投：${mayVote}`).filter({ visible: true }).first().waitFor();
    await projector.getByText('到场 45，其中孩子 6').waitFor();
    await phone.getByText(`谁能投：${mayVote}`).waitFor();
    await facilitator.getByText(`请说一声，谁能投：${mayVote}`).waitFor();
    for (const size of projectorSizes) {
      await projector.setViewportSize(size);
      const name = `children-projector-${String(size.width)}`;
      expect.soft(await lookAt(projector, name, { limits: projectorLimits, worst, axe: false })).toEqual([]);
    }
    expect.soft(await lookAt(facilitator, 'children-facilitator', { limits: tableLimits, worst, axe: false })).toEqual([]);

    const { sessionId, facilitatorToken } = room.session;
    const { body } = await call<NeedRecords>(server.origin, `/api/sessions/${sessionId}/needs.json`, { token: facilitatorToken });
    expect(body.session).toMatchObject({ present: 45, children: 6, mayVote });
    expect(body.notes.map(({ forWhom }) => forWhom)).toEqual([['children']]);
    for (const page of pages) await page.context().close();
  });
});
