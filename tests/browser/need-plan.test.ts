import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NeedRecords } from '../../shared/need-record.ts';
import { launchBrowser } from '../support/browser.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { inBothLanguages, lookAt, openPage, phoneSize, projectorSizes, roomOrigin, speak, tableLimits } from '../support/faces.ts';
import { Looks } from '../support/looks.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const laptop = { width: 1366, height: 768 };

describe('who acts on a need and how far it is, and what it is called in other languages', { timeout: 180_000 }, () => {
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
    room = await Room.open(server, { title: '槐树里社区' });
    const at = (path: string) => `${roomOrigin(server.origin)}${path}`;
    [phone, hall, table] = await Promise.all([
      openPage(browser, at(room.paths.phone)),
      openPage(browser, at(room.paths.projector), { viewport: projectorSizes[0] }),
      openPage(browser, at(room.paths.facilitator), { viewport: laptop }),
    ]);
    looks = new Looks({ phone, hall, table });
    await room.join(6);
    await room.hallWall();
    return async () => {
      room.close();
      await Promise.all([phone, hall, table].map((page) => page.context().close()));
    };
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const needPanel = (page: Page, title = '老人午饭') => page.getByRole('region', { name: title, exact: true });
  async function openNeed(page: Page, title = '老人午饭'): Promise<void> {
    await page.getByRole('button', { name: '合成一件', exact: true }).first().click();
    await page.getByRole('button', { name: title }).first().click();
    await needPanel(page, title).waitFor();
  }
  const unfold = (page: Page, name: string | RegExp) => page.locator('summary').filter({ hasText: name }).first().click();
  const records = async () =>
    (await call<NeedRecords>(room.origin, `/api/sessions/${room.session.sessionId}/needs.json`, { token: server.key })).body;
  const lunch = async () => (await records()).needs.find(({ title }) => title === '老人午饭');

  it('[R7] who acts, as what, and how far it is stay through a reload, and a colleague sees them', async () => {
    await openNeed(table);
    await unfold(table, '谁来办');
    await table
      .getByRole('textbox', { name: '谁来办' })
      .or(table.getByRole('combobox', { name: '谁来办' }))
      .fill('银龄食堂');
    await table.getByLabel('是什么').selectOption('social-organization');
    await table.getByLabel('做什么').last().selectOption('deliver');
    await table.getByRole('button', { name: '加上' }).click();
    const card = needPanel(table).getByRole('region', { name: '银龄食堂' });
    await card.getByText('社会组织').waitFor();
    await card.getByLabel('怎么办').fill('每天送二十份热饭');
    await table.getByLabel('办到哪了').selectOption('declined');
    await table.getByLabel('为什么暂不办').fill('今年没有预算');
    await table.getByLabel('哪天给回音').fill('2026-06-01');
    await table.getByLabel('哪天给回音').blur();
    await eventually(async () =>
      expect(await lunch()).toMatchObject({ stage: 'declined', stageReason: '今年没有预算', nextWord: '2026-06-01' }),
    );
    const { responders, responses } = await records();
    expect(responders.map(({ name, type }) => [name, type])).toEqual([['银龄食堂', 'social-organization']]);
    expect(responses.map(({ role, action }) => [role, action])).toEqual([['deliver', '每天送二十份热饭']]);
    await card.evaluate((element) => element.scrollIntoView({ block: 'start' }));
    expect.soft(await looks.table('need-plan')).toEqual([]);

    await table.reload();
    await openNeed(table);
    await needPanel(table).getByText('暂不办 · 银龄食堂 · 2026-06-01 回音').waitFor();
    const colleague = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.facilitator}`, { viewport: laptop });
    await openNeed(colleague);
    await unfold(colleague, '谁来办');
    await colleague.getByLabel('为什么暂不办').waitFor();
    expect(await colleague.getByLabel('怎么办').inputValue()).toBe('每天送二十份热饭');
    await unfold(table, '谁来办');
    await colleague.getByLabel('办到哪了').selectOption('done');
    await eventually(async () => expect(await table.getByLabel('办到哪了').inputValue()).toBe('done'));
    await colleague.context().close();
    for (const page of [phone, hall]) expect(await page.getByText('银龄食堂').count()).toBe(0);
  });

  it('[R7] whoever was named for one need is offered for the next, and a wrong code is told and not saved', async () => {
    await openNeed(table);
    await unfold(table, '谁来办');
    const name = () => table.getByRole('combobox', { name: '谁来办' });
    await name().fill('街道民政科');
    await table.getByLabel('是什么').selectOption('street');
    await name().press('Enter');
    await needPanel(table).getByRole('region', { name: '街道民政科' }).waitFor();
    await table.getByRole('button', { name: '夜里的路灯' }).first().click();
    await unfold(table, '谁来办');
    expect(
      await table.locator('datalist option').evaluateAll((options) => options.map((option) => option.getAttribute('value'))),
    ).toContain('街道民政科');
    await name().fill('街道民政科');
    await name().press('Enter');
    const card = needPanel(table, '夜里的路灯').getByRole('region', { name: '街道民政科' });
    await card.getByText('更多').click();
    await card.getByLabel('统一社会信用代码').fill('9144030071526726XH');
    await card.getByLabel('统一社会信用代码').blur();
    await card.getByText('这个代码不对').waitFor();
    await card.getByLabel('统一社会信用代码').fill('9144030071526726xg');
    await card.getByLabel('统一社会信用代码').blur();
    await eventually(async () => {
      const { responders, responses } = await records();
      expect(responders.map((responder) => [responder.name, responder.uscc])).toEqual([['街道民政科', '9144030071526726XG']]);
      expect(responses).toHaveLength(2);
    });
    expect.soft(await looks.table('need-plan-more')).toEqual([]);
    await card.getByRole('button', { name: '不找街道民政科了' }).click();
    await eventually(async () => expect((await records()).responses).toHaveLength(1));
  });

  it('[R7] on a facilitator’s phone, with everything unfolded, nothing is cut', async () => {
    const remote = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.facilitator}`, { viewport: phoneSize });
    await openNeed(remote);
    for (const name of ['别的语言', '谁来办', '更多：']) await unfold(remote, name);
    await remote.getByLabel('责任岗位').fill('民政专干');
    await remote.getByLabel('严重程度').selectOption('4');
    await remote.getByRole('checkbox', { name: '感受性' }).check();
    await remote.getByLabel('涉及哪些人').fill('独居老人，租户');
    await remote.getByLabel('涉及哪些人').blur();
    await eventually(async () =>
      expect(await lunch()).toMatchObject({
        duty: '民政专干',
        severity: 4,
        needTypes: ['felt'],
        affectedGroups: ['独居老人', '租户'],
      }),
    );
    // The bar has no room for the language on a phone: it is chosen on a wider page.
    await remote.setViewportSize(laptop);
    await inBothLanguages(remote, async (language) => {
      await remote.setViewportSize(phoneSize);
      await remote
        .locator('form')
        .last()
        .evaluate((element) => element.scrollIntoView({ block: 'start' }));
      expect(await remote.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0);
      const seen = await lookAt(remote, `facilitator-need-plan-phone-${language}`, { limits: tableLimits, worst: {}, axe: true });
      expect.soft(seen).toEqual([]);
      await remote.setViewportSize(laptop);
    });
    await remote.context().close();
  });

  it('[G14] a title typed in another language stands on the wall and on phones that read it; undo takes it back', async () => {
    await openNeed(table);
    await unfold(table, '别的语言');
    const english = table.getByRole('textbox', { name: 'English' });
    await english.fill('Lunch for elders');
    await english.blur();
    await hall.getByText('Lunch for elders').waitFor();
    await table.getByRole('button', { name: '撤回', exact: true }).first().click();
    await eventually(async () => expect(await hall.getByText('Lunch for elders').count()).toBe(0));
    await table.getByRole('button', { name: '重做' }).click();
    await hall.getByText('Lunch for elders').waitFor();
    await table.getByLabel('类别').fill('养老');
    await table.getByLabel('类别').blur();
    await table.getByLabel('说明').fill('中午有口热的');
    await table.getByLabel('说明').blur();
    await eventually(async () =>
      expect(await lunch()).toMatchObject({ category: 'ageing', statement: '中午有口热的', translations: { en: 'Lunch for elders' } }),
    );
    expect.soft(await looks.table('need-words')).toEqual([]);
    expect.soft(await looks.hall('need-words')).toEqual([]);

    await room.openVote('dot-vote');
    await phone.locator('footer button.primary').click();
    await phone.getByText('老人午饭').first().waitFor();
    await speak(phone, 'en');
    await phone.getByText('Lunch for elders').first().waitFor();
  });

  it('[G14] what the lexicon calls a need is proposed, and written only when somebody says so; a suggestion that is taken has its category', async () => {
    const [needId] = await room.group([{ title: '快递收取' }]);
    const need = () => room.facilitator.wall.wall.needs.find(({ id }) => id === needId);
    await openNeed(table, '快递收取');
    await unfold(table, '别的语言');
    await table.getByPlaceholder('Parcels and deliveries').waitFor();
    expect(need()).not.toHaveProperty('translations');
    await table.getByRole('button', { name: '就用「Parcels and deliveries」' }).click();
    await table.getByRole('button', { name: '就用「办事服务」' }).click();
    await eventually(() => expect(need()).toMatchObject({ translations: { en: 'Parcels and deliveries' }, category: 'services' }));

    const { exerciseId } = await room.facilitator.commander.must('exercise:add', { exercise: { kind: 'collect' } });
    await room.facilitator.commander.must('exercise:open', { exerciseId });
    for (const [i, text] of ['小区没有厕所', '公共厕所太远了', '公厕总是锁着'].entries())
      await room.residents[i]!.commander.must('note:add', { exerciseId, noteId: `note-toilet-${i}`, text });
    await room.facilitator.commander.must('exercise:close', { exerciseId });
    await room.facilitator.commander.must('exercise:reveal', { exerciseId });
    const suggested = table.getByRole('region', { name: '像是一件事' }).locator('article', { hasText: '公厕总是锁着' });
    await suggested.getByRole('button', { name: /^合成一件/ }).click();
    await eventually(() => {
      const made = room.facilitator.wall.wall.needs.at(-1);
      expect([made?.category, made?.translations]).toEqual([expect.stringMatching(/^[a-z]+$/), undefined]);
    });
  });
});
