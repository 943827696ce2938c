import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { Meeting } from '../support/meeting.ts';

/** A browser without scripts, reduced to what it does: it reads a page's forms and sends one. */
class PlainBrowser {
  html = '';
  status = 0;
  #url: string;
  readonly #headers: Record<string, string>;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.#url = url;
    this.#headers = { 'accept-language': 'zh-CN', ...headers };
  }

  goTo(url: string): void {
    this.#url = url;
  }

  async send(fields: Record<string, string | string[]> = {}): Promise<this> {
    const body = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])));
    const response = await fetch(this.#url, { method: 'POST', body, headers: this.#headers });
    this.status = response.status;
    this.html = await response.text();
    return this;
  }

  /** Presses the button of the form that holds `value`, with what was typed and picked. */
  press(value: string, fields: Record<string, string | string[]> = {}): Promise<this> {
    return this.send({ ...this.hidden(value), ...fields, do: value });
  }

  /** The hidden fields of the form with that button. */
  hidden(value: string): Record<string, string> {
    const form = this.html.split('<form').find((one) => one.includes(`name="do" value="${value}"`)) ?? '';
    const fields = [...form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)];
    if (fields.length === 0) throw new Error(`no form with ${value} on:\n${this.html}`);
    return Object.fromEntries(fields.map(([, name, text]) => [name!, text!]));
  }

  get text(): string {
    return this.html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]+>/g, ' ');
  }
}

let app: TestApp;
let meeting: Meeting;
beforeEach(async () => {
  app = await startApp();
  meeting = await Meeting.open(app);
});
afterEach(async () => {
  meeting.close();
  await app.close();
});

const browser = (headers?: Record<string, string>) => new PlainBrowser(`${app.origin}/j/${meeting.session.joinCode}`, headers);
/** Counts follow within a tick. */
const expectCounts = (room: Meeting, expected: { joined: number; notes?: Record<string, number> }) =>
  eventually(async () => expect((await room.stage()).counts).toMatchObject(expected));

