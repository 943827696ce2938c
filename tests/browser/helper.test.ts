import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tally } from '../../shared/tally.ts';
import { launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt, openPage, phoneLimits, roomOrigin, type Worst } from '../support/faces.ts';
import { hallNeeds, Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

describe('a helper’s phone', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let phone: Page;
  let table: Page;
  const worst: Worst = {};
  const press = (name: string | RegExp) => phone.getByRole('button', { name }).first().click();
  const inside = () => phone.getByRole('dialog', { name: '帮人记' });
  const pressInside = (name: string | RegExp) => inside().getByRole('button', { name }).first().click();
  const look = (name: string) => lookAt(phone, name, { limits: phoneLimits, worst, axe: true });
  const channels = (kind: string) => room.facilitator.stage.stage.counts.byChannel[room.exerciseOf(kind)];

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
    room = await Room.open(server, {
      groupQuestions: [
        {
          questionId: 'age',
          title: '您多大年纪？',
          options: [
            { optionId: 'old', label: '六十岁以上' },
            { optionId: 'young', label: '不到六十' },
          ],
        },
      ],
    });
    await room.join(5);
    await room.step('open', 'collect');
    const origin = roomOrigin(server.origin);
    phone = await openPage(browser, `${origin}${room.paths.phone}`);
    table = await openPage(browser, `${origin}${room.paths.facilitator}`, { viewport: { width: 1366, height: 768 } });
    await phone.locator('footer button.primary').click();
    await phone.getByRole('textbox').waitFor();
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  it('[B16] is marked on the facilitator’s page, and has no such button before', async () => {
    expect(await phone.getByRole('button', { name: '帮人记' }).count()).toBe(0);
    await table.locator('header nav button.people').click();
    await table.locator('ul.on button').last().waitFor();
    const aliases = await table.locator('ul.on button').allInnerTexts();
    const known = new Set(room.residents.map(({ participantId }) => participantId));
    expect(aliases.length).toBe(known.size + 1);
    await markByPage();
    await phone.getByRole('button', { name: '帮人记' }).waitFor();
  });

  /** The page's own phone is the one that no script joined: it is found by trying. */
  async function markByPage(): Promise<void> {
    const count = await table.locator('ul.on button').count();
    for (let i = 0; i < count; i += 1) {
      await table.locator('ul.on button').nth(i).click();
      await table.getByRole('button', { name: '请这位当记录帮手' }).click();
      await table.getByRole('button', { name: '不当帮手了' }).waitFor();
      const door = phone.getByRole('button', { name: '帮人记' });
      if (
        await door.waitFor({ timeout: 700 }).then(
          () => true,
          () => false,
        )
      )
        return;
      await table.getByRole('button', { name: '不当帮手了' }).click();
      await table.getByRole('button', { name: '请这位当记录帮手' }).waitFor();
    }
    throw new Error('no alias was the phone’s');
  }

  it('[N13] [N14] [N17] [W20] writes notes for others, each person once, and its own besides', async () => {
    await press('帮人记');
    const letter = inside().getByRole('textbox').first();
    await letter.fill('中午一个人懒得做饭，想有个饭桌');
    await inside().getByRole('checkbox', { name: '老人' }).click();
    // [W20]
    await inside().getByText('帮您记的人知道这是您说的').waitFor();
    expect(await look('helper-note')).toEqual([]);
    await pressInside('记下这张');
    await inside().getByText('这一位的已经送到').waitFor();
    expect(await look('helper-done')).toEqual([]);
    await pressInside('这一位还有一张');
    await letter.fill('楼道灯拍手也不亮');
    await pressInside('记下这张');
    await inside().getByText('这一位的已经送到').waitFor();
    await pressInside('下一位');
    expect(await letter.inputValue()).toBe('');
    expect(await inside().getByRole('textbox').count()).toBe(1);
    await letter.fill('The bins are never labelled');
    const inChinese = inside().getByRole('textbox', { name: '用简体中文怎么说？' });
    await inChinese.fill('垃圾桶从来不写是装什么的');
    expect(await look('helper-other-language')).toEqual([]);
    await pressInside('记下这张');
    await inside().getByText('这一位的已经送到').waitFor();
    await pressInside('下一位');
    await letter.fill('停了以后才写完的');
    await room.step('close', 'collect');
    await inside().getByText('现在没有环节开着').waitFor();
    await room.step('reopen', 'collect');
    await inside().getByText('现在没有环节开着').waitFor({ state: 'detached' });
    expect(await letter.inputValue()).toBe('停了以后才写完的');
    await letter.fill('');
    expect(await phone.locator('#app').isHidden()).toBe(true);
    await pressInside('回到我自己的');
    expect(await phone.locator('#app').isHidden()).toBe(false);
    await phone.getByRole('textbox').fill('我自己的一张');
    await press('送出这一张');
    await eventually(() => expect(channels('collect')).toEqual({ phone: 1, scribe: 2 }));
    const translated = room.facilitator.backstage.wall.notes.filter(({ translations }) => translations !== undefined);
    expect(translated).toMatchObject([
      { text: 'The bins are never labelled', lang: 'en', translations: { 'zh-CN': '垃圾桶从来不写是装什么的' } },
    ]);
    await room.step('close', 'collect');
    await room.group(hallNeeds.map(({ title }) => ({ title })));
  });

  it('[B16] [B13] [W20] casts ballots for others on the same faces, with groups where they wish, and strikes the last', async () => {
    await room.openVote('dot-vote');
    await press('帮人记');
    await inside().waitFor();
    // What is on goes away under the helper's hands: the phone is theirs again.
    await room.step('close', 'dot-vote');
    await inside().waitFor({ state: 'detached' });
    await room.step('reopen', 'dot-vote');
    await press('帮人记');
    const add = (at: number) => inside().getByRole('button', { name: /^加一/ }).nth(at).click();
    await add(0);
    await add(1);
    await inside().getByText('帮您记的人看得到您投了什么').waitFor();
    expect(await look('helper-ballot')).toEqual([]);
    await inside().locator('footer button.primary').click();
    await inside().getByText('愿意说的，点一下').waitFor();
    await pressInside('六十岁以上');
    expect(await look('helper-about')).toEqual([]);
    await pressInside('记下');
    await inside().getByText('记好了').waitFor();
    await eventually(() => expect(channels('dot-vote')).toEqual({ scribe: 1 }));
    await pressInside('记错了，作废重来');
    await eventually(() => expect(channels('dot-vote')).toEqual({}));
    for (let person = 0; person < 2; person += 1) {
      await add(2);
      await inside().locator('footer button.primary').click();
      await pressInside('记下');
      await inside().getByText('记好了').waitFor();
      await pressInside('下一位');
    }
    await pressInside('回到我自己的');
    await phone.getByRole('button', { name: /^加一/ }).first().click();
    await phone.locator('footer button.primary').click();
    await phone.getByText('投票单已送到').first().waitFor();
    await eventually(() => expect(channels('dot-vote')).toEqual({ scribe: 2, phone: 1 }));
    const [, second] = room.needIds();
    for (const { commander } of room.residents.slice(0, 3))
      await commander.must('ballot:cast', {
        exerciseId: room.exerciseOf('dot-vote'),
        ballot: { kind: 'dot-vote', dots: { [second!]: 1 } },
      });
    await room.step('close', 'dot-vote');
    const tally = (await room.facilitator.commander.must('exercise:reveal', { exerciseId: room.exerciseOf('dot-vote') })) as Tally;
    expect(tally.ballots).toBe(6);
    expect(tally.options.map(({ score }) => score).slice(0, 3)).toEqual([1, 3, 2]);
  });
});
