import { launchBrowser } from '../support/browser.ts';
import { roomOrigin } from '../support/faces.ts';
import { firstLoad, slowPhone } from '../support/first-load.ts';
import { Room } from '../support/room.ts';
import { startServer } from '../support/server.ts';
import { median } from './figures.ts';

export interface PhoneLoad {
  usableMs: number;
  bytesBeforeUsable: number;
  bytesInAll: number;
}

/** W9: a resident's page on slow 4G with a four times slower CPU, so many times, each in a browser that has kept nothing: the median. */
export async function phoneLoad({ times }: { times: number }): Promise<PhoneLoad> {
  const [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  const room = await Room.open(server);
  try {
    await room.step('open', 'collect');
    const load = (slow?: typeof slowPhone) => firstLoad(browser, `${roomOrigin(server.origin)}${room.paths.phone}`, slow);
    const { beforeUsable, inAll } = await load();
    const usable = [];
    for (let i = 0; i < times; i += 1) usable.push((await load(slowPhone)).usableMs);
    return { usableMs: Math.round(median(usable)), bytesBeforeUsable: beforeUsable.contentBytes, bytesInAll: inAll.contentBytes };
  } finally {
    room.close();
    await browser.close();
    await server.stop();
  }
}
