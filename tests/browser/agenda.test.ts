import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedSession } from '../../shared/wire.ts';
import { artefact, launchBrowser } from '../support/browser.ts';
import { freshId, makeSession, Phone } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { laptopSize, openPage, projectorSizes, roomOrigin } from '../support/faces.ts';
import { ownNotes } from '../support/sample-notes.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const people = 8;
const subjects = ownNotes.needs.slice(0, 3).map(({ id, title }) => ({
  title,
  notes: ownNotes.notes
    .filter(({ need }) => need === id)
    .slice(0, 4)
    .map(({ text }) => text),
}));

describe('one facilitator runs the default template with eight phones to the end', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let session: CreatedSession;
  let page: Page;
  let projector: Page;
  let phones: Phone[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
    session = await makeSession(server.origin, server.key, { title: '槐树里社区', mayVote: '槐树里的住户，一户一张' });
    phones = await Promise.all(Array.from({ length: people }, () => Phone.join(server.origin, session.sessionId)));
    page = await open(`/f/${session.sessionId}#t=${session.facilitatorToken}`, laptopSize);
    projector = await open(`/p/${session.sessionId}#t=${session.projectorToken}`, projectorSizes[0]);
  });
  afterAll(async () => {
    for (const phone of phones) phone.close();
    await browser.close();
    await server.stop();
  });

  async function open(path: string, viewport: { width: number; height: number }): Promise<Page> {
    const opened = await openPage(browser, 'about:blank', { viewport });
    opened.on('pageerror', (error) => problems.push(error.message));
    await opened.goto(`${roomOrigin(server.origin)}${path}`);
    return opened;
  }
  const picture = async (step: string) => {
    await page.screenshot({ path: artefact(`agenda/${step}-facilitator.png`) });
    await projector.screenshot({ path: artefact(`agenda/${step}-projector.png`) });
  };
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const press = (name: string | RegExp) => button(name).first().click();
  const steps = () => page.locator('nav ol .name b').allInnerTexts();
  const stage = () => phones[0]!.stage.stage;
  const current = () => stage().exercises.find(({ id }) => id === stage().session?.current);
  const isOn = (kind: string, phase: string) => eventually(() => expect([current()?.kind, current()?.phase]).toEqual([kind, phase]));
  /** What is open, as each phone does it. */
  async function answer(cast: (phone: Phone, i: number, needIds: string[]) => Promise<unknown>): Promise<void> {
    const needIds = current()?.options?.map(({ needId }) => needId) ?? [];
    await Promise.all(phones.map((phone, i) => cast(phone, i, needIds)));
    await page.getByText('大家都好了').waitFor();
  }

  it('sets the agenda right before it begins: one more like another, one skipped', async () => {
    await button(/^开始：写一写/).waitFor();
    const before = await steps();
    await press(/^贴圆点/);
    await press('照样再加一个');
    await eventually(async () => expect(await steps()).toEqual(before.flatMap((step) => (step === '贴圆点' ? [step, step] : [step]))));
    await page.locator('nav ol .name', { hasText: '贴圆点' }).nth(1).click();
    await press('跳过这个环节');
    await page.getByText('跳过了，还能再开').waitFor();
    // What is looked at takes nothing from the next step.
    expect(await button(/^开始：写一写/).isEnabled()).toBe(true);
    await picture('1-agenda');
    await press('好了');
  });

  it('writes, with the question asked once where some are not ready, and turns over', async () => {
    await press(/^开始：写一写/);
    await isOn('collect', 'open');
    const texts = subjects.flatMap(({ notes }) => notes);
    const exerciseId = current()!.id;
    await phones[0]!.commander.must('note:add', { exerciseId, noteId: freshId(), text: texts[0]! });
    await page.getByText('还有 7 人没写').first().waitFor();
    await press('停笔，翻开');
    await page.getByRole('group', { name: /还有 7 人没写/ }).waitFor();
    expect(current()?.phase).toBe('open');
    await press('再等等');
    await answer(async (phone, i) => {
      for (const text of texts.slice(1).filter((_, at) => at % people === i))
        await phone.commander.must('note:add', { exerciseId, noteId: freshId(), text });
    });
    await press('停笔，翻开');
    await isOn('collect', 'closed');
    await projector.getByText(texts[0]!).first().waitFor();
  });

  it('groups, puts dots under the words that say who may vote, and reveals', async () => {
    await press('去合成一件');
    for (const { title, notes } of subjects) {
      for (const note of notes) await page.getByRole('button', { name: note, exact: true }).click();
      await page.getByRole('textbox', { name: '给这件起个名' }).fill(title);
      await page.locator('form').getByRole('button', { name: '合成一件' }).click();
      await projector.getByText(title).first().waitFor();
    }
    await press(/^开始：贴圆点/);
    await isOn('dot-vote', 'open');
    await projector.getByText('谁能投：槐树里的住户，一户一张').first().waitFor();
    await page.getByText('请说一声，谁能投：槐树里的住户，一户一张').waitFor();
    const exerciseId = current()!.id;
    await answer((phone, i, needIds) =>
      phone.commander.must('ballot:cast', {
        exerciseId,
        ballot: { kind: 'dot-vote', dots: { [needIds[0]!]: 2, [needIds[1 + (i % 2)]!]: 1 } },
      }),
    );
    await picture('2-vote');
    await press('停止投票');
    await press(/^揭晓/);
    await eventually(() => expect(stage().tallies[exerciseId]?.ballots).toBe(people));
    await projector.locator('.place').first().waitFor();
  });

  it('passes over what was skipped, ranks, and ends', async () => {
    await press(/^开始：排一排/);
    await isOn('rank', 'open');
    const exerciseId = current()!.id;
    await answer((phone, _, needIds) => phone.commander.must('ballot:cast', { exerciseId, ballot: { kind: 'rank', ranking: needIds } }));
    await press('停止投票');
    await press(/^揭晓/);
    await eventually(() => expect(stage().tallies[exerciseId]?.ballots).toBe(people));
    await picture('3-ranked');
    await press('结束工作坊');
    // A second tap of the same finger is no answer.
    await eventually(
      async () => {
        if (await button(/^就现在/).isVisible()) await press(/^就现在/);
        expect(stage().session?.status).toBe('ended');
      },
      { withinMs: 10_000 },
    );
    await projector.getByText('谢谢大家').waitFor();
    expect(problems).toEqual([]);
  });
});
