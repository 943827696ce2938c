import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefact, launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { laptopSize, openPage } from '../support/faces.ts';
import { fullWall } from '../support/full-wall.ts';
import { axeViolations } from '../support/measure.ts';
import type { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

/** Everything here is found by what the accessibility tree says of it, and done by keys. */
describe('the list, by its accessibility tree and keys alone', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let page: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    ({ room } = await fullWall(server, { notes: 12 }));
    page = await openPage(browser, `${server.origin}${room.paths.facilitator}`, { viewport: laptopSize });
    await page.getByRole('button', { name: '合成一件' }).first().press('Enter');
    await eventually(async () => expect(await notes().count()).toBe(12));
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  const lists = () => page.getByRole('main').getByRole('list');
  const needs = () => lists().first().getByRole('button');
  const notes = () => lists().last().getByRole('button');
  const need = (title: string) => lists().first().getByRole('button', { name: title });
  const panel = (title: string) => page.getByRole('region', { name: title });
  /** What is read out of the needs, in order: number, title, how many. */
  const told = async () => (await needs().allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim());
  const tells = (wanted: readonly RegExp[]) =>
    eventually(async () => {
      const now = await told();
      expect(now.length).toBe(wanted.length);
      for (const [i, pattern] of wanted.entries()) expect(now[i]).toMatch(pattern);
    });

  /** Walks along the notes and selects the first so many that are not selected yet. Gives what they say. */
  async function pick(count: number): Promise<string[]> {
    const first = notes().first();
    await first.focus();
    const texts: string[] = [];
    for (let i = 0; i < count; i += 1) {
      const focused = page.locator(':focus');
      texts.push((await focused.textContent()) ?? '');
      await page.keyboard.press('Space');
      expect(await focused.getAttribute('aria-pressed')).toBe('true');
      await page.keyboard.press('ArrowRight');
    }
    return texts;
  }
  async function nameThem(title: string): Promise<void> {
    await page.keyboard.press('n');
    await page.keyboard.type(title);
    await page.keyboard.press('Enter');
  }
  const press = (what: Locator) => what.press('Enter');

  it('[G17] is one stop of the Tab key, and the arrows go through it', async () => {
    const tabbable = await notes().evaluateAll((cards) => cards.filter((card) => (card as HTMLElement).tabIndex === 0).length);
    expect(tabbable).toBe(1);
    await notes().first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    expect(
      await notes()
        .first()
        .evaluate((card) => card === document.activeElement),
    ).toBe(true);
    await page.keyboard.press('End');
    expect(
      await notes()
        .last()
        .evaluate((card) => card === document.activeElement),
    ).toBe(true);
    await page.keyboard.press('Home');
  });

  it('[G17] makes a need, puts more in by its number, by its button and by looking for words', async () => {
    await pick(2);
    await nameThem('路灯');
    await tells([/1.*路灯 2 张/]);
    await pick(1);
    await nameThem('1');
    await tells([/路灯 3 张/]);
    await pick(2);
    await press(need('路灯'));
    await tells([/路灯 5 张/]);
    const [text] = await notes().allTextContents();
    await notes().first().focus();
    await page.keyboard.press('/');
    await page.keyboard.type(text!.trim());
    await page.keyboard.press('Enter');
    await page.getByText('已选 1 张').waitFor();
    await page.locator('body').press('Escape');
    await notes().first().focus();
    await page.keyboard.press('Escape');
    await pick(2);
    await nameThem('停车');
    await tells([/路灯 5 张/, /2.*停车 2 张/]);
  });

  it('[G17] moves notes from one need to another, and takes them out', async () => {
    await press(need('路灯'));
    const [first, second] = await panel('路灯').getByRole('listitem').getByRole('button', { pressed: false }).all();
    await first!.press('Space');
    await second!.press('Space');
    await page.getByText('已选 2 张').waitFor();
    await press(need('停车'));
    await tells([/路灯 3 张/, /停车 4 张/]);
    await press(panel('路灯').getByRole('button', { name: '拿出来' }).first());
    await tells([/路灯 2 张/, /停车 4 张/]);
  });

  it('[G17] renames, moves in reading order, merges and splits', async () => {
    const title = panel('路灯').getByRole('textbox', { name: '改名' });
    await title.fill('夜里的路灯');
    await title.press('Enter');
    await tells([/夜里的路灯 2 张/, /停车/]);
    await press(panel('夜里的路灯').getByRole('button', { name: '后移' }));
    await tells([/停车/, /夜里的路灯/]);
    await press(panel('夜里的路灯').getByRole('button', { name: '前移' }));
    await tells([/夜里的路灯/, /停车/]);
    await press(panel('夜里的路灯').getByRole('button', { name: '并到另一件' }));
    await press(panel('夜里的路灯').getByRole('button', { name: '停车' }));
    await tells([/停车 6 张/]);
    await press(panel('停车').getByRole('button', { name: '拆开' }));
    await tells([/夜里的路灯 2 张/, /停车 4 张/]);
  });

  it('[G17] undoes and does again, by keys', async () => {
    await notes().first().focus();
    await page.keyboard.press('Control+z');
    await tells([/停车 6 张/]);
    await page.keyboard.press('Control+z');
    await tells([/夜里的路灯 2 张/, /停车 4 张/]);
    await page.keyboard.press('Control+Shift+z');
    await page.keyboard.press('Control+y');
    await tells([/夜里的路灯 2 张/, /停车 4 张/]);
  });

  it('[G17] [G11] turns the projector to a card, hides a note and makes one a private case', async () => {
    const looks = () => room.facilitator.stage.stage.session?.look;
    const needNamed = (title: string) => room.facilitator.wall.wall.needs.find((one) => one.title === title)?.id;
    await need('停车').focus();
    await page.keyboard.press('l');
    await eventually(() => expect(looks()).toEqual({ needId: needNamed('停车'), large: false, turn: 1 }));
    await notes().first().focus();
    await page.keyboard.press('Shift+L');
    await eventually(() => expect(looks()).toMatchObject({ large: true, turn: 2 }));
    await page.keyboard.press('h');
    await notes().first().getByText('藏着').waitFor();
    await eventually(() => expect(room.facilitator.wall.wall.notes.filter(({ hidden }) => hidden)).toHaveLength(1));
    await page.keyboard.press('h');
    await eventually(() => expect(room.facilitator.wall.wall.notes.filter(({ hidden }) => hidden)).toHaveLength(0));
    await pick(1);
    await press(page.getByRole('main').getByRole('button', { name: '转为个案' }));
    await eventually(() => expect(room.facilitator.wall.wall.notes).toHaveLength(11));
  });

  it('[G17] what it is called says what it is: headings, lists, buttons and their states', async () => {
    const tree = await page.getByRole('main').ariaSnapshot();
    for (const line of ['heading "需求', 'heading "还没合的', 'list:', 'listitem:', 'textbox "给这件起个名"', 'searchbox "找字'])
      expect(tree).toContain(line);
    expect(await axeViolations(page)).toEqual([]);
    await page.screenshot({ path: artefact('wall/list.png') });
  });
});
