import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeedRecords } from '../../shared/need-record.ts';
import { maskAll } from '../../shared/private-spans.ts';
import { characterEdges } from '../../shared/spans.ts';
import type { CreatedSession } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { inBothLanguages, laptopSize, lookAt, openPage, tableLimits } from '../support/faces.ts';
import { Room } from '../support/room.ts';
import { runUnattended } from '../support/unattended.ts';

const pace = 0.004;
const zip = 'PK\u0003\u0004';
/** What each button brings: what the file is called, and how it begins. */
const files = [
  ['会议记录（Word）', '会议记录', 'docx', zip],
  ['需求表（Excel）', '需求表', 'xlsx', zip],
  ['给居民的一页', '回音', 'html', '<!doctype html>'],
  ['表格（CSV）', '需求表', 'csv', '\u00EF\u00BB\u00BF'],
  ['需求记录（JSON）', '需求记录', 'json', '{\n  "schema": "need-records"'],
  ['数据包（研究用）', '数据包', 'zip', zip],
  ['记录链（核对用）', '记录链', 'zip', zip],
  ['投票单（研究用）', '投票单', 'zip', zip],
] as const;

describe('the desk, from a template to the files', { timeout: 60_000 }, () => {
  let browser: Browser;
  let app: TestApp;
  let desk: Page;
  let room: Room;
  const problems: string[] = [];

  beforeAll(async () => {
    [browser, app] = await Promise.all([launchBrowser(), startApp({ rehearsal: { pace } })]);
    desk = await openPage(browser, 'about:blank', { viewport: laptopSize, acceptDownloads: true });
    desk.on('pageerror', (error) => problems.push(error.message));
    await desk.goto(`${app.origin.replace('127.0.0.1', 'localhost')}/desk#k=${testKey}`);
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await app.close();
  });

  const press = (name: string) => desk.getByRole('button', { name, exact: true }).click();
  const unfold = (name: string | RegExp) => desk.locator('summary').filter({ hasText: name }).first().click();
  const wrong: string[] = [];
  async function look(name: string): Promise<void> {
    wrong.push(...(await lookAt(desk, `desk-${name}`, { limits: tableLimits, worst: {}, axe: true })));
  }
  const records = async () =>
    (await call<NeedRecords>(app.origin, `/api/sessions/${room.session.sessionId}/needs.json`, { token: testKey })).body;
  async function download(label: string): Promise<{ name: string; bytes: Uint8Array }> {
    const [file] = await Promise.all([desk.waitForEvent('download'), press(label)]);
    return { name: file.suggestedFilename(), bytes: new Uint8Array(readFileSync(await file.path())) };
  }

  it('[R13] makes a rehearsal from a template; what staff know of it is filled in where it stands, and kept', async () => {
    await desk.getByText('先彩排一遍').click();
    await desk.getByLabel('来几位模拟居民').fill('30');
    await look('lobby');
    await press('开始彩排');
    await desk.locator('h1 .practice').waitFor();
    const sessionId = new URL(desk.url()).pathname.split('/')[2]!;
    const { body } = await call<CreatedSession>(app.origin, `/api/sessions/${sessionId}`, { token: testKey });
    room = await Room.take(app.origin, body);
    await unfold('这次会议的情况');
    await desk.getByLabel('叫什么').fill('东风七社区 居民需求工作坊');
    await desk.getByLabel('记录人').fill('小李');
    await desk.getByLabel('区划代码').fill('12');
    await desk.getByLabel('记录人').focus();
    await desk.getByText('区划代码是 12 位数字。没有存。').waitFor();
    await desk.getByLabel('区划代码').fill('110105036005');
    await desk.getByText('区划代码是 12 位数字。没有存。').waitFor({ state: 'detached' });
    await desk.getByLabel('区划代码').blur();
    await desk.getByLabel('谁出的题').selectOption('joint');
    await eventually(async () =>
      expect((await records()).session).toMatchObject({
        title: '东风七社区 居民需求工作坊',
        recorder: '小李',
        adminCode: '110105036005',
        questionSetBy: 'joint',
      }),
    );
    await desk.getByRole('heading', { name: /东风七社区/ }).waitFor();
    await desk.getByLabel('把不记名的投票单给研究的人用').click();
    await eventually(async () =>
      expect((await call(app.origin, `/api/sessions/${sessionId}`, { token: testKey })).body).toMatchObject({ ballotsForResearch: true }),
    );
    await desk.getByLabel('谁出的题').selectOption('');
    await desk.getByLabel('区划代码').fill('');
    await desk.getByLabel('区划代码').blur();
    await eventually(async () => expect((await records()).session).toMatchObject({ adminCode: null, questionSetBy: null }));
    await look('about');
  });

  it('[E7] [R12] every file arrives through its button, under its name, and is what it says', async () => {
    await eventually(() => expect(room.facilitator.stage.stage.counts.joined).toBe(30));
    await runUnattended(room, { pace });
    await desk.reload();
    await desk.getByText('彩排', { exact: true }).first().waitFor();
    await unfold('更多格式');
    for (const [label, called, ending, begin] of files) {
      const { name, bytes } = await download(label);
      expect([label, name]).toEqual([
        label,
        expect.stringMatching(new RegExp(`^彩排 东风七社区 居民需求工作坊 ${called} \\d{4}-\\d\\d-\\d\\d\\.${ending}$`)),
      ]);
      expect([label, Buffer.from(bytes.subarray(0, begin.length)).toString('latin1')]).toEqual([label, begin]);
      if (begin === zip) expect([label, Object.keys(unzipSync(bytes)).length > 0]).toEqual([label, true]);
    }
    const charts = desk.getByRole('region', { name: '看图' });
    const rows = (await records()).needs.filter(({ priorityRank }) => priorityRank !== null).length;
    expect(await charts.getByRole('table', { name: '先后，和上下范围' }).getByRole('row').count()).toBe(1 + rows);
    expect(await charts.getByRole('img', { name: /^先后，和上下范围: / }).count()).toBe(rows);
  });

  it('[R7] [R14] [R15] a stage that is edited is in the page for residents, and a word that is covered is not', async () => {
    const first = (await records()).needs.find(({ priorityRank }) => priorityRank === 1)!;
    await desk.locator('button.row', { hasText: first.title }).click();
    const detail = desk.locator('.detail');
    await unfold('谁来办 · 办到哪');
    await detail.getByLabel('办到哪了').selectOption('under-way');
    await eventually(async () => expect((await records()).needs.find(({ id }) => id === first.id)?.stage).toBe('under-way'));
    await unfold(/^更多：/);
    await detail.getByLabel('答复原文').fill('电力公司下周来看');
    await detail.getByLabel('答复原文').blur();
    await detail.locator('.facts').getByText('电力公司下周来看').waitFor();
    const words = await detail.locator('blockquote').first().innerText();
    await detail.getByRole('button', { name: '遮字' }).first().click();
    await detail.getByLabel('从第几字').fill('1');
    await detail.getByLabel('到第几字').fill('3');
    await detail.getByRole('button', { name: '遮住选中的字' }).click();
    const covered = maskAll(words, [{ from: 0, to: characterEdges(words)[3]! }]);
    await eventually(async () => expect(await detail.getByLabel('原话', { exact: true }).inputValue()).toBe(covered));
    await inBothLanguages(desk, (language) => look(`need-${language}`));
    const page = new TextDecoder().decode((await download('给居民的一页')).bytes);
    for (const said of ['正在办', '电力公司下周来看', covered]) expect(page).toContain(said);

    await press('删掉这张');
    await press('删掉，找不回来');
    await eventually(async () => expect((await records()).notes.some(({ text }) => text === covered)).toBe(false));
    await eventually(async () => expect(await detail.getByLabel('原话', { exact: true }).count()).toBe(0));
    for (const summary of await desk.getByRole('region', { name: '看图' }).locator('summary').all())
      if (!(await summary.evaluate((element) => (element.parentElement as HTMLDetailsElement).open))) await summary.click();
    await inBothLanguages(desk, (language) => look(`charts-${language}`));
    expect(await desk.getByRole('region', { name: '看图' }).locator('details:not([open])').count()).toBe(0);
    await desk.screenshot({ path: artefact('faces/desk-whole.png'), fullPage: true });
    expect(wrong).toEqual([]);
    expect(problems).toEqual([]);
  });
});
