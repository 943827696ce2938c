import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { inBothLanguages, laptopSize, lookAt, openPage, tableLimits, type Worst } from '../support/faces.ts';
import { startServer, type RunningServer } from '../support/server.ts';

describe('keys on the desk', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let owner: Page;
  let wang: Page;
  /** The facilitators' link of the session that was made with the key. */
  let link: string;
  const worst: Worst = {};

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    owner = await openPage(browser, `${server.origin}/desk#k=${server.key}`, { viewport: laptopSize });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const look = (page: Page, name: string) =>
    inBothLanguages(page, async (language) => {
      expect.soft(await lookAt(page, `desk-keys-${name}-${language}`, { limits: tableLimits, worst, axe: true })).toEqual([]);
    });

  it('[S11] the owner makes one for somebody by name, which is shown once and opens the desk', async () => {
    await owner.getByRole('button', { name: '钥匙', exact: true }).click();
    await owner.getByText('还没有给别人做过钥匙。').waitFor();
    await owner.getByLabel('给谁做').fill('街道小王');
    await owner.getByRole('button', { name: '做一把' }).click();
    await owner.getByRole('heading', { name: '「街道小王」的钥匙做好了' }).waitFor();
    await owner.getByText('还没有用过').waitFor();
    const desk = await owner.getByLabel('用这个链接打开案头').inputValue();
    await look(owner, 'made');
    await owner.getByLabel('给谁做').fill('街道小王');
    await owner.getByRole('button', { name: '做一把' }).click();
    await owner.getByText('没做成：这个名字已经有一把了').waitFor();

    wang = await openPage(browser, desk, { viewport: laptopSize });
    await wang.getByLabel('叫什么', { exact: true }).fill('小王开的一场');
    await wang.getByRole('button', { name: '开好这一场' }).click();
    await wang.getByRole('heading', { name: '小王开的一场' }).waitFor();
    link = (await wang.getByRole('link', { name: '打开主持人页面' }).getAttribute('href'))!;
    await wang.getByRole('button', { name: '钥匙', exact: true }).click();
    await wang.getByText('这是您的钥匙。').waitFor();
    expect(await wang.getByRole('button', { name: /收回|做一把/ }).count()).toBe(0);
    await look(wang, 'own');

    await owner.reload();
    await owner.getByText(/^最近一次用/).waitFor();
    expect(await owner.getByLabel('用这个链接打开案头').count()).toBe(0);
    await owner.getByRole('button', { name: '所有工作坊' }).click();
    await owner.getByText('街道小王开的').waitFor();
    await look(owner, 'made-by');
  });

  it('[S11] and takes it back, after being asked; then it opens nothing', async () => {
    await owner.getByRole('button', { name: '钥匙', exact: true }).click();
    await owner.getByRole('button', { name: '收回「街道小王」的钥匙' }).click();
    await owner.getByText('马上打不开案头').waitFor();
    await look(owner, 'asked');
    await owner.getByRole('button', { name: '现在收回' }).click();
    await owner.getByText('还没有给别人做过钥匙。').waitFor();
    await owner.getByRole('heading', { name: '「街道小王」的钥匙收回了' }).waitFor();
    await owner.getByText('主持人链接没有跟着失效').waitFor();
    await look(owner, 'revoked');
    await wang.goto(new URL('/desk', wang.url()).href);
    await wang.getByText('钥匙不对').waitFor();
  });

  it('[S11] [S4] links made with it go on until they are made anew, which the desk offers', async () => {
    const chair = await openPage(browser, link, { viewport: laptopSize });
    await chair.getByRole('button', { name: '合成一件', exact: true }).waitFor();
    await owner.getByRole('button', { name: '换新的主持人链接：小王开的一场' }).click();
    await owner.getByText('现在的主持人链接马上打不开').waitFor();
    await look(owner, 'renew-asked');
    await owner.getByRole('button', { name: '现在换' }).click();
    await owner.getByText('换好了，旧的主持人链接打不开了。').waitFor();
    await look(owner, 'renewed');
    await chair.getByText('这个主持链接已经失效').first().waitFor();
    await chair.context().close();
    await owner.locator('section li').getByRole('button', { name: '打开' }).click();
    const fresh = await owner.getByRole('link', { name: '打开主持人页面' }).getAttribute('href');
    expect(fresh).not.toBe(link);
    await look(owner, 'renew-idle');
    const next = await openPage(browser, fresh!, { viewport: laptopSize });
    await next.getByRole('button', { name: '合成一件', exact: true }).waitFor();
    await next.context().close();
  });
});
