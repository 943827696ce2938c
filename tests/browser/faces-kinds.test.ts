import type { Browser, Page } from 'playwright-core';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kindOf, type Ballot } from '../../shared/exercise.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import {
  inBothLanguages,
  laptopSize,
  lookAt,
  openPage,
  phoneLimits,
  phoneSize,
  projectorLimits,
  projectorSizes,
  roomOrigin,
  smallPhoneSize,
  tableLimits,
  type Worst,
} from '../support/faces.ts';
import { hallNeeds, Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const worst: Record<'phone' | 'projector' | 'tables', Worst> = { phone: {}, projector: {}, tables: {} };

describe('every screen of the kinds, on each surface and in both languages', { timeout: 120_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let phone: Page;
  let hall: Page;
  let table: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
    room = await Room.open(server, { title: '槐树里社区', template: 'blank' });
    await room.join(8);
    await room.group(hallNeeds.slice(0, 6).map(({ title }) => ({ title })));
    const at = (path: string) => `${roomOrigin(server.origin)}${path}`;
    [phone, hall, table] = await Promise.all([
      openPage(browser, at(room.paths.phone)),
      openPage(browser, at(room.paths.projector), { viewport: projectorSizes[0] }),
      openPage(browser, at(room.paths.facilitator), { viewport: laptopSize }),
    ]);
  });
  afterAll(async () => {
    writeFileSync(artefact('faces/kinds.json'), JSON.stringify(worst));
    room.close();
    await browser.close();
    await server.stop();
  });

  /** Usual size on a usual phone; 长辈版's largest on the smallest, where nothing may be cut. */
  async function lookAtPhone(name: string): Promise<void> {
    await inBothLanguages(phone, async (language) => {
      const wrong = await lookAt(phone, `phone-${name}-${language}`, { limits: phoneLimits, worst: worst.phone, axe: true });
      await phone.setViewportSize(smallPhoneSize);
      await phone.evaluate(() => (document.documentElement.dataset['size'] = '30'));
      const limits = { ...phoneLimits, whole: true };
      wrong.push(...(await lookAt(phone, `phone-${name}-${language}-320`, { limits, worst: worst.phone, axe: false })));
      await phone.setViewportSize(phoneSize);
      await phone.evaluate(() => (document.documentElement.dataset['size'] = '20'));
      expect.soft(wrong).toEqual([]);
    });
  }
  async function lookAtHall(name: string): Promise<void> {
    for (const size of projectorSizes) {
      await hall.setViewportSize(size);
      await hall.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const limits = { limits: projectorLimits, worst: worst.projector, axe: size.width === 1920 };
      expect.soft(await lookAt(hall, `projector-${name}-${size.width}`, limits)).toEqual([]);
    }
    await hall.setViewportSize(projectorSizes[0]);
  }
  async function lookAtTable(name: string): Promise<void> {
    await inBothLanguages(table, async (language) => {
      const terms = { limits: tableLimits, worst: worst.tables, axe: true };
      expect.soft(await lookAt(table, `facilitator-${name}-${language}`, terms)).toEqual([]);
    });
  }
  const press = (name: string | RegExp, on: Page = phone) => on.getByRole('button', { name }).first().click();
  const sees = (text: string | RegExp, on: Page = phone) => on.getByText(text).first().waitFor();

  /** Puts an exercise on the agenda, looks at its settings, and opens it. */
  async function open(kind: string, name: string, settings: Record<string, unknown> = {}): Promise<void> {
    await room.facilitator.commander.must('exercise:add', { exercise: { kind, settings } });
    await press(new RegExp(`^${name}`), table);
    await sees('问大家什么', table);
    await lookAtTable(`${kind}-draft`);
    await press('好了', table);
    if (kindOf(kind)!.isAboutNeeds) await room.openVote(kind);
    else await room.step('open', kind);
    const enter = phone.locator('footer button.primary');
    if (await phone.getByText('不用登记').isVisible()) await enter.click();
  }
  async function reveal(kind: string, ballotOf: (i: number) => Record<string, unknown>): Promise<void> {
    const exerciseId = room.exerciseOf(kind);
    await Promise.all(
      room.residents.map(({ commander }, i) =>
        commander.must('ballot:cast', { exerciseId, ballot: { kind, ...ballotOf(i) } satisfies Ballot }),
      ),
    );
    await room.step('close', kind);
    await room.step('reveal', kind);
    await sees('已揭晓');
    await lookAtPhone(`${kind}-result`);
    await hall.locator('.reveal, .place').first().waitFor();
    await lookAtHall(`${kind}-reveal`);
    await lookAtTable(`${kind}-result`);
  }
  const need = (i: number) => room.needIds()[i]!;

  it('分豆子', async () => {
    await open('points', '分豆子');
    await sees('还剩 10 颗');
    await lookAtPhone('points-none');
    await hall.locator('.room li').first().waitFor();
    await lookAtHall('points');
    for (let i = 0; i < 4; i += 1) await press('加一 夜里的路灯');
    for (let i = 0; i < 3; i += 1) await press('加一 放学后有人看');
    await lookAtPhone('points-some');
    for (let i = 0; i < 3; i += 1) await press('加一 就近看病拿药');
    await lookAtPhone('points-all');
    await press('分好了，送出');
    await sees('投票单已送到');
    await reveal('points', (i) => ({
      points: i % 3 === 0 ? { [need(0)]: 6, [need(1)]: 4 } : { [need(0)]: 4, [need(2)]: 3, [need(4)]: 3 },
    }));
    await press('打开我的投票单');
    await lookAtPhone('points-own');
  });

  it('打分', async () => {
    await open('rate', '打分');
    await sees('第 1 件，共 6 件');
    await lookAtPhone('rate-none');
    await hall.locator('.room li').first().waitFor();
    await lookAtHall('rate');
    await phone.getByRole('radio', { name: '非常要紧' }).click();
    await phone.getByRole('radio', { name: '不太满意' }).click();
    await lookAtPhone('rate-some');
    await press('下一件');
    await press('说不好，跳过这一件');
    for (let i = 0; i < 3; i += 1) await press('下一件');
    await sees('第 6 件，共 6 件');
    await phone.getByRole('radio', { name: '一般' }).first().click();
    await lookAtPhone('rate-last');
    await press('打好了，送出');
    await sees('投票单已送到');
    const rating = (importance: number, satisfaction: number) => ({ importance, satisfaction });
    await reveal('rate', (i) => ({
      ratings: { [need(0)]: rating(5, 1 + (i % 2)), [need(1)]: rating(4, 2), [need(2)]: rating(3, 4), [need(4)]: rating(4, 1 + (i % 3)) },
    }));
    await press('打开我的投票单');
    await lookAtPhone('rate-own');
  });

  it('我来出力', async () => {
    await open('pledge', '我来出力');
    await sees('搭把手 0 件');
    await hall.locator('.room li').first().waitFor();
    await lookAtHall('pledge');
    await press('搭把手 老人午饭');
    await press('我牵头 放学后有人看');
    await lookAtPhone('pledge-some');
    await press('就这些，送出');
    await sees('投票单已送到');
    await reveal('pledge', (i) => ({ pledges: { [need(1)]: i === 0 ? 'lead' : 'join', ...(i % 2 === 0 && { [need(2)]: 'join' }) } }));
    await press('打开我的投票单');
    await lookAtPhone('pledge-own');
  });

  it('答几题', async () => {
    await room.facilitator.commander.must('exercise:add', { exercise: { kind: 'survey' } });
    await press(/^答几题/, table);
    await sees('用现成的：', table);
    await lookAtTable('survey-empty');
    await press('开场三题', table);
    await table.getByRole('textbox', { name: /第 3 题/ }).waitFor();
    await lookAtTable('survey-draft');
    await press('好了', table);
    await room.step('open', 'survey');
    await sees('第 1 题，共 3 题');
    await hall.locator('.room li').first().waitFor();
    await lookAtHall('survey');
    await lookAtPhone('survey-none');
    await phone.getByRole('checkbox', { name: '家里人' }).click();
    await phone.getByRole('checkbox', { name: '社区居委会' }).click();
    await lookAtPhone('survey-several');
    await press('下一题');
    await phone.getByRole('radio', { name: '不太' }).click();
    await lookAtPhone('survey-scale');
    await press('下一题');
    await phone.getByRole('radio', { name: '一两次' }).click();
    await lookAtPhone('survey-single');
    await press('答好了，送出');
    await sees('投票单已送到');
    await reveal('survey', (i) => ({
      answers: {
        'turn-to': i % 2 === 0 ? ['family', 'committee'] : ['family'],
        heard: 1 + (i % 4),
        'took-part': i < 6 ? 'never' : 'often',
      },
    }));
  });

  it('分经费', async () => {
    const costs = Object.fromEntries(
      room
        .needIds()
        .map((id, i) => [id, [30_000, 80_000, 45_000, 20_000, 60_000][i]!])
        .slice(0, 5),
    );
    await open('budget', '分经费', { budget: 120_000, costs });
    await sees('还剩 12 万元');
    await hall.locator('.room li').first().waitFor();
    await lookAtHall('budget');
    await press('选它 老人午饭');
    await press('选它 夜里的路灯');
    await lookAtPhone('budget-some');
    await press('选好了，送出');
    await sees('投票单已送到');
    await reveal('budget', (i) => ({ chosen: i < 5 ? [need(1), need(0)] : [need(2), need(3)] }));
  });

  it('比一比', async () => {
    await open('compare', '比一比');
    await sees('第 1 对，共 15 对');
    await hall.locator('.room li').first().waitFor();
    await lookAtHall('compare');
    await lookAtPhone('compare-first');
    await phone.locator('main .two button').first().click();
    await press('说不好');
    await lookAtPhone('compare-some');
    for (let i = 2; i < 15; i += 1) await phone.locator('main .two button').first().click();
    await sees('都比完了');
    await lookAtPhone('compare-done');
    await press('比完了，送出');
    await sees('投票单已送到');
    await reveal('compare', (i) => ({
      answers: [0, 1, 2, 3, 4].map((j) => ({ a: need(j), b: need(j + 1), winner: i % 4 === 0 ? need(j + 1) : need(j) })),
    }));
  });
});
