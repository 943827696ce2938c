import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ForWhom } from '../../shared/note.ts';
import { launchBrowser } from '../support/browser.ts';
import { freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { laptopSize, lookAt, openPage, phoneSize, projectorSizes, roomOrigin, tableLimits } from '../support/faces.ts';
import { Looks } from '../support/looks.ts';
import { hallNeeds, Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const languages = ['zh-CN', 'en'] as const;
const lampNotes = [
  ...hallNeeds[0]!.notes,
  '楼道声控灯跺脚都不亮，摸黑上五楼，手里还提着菜',
  '黑咕隆咚，前天骑车差点掉坑里',
  'The lights by the gate go out at ten',
  '晚上接孩子看不见脚下',
  '路灯报修三回没人管',
  '门口灯泡自己换过两回了',
  '楼道里堆东西，又没有灯，怕绊倒老人',
  '七号楼后面那条小路一盏灯也没有',
  '路灯太暗',
  '想装个声控的',
];
const longNote =
  '我们三号楼的路灯从去年冬天就开始坏，一开始是一闪一闪，后来干脆不亮了。我妈八十二岁，晚上下楼倒垃圾摔过一跤，住了半个月医院。' +
  '物业说归市政，市政说归物业，社区说帮着问问。能不能定一个人，定一个日子，把这几盏灯修好？修好以后，坏了该找谁，也请贴在楼门口。' +
  '还有自行车棚里的那盏，也请一块儿看一看，谢谢大家。';

/** For whom the notes of a need speak, note by note. */
const forWhom: ForWhom[][] = [
  ['children'],
  ['elders', 'children'],
  ['children'],
  [],
  ['children'],
  ['foreign-neighbours'],
  ['children'],
  ['elders'],
];

describe('the wall on the projector, as a facilitator points at it', { timeout: 120_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let room: Room;
  let halls: Page[];
  let table: Page;
  let needIds: string[];
  let longId: string;

  const at = (path: string) => `${roomOrigin(server.origin)}${path}`;
  const openHall = (language: string) =>
    openPage(browser, at(room.paths.projector.replace('#', `?lang=${language}#`)), { viewport: projectorSizes[0] });

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
    room = await Room.open(server, { title: '槐树里社区' });
    await room.join(12);
    await room.step('open', 'collect');
    const groups = [{ title: '夜里的路灯', notes: lampNotes }, ...hallNeeds.slice(1)];
    const written = await Promise.all(groups.map(({ notes }, i) => write(notes, i)));
    longId = (await write([longNote], 9))[0]!;
    await room.step('close', 'collect');
    await room.step('reveal', 'collect');
    needIds = await room.group(groups.map(({ title }, i) => ({ title, noteIds: written[i]! })));
    halls = await Promise.all(languages.map(openHall));
    table = await openPage(browser, at(room.paths.facilitator), { viewport: laptopSize });
    await Promise.all(halls.map((hall) => hall.locator('.wall h2').first().waitFor()));
  });
  afterAll(async () => {
    room.close();
    await browser.close();
    await server.stop();
  });

  /** The residents write these notes in turn, for whom they speak being said too. */
  async function write(texts: readonly string[], from: number): Promise<string[]> {
    const exerciseId = room.exerciseOf('collect');
    const { residents } = room;
    return Promise.all(
      texts.map(async (text, i) => {
        const noteId = freshId();
        const { commander } = residents[(from * 3 + i) % residents.length]!;
        const whom = forWhom[(from + i) % forWhom.length]!;
        await commander.must('note:add', { exerciseId, noteId, text, forWhom: whom, lang: /[\u4E00-\u9FFF]/.test(text) ? 'zh-CN' : 'en' });
        return noteId;
      }),
    );
  }
  async function look(name: string): Promise<void> {
    const found = await Promise.all(
      halls.map(async (hall, i) =>
        (await new Looks({ phone: hall, hall, table }).hall(`look-${name}-${languages[i]}`)).map((line) => `${languages[i]} ${line}`),
      ),
    );
    expect.soft(found.flat()).toEqual([]);
  }
  const see = (selector: string) => Promise.all(halls.map((hall) => hall.locator(selector).first().waitFor()));
  const seeNot = (selector: string) =>
    Promise.all(halls.map((hall) => eventually(async () => expect(await hall.locator(selector).count()).toBe(0))));
  const press = (name: string | RegExp) => table.getByRole('button', { name }).first().click();
  const turn = (key: string) => Promise.all(halls.map((hall) => hall.keyboard.press(key)));
  const texts = (hall: Page, selector: string) => hall.locator(selector).allInnerTexts();

  it('[G11] points at a need where it lies: every projector turns to its page and marks it', async () => {
    await table.locator('header nav button.group').click();
    await press(/英文也贴一份通知/);
    await look('wall');
    await press('看这里');
    await see('section.marked');
    for (const hall of halls) expect(await texts(hall, 'section.marked h2 .title')).toEqual([expect.stringContaining('英文也贴一份通知')]);
    await look('need-plain');
    expect(await table.getByRole('button', { name: '看这里' }).getAttribute('aria-pressed')).toBe('true');
    await turn('PageUp');
    await seeNot('section.marked');
    await press('看这里');
    await see('section.marked');
    await press('收起');
    await seeNot('section.marked');
    await eventually(async () => expect(await table.getByRole('button', { name: '收起' }).count()).toBe(0));
  });

  it('[G11] [G13] enlarges a need: number, title, how many notes, for whom, and its notes page by page', async () => {
    await press(/夜里的路灯/);
    await press('放大');
    await see('.counts');
    expect(await texts(halls[0]!, '.counts span')).toEqual([
      `${lampNotes.length} 张便利贴`,
      '9 张是替孩子写的',
      '3 张是替老人写的',
      '1 张是替外籍邻居写的',
    ]);
    await look('need-large');
    await turn('PageDown');
    await look('need-large-second');
    await turn('PageUp');
    const shown = new Set<string>();
    // How many pages it takes depends on the order, which is drawn by lot.
    await eventually(async () => {
      for (const text of await texts(halls[0]!, '.columns .slip')) shown.add(text);
      await turn('PageDown');
      expect(shown.size).toBe(lampNotes.length);
    });
    await press('收起');
    await see('.wall');
  });

  it('[G11] points at one note, and enlarges it; a long one goes on', async () => {
    const { commander } = room.facilitator;
    await commander.must('wall:look', { at: { noteId: longId, large: false } });
    await see('.slip.marked');
    await look('note-plain');
    await commander.must('wall:look', { at: { noteId: longId, large: true } });
    await seeNot('.wall');
    await see('.columns .slip');
    await look('note-long');
    const short = room.facilitator.wall.wall.notes.find(({ text }) => text === '路灯太暗')!;
    await commander.must('wall:look', { at: { noteId: short.id, large: true } });
    await Promise.all(halls.map((hall) => hall.getByText('路灯太暗').last().waitFor()));
    await look('note-short');
    await commander.must('note:hide', { noteId: short.id });
    await see('.wall');
    await commander.must('note:show', { noteId: short.id });
  });

  it('[G12] reads the ledger out, newest first and live, to a projector that comes later too', async () => {
    await press('念给大家');
    await see('time');
    const rows = await texts(halls[0]!, '.room li span');
    expect(rows[0]).toBe('3 张归入「英文也贴一份通知」');
    await look('read-out');
    await room.facilitator.commander.must('wall:look', { at: { ledger: true } });
    await room.group([{ title: '一件新的' }]);
    await eventually(async () => expect((await texts(halls[0]!, '.room li span'))[0]).toBe('新的一件「一件新的」'));
    await halls[0]!.reload();
    await see('time');
    const second = await openHall('zh-CN');
    await eventually(async () => expect(await texts(second, '.room li span')).toEqual(await texts(halls[0]!, '.room li span')));
    await second.context().close();
    await turn('PageDown');
    await look('read-out-second');
    await press('收起');
    await see('.wall');
  });

  it('[G11] shows the wall once a vote is closed, and what is on again afterwards', async () => {
    await room.openVote('dot-vote', needIds);
    await see('.room li');
    await room.step('close', 'dot-vote');
    await room.facilitator.commander.must('wall:look', { at: { needId: needIds[1]!, large: false } });
    await see('section.marked');
    await room.facilitator.commander.must('wall:look', { at: null });
    await see('.room li');
    await seeNot('.wall');
  });

  it('[G11] [G13] the facilitator’s buttons say which is on, on a laptop and on a phone', async () => {
    await room.facilitator.commander.must('wall:look', { at: { needId: needIds[0]!, large: true } });
    await table.getByRole('button', { name: '收起' }).first().waitFor();
    expect.soft(await new Looks({ phone: table, hall: halls[0]!, table }).table('point-out')).toEqual([]);
    await table.setViewportSize(phoneSize);
    await table.getByRole('group', { name: '大屏上' }).scrollIntoViewIfNeeded();
    expect.soft(await lookAt(table, 'facilitator-point-out-remote', { limits: tableLimits, worst: {}, axe: true })).toEqual([]);
  });
});
