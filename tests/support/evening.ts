import type { Browser, Page } from 'playwright-core';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { kindOf, type Exercise } from '../../shared/exercise.ts';
import { checkNeedRecords } from '../../shared/need-record/check.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import type { Stage } from '../../shared/stage.ts';
import type { CreatedSession } from '../../shared/wire.ts';
import { artefact } from './browser.ts';
import { call, freshId, makeSession, Phone } from './clients.ts';
import { eventually } from './eventually.ts';
import { laptopSize, openPage, phoneSize, projectorSizes, roomOrigin, type Size } from './faces.ts';
import { kindCases } from './kind-cases.ts';
import { hands } from './phone-hands.ts';
import { hallNeeds, moreTitles } from './room.ts';
import { seeded } from './seeded.ts';
import type { RunningServer } from './server.ts';

const scripted = 7;
/** Ten needs of two notes each, which eight people may write. */
export const subjects: readonly { title: string; notes: readonly string[] }[] = [
  ...hallNeeds.map(({ title, notes }) => ({ title, notes: notes.slice(0, 2) })),
  ...moreTitles.slice(0, 2).map((title) => ({ title, notes: [title, `${title}，说了好几回`] })),
];

/** What officials say to it. */
const answers: readonly string[] = ['路灯的事，电力公司下周来看', '饭桌要找场地，一个月内给回音', '停车位现在加不了，先把消防道画出来'];

/** Screens that there is a picture of by now: one of each kind of exercise, in whichever evening it came first. */
const taken = new Set<string>();

/**
 * An evening in a hall: one facilitator's page, one big screen, one resident's real phone, and seven residents without a browser. The facilitator presses
 * the one big button, and groups the notes.
 */
export class Evening {
  readonly session: CreatedSession;
  readonly facilitator: Page;
  readonly projector: Page;
  readonly phone: Page;
  readonly residents: Phone[];
  /** Errors on any page. */
  readonly problems: string[];
  readonly #server: RunningServer;
  readonly #name: string;
  /** How many of the subjects people write about. */
  readonly #subjects: number;

  private constructor(parts: {
    server: RunningServer;
    session: CreatedSession;
    pages: [Page, Page, Page];
    residents: Phone[];
    problems: string[];
    name: string;
    subjects: number;
  }) {
    this.#server = parts.server;
    this.#name = parts.name;
    this.#subjects = parts.subjects;
    this.session = parts.session;
    [this.facilitator, this.projector, this.phone] = parts.pages;
    this.residents = parts.residents;
    this.problems = parts.problems;
  }

  /** Makes a session from a template and fills the hall. */
  static async open(
    { browser, server }: { browser: Browser; server: RunningServer },
    { template, subjects, ...details }: { template: string; subjects: number } & Record<string, unknown>,
  ): Promise<Evening> {
    const session = await makeSession(server.origin, server.key, { title: '槐树里社区', template, ...details });
    const { sessionId, joinCode, facilitatorToken, projectorToken } = session;
    const problems: string[] = [];
    const open = async (path: string, viewport: Size) => {
      const page = await openPage(browser, 'about:blank', { viewport });
      page.on('pageerror', (error) => problems.push(`${path}: ${error.message}`));
      await page.goto(`${roomOrigin(server.origin)}${path}`);
      return page;
    };
    const [pages, residents] = await Promise.all([
      Promise.all([
        open(`/f/${sessionId}#t=${facilitatorToken}`, laptopSize),
        open(`/p/${sessionId}#t=${projectorToken}`, projectorSizes[0]),
        open(`/j/${joinCode}`, phoneSize),
      ]),
      Promise.all(Array.from({ length: scripted }, () => Phone.join(server.origin, sessionId))),
    ]);
    return new Evening({ server, session, pages, residents, problems, name: template, subjects });
  }

  get stage(): Stage {
    return this.residents[0]!.stage.stage;
  }
  get current(): Exercise {
    const { exercises, session } = this.stage;
    const current = exercises.find(({ id }) => id === session?.current);
    if (!current) throw new Error('nothing is on');
    return current;
  }

  async press(name: string | RegExp): Promise<void> {
    await this.facilitator.getByRole('button', { name }).first().click();
  }

