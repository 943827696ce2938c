import { expect, test } from 'vitest';
import { assisted, pooledChannels } from '../../../shared/counting/channels.ts';
import { exportK } from '../../../shared/need-record.ts';
import { stageK } from '../../../shared/tally.ts';
import { sharedOut, solvedChannels, ways } from '../../support/told-attack.ts';

/** For each pair of tellings, of the stage and of files, all the ways of sharing out so many people that are told so. */
function toldAlike(people: number, told: (counts: Record<string, number>) => unknown): Map<string, Record<string, number>[]> {
  const alike = new Map<string, Record<string, number>[]>();
  for (const counts of sharedOut(ways, people)) {
    const said = JSON.stringify(told(counts));
    alike.set(said, [...(alike.get(said) ?? []), counts]);
  }
  return alike;
}

/** Ways by which one to seven people came and could not have been any other number, where more ways than one were used. */
function pinned(alike: ReadonlyMap<string, Record<string, number>[]>): string[] {
  return [...alike].flatMap(([said, rooms]) =>
    ways.flatMap((way) => {
      const [count = 0, ...others] = new Set(rooms.map((counts) => counts[way]!));
      const isOneWay = rooms.length === 1 && Object.values(rooms[0]!).filter((people) => people > 0).length === 1;
      return others.length === 0 && count > 0 && count < stageK && !isOneWay ? [`${said}: ${way} ${count}`] : [];
    }),
  );
}

test('[T6] [S21] of no room of up to thirty-six do stage and files together pin the few who came by one way', () => {
  for (let people = 1; people <= 36; people += 1)
    expect(pinned(toldAlike(people, (counts) => [pooledChannels(counts, stageK), pooledChannels(counts, exportK)]))).toEqual([]);
  // Whoever is told exact counts, or pools those of one step less, is found.
  expect(pinned(toldAlike(20, (counts) => counts)).length).toBeGreaterThan(0);
  const careless = (counts: Record<string, number>) => ({ phone: counts['phone'], [assisted]: 20 - counts['phone']! });
  expect(pinned(toldAlike(20, careless)).length).toBeGreaterThan(0);
});

test('[T6] [S21] two tellings that pool differently give a way away, and the solver says which', () => {
  const one = { where: 'one', k: null, channels: { phone: 31, assisted: 14 } };
  const other = { where: 'other', k: null, channels: { kiosk: 5, paper: 6, assisted: 34 } };
  expect([solvedChannels([one], 45), solvedChannels([other], 45), solvedChannels([one, other], 45)]).toEqual([[], [], ['scribe']]);
});
