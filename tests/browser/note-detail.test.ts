import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeedRecords } from '../../shared/need-record.ts';
import { launchBrowser } from '../support/browser.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import {
  inBothLanguages,
  lookAt,
  openPage,
  phoneSize,
  projectorLimits,
  projectorSizes,
  roomOrigin,
  tableLimits,
  type Worst,
} from '../support/faces.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const laptop = { width: 1366, height: 768 };
const written = {
  name: '三楼张阿婆一个人住，夜里摔过一跤',
  phone: '有事打 13812345678 找老王',
  family: '👨‍👩‍👧‍👦一家四口挤一间，想有地方写作业',
  long: 'The woman on the second floor of building four has not been out for two months, and nobody of the neighbours dares to ring. Somebody who speaks her language should.',
};

describe('[N12] a note of its own', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let page: Page;
  let hall: Page;
  let longId: string;
  const worst: Worst = {};

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
    room = await Room.open(server);
    await room.join(2);
    await room.step('open', 'collect');
    longId = (await room.write(Object.values(written))).at(-1)!;
    await room.step('close', 'collect');
    await room.step('reveal', 'collect');
    const origin = roomOrigin(server.origin);
    page = await openPage(browser, `${origin}${room.paths.facilitator}`, { viewport: laptop });
    hall = await openPage(browser, `${origin}${room.paths.projector}`, { viewport: projectorSizes[0] });
    await page.locator('header nav button.group').click();
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  const card = (text: string) => page.locator('ul.notes button', { hasText: text });
  const words = () => page.getByLabel('原话', { exact: true });
  const shows = (text: string) => eventually(async () => expect(await words().inputValue()).toBe(text));
  const inHall = (text: string) => hall.getByText(text).first().waitFor();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  /** Every text in the files, and whether something of it is covered. */
  async function inFiles(): Promise<Record<string, boolean>> {
    const { sessionId, facilitatorToken: token } = room.session;
    const { body } = await call<NeedRecords>(server.origin, `/api/sessions/${sessionId}/needs.json`, { token });
    return Object.fromEntries(body.notes.map(({ text, redacted }): [string, boolean] => [text ?? '', redacted]));
  }
  const focusedLabel = () =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      const label = (element as HTMLInputElement | null)?.labels?.[0] ?? element;
      return (element?.getAttribute('aria-label') ?? label?.innerText ?? '').trim();
    });
  async function tabTo(label: string): Promise<void> {
    const passed: string[] = [];
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press('Tab');
      const now = await focusedLabel();
      if (now.startsWith(label)) return;
      passed.push(now);
    }
    throw new Error(`the Tab key never came to ${label}, only to ${passed.join(' · ')}`);
  }
  const times = async (key: string, n: number) => {
    for (let i = 0; i < n; i += 1) await page.keyboard.press(key);
  };

  it('is covered by keyboard alone, stays so on the big screen and in the files, and is uncovered', async () => {
    await card(written.name).waitFor();
    await tabTo(await page.locator('.notes [data-card]').first().innerText());
    while (!(await focusedLabel()).startsWith(written.name)) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await tabTo('原话');
    await page.keyboard.press('Control+Home');
    await times('ArrowRight', 2);
    await times('Shift+ArrowRight', 3);
    await page.getByRole('status').filter({ hasText: '选中：「张阿婆」' }).waitFor();
    await tabTo('遮住选中的字');
    await page.keyboard.press('Enter');
    const covered = '三楼●●●一个人住，夜里摔过一跤';
    await shows(covered);
    // Nothing can be typed into it.
    await page.keyboard.type('x');
    await shows(covered);
    expect(await focusedLabel()).toBe('原话');
    await page.getByRole('status').filter({ hasText: '遮着 3 个字' }).waitFor();
    await inHall(covered);
    expect(await hall.getByText('张阿婆').count()).toBe(0);
    const files = await inFiles();
    expect([files[covered], written.name in files]).toEqual([true, false]);

    // And the rest of the name's floor, counted instead of selected.
    await tabTo('从第几字');
    await page.keyboard.type('1');
    await tabTo('到第几字');
    await page.keyboard.type('2');
    await tabTo('遮住选中的字');
    await page.keyboard.press('Enter');
    await shows('●●●●●一个人住，夜里摔过一跤');
    await page.keyboard.press('Control+a');
    await tabTo('揭开选中的字');
    await page.keyboard.press('Enter');
    await shows(written.name);
    await inHall(written.name);
    expect((await inFiles())[written.name]).toBe(false);
  });

  it('is covered by mouse, and a number that was covered stays covered', async () => {
    await press('收起');
    await card('138●●●●●●78').click();
    const { x, y } = (await words().boundingBox())!;
    const [start, end] = await words().evaluate((area: HTMLTextAreaElement) => {
      const { fontSize, paddingLeft, borderLeftWidth } = getComputedStyle(area);
      const left = parseFloat(paddingLeft) + parseFloat(borderLeftWidth);
      // A Chinese character is as wide as it is high.
      return [left, left + 2 * parseFloat(fontSize)] as const;
    });
    await page.mouse.move(x + start + 1, y + 24);
    await page.mouse.down();
    await page.mouse.move(x + end, y + 24, { steps: 6 });
    await page.mouse.up();
    await page.getByRole('status').filter({ hasText: '选中：「有事」' }).waitFor();
    await press('遮住选中的字');
    await shows('●●打 138●●●●●●78 找老王');
    await inHall('●●打 138●●●●●●78 找老王');
    await press('全部揭开，照原样');
    await shows(written.phone);
    await inHall(written.phone);
  });

  it('covers a character of many parts whole', async () => {
    await press('收起');
    await card('一家四口').click();
    await words().focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Shift+ArrowRight');
    await press('遮住选中的字');
    const family = '👨‍👩‍👧‍👦';
    await shows(`${'●'.repeat(family.length)}${written.family.slice(family.length)}`);
    // A part of it cannot be uncovered.
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Shift+ArrowRight');
    await press('揭开选中的字');
    await eventually(async () =>
      expect(Object.keys(await inFiles())).toContain(`${'●'.repeat(family.length)}${written.family.slice(family.length)}`),
    );
    await press('全部揭开，照原样');
    await shows(written.family);
  });

  it('is hidden, made a private case whose words wait to be asked for, and brought back', async () => {
    await press('收起');
    await card('The woman').click();
    await page.locator('aside').getByRole('button', { name: '藏起来' }).click();
    await page.locator('aside').getByText('藏着，大屏上看不见').waitFor();
    await eventually(async () => expect(await hall.getByText('The woman').count()).toBe(0));
    await page.locator('aside').getByRole('button', { name: '转为个案' }).click();
    await page.locator('aside').getByText('个案，不上大屏').waitFor();
    expect(await words().count()).toBe(0);
    expect(Object.keys(await inFiles())).not.toContain(written.long);
    await press('看原话');
    await shows(written.long);
    await press('不是个案，放回来');
    await inHall('The woman');
    await page.locator('aside').getByText('在大屏的墙上').waitFor();
  });

  it('looks right: on a laptop and in the hand, in both languages, and covered on every screen', async () => {
    const wrong: string[] = [];
    const look = async (name: string) =>
      inBothLanguages(page, async (language) => {
        wrong.push(...(await lookAt(page, `note-detail-${name}-${language}`, { limits: tableLimits, worst, axe: true })));
      });
    await look('long');
    await press('收起');
    await card(written.name).click();
    await words().evaluate((area: HTMLTextAreaElement) => {
      area.focus();
      area.setSelectionRange(2, 5);
    });
    await page.getByText('选中：「张阿婆」').waitFor();
    await look('chosen');
    await press('遮住选中的字');
    await shows('三楼●●●一个人住，夜里摔过一跤');
    await look('covered');
    await inBothLanguages(page, async (language) => {
      await page.setViewportSize(phoneSize);
      await page.locator('aside section').first().scrollIntoViewIfNeeded();
      wrong.push(...(await lookAt(page, `note-detail-remote-${language}`, { limits: tableLimits, worst, axe: true })));
      await page.setViewportSize(laptop);
    });
    await inHall('三楼●●●一个人住，夜里摔过一跤');
    await room.facilitator.commander.must('note:hide', { noteId: longId });
    await eventually(async () => expect(await hall.getByText('The woman').count()).toBe(0));
    for (const size of projectorSizes) {
      await hall.setViewportSize(size);
      wrong.push(...(await lookAt(hall, `note-detail-hall-${size.width}`, { limits: projectorLimits, worst, axe: size.width === 1920 })));
    }
    expect(wrong).toEqual([]);
  });
});
