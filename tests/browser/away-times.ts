import { expect } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { holds } from '../support/holds.ts';
import type { Stored } from '../support/stored-moments.ts';
import type { AwayPhone } from './offline.ts';

/** What was stored of notes, in the order in which it came. */
export const textsOf = (stored: Stored) => stored.notes.map(({ text }) => text);
export const ballotsOf = (stored: Stored) => stored.ballots.map(({ ballot }) => ballot);

/** [F46] The Wi-Fi is off for so long while three notes are written, with a fourth one begun, and again while a ballot is cast and changed. */
export async function wifiOff(phone: AwayPhone, stored: Stored, offMs: number): Promise<void> {
  const notes = ['三号楼门口的灯又坏了', '中午一个人懒得做饭，想有个饭桌', '放学到下班那两个钟头没人看孩子'];
  await phone.wifiOff();
  await phone.write(...notes);
  await phone.letter().fill('第四张写到一半');
  await phone.sees('没连上，您写的还在，正在重试。');
  await holds(offMs, () => expect(stored.notes).toEqual([]));
  await phone.look('1-notes-wait');
  await phone.wifiOn();
  await phone.allDelivered(notes);
  await phone.look('2-notes-there');
  expect(textsOf(stored)).toEqual(notes);
  expect(await phone.letter().inputValue()).toBe('第四张写到一半');
  await phone.write('第四张');

  await phone.allDelivered([...notes, '第四张']);
  await phone.goOnToVote();
  await phone.wifiOff();
  await phone.vote([3, 0]);
  await phone.sees('投票单还没送到');
  await phone.button('打开，改一改').click();
  await phone.vote([-1, 2]);
  await holds(offMs, () => expect(stored.ballots).toEqual([]));
  await phone.look('3-ballot-waits');
  await phone.wifiOn();
  await phone.sees('投票单已送到');
  await phone.look('4-ballot-there');
  expect(ballotsOf(stored)).toEqual([phone.ballots[1]]);
}

/** [F47] The line goes and comes every `everyMs`; each fifth time it goes without a word. Somebody writes all the while. */
export async function flap(phone: AwayPhone, stored: Stored, { everyMs, forMs }: { everyMs: number; forMs: number }): Promise<void> {
  const notes: string[] = [];
  const shown = async () => (await phone.slips()).map(([text]) => text);
  for (let flaps = 1; flaps * everyMs <= forMs; flaps += 1) {
    if (flaps % 5 === 0) phone.hush();
    else phone.pull();
    notes.push(`第 ${String(flaps)} 张`);
    await phone.write(notes.at(-1)!);
    await holds(everyMs / 2, () => undefined);
    expect(await shown()).toEqual(notes);
    phone.plugIn();
    await holds(everyMs / 2, () => undefined);
    expect(await shown()).toEqual(notes);
  }
  await phone.look('5-flapped');
  // What was hushed last is noticed in ten seconds; then the waits, which are chance.
  await phone.allDelivered(notes, 25_000);
  expect(textsOf(stored)).toEqual(notes);
}

/** [F50] The page was left for another one, with something half written and something unsent, while its lines died; then one goes back. */
export async function leaveAndReturn(phone: AwayPhone, stored: Stored, awayMs: number): Promise<void> {
  await phone.write('走开前送到的');
  await phone.allDelivered(['走开前送到的']);
  phone.pull();
  await phone.write('走开前没送到的');
  await phone.letter().fill('写到一半');
  await phone.leave();
  phone.plugIn();
  phone.note('asleep');
  await phone.room.facilitator.commander.must('session:attendance', { present: 41 });
  await holds(awayMs, () => expect(textsOf(stored)).toEqual(['走开前送到的']));
  expect(await phone.comeBack()).toBe(true);
  const back = performance.now();
  await phone.allDelivered(['走开前送到的', '走开前没送到的']);
  expect(performance.now() - back).toBeLessThan(3_000);
  expect(await phone.letter().inputValue()).toBe('写到一半');
  expect(textsOf(stored)).toEqual(['走开前送到的', '走开前没送到的']);
  await eventually(async () => expect(await phone.page.getByText('没连上，您写的还在').count()).toBe(0));
}
