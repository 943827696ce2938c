import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { artefact } from '../support/browser.ts';
import { layCable, type Cable } from '../support/cable.ts';
import { eventually } from '../support/eventually.ts';
import { phoneSize, roomOrigin } from '../support/faces.ts';
import { untruths, type Evidence, type Line } from '../support/phone-truth.ts';
import { PhoneWitness } from '../support/phone-witness.ts';
import { Room } from '../support/room.ts';
import type { Stored } from '../support/stored-moments.ts';

/** Needs to vote on. */
const titles = ['夜里的路灯', '老人午饭'];

/** A resident's phone in Chromium at the end of a cable, with a witness in each of its pages. */
export class AwayPhone {
  room: Room;
  readonly cable: Cable;
  readonly context: BrowserContext;
  readonly witness: PhoneWitness;
  readonly needIds: string[];
  readonly line: Line[] = [];
  /** JSON of what was sent as ballots, in order. */
  readonly ballots: string[] = [];
  page!: Page;

  private constructor({ room, cable, context, witness, needIds }: Pick<AwayPhone, 'room' | 'cable' | 'context' | 'witness' | 'needIds'>) {
    this.room = room;
    this.cable = cable;
    this.context = context;
    this.witness = witness;
    this.needIds = needIds;
  }

  /** Somebody is on the page for writing while notes are collected. `prepare` is called before any page is opened. */
  static async begin(
    browser: Browser,
    server: { origin: string; key: string },
    { prepare, ...options }: BrowserContextOptions & { prepare?: (context: BrowserContext) => Promise<unknown> } = {},
  ): Promise<AwayPhone> {
    const room = await Room.open(server);
    const needIds = await room.group(titles.map((title) => ({ title })));
    const exerciseId = room.exerciseOf('collect');
    await room.facilitator.commander.must('exercise:change', { exerciseId, settings: { notesPerPerson: 1000 } });
    await room.step('open', 'collect');
    const cable = await layCable(server.origin);
    const context = await browser.newContext({ viewport: phoneSize, locale: 'zh-CN', reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(20_000);
    const witness = await PhoneWitness.at(context);
    await context.addInitScript(() =>
      addEventListener('pageshow', ({ persisted }) => document.documentElement.setAttribute('data-persisted', String(persisted))),
    );
    await prepare?.(context);
    const phone = new AwayPhone({ room, cable, context, witness, needIds });
    await phone.scan();
    await phone.enter();
    return phone;
  }

  /** Past the welcome. */
  async enter(): Promise<void> {
    await this.button('写一张').click();
    await this.letter().waitFor();
  }

  /** Opens the page that the QR code leads to. */
  async scan(): Promise<void> {
    this.page = await this.context.newPage();
    await this.page.goto(`${roomOrigin(this.cable.origin)}${this.room.paths.phone}`);
    this.note('up');
  }

  /** The Wi-Fi is off: the phone itself knows. */
  async wifiOff(): Promise<void> {
    this.note('down');
    this.cable.pull();
    await this.context.setOffline(true);
  }

  async wifiOn(): Promise<void> {
    this.note('up');
    this.cable.plugIn();
    await this.context.setOffline(false);
  }

  /** Something between here and there is off: the phone's own Wi-Fi is well. */
  pull(): void {
    this.note('down');
    this.cable.pull();
  }

  plugIn(): void {
    this.cable.plugIn();
    this.note('up');
  }

  /** Nothing gets through, and the phone is not told. */
  hush(): void {
    this.note('down');
    this.cable.hush();
  }

  note(is: Line['is']): void {
    this.line.push({ at: Date.now(), is });
  }

  /** The page dies, as where WeChat or the phone needs its memory. */
  async crash(): Promise<void> {
    this.note('asleep');
    const session = await this.context.newCDPSession(this.page);
    const crashed = this.page.waitForEvent('crash');
    // Whoever dies does not answer.
    session.send('Page.crash').catch(() => undefined);
    await crashed;
    await this.page.close();
  }

  /** True where the browser asks whether the page should be left; it stays. */
  async asksBeforeLeaving(): Promise<boolean> {
    return this.page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));
  }

  letter = () => this.page.getByRole('textbox', { name: '写一张' });
  button = (name: string | RegExp) => this.page.getByRole('button', { name, exact: true });
  sees = (text: string | RegExp) => this.page.getByText(text).first().waitFor();

  async write(...texts: string[]): Promise<void> {
    for (const text of texts) {
      await this.letter().fill(text);
      await this.button('送出这一张').click();
    }
  }

  /** All notes on the screen, the first one first, each with what is said of it. */
  async slips(): Promise<[text: string, said: string][]> {
    const slips = await this.page
      .locator('article')
      .evaluateAll((all) =>
        all.map((slip) => [slip.querySelector('p')!.innerText, slip.querySelector<HTMLElement>('.where')!.innerText.trim()]),
      );
    return (slips as [string, string][]).reverse();
  }

  async allDelivered(texts: readonly string[], withinMs = 15_000): Promise<void> {
    await eventually(async () => expect(await this.slips()).toEqual(texts.map((text) => [text, '已送到'])), { withinMs });
  }

  /** Puts so many more dots on the needs in order, or takes some away, and sends. */
  async vote(more: readonly number[]): Promise<void> {
    const before = (JSON.parse(this.ballots.at(-1) ?? '{}') as { dots?: Record<string, number> }).dots ?? {};
    for (const [i, count] of more.entries())
      for (let n = 0; n < Math.abs(count); n += 1)
        await this.page.getByRole('button', { name: new RegExp(`^${count > 0 ? '加一' : '减一'}.*${titles[i]!}`) }).click();
    const counts = this.needIds.map((needId, i) => [needId, (before[needId] ?? 0) + (more[i] ?? 0)] as const);
    this.ballots.push(JSON.stringify({ kind: 'dot-vote', dots: Object.fromEntries(counts.filter(([, count]) => count > 0)) }));
    await this.button('贴好了，送出').click();
  }

  /** The facilitator closes what is written, and opens the vote. */
  async goOnToVote(): Promise<void> {
    await this.room.step('close', 'collect');
    await this.room.openVote('dot-vote', this.needIds);
    await this.button('贴好了，送出').waitFor();
  }

  /** Another page in the same tab. */
  async leave(): Promise<void> {
    this.note('asleep');
    await this.page.goto(`http://elsewhere.test:${new URL(this.room.origin).port}/schemas/need-records.v1.json`);
  }

  /** Back to the page that was left. True where the browser had kept it as it was. */
  async comeBack(): Promise<boolean> {
    await this.page.evaluate(() => history.back());
    await this.letter().waitFor();
    this.note('up');
    return this.page.evaluate(() => document.documentElement.dataset['persisted'] === 'true');
  }

  async look(name: string): Promise<void> {
    await this.page.screenshot({ path: artefact(`offline/${name}.png`) });
  }

  /** What was not true of all that the phone has said so far. */
  async lies(stored: Stored, terms: Partial<Evidence> = {}): Promise<string[]> {
    // What the page has said comes before what it answers.
    await this.page.evaluate(() => document.title);
    const { sights } = this.witness;
    return untruths({
      sights,
      ballots: this.ballots,
      stored,
      line: this.line,
      until: Date.now(),
      patienceMs: 12_000,
      noticeMs: 10_000,
      ...terms,
    });
  }

  async end(): Promise<void> {
    this.room.close();
    this.cable.close();
    await this.context.close();
  }
}
