import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { inBothLanguages, lookAt, openPage, phoneSize, roomOrigin, tableLimits, type Worst } from '../support/faces.ts';
import { FakeEmbeddings, honest } from '../support/fake-embeddings.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const laptop = { width: 1366, height: 768 };
const lamps = ['路灯坏了', '楼道灯不亮', '晚上路灯太暗'];
const lifts = ['电梯又停了', '等电梯等半天', '电梯门关不上'];
/** No word of it says what it is about. */
const unsaid = '回家得数着步子';
const later = '黑得心里发毛';

describe('[G15] a page whose server may ask what notes mean', { timeout: 60_000 }, () => {
  let browser: Browser;
  let endpoint: FakeEmbeddings;
  let server: RunningServer;
  let room: Room;
  let page: Page;
  const worst: Worst = {};

  beforeAll(async () => {
    endpoint = await new FakeEmbeddings(honest((text) => (text.includes('梯') ? [0.1, 1] : [1, 0.1]))).listen();
    const args = ['--address', '192.168.3.20', '--embeddings-url', endpoint.url, '--embeddings-model', 'fake'];
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args, env: { YISHI_EMBEDDINGS_KEY: 'nobody-reads-this-key' } })]);
    room = await Room.open(server);
    await room.join(3);
    await room.step('open', 'collect');
    await room.write([...lamps, ...lifts, unsaid]);
    page = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.facilitator}`, { viewport: laptop });
    await page.locator('header nav button.group').click();
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    expect(server.output()).not.toContain('nobody-reads-this-key');
    await server.stop();
    await endpoint.close();
  });

  const box = () => page.getByRole('checkbox', { name: `请 ${endpoint.host} 帮着认意思` });
  const suggested = (text: string) => page.locator('aside article li', { hasText: text });
  async function look(name: string): Promise<void> {
    const wrong: string[] = [];
    await inBothLanguages(page, async (language) => {
      wrong.push(...(await lookAt(page, `meanings-${name}-${language}`, { limits: tableLimits, worst, axe: true })));
      await page.setViewportSize(phoneSize);
      await page.locator('aside section').first().scrollIntoViewIfNeeded();
      wrong.push(...(await lookAt(page, `meanings-${name}-${language}-remote`, { limits: tableLimits, worst, axe: true })));
      await page.setViewportSize(laptop);
    });
    expect.soft(wrong).toEqual([]);
  }

  it('names the host before anything is sent, and suggests by words meanwhile', async () => {
    await suggested(lamps[0]!).waitFor();
    expect(await box().isChecked()).toBe(false);
    await page.getByText(`打开以后，便利贴上的字会发到 ${endpoint.host}`).waitFor();
    expect([await suggested(unsaid).count(), endpoint.asked]).toEqual([0, []]);
    await look('off');
  });

  it('finds what no word tells once it is switched on, and still says where the words go', async () => {
    await page.locator('label', { hasText: endpoint.host }).click();
    await suggested(unsaid).waitFor();
    await page.getByText(`便利贴上的字会发到 ${endpoint.host}。`).waitFor();
    expect([...endpoint.texts].sort()).toEqual([...lamps, ...lifts, unsaid].sort());
    expect(endpoint.asked[0]!.authorization).toBe('Bearer nobody-reads-this-key');
    await look('on');
  });

  it('says that the host has not answered, goes on by words, and stays on after a reload', async () => {
    endpoint.answering = (_, response) => void response.writeHead(500).end();
    await room.write([later]);
    await page.getByText(`${endpoint.host} 没有答上来`).waitFor();
    await suggested(unsaid).waitFor();
    await look('failing');
    await page.reload();
    await page.locator('header nav button.group').click();
    await box().waitFor({ state: 'attached' });
    await eventually(async () => expect(await box().isChecked()).toBe(true));
    await page.locator('label', { hasText: endpoint.host }).click();
    await page.getByText('现在只按字面找').waitFor();
    expect(await box().isChecked()).toBe(false);
  });
});
