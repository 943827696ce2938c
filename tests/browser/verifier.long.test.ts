import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testKey } from '../support/app.ts';
import { artefact } from '../support/browser.ts';
import { Downloaded, found } from '../support/downloaded.ts';
import { eventually } from '../support/eventually.ts';
import { openPage, phoneLimits, projectorLimits, projectorSizes } from '../support/faces.ts';
import { axeViolations, measure } from '../support/measure.ts';

const laptop = { width: 1366, height: 768 };

let held: Downloaded;
beforeAll(async () => {
  held = await Downloaded.open();
});
afterAll(() => held.close());

describe('[V5] the verifier on a laptop, in English', () => {
  it('accepts a workshop, and names the entry that was altered', async () => {
    const { page } = await held.verifier(laptop, 'en');
    await held.check(page, ['log.zip', 'needs.json', 'ballots.zip'], held.shownCode);
    await page.screenshot({ path: artefact('verifier/laptop-fits.png'), fullPage: true });
    expect(await page.locator('#results').innerText()).toBe('All that was checked fits');
    expect((await measure(page, phoneLimits)).findings).toEqual([]);
    await held.check(page, ['altered.zip', 'needs.json'], 'K7MP 2XQ9 HFTR');
    await expect.poll(() => page.locator('#results').innerText()).toBe('1 thing does not fit');
    await page.screenshot({ path: artefact('verifier/laptop-altered.png'), fullPage: true });
    expect(await found(page, 'entry').innerText()).toMatch(`Line ${held.alteredLine} (entry ${held.alteredLine})`);
    expect(await axeViolations(page)).toEqual([]);
    await page.context().close();
  });

  it('[V6] is used by keyboard alone, takes what is dropped, and writes names as text', async () => {
    const { page, said } = await held.verifier(laptop);
    const hostile = '<img src=x onerror=alert(1)>.json';
    await page.evaluate((name) => {
      const given = new DataTransfer();
      given.items.add(new File(['{}'], name));
      dispatchEvent(new DragEvent('drop', { dataTransfer: given, cancelable: true }));
    }, hostile);
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('check');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('k7mp');
    await page.keyboard.press('Enter');
    await page.locator('#results').waitFor();
    expect(await page.locator('.chosen').innerText()).toContain(hostile);
    expect(await page.locator('main img').count()).toBe(0);
    await page.locator('#language').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    expect(said).toEqual([]);
    await page.context().close();
  });
});

describe('[V5] the desk', () => {
  it('leads to the verifier and says its hash', async () => {
    const desk = await openPage(held.browser, `${held.app.origin}/desk/${held.room.session.sessionId}#k=${testKey}`, { viewport: laptop });
    await desk.getByText('更多格式').click();
    const hash = createHash('sha256')
      .update(await (await fetch(`${held.app.origin}/verifier.html`)).text())
      .digest('hex');
    await desk.getByText(hash).scrollIntoViewIfNeeded();
    await desk.screenshot({ path: artefact('verifier/desk.png') });
    expect(await axeViolations(desk)).toEqual([]);
    const [page] = await Promise.all([desk.context().waitForEvent('page'), desk.getByRole('link', { name: /核对记录/ }).click()]);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/verifier.html');
    await desk.context().close();
  });
});

describe('[V4] the check code', () => {
  it('stands on the projector and the facilitator’s page, and what stands there is in the log', async () => {
    const origin = held.app.origin.replace('127.0.0.1', 'yishi.test');
    const code = await eventually(() => {
      const head = held.room.facilitator.stage.stage.session?.head;
      if (!head?.moment.startsWith('ended')) throw new Error('the end is not shown yet');
      return head.code;
    });
    const projector = await openPage(held.browser, 'about:blank', { viewport: laptop });
    await projector.goto(`${origin}${held.room.paths.projector}`);
    await projector.getByText(code).waitFor();
    await projector.screenshot({ path: artefact('verifier/projector-ended.png') });
    const facilitator = await openPage(held.browser, 'about:blank', { viewport: laptop });
    await facilitator.goto(`${origin}${held.room.paths.facilitator}`);
    await facilitator.getByText(code).first().waitFor();
    await facilitator.screenshot({ path: artefact('verifier/facilitator-ended.png') });
    await held.room.facilitator.commander.must('session:reopen', {});
    await eventually(async () => {
      const shown = held.room.facilitator.stage.stage.session?.head;
      if (!shown || shown.moment.startsWith('ended')) throw new Error('the reopening is not shown yet');
      await projector.getByText(shown.code).waitFor({ timeout: 500 });
    });
    const exerciseId = held.room.exerciseOf('rank');
    for (const state of ['sealed', 'open'] as const) {
      if (state === 'open') await held.room.facilitator.commander.must('exercise:reopen', { exerciseId });
      if (state === 'open')
        await projector
          .getByText(/人投了/)
          .first()
          .waitFor();
      for (const size of projectorSizes) {
        await projector.setViewportSize(size);
        await projector.screenshot({ path: artefact(`verifier/projector-${state}-${size.width}.png`) });
        expect({ state, size, findings: (await measure(projector, projectorLimits)).findings }).toEqual({ state, size, findings: [] });
      }
    }
    await held.room.facilitator.commander.must('exercise:close', { exerciseId });
    await held.room.facilitator.commander.must('session:end', {});
    await projector.context().close();
    await facilitator.context().close();
  });
});
