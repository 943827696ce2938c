import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tally } from '../../shared/tally.ts';
import { printedSlip, slipSerial } from '../../shared/slip.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import {
  inBothLanguages,
  lookAt,
  openPage,
  phoneSize,
  projectorLimits,
  projectorSizes,
  tableLimits,
  type Worst,
} from '../support/faces.ts';
import { hallNeeds, Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { filledSlips, shownTotals, strike, totalsOf, typeSlip } from './paper.ts';

const laptop = { width: 1366, height: 768 };

describe('paper on the facilitator’s page', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let page: Page;
  let hall: Page;
  const worst: Worst = {};
  const slips = filledSlips(8, 8);
  const said = () => page.getByRole('alert').innerText();
  const says = (text: string) => eventually(async () => expect(await said()).toContain(text));

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    room = await Room.open(server);
    await room.join(2);
    await room.facilitator.commander.must('session:attendance', { present: 45 });
    await room.group(hallNeeds.map(({ title }) => ({ title })));
    page = await openPage(browser, `${server.origin}${room.paths.facilitator}`, { viewport: laptop });
    hall = await openPage(browser, `${server.origin}${room.paths.projector}`, { viewport: projectorSizes[0] });
    await page.locator('header nav button.paper').click();
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  it('[N13] [B15] says that nothing is open, and takes notes off slips by keyboard', async () => {
    await page.getByText('现在没有环节开着').waitFor();
    await room.step('open', 'collect');
    await page.getByLabel('纸条编号，没有就空着').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.insertText('卫生站的药不全 拿个降压药得倒两趟车');
    await page.keyboard.press('Enter');
    await page.getByText('录好了').waitFor();
    await eventually(() => {
      const notes = room.facilitator.stage.stage.counts.notes[room.exerciseOf('collect')];
      expect(notes).toBe(1);
    });
    expect(await lookAt(page, 'paper-notes', { limits: tableLimits, worst, axe: true })).toEqual([]);
    await room.step('close', 'collect');
  });

  it('[B15] [B9] [B14] takes slips by keyboard alone, says errors at once, and keeps a running total', async () => {
    await room.openVote('dot-vote');
    await page.getByLabel('纸条编号').waitFor();
    for (const slip of slips) await typeSlip(page, slip, 8);
    await shownTotals(page, totalsOf(slips));
    expect(await page.locator('aside li').count()).toBe(8);
    await typeSlip(page, { n: 3, numbers: [] }, 0);
    await says('这张录过了');
    await page.keyboard.press('Escape');
    await page.keyboard.type('00131');
    await page.keyboard.press('Enter');
    await says('编号不对');
    await page.keyboard.press('Escape');
    for (const [numbers, sentence] of [
      [[1, 99], '「99」不是这一轮的号'],
      [[1, 1, 1, 1], '填多了'],
      [[1, 2, 3, 4, 5, 6], '填多了'],
    ] as const) {
      await typeSlip(page, { n: 20, numbers }, 0);
      await says(sentence);
      await page.keyboard.press('Escape');
    }
    await shownTotals(page, totalsOf(slips));
    await typeSlip(page, { n: 21, numbers: [] }, 0);
    await says('录成弃权');
    await page.keyboard.press('Enter');
    await shownTotals(page, { ...totalsOf(slips), slips: 9 });
  });

  it('[B11] [B15] strikes, takes the slip again, and knows after a reload which is which', async () => {
    await strike(page, 2);
    await shownTotals(page, { ...totalsOf(slips.filter(({ n }) => n !== 2)), slips: 8 });
    await page.reload();
    await page.locator('header nav button.paper').click();
    await page.getByLabel('纸条编号').waitFor();
    await typeSlip(page, { n: 2, numbers: [8, 8] }, 8);
    const now = [...slips.filter(({ n }) => n !== 2), { n: 2, numbers: [8, 8] }];
    await shownTotals(page, { ...totalsOf(now), slips: 9 });
    await page.keyboard.press('Control+z');
    await shownTotals(page, { ...totalsOf(slips.filter(({ n }) => n !== 2)), slips: 8 });
    await typeSlip(page, slips[1]!, 8);
    await shownTotals(page, { ...totalsOf(slips), slips: 9 });
  });

  it('[B20] a second laptop strikes by the serial what the first one entered', async () => {
    const second = await openPage(browser, `${server.origin}${room.paths.facilitator}`, { viewport: laptop });
    await second.locator('header nav button.paper').click();
    const serial = second.getByLabel('按编号作废');
    const isSaid = async (typed: string, sentence: string) => {
      await serial.fill(typed);
      await second.keyboard.press('Enter');
      await second.getByText(sentence).waitFor();
    };
    await isSaid('0001-4', '编号不对');
    await isSaid(printedSlip(slipSerial(30)), '这个编号没有录过');
    await isSaid(printedSlip(slipSerial(1)), '已作废，可以重录');
    await second.getByText('这一轮一共收到纸条 8 张').waitFor();
    await second.locator('input.slip').focus();
    await typeSlip(second, slips[0]!, 8);
    await second.getByText('这一轮一共收到纸条 9 张').waitFor();
    await second.close();
  });

  it('[B21] closing asks once for the slips, and the page reopens what is not sealed', async () => {
    expect(await page.getByText('停止投票以后就录不进了').count()).toBe(1);
    await page.locator('header nav button.now').click();
    await page.getByRole('button', { name: '停止投票' }).click();
    await page.getByText('纸条都录完了吗？已经录进 9 张。').waitFor();
    expect(await lookAt(page, 'paper-closing', { limits: tableLimits, worst, axe: true })).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 550));
    await page.getByRole('button', { name: '就现在：停止投票' }).click();
    await page.locator('header nav button.paper').click();
    await page.getByText('已经停了，现在录不进').waitFor();
    expect(await lookAt(page, 'paper-closed', { limits: tableLimits, worst, axe: true })).toEqual([]);
    await page.getByRole('button', { name: '接着录', exact: true }).click();
    await page.getByLabel('我选第几件').waitFor();
  });

  it('[B15] is readable on a laptop and on a phone, in both languages', async () => {
    await page.keyboard.type('00');
    const findings: string[] = [];
    await inBothLanguages(page, async (language) => {
      await page.locator('input.numbers').fill('1 1 4 8 99 ');
      findings.push(...(await lookAt(page, `paper-ballots-${language}`, { limits: tableLimits, worst, axe: language === 'zh-CN' })));
      await page.setViewportSize(phoneSize);
      findings.push(...(await lookAt(page, `paper-ballots-phone-${language}`, { limits: tableLimits, worst, axe: false })));
      await page.setViewportSize(laptop);
    });
    expect(findings).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('[T13] shows heads by the way they came while the vote is open', async () => {
    await hall.getByText('手机 0 + 代录 9 = 9，到场 45').first().waitFor();
    const [voter] = room.residents;
    const [needId] = room.needIds();
    await voter!.commander.must('ballot:cast', {
      exerciseId: room.exerciseOf('dot-vote'),
      ballot: { kind: 'dot-vote', dots: { [needId!]: 1 } },
    });
    for (const face of [hall, page]) {
      if (face === page) await page.locator('header nav button.now').click();
      await face.getByText('手机 1 + 代录 9 = 10，到场 45').first().waitFor();
    }
    await page.locator('header nav button.paper').click();
  });

  it('[T12] [T14] counts hands beside the ballots and shows them apart', async () => {
    await page.getByRole('button', { name: '举手', exact: true }).click();
    const fields = page.locator('form input[type="number"]');
    await fields.nth(0).fill('12');
    for (let i = 1; i <= 8; i += 1) await fields.nth(i).fill(String(i + 3));
    await fields.nth(1).fill('13');
    await page.keyboard.press('Enter');
    await page.getByText('手比人多').waitFor();
    await fields.nth(1).fill('12');
    await page.keyboard.press('Enter');
    await page.getByText('举手存好了').waitFor();
    const second = await openPage(browser, `${server.origin}${room.paths.facilitator}`, { viewport: laptop });
    await second.locator('header nav button.paper').click();
    await second.getByRole('button', { name: '举手', exact: true }).click();
    const colleagues = second.locator('form input[type="number"]');
    await eventually(async () =>
      expect([await colleagues.nth(0).inputValue(), await colleagues.nth(8).inputValue()]).toEqual(['12', '11']),
    );
    await colleagues.nth(8).fill('10');
    await second.keyboard.press('Enter');
    await eventually(async () => expect(await fields.nth(8).inputValue()).toBe('10'));
    await second.close();
    expect(await lookAt(page, 'paper-hands', { limits: tableLimits, worst, axe: true })).toEqual([]);
    await room.step('close', 'dot-vote');
    const tally = (await room.facilitator.commander.must('exercise:reveal', { exerciseId: room.exerciseOf('dot-vote') })) as Tally;
    expect([tally.ballots, tally.hands?.present]).toEqual([10, 12]);
    const findings: string[] = [];
    await hall.locator('h1').waitFor();
    for (const size of projectorSizes) {
      await hall.setViewportSize(size);
      for (let turns = 0; turns < 8; turns += 1) {
        if ((await hall.locator('h1').innerText()) === '举手') break;
        await hall.keyboard.press('PageDown');
      }
      await hall.getByText('只手').first().waitFor();
      findings.push(...(await lookAt(hall, `paper-hands-projector-${size.width}`, { limits: projectorLimits, worst, axe: false })));
    }
    expect(findings).toEqual([]);
  });

  it('[B14] prints four slips to an A4 sheet, each with its serial twice', async () => {
    await page.getByRole('button', { name: '印纸条' }).click();
    expect(await page.locator('article').count()).toBe(20);
    const serials = await page
      .locator('article')
      .evaluateAll((slips) => slips.map((slip) => [...slip.querySelectorAll('strong')].map((each) => each.textContent)));
    expect(new Set(serials.flat()).size).toBe(20);
    expect(serials.every(([first, second]) => first === second && /^\d{4}-\d$/.test(first ?? ''))).toBe(true);
    expect(await lookAt(page, 'paper-slips', { limits: tableLimits, worst, axe: true })).toEqual([]);
    await page.evaluate(() => (window.print = () => {}));
    await page.getByRole('button', { name: '打印', exact: true }).click();
    await page.getByRole('button', { name: '回去录纸条' }).click();
    await page.getByRole('button', { name: '印纸条' }).click();
    await page.getByText('0021-0').first().waitFor();
    await page.pdf({ path: artefact('faces/paper-slips.pdf'), preferCSSPageSize: true, printBackground: true });
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 794, height: 1123 });
    const box = await page.locator('.sheet').first().boundingBox();
    expect([Math.round(box!.x), Math.round(box!.y), Math.round(box!.width)]).toEqual([0, 0, 794]);
    const sticksOut = await page
      .locator('article')
      .evaluateAll(
        (slips) => slips.filter((slip) => slip.scrollHeight > slip.clientHeight + 1 || slip.scrollWidth > slip.clientWidth + 1).length,
      );
    expect(sticksOut).toBe(0);
    await page.screenshot({ path: artefact('faces/paper-slips-print.png') });
  });
});
