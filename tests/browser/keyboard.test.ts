import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionSummary } from '../../shared/wire.ts';
import { launchBrowser } from '../support/browser.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { laptopSize, openPage } from '../support/faces.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const stopsMax = 80;
const notes = { lamps: ['三号楼门口一到晚上就黑', '楼道灯拍手也不亮'], lunch: ['中午一个人懒得做饭', '想有个吃饭的地方，软一点'] };

const allTexts = [...notes.lamps, ...notes.lunch];

describe('the whole line by keyboard alone', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let desk: Page;
  let facilitator: Page;
  /** Stops of the Tab key without a ring of three pixels. */
  const unseen = new Set<string>();

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  /** The name of what has the focus, and the width of the ring that shows it. */
  function focused(page: Page): Promise<{ name: string; ring: number }> {
    return page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return { name: '', ring: Infinity };
      const label = element.closest('label');
      const rings = [element, label, element.nextElementSibling].map((each) => {
        const style = each && getComputedStyle(each);
        return style && style.outlineStyle !== 'none' ? parseFloat(style.outlineWidth) : 0;
      });
      const name = element.getAttribute('aria-label') ?? (label ?? element).innerText;
      const placeholder = element.getAttribute('placeholder') ?? '';
      return { name: `${name} ${placeholder}`.replace(/\s+/g, ' ').trim(), ring: Math.max(...rings) };
    });
  }

  /** Tab after Tab until something of this name has the focus, looking at the ring of each stop. */
  async function tabTo(page: Page, name: string | RegExp): Promise<void> {
    const isThere = (found: string) => (typeof name === 'string' ? found.startsWith(name) : name.test(found));
    const passed: string[] = [];
    for (let i = 0; i < stopsMax; i += 1) {
      await page.keyboard.press('Tab');
      const stop = await focused(page);
      if (stop.ring < 3) unseen.add(`${stop.name} (${stop.ring} px)`);
      if (isThere(stop.name)) return;
      passed.push(stop.name);
    }
    throw new Error(`the Tab key never came to ${String(name)}, only to ${[...new Set(passed)].join(' · ')}`);
  }
  /** The notes are one stop of the Tab key; the arrows go from one to the next. */
  async function toNote(text: string): Promise<void> {
    await tabTo(facilitator, new RegExp(allTexts.join('|')));
    await facilitator.keyboard.press('Home');
    for (const _ of allTexts) {
      const stop = await focused(facilitator);
      if (stop.ring < 3) unseen.add(`${stop.name} (${stop.ring} px)`);
      if (stop.name.startsWith(text)) return;
      await facilitator.keyboard.press('ArrowRight');
    }
    throw new Error(`the arrow keys never came to ${text}`);
  }
  async function press(page: Page, name: string | RegExp): Promise<void> {
    await tabTo(page, name);
    await page.keyboard.press('Enter');
  }
  /** The one big button; the page asks once while somebody is not done, and then takes no double tap for an answer. */
  async function goOn(label: string, until: string | RegExp): Promise<void> {
    await press(facilitator, label);
    await eventually(
      async () => {
        const { name } = await focused(facilitator);
        if (name === '再等等') await press(facilitator, '就现在');
        else if (name.startsWith('就现在')) await facilitator.keyboard.press('Enter');
        expect(await facilitator.getByText(until).first().isVisible()).toBe(true);
      },
      { withinMs: 10_000 },
    );
  }

  it('makes a session on the desk and opens its pages', async () => {
    desk = await openPage(browser, `${server.origin}/desk#k=${server.key}`, { viewport: laptopSize, acceptDownloads: true });
    await desk.getByText('新开一场工作坊').waitFor();
    await desk.getByText('社区需求工作坊').waitFor();
    await tabTo(desk, '叫什么');
    await desk.keyboard.type('Huaishuli');
    await press(desk, '开好这一场');
    await desk.getByText('打开主持人页面').waitFor();
    const sessionId = new URL(desk.url()).pathname.split('/')[2]!;
    const { body } = await call<SessionSummary>(server.origin, `/api/sessions/${sessionId}`, { token: server.key });
    expect(body.title).toBe('Huaishuli');
    room = await Room.take(server.origin, body);
    await room.join(6);
    await room.facilitator.commander.must('exercise:skip', { exerciseId: room.exerciseOf('survey'), skip: true });
    const [opened] = await Promise.all([desk.context().waitForEvent('page'), press(desk, '打开主持人页面')]);
    facilitator = opened;
    await facilitator.setViewportSize(laptopSize);
    await facilitator.getByText('开始：写一写').waitFor();
  });

  it('opens the writing, turns the notes over and groups them', async () => {
    await goOn('开始：写一写', '停笔，翻开');
    await room.write([...notes.lamps, ...notes.lunch]);
    await facilitator.getByText('还有 2 人没写').waitFor();
    await goOn('停笔，翻开', '先把便利贴合成需求');
    await press(facilitator, /^合成一件$/);
    await facilitator.getByText(notes.lamps[0]!).waitFor();
    for (const [title, texts] of [
      ['路灯', notes.lamps],
      ['午饭', notes.lunch],
    ] as const) {
      for (const text of texts) {
        await toNote(text);
        await facilitator.keyboard.press('Space');
      }
      await tabTo(facilitator, '给这件起个名');
      await facilitator.keyboard.type(title);
      await facilitator.keyboard.press('Enter');
      await facilitator.locator('ul.grid b', { hasText: title }).waitFor();
    }
    await press(facilitator, /^撤回$/);
    await press(facilitator, '重做');
    await eventually(() => expect(room.facilitator.wall.wall.needs.map(({ title }) => title)).toEqual(['路灯', '午饭']));
  });

  it('opens the vote, closes it and reveals it with R twice', async () => {
    await goOn('开始：贴圆点', '停止投票');
    await room.putDots([[3], [3], [2, 1], [1, 2], [2, 2], [0, 1]]);
    await facilitator.getByText('大家都好了').first().waitFor();
    await goOn('停止投票', /^揭晓/);
    await facilitator.keyboard.press('r');
    await facilitator.keyboard.press('r');
    await eventually(() => expect(Object.values(room.facilitator.stage.stage.tallies).map(({ ballots }) => ballots)).toEqual([6]));
  });

  it('opens a need on the desk and takes the file home', async () => {
    await desk.reload();
    await desk.getByText('路灯').first().waitFor();
    await press(desk, /路灯/);
    await desk.getByText(notes.lamps[1]!).waitFor();
    await desk.reload();
    await desk.getByText('路灯').first().waitFor();
    const [download] = await Promise.all([desk.waitForEvent('download'), press(desk, '会议记录')]);
    expect(download.suggestedFilename()).toMatch(/会议记录.*\.docx$/);
  });

  it('shows a ring of at least three pixels around everything the keyboard stops at', () => {
    expect([...unseen]).toEqual([]);
  });
});
