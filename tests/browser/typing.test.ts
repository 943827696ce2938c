import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphemeCount } from '../../shared/text.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { openPage, roomOrigin } from '../support/faces.ts';
import { isOverTls } from '../support/over-tls.ts';
import { Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

/** What WeChat on an Android phone calls itself. */
const weChat =
  'Mozilla/5.0 (Linux; Android 10; V2001A Build/QP1A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/107.0 Mobile Safari/537.36 MicroMessenger/8.0.47.2560';
const family = '👨‍👩‍👧‍👦';

describe('writing on a phone', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let page: Page;
  let keyboard: CDPSession;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    room = await Room.open(server);
    await room.step('open', 'collect');
    page = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.phone}`);
    keyboard = await page.context().newCDPSession(page);
    await page.getByRole('button', { name: '写一张' }).click();
    await area().focus();
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  const area = () => page.getByRole('textbox', { name: '写一张' });
  const notesIn = () => room.facilitator.stage.stage.counts.notes[room.exerciseOf('collect')] ?? 0;
  /** What an input method shows while nothing is chosen yet. */
  const compose = (text: string) =>
    keyboard.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  /** The key as it is told while an input method has it for itself. */
  const imeEnter = () =>
    keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 });

  it('[F68] Enter that chooses among characters sends nothing, in the order of Chrome and in that of Safari', async () => {
    await compose('ludeng');
    await imeEnter();
    await keyboard.send('Input.insertText', { text: '路灯' });
    await expect.poll(() => area().inputValue()).toBe('路灯');
    await area().evaluate((field) => {
      field.dispatchEvent(new CompositionEvent('compositionstart'));
      field.dispatchEvent(new CompositionEvent('compositionend', { data: '路灯' }));
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }));
    });
    await page.keyboard.press('Enter');
    await page.keyboard.type('!');
    expect(await area().inputValue()).toBe('路灯\n!');
    expect(notesIn()).toBe(0);
  });

  it('[F69] what comes from the server meanwhile leaves a composition as it is', async () => {
    await area().fill('');
    await compose('lou');
    await room.join(3);
    await room.write(['别人写的一张', '又一张']);
    await room.facilitator.commander.must('timer:set', { exerciseId: room.exerciseOf('collect'), endsInMs: 60_000 });
    await eventually(() => expect(notesIn()).toBe(2));
    expect(await area().inputValue()).toBe('lou');
    await compose('loudao');
    await keyboard.send('Input.insertText', { text: '楼道' });
    expect(await area().inputValue()).toBe('楼道');
    await compose('deng');
    await room.step('close', 'collect');
    await page.getByText('停了，您写的还在').waitFor();
    expect(await area().inputValue()).toBe('楼道deng');
    await keyboard.send('Input.insertText', { text: '灯' });
    expect(await area().inputValue()).toBe('楼道灯');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    await room.step('reopen', 'collect');
    await page.getByRole('button', { name: '送出这一张' }).waitFor();
    expect(await area().inputValue()).toBe('楼道灯');
  });

  it('[F10] [F70] a family at the limit is one character; what is over it stays whole, and nothing is cut', async () => {
    await area().fill('字'.repeat(199) + family);
    await page.getByText('还能写 0 个字').waitFor();
    expect(await page.getByRole('button', { name: '送出这一张' }).isEnabled()).toBe(true);
    await area().fill('字'.repeat(199) + family + family);
    await page.getByText('写长了，请删 1 个字。').waitFor();
    expect(await page.getByRole('button', { name: '送出这一张' }).isEnabled()).toBe(false);
    const pasted = `<b>粗</b>${'十万字'.repeat(34_000)}`;
    await area().fill('');
    await paste({ 'text/plain': pasted, 'text/html': '<b>粗</b><img src=x onerror=alert(1)>' });
    expect(await area().inputValue()).toBe(pasted);
    await page.getByText(`写长了，请删 ${new Intl.NumberFormat('zh-CN').format(graphemeCount(pasted) - 200)} 个字。`).waitFor();
    await page.screenshot({ path: artefact('typing/pasted.png') });
    await area().fill('');
    await pastePicture();
    expect(await area().inputValue()).toBe('');
    expect(await page.locator('img').count()).toBe(0);
  });

  it.skipIf(isOverTls)('[F75] on the room’s plain HTTP address, without what only secure pages have, a note goes through', async () => {
    const missing = await page.evaluate(() => ({
      isSecureContext,
      subtle: typeof crypto.subtle,
      randomUUID: typeof crypto.randomUUID,
      clipboard: typeof navigator.clipboard,
      serviceWorker: 'serviceWorker' in navigator,
    }));
    expect(missing).toEqual({
      isSecureContext: false,
      subtle: 'undefined',
      randomUUID: 'undefined',
      clipboard: 'undefined',
      serviceWorker: false,
    });
    const before = notesIn();
    await area().fill('从手机上写的');
    await page.getByRole('button', { name: '送出这一张' }).click();
    await page.getByText('已送到').first().waitFor();
    await eventually(() => expect(notesIn()).toBe(before + 1));
  });

  it('in WeChat there is nothing to download or to copy, and nothing that needs it', async () => {
    const phone = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.phone}`, { userAgent: weChat });
    await phone.getByRole('button', { name: '写一张' }).click();
    await phone.getByRole('textbox', { name: '写一张' }).fill('微信里写的');
    await phone.getByRole('button', { name: '送出这一张' }).click();
    await phone.getByText('已送到').first().waitFor();
    expect(await phone.locator('a[download], [href^="blob:"], [href^="weixin:"]').count()).toBe(0);
    expect(await phone.getByRole('button', { name: /复制|下载|保存图片/ }).count()).toBe(0);
    await phone.context().close();
  });

  /** As Ctrl V does it: the event first, then the plain words where nobody took it. */
  async function paste(flavours: Record<string, string>): Promise<void> {
    await area().focus();
    const isLeft = await area().evaluate((field, given) => {
      const data = new DataTransfer();
      for (const [type, text] of Object.entries(given)) data.setData(type, text);
      return field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, flavours);
    if (isLeft) await keyboard.send('Input.insertText', { text: flavours['text/plain']! });
  }

  async function pastePicture(): Promise<void> {
    await area().evaluate((field) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(64)], 'a.png', { type: 'image/png' }));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
  }
});
