import type { Browser, Page } from 'playwright-core';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefact, launchBrowser } from '../support/browser.ts';
import { inBothLanguages, lookAt, openPage, phoneSize, projectorSizes, roomOrigin, type Worst } from '../support/faces.ts';
import { eventually } from '../support/eventually.ts';
import type { Limits } from '../support/measure.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const tableLimits: Limits = { target: 48, contrast: 7, whole: true };
const hallLimits: Limits = {
  contrast: 13.5,
  line: 5,
  typeShare: 0.035,
  far: { selector: 'h1, .name, .room li > span:not(.share)', share: 0.035 },
  whole: true,
};
const worst: Worst = {};
const laptop = { width: 1366, height: 768 };

const groupQuestions = [
  {
    questionId: 'age',
    title: '您的年龄段',
    options: [
      { optionId: 'old', label: '六十五岁以上' },
      { optionId: 'middle', label: '三十五到六十四岁' },
      { optionId: 'young', label: '三十五岁以下' },
    ],
  },
  {
    questionId: 'home',
    title: '您在这里住的是',
    options: [
      { optionId: 'own', label: '自己的房子' },
      { optionId: 'rent', label: '租的房子' },
      { optionId: 'dorm', label: '单位宿舍' },
      { optionId: 'kin', label: '亲戚家' },
    ],
  },
];
const titles = ['夜里的路灯', '电梯常坏', '孩子放学没处去', '楼道堆东西', '看病要坐两趟车', '垃圾站太远', '门口的坡道', '上门量血压'];

/** Who says what of themself: three ages, and at home owners, tenants, and five each in a dormitory and with relatives. */
const aboutOf = (i: number) => ({
  age: i < 12 ? 'old' : i < 26 ? 'middle' : 'young',
  home: ['dorm', 'kin'][i % 9] ?? (i < 22 ? 'own' : 'rent'),
});
/** The old want the ramp and the nurse, which for the room come last; each a little differently. */
const dotsOf = (i: number, needIds: readonly string[]) => {
  const isOld = i < 12;
  const wanted = isOld ? [6, 7, i % 3] : [i % 5 < 3 ? 0 : 1, 2 + (i % 2)];
  const dots = isOld ? [2, 1, 1] : [3, 2];
  return Object.fromEntries(wanted.map((need, place) => [needIds[need]!, dots[place]!]));
};

