import type { Browser, Locator, Page } from 'playwright-core';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kindOf, type Ballot } from '../../shared/exercise.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { inBothLanguages, laptopSize, lookAt, openPage, phoneSize, projectorSizes, roomOrigin, tableLimits } from '../support/faces.ts';
import { Looks } from '../support/looks.ts';
import { codeOf } from '../support/meeting.ts';
import { hallNeeds, Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

describe('every screen of the kinds, on each surface and in both languages', { timeout: 120_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let phone: Page;
  let hall: Page;
  let table: Page;
  let looks: Looks;

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
    looks = new Looks({ phone, hall, table });
  });
  afterAll(async () => {
    writeFileSync(artefact('faces/kinds.json'), JSON.stringify(looks.worst));
    room.close();
    await browser.close();
    await server.stop();
  });

  const lookAtPhone = async (name: string) => expect.soft(await looks.phone(name)).toEqual([]);
  const lookAtHall = async (name: string) => expect.soft(await looks.hall(name)).toEqual([]);
  const lookAtTable = async (name: string) => expect.soft(await looks.table(name)).toEqual([]);
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
    await enter();
  }
  /** Past the welcome, where it is still there. */
  async function enter(): Promise<void> {
    if (await phone.getByText('不用登记').isVisible()) await phone.locator('footer button.primary').click();
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
    await press('打开我的投票单');
    await sees('家里人、社区居委会');
    await sees('2 · 不太');
    await lookAtPhone('survey-own');
  });

  /** The facilitator's page in a hand. */
  async function lookAtRemote(name: string): Promise<void> {
    await inBothLanguages(table, async (language) => {
      await table.setViewportSize(phoneSize);
      const terms = { limits: tableLimits, worst: looks.worst.tables, axe: true };
      expect.soft(await lookAt(table, `facilitator-${name}-${language}-390`, terms)).toEqual([]);
      await table.setViewportSize(laptopSize);
    });
  }

  it('[X7] 分经费', async () => {
    await room.facilitator.commander.must('exercise:add', { exercise: { kind: 'budget' } });
    await press(/^分经费/, table);
    await sees('6 件都还没填价钱。', table);
    await lookAtTable('budget-unpriced');
    const exerciseId = room.exerciseOf('budget');
    expect(codeOf(await room.facilitator.commander.send('exercise:open', { exerciseId }))).toBe('bad-input');
    await press(/^先填好：分经费/, table);
    const focused = () => table.evaluate(() => document.activeElement?.closest('.field')?.querySelector('label')?.textContent.trim());
    await eventually(async () => expect(await focused()).toContain(hallNeeds[0]!.title));
    const fill = async (label: string, amount: number) => {
      const field = table.getByRole('spinbutton', { name: label });
      await field.fill(String(amount));
      await field.press('Tab');
    };
    await fill('老人午饭', 80_000);
    await fill('放学后有人看', 45_000);
    await sees('还有 4 件没填价钱：1 号、4 号、5 号、6 号。', table);
    await lookAtTable('budget-some-prices');
    await press('没填的，都先填 2 万元', table);
    await sees('几件合起来要 20.5 万元，钱只有 10 万元，大家得挑。', table);
    await fill('一共有多少钱', 15_000);
    await sees('只有 1.5 万元，一件也办不了。请改总数或价钱。', table);
    await lookAtTable('budget-unaffordable');
    await eventually(() =>
      expect(room.facilitator.stage.stage.exercises.find(({ id }) => id === exerciseId)!.settings['budget']).toBe(15_000),
    );
    expect(codeOf(await room.facilitator.commander.send('exercise:open', { exerciseId }))).toBe('over-budget');
    await fill('一共有多少钱', 120_000);
    await fill('夜里的路灯', 30_000);
    await fill('就近看病拿药', 60_000);
    await fill('垃圾桶和异味', 50_000);
    await sees('几件合起来要 28.5 万元，钱只有 12 万元，大家得挑。', table);
    await lookAtTable('budget-draft');
    await lookAtRemote('budget-draft');
    await press('好了', table);
    await press('开始：分经费', table);
    await hall.locator('.room li').first().waitFor();
    await enter();
    await sees('还剩 12 万元');
    await lookAtPhone('budget-none');
    await lookAtHall('budget');
    await lookAtTable('budget-open');
    await press('选它 老人午饭');
    await lookAtPhone('budget-one');
    await press('选它 夜里的路灯');
    await sees('还剩 1 万元');
    expect(await phone.getByRole('button', { name: '钱不够了 电动车充电' }).isDisabled()).toBe(true);
    await lookAtPhone('budget-some');
    await press('选好了，送出');
    await sees('投票单已送到');
    await reveal('budget', (i) => ({ chosen: i < 5 ? [need(1), need(0)] : [need(2), need(3)] }));
    await lookAtRemote('budget-result');
    await press('打开我的投票单');
    await lookAtPhone('budget-own');
  });

  it('[X7] 比一比', async () => {
    await room.facilitator.commander.must('exercise:add', { exercise: { kind: 'compare', settings: { pairsPerPerson: 6 } } });
    await press(/^比一比/, table);
    await sees('建议改成 9 对，每件见到 3 次', table);
    await lookAtTable('compare-few');
    await table.getByRole('spinbutton', { name: '每人最多比几对' }).fill('15');
    await table.getByRole('spinbutton', { name: '每人最多比几对' }).press('Tab');
    await sees('6 件需求一共 15 对，每人全比完', table);
    await lookAtTable('compare-draft');
    await lookAtRemote('compare-draft');
    expect(
      codeOf(
        await room.facilitator.commander.send('exercise:open', {
          exerciseId: room.exerciseOf('compare'),
          needIds: room.needIds().slice(0, 1),
        }),
      ),
    ).toBe('bad-input');
    await press('好了', table);
    await press('开始：比一比', table);
    await hall.locator('.room li').first().waitFor();
    await enter();
    await sees('第 1 对，共 15 对');
    await lookAtHall('compare');
    await lookAtPhone('compare-first');
    const answer = async (button: Locator, at: number) => {
      await button.click();
      await sees(at < 15 ? `第 ${at + 1} 对，共 15 对` : '都比完了');
    };
    const upper = phone.locator('main .two button').first();
    await answer(upper, 1);
    await answer(phone.getByRole('button', { name: '分不出' }), 2);
    await lookAtPhone('compare-some');
    await press('上一对');
    await sees('第 2 对，共 15 对');
    expect(await phone.getByRole('button', { name: '分不出' }).getAttribute('aria-pressed')).toBe('true');
    await lookAtPhone('compare-back');
    await answer(phone.locator('main .two button').nth(1), 2);
    for (let at = 3; at <= 15; at += 1) await answer(upper, at);
    await lookAtPhone('compare-done');
    await press('比完了，送出');
    await sees('投票单已送到');
    await reveal('compare', (i) => ({
      answers: [0, 1, 2, 3, 4].map((j) => ({ a: need(j), b: need(j + 1), winner: i % 4 === 0 ? need(j + 1) : need(j) })),
    }));
    await lookAtRemote('compare-result');
    await press('打开我的投票单');
    await lookAtPhone('compare-own');
  });
});
