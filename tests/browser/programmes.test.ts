import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProgrammeDetails } from '../../shared/programme.ts';
import { launchBrowser } from '../support/browser.ts';
import { call } from '../support/clients.ts';
import { inBothLanguages, laptopSize, lookAt, openPage, tableLimits, type Worst } from '../support/faces.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

describe('programmes on the desk', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let desk: Page;
  let programmeId: string;
  const rooms: Room[] = [];
  const worst: Worst = {};

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    const made = await call<ProgrammeDetails>(server.origin, '/api/programmes', { token: server.key, body: { title: '两个小区' } });
    programmeId = made.body.programmeId;
    const [old, fresh] = [
      await vote({ title: '槐树里 基线', wave: 0 }, ['夜里的路灯', '老人午饭'], [[2, 1]]),
      await vote({ title: '新苑 基线', wave: 1 }, ['楼道灯坏了', '遛狗'], [[1, 2]]),
    ];
    rooms.push(old, fresh);
    desk = await openPage(browser, `${server.origin}/desk#k=${server.key}`, { viewport: laptopSize });
  }, 60_000);
  afterAll(async () => {
    for (const room of rooms) room.close();
    await browser.close();
    await server.stop();
  });

  async function vote(details: Record<string, unknown>, titles: string[], [row]: [number, number][]): Promise<Room> {
    const room = await Room.open(server, { programmeId, ...details });
    await room.join(6);
    await room.step('open', 'collect');
    await room.step('close', 'collect');
    await room.step('reveal', 'collect');
    const needIds = await room.group(titles.map((title) => ({ title })));
    await room.openVote('dot-vote', needIds);
    await room.putDots(
      Array.from({ length: 6 }, () => row!),
      needIds,
    );
    await room.step('close', 'dot-vote');
    await room.step('reveal', 'dot-vote');
    return room;
  }
  const look = (name: string) =>
    inBothLanguages(desk, async (language) => {
      expect.soft(await lookAt(desk, `desk-${name}-${language}`, { limits: tableLimits, worst, axe: true })).toEqual([]);
    });

  it('[R9] stand together with their sessions; a session is made in one, old or new', async () => {
    await desk.getByRole('heading', { name: '两个小区' }).waitFor();
    await look('programmes');
    await desk.locator('summary').click();
    await desk.getByLabel('接着哪一场').selectOption({ index: 1 });
    expect(await desk.getByLabel('属于哪个项目').inputValue()).toBe(programmeId);
    await desk.getByLabel('属于哪个项目').selectOption('new');
    await desk.getByLabel('新项目叫什么').fill('十个小区');
    await desk.getByLabel('接着哪一场').selectOption('');
    await desk.getByLabel('第几次（0 是基线）').fill('0');
    await desk.getByRole('button', { name: '开好这一场' }).click();
    await desk.getByRole('button', { name: '所有工作坊' }).click();
    await desk.getByRole('heading', { name: '十个小区' }).waitFor();
  });

  it('[R10] [R11] two sessions are side by side; what looks alike is asked about, joined, and taken apart again', async () => {
    await desk.getByRole('region', { name: '两个小区' }).getByRole('button', { name: '比一比' }).click();
    await desk.getByText('两次到场的人不一定相同。').waitFor();
    await desk.getByText('那时的「夜里的路灯」和现在的「楼道灯坏了」').waitFor();
    await look('programme-suggested');
    await desk.getByRole('button', { name: '是同一件', exact: true }).click();
    await desk.getByText('那时叫「夜里的路灯」').waitFor();
    const row = desk.getByRole('row', { name: /楼道灯坏了/ });
    await row.getByText('2 件里第 1 件').waitFor();
    await row.getByText('2 件里第 2 件').waitFor();
    await look('programme-joined');
    for (const [button, ending] of [
      ['对比表（Excel）', 'xlsx'],
      ['对比表（CSV）', 'csv'],
    ] as const) {
      const [file] = await Promise.all([desk.waitForEvent('download'), desk.getByRole('button', { name: button }).click()]);
      expect(file.suggestedFilename()).toMatch(new RegExp(`^两个小区 对比表 \\d{4}-\\d\\d-\\d\\d\\.${ending}$`));
    }
    await desk.reload();
    await desk.getByText('那时叫「夜里的路灯」').waitFor();
    await desk.getByRole('button', { name: '还是分开' }).click();
    await desk.getByText('那时的「夜里的路灯」和现在的「楼道灯坏了」').waitFor();
  });

  it('[R9] one whose last session is gone stays in the list, and is taken away there', async () => {
    const made = await call<ProgrammeDetails>(server.origin, '/api/programmes', { token: server.key, body: { title: '没有了的' } });
    const details = { title: '只有一场', programmeId: made.body.programmeId };
    const { body } = await call<{ sessionId: string }>(server.origin, '/api/sessions', { token: server.key, body: details });
    await call(server.origin, `/api/sessions/${body.sessionId}`, { method: 'DELETE', token: server.key });
    await desk.goto(`${server.origin}/desk`);
    const listed = desk.getByRole('region', { name: '没有了的' });
    await listed.getByText('0 场').waitFor();
    await look('programme-empty-listed');
    await listed.getByRole('button', { name: '打开' }).click();
    await desk.getByText('这个项目里没有工作坊。').waitFor();
    await look('programme-empty');
    await desk.getByRole('button', { name: '删掉这个项目' }).click();
    await desk.getByRole('heading', { name: '两个小区' }).waitFor();
    await listed.waitFor({ state: 'detached' });
  });
});