describe('the page without scripts', () => {
  it('[P1] [F73] writes a note and takes it back; nobody takes a seat before', async () => {
    const exerciseId = await meeting.exerciseOf('collect');
    const page = await browser().send();
    expect(page.text).toContain('请看大屏');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    await page.press('look');
    expect(page.text).toContain('写在这里');
    await expectCounts(meeting, { joined: 0 });
    await page.press('note', { text: '路灯坏了\r\n晚上看不见', forWhom: ['elders', 'children'] });
    expect(page.text).toContain('这一张已送到');
    await expectCounts(meeting, { joined: 1, notes: { [exerciseId]: 1 } });
    const backstage = meeting.reader('backstage');
    await backstage.synced;
    expect(backstage.wall.notes.map(({ text, forWhom }) => ({ text, forWhom }))).toEqual([
      { text: '路灯坏了\n晚上看不见', forWhom: ['elders', 'children'] },
    ]);
    await page.press('withdraw');
    expect(page.text).toContain('已撤回');
    await eventually(async () => expect((await meeting.stage()).counts.notes[exerciseId] ?? 0).toBe(0));
  });

  it('[P1] [F25] a form sent twice, and reloaded, has its effect once', async () => {
    const exerciseId = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    const page = await browser().send();
    const fields = { ...page.hidden('note'), text: '只写一次', do: 'note' };
    await Promise.all([browser().send(fields), browser().send(fields)]);
    await page.send(fields);
    expect(page.text).toContain('这一张已送到');
    await expectCounts(meeting, { joined: 1, notes: { [exerciseId]: 1 } });
  });

  it('[P1] [B1] casts a ballot, which counts with all others, and replaces it', async () => {
    await meeting.needs('need-aaaa', 'need-bbbb');
    const exerciseId = await meeting.exerciseOf('dot-vote');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    const page = await browser().send();
    await page.press('ballot', { 'answer need-aaaa': '3' });
    expect(page.text).toContain('投票单已送到');
    await page.press('ballot', { 'answer need-aaaa': '', 'answer need-bbbb': '2' });
    const others = await meeting.residents(4);
    for (const { commander } of others)
      await commander.must('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots: { 'need-aaaa': 1 } } });
    await meeting.facilitator.must('exercise:close', { exerciseId });
    await meeting.facilitator.must('exercise:reveal', { exerciseId });
    const tally = (await meeting.stage()).tallies[exerciseId]!;
    expect(tally.ballots).toBe(5);
    expect(Object.fromEntries(tally.options.map(({ needId, score }) => [needId, score]))).toEqual({ 'need-aaaa': 4, 'need-bbbb': 2 });
    await page.press('look');
    expect(page.text).toContain('揭晓了');
    expect(page.text).toMatch(/第 1 件[^第]*题 need-aaaa/);
  });

  it('[F31] says what did not fit, and loses no word that was written', async () => {
    await meeting.needs('need-aaaa', 'need-bbbb', 'need-cccc');
    const dots = await meeting.exerciseOf('dot-vote');
    await meeting.facilitator.must('exercise:open', { exerciseId: dots });
    const page = await browser().send();
    await page.press('ballot', { 'answer need-aaaa': '3', 'answer need-bbbb': '3' });
    expect(page.text).toContain('超出了可用的数量');
    expect(page.html.match(/<option value="3" selected>/g)).toHaveLength(2);
    await meeting.facilitator.must('exercise:close', { exerciseId: dots });
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    await page.press('look');
    const long = '长'.repeat(300);
    await page.press('note', { text: long });
    expect(page.text).toContain('写得太长');
    expect(page.html).toContain(long);
    await meeting.facilitator.must('exercise:close', { exerciseId: collect });
    await page.press('note', { text: '没赶上的一张' });
    expect(page.text).toContain('没赶上');
  });

  it('[P1] a new join code leaves who is in where they are', async () => {
    const exerciseId = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    const page = await browser().send();
    await page.press('note', { text: '第一张' });
    await meeting.facilitator.must('session:new-code', {});
    expect(page.html).toContain(`action="/j/${meeting.session.sessionId}"`);
    page.goTo(`${app.origin}/j/${meeting.session.sessionId}`);
    await page.press('note', { text: '第二张' });
    expect(page.text).toContain('这一张已送到');
    await expectCounts(meeting, { joined: 1, notes: { [exerciseId]: 2 } });
  });

  it('[F15] markup that somebody typed is text', async () => {
    const exerciseId = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    const page = await browser().send();
    const typed = `</textarea><script>alert(1)</script>"'><img src=x onerror=alert(1)>`;
    await page.press('note', { text: typed });
    expect(page.html).not.toMatch(/<script|<img/);
    await page.press('note', { text: `${typed}${'长'.repeat(300)}` });
    expect(page.html).not.toMatch(/<script|<img/);
    expect(page.html).toContain('&#60;script&#62;');
  });

  it('[J14] asks for a seat card’s code where only cards come in, and is that seat', async () => {
    const cards = await Meeting.open(app, { joinMode: 'seat-card' });
    const made = await fetch(`${app.origin}/api/sessions/${cards.session.sessionId}/seats`, {
      method: 'POST',
      headers: { authorization: `Bearer ${cards.session.facilitatorToken}`, 'content-type': 'application/json' },
      body: '{"count":1}',
    });
    const { cards: printed } = (await made.json()) as { cards: { code: string }[] };
    const { code } = printed[0]!;
    const exerciseId = await cards.exerciseOf('collect');
    await cards.facilitator.must('exercise:open', { exerciseId });
    const page = await new PlainBrowser(`${app.origin}/j/${cards.session.sessionId}`).send();
    expect(page.html).toContain('name="seatCode"');
    await page.press('note', { text: '没有卡' });
    expect(page.text).not.toContain('已送到');
    await page.press('note', { text: '有卡的', seatCode: '2222 2222' });
    expect(page.text).toContain('没有这张卡');
    await page.press('note', { text: '有卡的', seatCode: ` ${code.toLowerCase()} ` });
    expect(page.text).toContain('这一张已送到');
    expect(page.html).not.toContain('name="seatCode"');
    await expectCounts(cards, { joined: 1 });
    cards.close();
  });

  it('[J3] [F36] a locked room, a wrong code and tokens of others let nobody in', async () => {
    const exerciseId = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    const page = await browser().send();
    await meeting.facilitator.must('session:lock', {});
    await page.press('note', { text: '门锁了' });
    expect(page.text).toContain('会场暂时不让新人进');
    expect(page.html).toContain('门锁了');
    await page.press('note', { text: '门锁了', token: meeting.session.facilitatorToken });
    expect(page.text).toContain('这一步不由您来做');
    await page.press('note', { text: '门锁了', token: 'nonsense' });
    expect(page.text).toContain('这个链接已经失效');
    await expectCounts(meeting, { joined: 0 });
    const wrong = await new PlainBrowser(`${app.origin}/j/ZZZZ`).send();
    expect(wrong.status).toBe(404);
  });

  it('[S5] a form of another site is refused, and one that does not say where it comes from', async () => {
    expect((await browser({ origin: 'http://evil.example' }).send()).status).toBe(403);
    expect((await browser({ origin: 'null' }).send()).status).toBe(403);
    expect((await browser({ origin: app.origin }).send()).status).toBe(200);
  });

  it('[S6] [S7] odd fields are bad input, and a person who sends too fast is told', async () => {
    const exerciseId = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    expect((await browser().send({ do: 'reveal' })).status).toBe(400);
    expect((await browser().send({ join: 'short', do: 'note' })).status).toBe(400);
    expect((await browser().send({ constructor: 'x' })).status).toBe(400);
    const page = await browser().send();
    await page.press('note', { text: '第一张' });
    const { token } = page.hidden('note');
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => browser().send({ token: token!, do: 'withdraw', commandId: freshId(), noteId: freshId() })),
    );
    expect(answers.filter(({ text }) => text.includes('点得太快了')).length).toBeGreaterThan(5);
  });

  it('[P1] typing a code leads to its page', async () => {
    const response = await fetch(`${app.origin}/j?code=${meeting.session.joinCode}`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([303, `/j/${meeting.session.joinCode}`]);
  });
});
