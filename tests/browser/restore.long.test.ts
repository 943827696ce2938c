import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNeed } from '../../shared/wall.ts';
import { launchBrowser } from '../support/browser.ts';
import { call, makeSession } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { inBothLanguages, lookAt, openPage, phoneSize, projectorSizes, roomOrigin, tableLimits } from '../support/faces.ts';
import { Room } from '../support/room.ts';
import { root } from '../support/root.ts';
import { startServer } from '../support/server.ts';

const laptop = { width: 1366, height: 768 };
const me = { by: 'the test' };

describe('the pages of a room whose laptop dies', { timeout: 120_000 }, () => {
  let browser: Browser;
  const folders = mkdtempSync(join(tmpdir(), 'yishi-restore-'));
  const [stick, moved] = [join(folders, 'stick'), join(folders, 'new')];
  beforeAll(async () => {
    mkdirSync(stick);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folders, { recursive: true, force: true });
  });

  it('[D8] [D10] [D11] the table says up to when the copy is, and neither table nor screen keeps or brings back what came after it', async () => {
    const old = await startServer({ dir: join(folders, 'old'), args: ['--mirror', stick, '--address', '192.168.3.20'] });
    const room = await Room.open(old);
    const at = (path: string) => `${roomOrigin(old.origin)}${path}`;
    const [table, hall] = await Promise.all([
      openPage(browser, at(room.paths.facilitator), { viewport: laptop }),
      openPage(browser, at(room.paths.projector), { viewport: projectorSizes[0] }),
    ]);
    const wall = room.facilitator.wall.doc;
    writeNeed(wall, { id: 'need-before', title: '备份里的路灯' }, { x: 0, y: 0, order: 'a1' }, me);
    await table.getByRole('button', { name: '合成一件', exact: true }).first().click();
    await table.getByText('备份里的路灯').first().waitFor();
    const { sessionId } = await makeSession(old.origin, old.key, { title: '没人用的' });
    const since = Date.now();
    await call(old.origin, `/api/sessions/${sessionId}`, { method: 'DELETE', token: old.key });
    const mirror = async () =>
      (await call<{ mirror: { copiedAt: number; trouble: string | null } }>(old.origin, '/api/join-address')).body.mirror;
    await eventually(async () => expect((await mirror()).copiedAt).toBeGreaterThanOrEqual(since));

    writeNeed(wall, { id: 'need-after', title: '备份后的午饭' }, { x: 0, y: 0, order: 'a2' }, me);
    await room.join(3);
    await table.getByText('备份后的午饭').first().waitFor();
    await old.kill();
    room.close();
    const restored = spawnSync(process.execPath, [join(root, 'dist/server/main.js'), 'restore', '--from', stick, '--data', moved]);
    expect(restored.status).toBe(0);
    const args = ['--port', new URL(old.origin).port, '--address', '192.168.3.77', '--mirror', join(folders, 'no-stick')];
    const next = await startServer({ dir: moved, args });

    await table.getByText(/^从备份接着开：备份到 \d\d:\d\d:\d\d，之后 1 分钟里的可能要重发。$/).waitFor({ timeout: 20_000 });
    await table.getByText('原来是 192.168.3.20').waitFor({ timeout: 10_000 });
    await table.getByText('备份停了：找不到放备份的地方').waitFor();
    await eventually(async () => expect(await table.getByText('备份后的午饭').count()).toBe(0), { withinMs: 20_000 });
    await table.getByText('备份里的路灯').first().waitFor();
    const colleague = await Room.take(next.origin, room.session);
    await eventually(() => expect(colleague.facilitator.wall.wall.needs.map(({ id }) => id)).toEqual(['need-before']));
    await eventually(() => expect(colleague.facilitator.stage.stage.counts.joined).toBe(0));
    await hall.getByText('192.168.3.77').first().waitFor();
    await eventually(async () => expect(await hall.getByText('断开').count()).toBe(0), { withinMs: 20_000 });

    await table.locator('nav button').first().click();
    const remote = await openPage(browser, `${roomOrigin(next.origin)}${room.paths.facilitator}`, { viewport: phoneSize });
    await remote.getByText('从备份接着开').waitFor();
    const look = (page: Page, name: string) => lookAt(page, name, { limits: tableLimits, worst: {}, axe: true });
    await inBothLanguages(table, async (language) => {
      expect.soft(await look(table, `table-restored-${language}`)).toEqual([]);
    });
    expect.soft(await look(remote, 'remote-restored')).toEqual([]);

    await table.getByRole('button', { name: '知道了' }).click();
    await table.reload();
    await table.getByText('备份停了').waitFor();
    expect(await table.getByText('从备份接着开').count()).toBe(0);
    colleague.close();
    for (const page of [table, hall, remote]) await page.context().close();
    expect(await next.stop()).toBe(0);
  });
});