describe('[T4] [T5] [T9] results with groups, and how sure they are', { timeout: 120_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let page: Page;
  let hall: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
    room = await Room.open(server, { title: '槐树里社区 居民需求工作坊', place: '槐树里社区', groupQuestions });
    await room.join(40);
    await Promise.all(room.residents.map(({ commander }, i) => commander.must('participant:describe', { groups: aboutOf(i) })));
    await room.group(titles.map((title) => ({ title })));
    page = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.facilitator}`, { viewport: laptop });
    hall = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.projector}`, { viewport: projectorSizes[0] });
  }, 60_000);
  afterAll(async () => {
    writeFileSync(artefact('faces/results.json'), JSON.stringify(worst));
    room.close();
    await browser.close();
    await server.stop();
  });

  const sees = (text: string | RegExp, on: Page = page) => on.getByText(text).first().waitFor();
  const vote = (from: number, to: number) => {
    const exerciseId = room.exerciseOf('dot-vote');
    return Promise.all(
      room.residents
        .slice(from, to)
        .map(({ commander }, i) =>
          commander.must('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots: dotsOf(from + i, room.needIds()) } }),
        ),
    );
  };
  async function look(name: string): Promise<void> {
    const wrong: string[] = [];
    const lookOn = async (size: string) =>
      wrong.push(...(await lookAt(page, `results-${name}-${size}`, { limits: tableLimits, worst, axe: true })));
    await inBothLanguages(page, async (language) => {
      await lookOn(`laptop-${language}`);
    });
    await page.setViewportSize(phoneSize);
    await lookOn('remote');
    await page.setViewportSize(laptop);
    expect.soft(wrong).toEqual([]);
  }
  async function showOn(size: { width: number; height: number }): Promise<void> {
    await hall.setViewportSize(size);
    await hall.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
  async function lookInHall(name: string): Promise<void> {
    const wrong: string[] = [];
    for (const size of projectorSizes) {
      await showOn(size);
      wrong.push(...(await lookAt(hall, `results-hall-${name}-${size.width}`, { limits: hallLimits, worst, axe: size.width === 1920 })));
    }
    await showOn(projectorSizes[0]);
    expect.soft(wrong).toEqual([]);
  }
  const texts = (on: Page) => on.evaluate(() => document.body.innerText);

  it('says before the reveal of whom nobody voted, to the facilitator and to nobody else', async () => {
    await room.openVote('dot-vote');
    await vote(12, 40);
    await room.step('close', 'dot-vote');
    await sees('还没听到的声音');
    await sees('「六十五岁以上」在场，这一次还没有人投。');
    await look('silent');
    expect(await texts(hall)).not.toMatch(/还没听到|六十五岁以上/);
    const phone = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.phone}`);
    await phone.waitForLoadState('networkidle');
    expect(await texts(phone)).not.toMatch(/还没听到|这一次还没有人投/);
    await phone.context().close();
  });

  it('shows the facilitator how firm the order is, what groups put first, and who is not told', async () => {
    await room.step('reopen', 'dot-vote');
    await vote(0, 12);
    await room.step('close', 'dot-vote');
    await room.step('reveal', 'dot-vote');
    await eventually(() => expect(room.facilitator.stage.stage.tallies[room.exerciseOf('dot-vote')]?.stability).not.toBeNull());
    await sees(/^前三件/);
    await sees('就是最前的三件');
    await sees(/照建议先办的做，有 \d+ 位选了事的人一件也没得到/);
    await sees('各人群的前 3 件');
    await sees(/六十五岁以上」把 7 号排在第 1 件/);
    await sees('人少，说出来会让人猜到谁投了什么，所以不显示。');
    await look('told');
    expect(await page.locator('details dl').isVisible()).toBe(false);
    await page.locator('details summary').click();
    await sees('每人一份，凑够就办（Equal Shares）');
    await page.locator('details').evaluate((element) => element.parentElement!.scrollTo(0, 10_000));
    await look('more');
  });

  it('shows the hall the order with its reason, and groups side by side on pages of their own', async () => {
    await sees(/人里有/, hall);
    await lookInHall('order');
    const words = [await texts(hall)];
    for (const page of [2, 3, 4]) {
      await hall.keyboard.press('PageDown');
      await lookInHall(`page-${page}`);
      words.push(await texts(hall));
    }
    expect(words.join('\n')).toContain('各人群的前三件');
    expect(words.join('\n')).toContain('六十五岁以上');
    expect(words.join('\n')).not.toMatch(/还没听到|全场不在前三件/);
    expect(words.join('\n')).toMatch(/单位宿舍、亲戚家：人少/);
  });

  it('[X3] [X8] [T11] opens another round in plain words, and shows what moved since the one before', async () => {
    const press = (name: string) => page.getByRole('button', { name }).first().click();
    await press('再投一轮');
    await sees('新的一轮人人从空白开始。这一轮的结果留着，揭晓以后和它比。');
    await look('again');
    await press('从头再来');
    await sees(/第 2 轮/);
    const exerciseId = room.exerciseOf('dot-vote');
    const [a, b, c, , , , ramp] = room.needIds() as [string, string, string, string, string, string, string];
    await Promise.all(
      room.residents.slice(4).map(({ commander }, i) => {
        const dots = i < 14 ? { [ramp]: 1 } : { [a]: 2, [b]: 2, [c]: 1 };
        return commander.must('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots } });
      }),
    );
    await room.step('close', 'dot-vote');
    await room.step('reveal', 'dot-vote');
    await eventually(() => expect(room.facilitator.stage.stage.tallies[exerciseId]).toMatchObject({ round: 2, stability: {} }));
    await sees('和上一轮比');
    await sees('第 1 轮 40 人投，这一轮 36 人投。两轮投的人不一定相同。');
    await page.getByText('和上一轮比').scrollIntoViewIfNeeded();
    await look('rounds');
    await sees('让尽量多的人有一件着落，和最前的三件不一样');
    await page.getByText('只在这一边').first().scrollIntoViewIfNeeded();
    await look('short-list');
    const turnTo = async (title: string) => {
      for (let turns = 0; !(await hall.locator('h1').innerText()).includes(title); turns += 1) {
        expect(turns).toBeLessThan(5);
        await hall.keyboard.press('PageDown');
      }
    };
    await turnTo('建议先办');
    expect(await texts(hall)).toMatch(/照建议先办的做，有 0 位选了事的人一件也没得到；只做最前三件，有 14 位。/);
    await lookInHall('short-list');
    await turnTo('和上一轮比');
    await lookInHall('rounds');
    await room.openVote('rank', room.needIds().slice(0, 3));
    await page.locator('nav ol .name', { hasText: '贴圆点' }).click();
    await sees('有一个环节还开着。先停下那一个，再开这一个。');
    await room.step('close', 'rank');
    await press('再来一轮');
    await sees(/人人从空白开始；这一轮的结果留在记录里/);
    await page.getByRole('button', { name: '从头再来' }).scrollIntoViewIfNeeded();
    await look('past');
  });
});