  /** What the one big button says. */
  async nextStep(): Promise<string> {
    const big = this.facilitator.locator('.next .big > span');
    await big.first().waitFor();
    const [label = ''] = (await big.first().innerText()).split('\n');
    return label;
  }

  /** The step once nothing is under way: turning notes over is two commands. */
  #settledStep(): Promise<string> {
    return eventually(async () => {
      const step = await this.nextStep();
      await wait(100);
      expect(await this.nextStep()).toBe(step);
      return step;
    });
  }

  /** Presses the big button and, where it asks, presses on; waits until something else is to be done. */
  async goOn(): Promise<void> {
    const before = await this.nextStep();
    await this.facilitator.locator('.next .big').first().click();
    const anyway = this.facilitator.getByRole('button', { name: /^就现在/ });
    await eventually(
      async () => {
        if (await anyway.isVisible()) await anyway.click();
        expect(await this.nextStep()).not.toBe(before);
      },
      { withinMs: 15_000 },
    );
  }

  /** Runs the agenda to the end of the session, with a picture of each kind of exercise on each surface. */
  async runToEnd(): Promise<void> {
    for (let steps = 0; steps < 40; steps += 1) {
      const step = await this.#settledStep();
      if (step.startsWith('重新打开')) return;
      if (step.includes('合成一件')) {
        await this.group();
        continue;
      }
      if (step.startsWith('先填好')) {
        await this.fillIn();
        continue;
      }
      await this.goOn();
      if (step.startsWith('开始')) await this.answer();
      else if (/揭晓|翻开/.test(step)) await this.lookAtResult();
    }
    throw new Error('the agenda has no end');
  }

  /** Runs the template's whole agenda, these kinds of it at least, about so many needs, and looks at what the organizer takes home [R1] [R4]. */
  async runWhole(subjects: number, kinds: readonly string[]): Promise<void> {
    await this.runToEnd();
    await this.projector.getByText('谢谢大家').waitFor();
    await this.picture(this.projector, 'end', 'projector');
    await this.picture(this.facilitator, 'end', 'facilitator');
    await this.picture(this.phone, 'end', 'phone');
    const done = this.stage.exercises.filter(({ phase, revealed }) => phase === 'closed' && revealed).map(({ kind }) => kind);
    expect(done).toEqual(this.stage.exercises.map(({ kind }) => kind));
    expect(done).toEqual(expect.arrayContaining([...kinds]));
    const records = await this.records();
    expect(records.needs.map(({ title }) => title)).toHaveLength(subjects);
    expect(records.runs.filter(({ shown, ballots }) => shown && ballots === 8)).toHaveLength(
      done.filter((kind) => kind !== 'collect').length,
    );
    expect(this.problems).toEqual([]);
  }

  /** Everybody does what is open: the residents without a browser by their own taste, the phone by hand. */
  async answer(): Promise<void> {
    const { kind } = await this.isOpen();
    await this.phone.waitForFunction(() => document.querySelector('main') !== null);
    const enter = this.phone.locator('footer button.primary');
    if (await this.phone.getByText('不用登记').isVisible()) await enter.click();
    const use = hands[kind];
    await Promise.all([
      this.#answerScripted(),
      use ? use(this.phone, () => this.picture(this.phone, 'asked', 'phone')) : this.picture(this.phone, 'asked', 'phone'),
    ]);
    if (use) await this.facilitator.getByText('大家都好了').first().waitFor();
    await Promise.all([
      this.picture(this.projector, 'asked', 'projector'),
      this.picture(this.facilitator, 'asked', 'facilitator'),
      this.picture(this.phone, 'sent', 'phone'),
    ]);
  }

  isOpen(): Promise<Exercise> {
    return eventually(() => {
      expect(this.current.phase).toBe('open');
      return this.current;
    });
  }

  async #answerScripted(): Promise<void> {
    const { id: exerciseId, kind, settings, options = [] } = this.current;
    const isFirst = Object.values(this.stage.counts.notes).every((count) => count === 0);
    const texts = subjects.slice(0, this.#subjects).flatMap(({ notes }) => notes);
    await Promise.all(
      this.residents.map(async ({ commander }, i) => {
        if (kindOf(kind)?.ballot === null) {
          const own = isFirst ? texts.filter((_, at) => at % scripted === i) : [answers[i % answers.length]!];
          for (const text of own) await commander.must('note:add', { exerciseId, noteId: freshId(), text });
          return;
        }
        const random = seeded(this.stage.exercises.length * 1000 + i);
        const ballot =
          kindOf(kind)?.ballot?.sample?.(
            {
              settings,
              options: byTaste(
                options.map(({ needId }) => needId),
                random,
              ),
            },
            random,
          ) ??
          kindCases[kind]!.ballotBy(
            options.map(({ needId }) => needId),
            random,
          );
        await commander.must('ballot:cast', { exerciseId, ballot: ballot as { kind: string } });
      }),
    );
  }

  /** Makes one need of the notes of each subject, as a facilitator does: notes chosen, a name, 合成一件. */
  async group(): Promise<void> {
    const page = this.facilitator;
    await this.press('去合成一件');
    for (const { title, notes } of subjects.slice(0, this.#subjects)) {
      for (const note of notes) await page.getByRole('button', { name: note, exact: true }).click();
      await page.getByRole('textbox', { name: '给这件起个名' }).fill(title);
      await page.locator('form').getByRole('button', { name: '合成一件' }).click();
      await page.locator('ul.grid b', { hasText: title }).waitFor();
    }
    await this.picture(page, 'grouped', 'facilitator');
    await this.picture(this.projector, 'grouped', 'projector');
  }

  /** Fills in what an exercise still wants before it can be opened, as the page proposes. */
  async fillIn(): Promise<void> {
    await this.press(/^先填好/);
    await this.press(/^没填的，都先填/);
    await this.picture(this.facilitator, 'filled-in', 'facilitator');
    await this.press('好了');
    await eventually(async () => expect(await this.nextStep()).not.toContain('先填好'));
  }

  async lookAtResult(): Promise<void> {
    const { id, kind } = this.current;
    if (kindOf(kind)?.ballot !== null) {
      await eventually(() => expect(this.stage.tallies[id]?.stability ?? (this.stage.tallies[id]?.questions && 'answers')).toBeTruthy());
      await this.projector.locator('.place, .reveal').first().waitFor();
    }
    await Promise.all([
      this.picture(this.projector, 'result', 'projector'),
      this.picture(this.facilitator, 'result', 'facilitator'),
      this.picture(this.phone, 'result', 'phone'),
    ]);
  }

  /** A picture for people to look at, unless there is one of this screen already. */
  async picture(page: Page, what: string, surface: string): Promise<void> {
    const kind = this.stage.session?.current ? this.current.kind : 'before';
    const name = `${kind}-${what}-${surface}`;
    if (taken.has(name)) return;
    taken.add(name);
    const number = String(taken.size).padStart(2, '0');
    await page.screenshot({ path: artefact(`templates/${this.#name}/${number}-${name}.png`) });
  }

  /** The need records, which keep their promises [R4] and hold every note that was written once [R1]. */
  async records(): Promise<NeedRecords> {
    const { sessionId } = this.session;
    const { body } = await call<NeedRecords>(this.#server.origin, `/api/sessions/${sessionId}/needs.json`, { token: this.#server.key });
    expect(checkNeedRecords(body)).toEqual([]);
    const written = Object.values(this.stage.counts.notes).reduce((sum, count) => sum + count, 0);
    expect(new Set(body.notes.map(({ id }) => id)).size).toBe(written);
    expect(body.notes).toHaveLength(written);
    return body;
  }

  async close(): Promise<void> {
    for (const resident of this.residents) resident.close();
    await Promise.all([this.facilitator, this.projector, this.phone].map((page) => page.context().close()));
  }
}

/** The room leans towards the first ones; everybody has a taste of their own. */
function byTaste(needIds: readonly string[], random: () => number): string[] {
  return needIds
    .map((id, i) => ({ id, appeal: i + random() * needIds.length }))
    .sort((a, b) => a.appeal - b.appeal)
    .map(({ id }) => id);
}
