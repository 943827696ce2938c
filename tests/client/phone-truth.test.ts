import { describe, expect, it } from 'vitest';
import { untruths, type Evidence, type Line, type NoteSaid, type PageSays, type Sight } from '../support/phone-truth.ts';
import { nothingStored } from '../support/stored-moments.ts';

const shown = (at: number, notes: [string, NoteSaid][], says: PageSays[] = []): Sight => ({ at, notes, says, writes: true });
const tap = (at: number, note = '灯'): Sight => ({ at, note });
const cast = (at: number): Sight => ({ at, ballot: true });
const stored = (parts: Partial<Evidence['stored']>) => ({ ...nothingStored(), ...parts });
const up: Line[] = [{ at: 0, is: 'up' }];

/** A note and a ballot that were sent, stored and shown as they should be, with one thing changed. */
function told(change: Partial<Evidence>): string[] {
  return untruths({
    sights: [tap(1_000), shown(1_001, [['灯', 'waiting']]), shown(1_050, [['灯', 'delivered']])],
    ballots: [],
    stored: stored({ notes: [{ at: 1_040, text: '灯' }] }),
    line: up,
    until: 60_000,
    patienceMs: 5_000,
    noticeMs: 3_000,
    ...change,
  });
}

describe('[D14] who judges what a phone has said', () => {
  it('finds nothing where it was true', () => {
    expect(told({})).toEqual([]);
    const line: Line[] = [
      { at: 0, is: 'up' },
      { at: 900, is: 'down' },
      { at: 20_000, is: 'up' },
    ];
    const sights = [tap(1_000), shown(1_001, [['灯', 'waiting']]), shown(2_400, [['灯', 'waiting']], ['offline'])];
    sights.push(shown(21_000, [['灯', 'waiting']]), shown(21_050, [['灯', 'delivered']]));
    expect(told({ sights, line, stored: stored({ notes: [{ at: 21_040, text: '灯' }] }) })).toEqual([]);
  });

  it('names a note that is delivered before it was stored, one that never was, and one that nobody sent', () => {
    expect(told({ stored: stored({ notes: [{ at: 1_060, text: '灯' }] }) })).toEqual(['「灯」 is delivered -10 ms after it was stored']);
    expect(told({ stored: nothingStored() })).toEqual(['「灯」 is delivered and was never stored']);
    expect(told({ sights: [shown(1_050, [['灯', 'delivered']])] })).toEqual(['「灯」 is there before it was sent']);
  });

  it('names a note that waits longer than the line needs, with how long', () => {
    expect(told({ sights: [tap(1_000), shown(1_001, [['灯', 'waiting']]), shown(9_000, [['灯', 'delivered']])] })).toEqual([
      '「灯」 still waits 3000 ms after it could be there',
    ]);
    expect(told({ sights: [tap(1_000), shown(1_001, [['灯', 'waiting']])] })).toEqual([
      '「灯」 still waits 54000 ms after it could be there',
    ]);
    expect(told({ sights: [tap(1_000), shown(1_001, [['灯', 'waiting']])], late: ['灯'] })).toEqual([]);
  });

  it('names a note that is shown twice, not at all, in two states, or with words that nobody knows', () => {
    const twice = shown(1_050, [
      ['灯', 'waiting'],
      ['灯', 'delivered'],
    ]);
    expect(told({ sights: [tap(1_000), twice, shown(1_060, [['灯', 'delivered']])] })).toEqual(['「灯」 is there twice']);
    expect(told({ sights: [tap(1_000), shown(1_050, [])] })).toEqual(['「灯」 was sent and is not shown']);
    expect(told({ sights: [tap(1_000)] })).toEqual(['「灯」 was sent and is not shown']);
    expect(told({ sights: [tap(1_000), shown(1_050, [['灯', '?还没送到 已送到']])] })).toEqual([
      '「灯」 says what nobody knows: ?还没送到 已送到',
    ]);
  });

  it('names a note that is on the big screen before the reveal', () => {
    const sights = [tap(1_000), shown(1_050, [['灯', 'on-wall']])];
    expect(told({ sights })).toEqual(['「灯」 is on the wall before the reveal']);
    expect(told({ sights, stored: stored({ notes: [{ at: 1_020, text: '灯' }], reveals: [{ at: 1_040 }] }) })).toEqual([]);
  });

  it('names a ballot that is delivered before it was stored, for an earlier one, two things at once, or for too long', () => {
    const one = { sights: [cast(1_000), shown(1_050, [], ['ballot-delivered'])], ballots: ['一'] };
    expect(told({ ...one, stored: stored({ ballots: [{ at: 1_040, ballot: '一' }] }) })).toEqual([]);
    expect(told(one)).toEqual(['the ballot is delivered before it was stored']);
    const changed = { sights: [...one.sights, cast(2_000), shown(2_050, [], ['ballot-delivered'])], ballots: ['一', '二'] };
    const late = [
      { at: 1_040, ballot: '一' },
      { at: 2_010, ballot: '一' },
    ];
    expect(told({ ...changed, stored: stored({ ballots: late }) })).toEqual(['the ballot is delivered before it was stored']);
    const both = [cast(1_000), shown(1_001, [], ['ballot-waiting', 'ballot-delivered']), shown(1_050, [], ['ballot-delivered'])];
    expect(told({ sights: both, ballots: ['一'], stored: stored({ ballots: [{ at: 1_000, ballot: '一' }] }) })).toEqual([
      'the ballot is ballot-waiting and ballot-delivered',
    ]);
    expect(told({ sights: [cast(1_000), shown(1_001, [], ['ballot-waiting'])], ballots: ['一'] })).toEqual([
      'the ballot still waits 54000 ms after it could be there',
    ]);
    expect(told({ sights: [cast(1_000), shown(1_001, [])], ballots: ['一'] })).toEqual(['the ballot was sent and nothing is said of it']);
    expect(told({ sights: [shown(1_001, [], ['ballot-waiting'])] })).toEqual(['the ballot is ballot-waiting before there was one']);
  });

  it('names a page that says it is offline while it is not, and one that does not while it is, but none that slept', () => {
    const said = (says: PageSays[]) => [shown(0, [], says)];
    const down: Line[] = [{ at: 0, is: 'down' }];
    expect(told({ sights: said(['offline']) })).toEqual(['the page says that it is offline while the line is up']);
    expect(told({ sights: said([]), line: down })).toEqual(['the page does not say that it is offline while the line is down']);
    expect(told({ sights: said([]), line: [{ at: 0, is: 'asleep' }] })).toEqual([]);
    expect(told({ sights: said([]), line: down, until: 2_900 })).toEqual([]);
  });
});
