import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { layCable, type Cable } from '../support/cable.ts';
import { eventually } from '../support/eventually.ts';
import { openPage, roomOrigin } from '../support/faces.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

/** What a screen reader is given of one thing on the page. */
interface Spoken {
  role: string;
  name: string;
  /** `polite` or `assertive` where changes are said aloud. */
  live: string | null;
  /** checked, disabled, expanded … */
  states: Record<string, unknown>;
  /** All the words in it. */
  words: string;
}

const titles = ['夜里的路灯', '老人午饭', '放学后有人看', '电动车充电', '就近看病拿药'];

describe('the phone, as a screen reader has it', { timeout: 30_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let cable: Cable;
  let room: Room;
  let page: Page;
  let accessibility: CDPSession;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    cable = await layCable(server.origin);
    room = await Room.open(server);
    await room.join(5);
    await room.step('open', 'collect');
    page = await openPage(browser, `${roomOrigin(cable.origin)}${room.paths.phone}`);
    accessibility = await page.context().newCDPSession(page);
    await accessibility.send('Accessibility.enable');
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    cable.close();
    await server.stop();
  });

  async function spoken(): Promise<Spoken[]> {
    const { nodes } = await accessibility.send('Accessibility.getFullAXTree');
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const wordsOf = (id: string): string => {
      const node = byId.get(id);
      if (!node) return '';
      if (node.role?.value === 'StaticText') return String(node.name?.value ?? '');
      return (node.childIds ?? []).map(wordsOf).join('');
    };
    return nodes
      .filter(({ ignored }) => !ignored)
      .map((node) => {
        const states = Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value as unknown]));
        return {
          role: String(node.role?.value ?? ''),
          name: String(node.name?.value ?? ''),
          live: typeof states['live'] === 'string' ? states['live'] : null,
          states,
          words: wordsOf(node.nodeId),
        };
      });
  }
  const announced = async () =>
    (await spoken()).filter(({ live, words }) => live !== null && words !== '').map(({ live, words }) => `${live}: ${words}`);
  const hears = (what: string) =>
    eventually(async () => expect(await announced()).toContainEqual(expect.stringContaining(what)), { withinMs: 10_000 });
  const find = async (role: string, name: string) => (await spoken()).find((each) => each.role === role && each.name === name);
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();

  it('says where a note is: on the way, delivered, cut off, on the big screen', async () => {
    await press('写一张');
    await page.getByRole('textbox', { name: '写一张' }).fill('楼道灯拍手也不亮');
    expect((await find('checkbox', '老人'))?.states['checked']).toBe('false');
    await page.getByRole('checkbox', { name: '老人' }).click();
    expect((await find('checkbox', '老人'))?.states['checked']).toBe('true');
    await press('送出这一张');
    await hears('polite: 已送到');
    cable.pull();
    await page.getByRole('textbox', { name: '写一张' }).fill('充电要扛到五楼');
    await press('送出这一张');
    await hears('polite: 还没送到，在手机里');
    await hears('没连上，您写的还在，正在重试。');
    cable.plugIn();
    await eventually(async () => expect((await announced()).filter((each) => each.includes('polite: 已送到')).length).toBe(2), {
      withinMs: 10_000,
    });
    await room.step('reveal', 'collect');
    await hears('polite: 已上大屏');
  });

  it('says how many dots are on a need and how many are left, and no button speaks without its need', async () => {
    await room.step('close', 'collect');
    await room.group(titles.map((title) => ({ title })));
    await room.openVote('dot-vote');
    await press('加一 夜里的路灯');
    await press('加一 夜里的路灯');
    expect(await find('image', '贴了 2 票，最多 3 票')).toBeDefined();
    await hears('polite: 还剩 3 票');
    await press('加一 夜里的路灯');
    expect((await find('button', '加一 夜里的路灯'))?.states['disabled']).toBe(true);
    expect(await find('button', '减一 夜里的路灯')).toBeDefined();
    const nameless = (await spoken()).filter(
      ({ role, name }) => /^(button|textbox|checkbox|radio|link|image)$/.test(role) && name.trim() === '',
    );
    expect(nameless).toEqual([]);
    await press('贴好了，送出');
    await hears('polite: 投票单已送到');
  });

  it('says the place of what was moved: 夜里的路灯现在第 2 位，共 5 项', async () => {
    await room.step('close', 'dot-vote');
    await room.openVote('rank');
    for (const need of ['夜里的路灯', '老人午饭', '放学后有人看']) await press(need);
    await hears('assertive: 放学后有人看现在第 3 位，共 5 项');
    await press('下移 夜里的路灯');
    await hears('assertive: 夜里的路灯现在第 2 位，共 5 项');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('下移 夜里的路灯');
    await press('拿下来 老人午饭');
    await hears('assertive: 老人午饭拿下来了');
    expect((await spoken()).filter(({ role }) => role === 'heading').map(({ words }) => words)).toContain('先办哪一件？');
  });
});
