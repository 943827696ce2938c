import { it } from 'vitest';
import { launchBrowser, artefact } from '../support/browser.ts';
import { laptopSize, openPage, roomOrigin } from '../support/faces.ts';
import { Room } from '../support/room.ts';
import { sampleNotes } from '../support/sample-notes.ts';
import { startServer } from '../support/server.ts';

it('try', { timeout: 120_000 }, async () => {
  const [browser, server] = await Promise.all([launchBrowser(), startServer({ args: ['--address', '192.168.3.20'] })]);
  const room = await Room.open(server, { title: '槐树里社区', template: 'needs-workshop' });
  await room.facilitator.commander.must('exercise:skip', { exerciseId: room.exerciseOf('survey'), skip: true });
  await room.join(24);
  await room.step('open', 'collect');
  const texts = sampleNotes()
    .notes.map(({ text }) => text)
    .slice(0, 120);
  const ids = await room.write(texts);
  await room.step('close', 'collect');
  await room.step('reveal', 'collect');
  await room.group([
    { title: '路灯和楼道照明', noteIds: ids.slice(0, 7) },
    { title: '电动车充电', noteIds: ids.slice(7, 12) },
    { title: '老年助餐', noteIds: ids.slice(20, 36) },
  ]);
  const page = await openPage(browser, `${roomOrigin(server.origin)}${room.paths.facilitator}`, { viewport: laptopSize });
  page.on('pageerror', (e) => console.log('PAGEERROR', e.message, e.stack));
  page.on('console', (m) => console.log('CONSOLE', m.text()));
  await page.getByRole('button', { name: '合成一件' }).first().click();
  await page.getByText('还没合的').first().waitFor();
  await page.screenshot({ path: artefact('try-list.png') });
  await page.getByRole('button', { name: '铺开' }).click();
  await page.waitForTimeout(800);
  await page.screenshot({ path: artefact('try-canvas.png') });
  await page.getByRole('button', { name: '放大' }).click();
  await page.getByRole('button', { name: '放大' }).click();
  await page.getByRole('button', { name: '放大' }).click();
  await page.getByRole('button', { name: '放大' }).click();
  await page.waitForTimeout(300);
  await page.screenshot({ path: artefact('try-zoomed.png') });
  room.close();
  await browser.close();
  await server.stop();
});
