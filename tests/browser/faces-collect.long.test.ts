import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { laptopSize, openPage, projectorSizes, roomOrigin } from '../support/faces.ts';
import { Looks } from '../support/looks.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

describe('写一写 in its other ways: one by one, in turn, about one need, with offers and questions', { timeout: 120_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let phone: Page;
  let hall: Page;
  let table: Page;
  let looks: Looks;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
  });
  beforeEach(async () => {
    room = await Room.open(server, { title: '槐树里社区', template: 'blank' });
    const at = (path: string) => `${roomOrigin(server.origin)}${path}`;
    [phone, hall, table] = await Promise.all([
      openPage(browser, at(room.paths.phone)),
      openPage(browser, at(room.paths.projector), { viewport: projectorSizes[0] }),
      openPage(browser, at(room.paths.facilitator), { viewport: laptopSize }),
    ]);
    looks = new Looks({ phone, hall, table });
    await room.join(3);
    return async () => {
      room.close();
      await Promise.all([phone, hall, table].map((page) => page.context().close()));
    };
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const press = (name: string | RegExp, on: Page = phone) => on.getByRole('button', { name }).first().click();
  const sees = (text: string | RegExp, on: Page = phone) => on.getByText(text).first().waitFor();
  /** The page may ask once whether to stop although somebody is not done. */
  async function stop(label: RegExp): Promise<void> {
    const button = table.getByRole('button', { name: label });
    const anyway = table.getByRole('button', { name: /^就现在/ });
    await button.click();
    await eventually(async () => {
      if (await anyway.isVisible()) await anyway.click();
      expect(await anyway.or(button).count()).toBe(0);
    });
  }
  async function writeOnPhone(text: string): Promise<void> {
    await phone.getByRole('textbox', { name: '写一张' }).fill(text);
    await press('送出这一张');
    await sees(text);
    await eventually(async () => expect(await phone.getByText('已送到').count()).toBeGreaterThan(0));
  }

  it('[N8] in turn: who is on reads from the phone, the screen fills note by note, the facilitator passes for who does not want to', async () => {
    const { commander } = room.facilitator;
    await commander.must('exercise:add', { exercise: { kind: 'collect' } });
    await press(/^写一写/, table);
    await table.getByText('轮流念：一人一次念一张').click();
    await table.getByText('也收「我能帮」').click();
    await table.getByText('也收「我想问」').click();
    await eventually(() =>
      expect(room.facilitator.stage.stage.exercises[0]!.settings).toMatchObject({ roundRobin: true, alsoTakes: ['offer', 'question'] }),
    );
    expect.soft(await looks.table('collect-draft')).toEqual([]);
    await press('好了', table);
    await press(/^开始：写一写/, table);

    await press('写一张');
    await phone.getByRole('textbox', { name: '写一张' }).fill('周三我能教大家用手机');
    await phone.getByRole('radio', { name: '我能帮' }).click();
    expect.soft(await looks.phone('collect-sorts')).toEqual([]);
    await press('送出这一张');
    await sees('已送到');
    await writeOnPhone('楼道灯不亮');
    await press('我写好了');
    await sees('写好了，请看大屏。');
    await eventually(() => expect(Object.values(room.facilitator.stage.stage.counts.ready)).toEqual([1]));
    expect.soft(await looks.phone('collect-ready')).toEqual([]);
    await room.write(['想有个饭桌', '充电要扛电池上五楼', '垃圾桶味太大']);

    await stop(/^停笔，轮流念/);
    await sees(/轮到.*念/, table);
    expect.soft(await looks.table('collect-turns')).toEqual([]);
    // The others are passed until it is this phone's turn.
    for (let passed = 0; passed < 4 && !(await phone.getByText('轮到您了').isVisible()); passed += 1) {
      if (await phone.getByText('下一位是您').isVisible()) expect.soft(await looks.phone('collect-next')).toEqual([]);
      const before = await table.locator('.lamp b').innerText();
      await press('这位不念，下一位', table);
      await eventually(async () => expect(await table.locator('.lamp b').innerText()).not.toBe(before));
      await phone.waitForTimeout(200);
    }
    await sees('轮到您了');
    expect.soft(await looks.phone('collect-turn')).toEqual([]);
    await phone.getByRole('radio', { name: '楼道灯不亮' }).click();
    await press('念这一张');
    await sees('楼道灯不亮', hall);
    await sees('轮流念，还剩 4 张', hall);
    expect.soft(await looks.hall('collect-turns')).toEqual([]);
    await eventually(async () => expect(await phone.getByText('轮到您了').isVisible()).toBe(false));
    await press('剩下的都放上去', table);
    await sees('周三我能教大家用手机', hall);
    await sees('能帮', hall);
    expect.soft(await looks.hall('collect-offers')).toEqual([]);
    await eventually(async () => expect(await table.getByText(/轮到.*念/).count()).toBe(0));
  });

  it('[N7] held: the facilitator lets one through, and then the rest', async () => {
    await room.facilitator.commander.must('exercise:add', { exercise: { kind: 'collect', settings: { hold: true } } });
    await eventually(() => room.exerciseOf('collect'));
    await room.step('open', 'collect');
    await room.write(['夜里的路灯', '老人午饭', '看孩子']);
    await room.step('close', 'collect');
    await room.step('reveal', 'collect');
    await sees('还压着 3 张', table);
    expect.soft(await looks.table('collect-held')).toEqual([]);
    await press('一张一张放', table);
    await table.getByRole('button', { name: '老人午饭' }).click();
    await press('放出来', table);
    await sees('老人午饭', hall);
    expect(await hall.getByText('夜里的路灯').count()).toBe(0);
    await press('现在', table);
    await sees('还压着 2 张', table);
    await press('剩下的都放上去', table);
    await sees('夜里的路灯', hall);
    await sees('看孩子', hall);
  });

  it('[N11] numbers are covered before they are public, and the facilitator decides about them', async () => {
    await room.facilitator.commander.must('exercise:add', { exercise: { kind: 'collect' } });
    await eventually(() => room.exerciseOf('collect'));
    await room.step('open', 'collect');
    await room.write(['电梯老坏，有事打我电话 13812345521', '3号楼2单元501那家老爷子一个人，好几天没见出门了', '楼道灯不亮']);
    await press('合成一件', table);
    await sees('138●●●●●●21', table);
    expect.soft(await looks.table('collect-flagged')).toEqual([]);
    await press('转为个案', table);
    await press('照原样', table);
    await sees('13812345521', table);
    await eventually(async () => expect(await table.getByText('像是').count()).toBe(0));
  });

  it('[G6] [G7] suggests what looks alike, with why; nothing is grouped before the facilitator says so, and a no is a no', async () => {
    await room.facilitator.commander.must('exercise:add', { exercise: { kind: 'collect' } });
    await eventually(() => room.exerciseOf('collect'));
    await room.step('open', 'collect');
    await room.write(['楼道灯拍手也不亮', '晚上黑得看不见台阶', '路灯坏了三个月', '电动车没地方充电', '充电桩总是坏的', '今天人真多']);
    await room.step('close', 'collect');
    await room.step('reveal', 'collect');
    await press('合成一件', table);
    const list = table.getByRole('region', { name: '像是一件事' });
    await list.getByText('楼道灯拍手也不亮').waitFor();
    await list.getByText('只是建议，您说了算').waitFor();
    expect(room.facilitator.wall.wall.needs).toEqual([]);
    expect.soft(await looks.table('collect-suggestions')).toEqual([]);
    const lamps = list.locator('article', { hasText: '楼道灯拍手也不亮' });
    expect(await lamps.locator('.why').innerText()).toContain('灯');
    await lamps.getByRole('button', { name: /^合成一件/ }).click();
    await eventually(() => expect(room.facilitator.wall.wall.needs).toHaveLength(1));
    const placed = () => room.facilitator.wall.wall.notes.filter(({ place }) => place.needId !== null).map(({ text }) => text);
    await eventually(() => expect(placed()).toEqual(expect.arrayContaining(['楼道灯拍手也不亮', '路灯坏了三个月'])));
    expect(placed()).not.toContain('今天人真多');
    await list.getByText('只是建议，您说了算').waitFor();
    const charging = list.locator('article', { hasText: '充电桩总是坏的' });
    await charging.getByRole('button', { name: /^不是/ }).click();
    await eventually(async () => expect(await charging.count()).toBe(0));
    await room.group([{ title: '别的' }]);
    await table.waitForTimeout(1_200);
    expect(await charging.count()).toBe(0);
  });

  it('[N9] about one need: its title stands on every screen, and the ideas are its own', async () => {
    const [needId] = await room.group([{ title: '夜里的路灯' }, { title: '老人午饭' }]);
    await room.facilitator.commander.must('exercise:add', { exercise: { kind: 'collect' } });
    await press(/^写一写/, table);
    await table.getByRole('combobox').selectOption({ label: '1 · 夜里的路灯' });
    await eventually(() => expect(room.facilitator.stage.stage.exercises[0]!.settings).toMatchObject({ aboutNeedId: needId }));
    await press('好了', table);
    await press(/^开始：写一写/, table);
    await sees('这件事，怎么办才好？', hall);
    await sees('夜里的路灯', hall);
    expect.soft(await looks.hall('collect-about')).toEqual([]);
    await press('写一张');
    await sees('夜里的路灯');
    expect.soft(await looks.phone('collect-about')).toEqual([]);
    await writeOnPhone('先修三号楼门口的');
    await room.write(['装声控的', '物业出钱', '晚上十点以后调暗']);
    await stop(/^停笔，翻开/);
    await sees('装声控的', hall);
    expect.soft(await looks.hall('collect-ideas')).toEqual([]);
    expect(room.facilitator.wall.wall.notes.map(({ kind, place }) => [kind, place.needId])).toEqual(Array(4).fill(['idea', needId]));
  });
});
