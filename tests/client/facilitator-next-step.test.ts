import { describe, expect, it } from 'vitest';
import { enteredIn, nextStep, placeBefore, waitingFor } from '../../client/state/next-step.ts';
import { decidingTally, previousTally, strongest } from '../../client/state/strongest.ts';
import type { Exercise } from '../../shared/exercise.ts';
import type { LiveCounts, Stage, StageSession } from '../../shared/stage.ts';
import type { Tally } from '../../shared/tally.ts';

const exercise = (id: string, kind: string, given: Partial<Exercise> = {}): Exercise => ({
  id,
  kind,
  title: '',
  prompt: '',
  settings: {},
  phase: 'draft',
  revealed: false,
  sealed: false,
  round: 1,
  order: id,
  ...given,
});
const collect = (given: Partial<Exercise> = {}) => exercise('a', 'collect', given);
const dots = (given: Partial<Exercise> = {}) => exercise('b', 'dot-vote', given);

function stage(exercises: Exercise[], { session, counts }: { session?: Partial<StageSession>; counts?: Partial<LiveCounts> } = {}): Stage {
  return {
    session: {
      id: 's',
      title: '',
      joinCode: 'QM58',
      locale: 'zh-CN',
      place: null,
      status: 'open',
      locked: false,
      current: exercises.find(({ phase }) => phase !== 'draft')?.id ?? null,
      groupQuestions: [],
      timer: null,
      attendance: null,
      mayVote: null,
      rehearsal: false,
      ...session,
    },
    exercises,
    tallies: {},
    counts: { joined: 40, online: 40, submitted: {}, byChannel: {}, ready: {}, notes: {}, ...counts },
  };
}

describe('the next step', () => {
  it('opens the first draft', () => expect(nextStep(stage([collect(), dots()]), 0)).toMatchObject({ do: 'open', exercise: { id: 'a' } }));
  it('asks for an exercise where there is none', () => expect(nextStep(stage([]), 0)).toEqual({ do: 'add' }));
  it('turns over what people write, and says how many are not done', () =>
    expect(
      nextStep(
        stage([collect({ phase: 'open' })], { counts: { submitted: { a: 36 } }, session: { attendance: { present: 45, children: null } } }),
        0,
      ),
    ).toMatchObject({
      do: 'turn-over',
      waiting: 9,
    }));
  it('only closes notes that already lie open', () =>
    expect(nextStep(stage([collect({ phase: 'open', revealed: true })]), 0)).toMatchObject({ do: 'close' }));
  it('turns over a closed collect however few wrote', () =>
    expect(nextStep(stage([collect({ phase: 'closed' })]), 0)).toMatchObject({ do: 'reveal', exercise: { id: 'a' } }));
  it('groups before a vote where there are no needs', () =>
    expect(nextStep(stage([collect({ phase: 'closed', revealed: true }), dots()]), 0)).toMatchObject({
      do: 'group',
      exercise: { id: 'b' },
    }));
  it('opens the vote where there are needs', () =>
    expect(nextStep(stage([collect({ phase: 'closed', revealed: true }), dots()]), 3)).toMatchObject({
      do: 'open',
      exercise: { id: 'b' },
    }));
  it('closes a vote, then reveals it', () => {
    expect(nextStep(stage([dots({ phase: 'open' })]), 3)).toMatchObject({ do: 'close', waiting: 40 });
    expect(nextStep(stage([dots({ phase: 'closed' })], { counts: { submitted: { b: 5 } } }), 3)).toMatchObject({ do: 'reveal' });
  });
  it('[T3] goes on where fewer than five voted, for there is no tally', () =>
    expect(nextStep(stage([dots({ phase: 'closed' }), exercise('c', 'rank')], { counts: { submitted: { b: 4 } } }), 3)).toMatchObject({
      do: 'open',
      exercise: { id: 'c' },
    }));
  it('goes on after the current one before it goes back to an earlier draft', () =>
    expect(nextStep(stage([collect(), dots({ phase: 'closed', revealed: true }), exercise('c', 'collect')]), 3)).toMatchObject({
      exercise: { id: 'c' },
    }));
  it('[X6] passes over what was skipped, also where nothing else is left', () => {
    const done = dots({ phase: 'closed', revealed: true });
    expect(
      nextStep(stage([collect({ skipped: true }), done, exercise('c', 'rank', { skipped: true }), exercise('d', 'rank')]), 3),
    ).toMatchObject({
      exercise: { id: 'd' },
    });
    expect(nextStep(stage([collect({ skipped: true }), done, exercise('c', 'rank', { skipped: true })]), 3)).toEqual({ do: 'end' });
  });
  it('ends when all is done, and reopens what has ended', () => {
    expect(nextStep(stage([dots({ phase: 'closed', revealed: true })]), 3)).toEqual({ do: 'end' });
    expect(nextStep(stage([dots()], { session: { status: 'ended' } }), 3)).toEqual({ do: 'reopen' });
  });
});

describe('who is not done', () => {
  it('takes those in the room, or else those connected', () => {
    expect(waitingFor(stage([dots({ phase: 'open' })], { counts: { submitted: { b: 38 } } }), 'b')).toBe(2);
    expect(waitingFor(stage([dots({ phase: 'open' })], { counts: { submitted: { b: 50 } } }), 'b')).toBe(0);
  });
  it('believes those who say they are ready', () =>
    expect(waitingFor(stage([collect({ phase: 'open' })], { counts: { submitted: { a: 10 }, ready: { a: 40 } } }), 'a')).toBe(0));
});

describe('children who were counted', () => {
  const session = { attendance: { present: 45, children: 6 }, mayVote: '十八岁以上的居民' };
  it('[B19] are waited for where all write, and not in a vote of which it was said who may', () => {
    const counts = { submitted: { a: 30, b: 30 } };
    expect(waitingFor(stage([collect({ phase: 'open' })], { session, counts }), 'a')).toBe(15);
    expect(waitingFor(stage([dots({ phase: 'open' })], { session, counts }), 'b')).toBe(9);
    expect(waitingFor(stage([dots({ phase: 'open' })], { session: { ...session, mayVote: null }, counts }), 'b')).toBe(15);
    expect(waitingFor(stage([dots({ phase: 'open' })], { session, counts: { submitted: { b: 41 } } }), 'b')).toBe(0);
  });
});

describe('moving in the agenda', () => {
  const agenda = [collect(), dots(), exercise('c', 'rank')];
  it('names the exercise to stand before, or none for the end', () => {
    expect(placeBefore(agenda, 'b', -1)).toBe('a');
    expect(placeBefore(agenda, 'b', 1)).toBeNull();
    expect(placeBefore(agenda, 'a', 1)).toBe('c');
  });
  it('says nothing where there is no room', () => {
    expect(placeBefore(agenda, 'a', -1)).toBeUndefined();
    expect(placeBefore(agenda, 'c', 1)).toBeUndefined();
  });
});

describe('the strongest needs', () => {
  const tally = (ranks: number[]): Tally => ({
    exerciseId: 'b',
    kind: 'dot-vote',
    round: 1,
    ballots: 9,
    channels: null,
    hands: null,
    countedAt: 0,
    method: 'dots',
    alsoBy: [],
    agreement: null,
    stability: null,
    byGroup: [],
    options: ranks.map((rank, i) => ({ needId: `need${i}`, number: i + 1, title: '', rank, tied: false, score: 0, share: 0 })),
  });
  it('[T1] keeps all that tie at the cut', () => {
    expect(strongest(tally([1, 2, 2, 4]), 2)).toEqual(['need0', 'need1', 'need2']);
    expect(strongest(tally([1, 2, 3, 3, 5]), 3)).toEqual(['need0', 'need1', 'need2', 'need3']);
  });
  it('keep what is proposed to be done first, wherever it came out', () => {
    const shortListed = tally([1, 2, 3, 4, 5]);
    shortListed.options[4]!['shortListed'] = true;
    expect(strongest(shortListed, 2)).toEqual(['need0', 'need1', 'need4']);
  });
  it('come from the nearest revealed exercise before', () => {
    const agenda = [collect({ phase: 'closed', revealed: true }), dots({ phase: 'closed', revealed: true }), exercise('c', 'rank')];
    expect(previousTally(agenda, { b: tally([1]) }, agenda[2]!)).toEqual(tally([1]));
    expect(previousTally(agenda, { b: tally([1]) }, agenda[1]!)).toBeNull();
  });
  it('come from no answers to questions, and from no pledges', () => {
    const counts = { ...tally([1]), method: 'counts' as const };
    const agenda = [dots({ phase: 'closed', revealed: true }), exercise('c', 'pledge'), exercise('d', 'rank')];
    expect(previousTally(agenda, { b: tally([1]), c: counts }, agenda[2]!)).toEqual(tally([1]));
    expect(decidingTally(agenda, { c: counts })).toBeNull();
  });
  it('are at the end those of the most telling count that is out, not of the last', () => {
    const agenda = [exercise('a', 'rank'), dots({ phase: 'closed', revealed: true }), exercise('c', 'pledge')];
    const ranked = { ...tally([1, 2]), method: 'borda' as const };
    expect(decidingTally(agenda, { a: ranked, b: tally([1]), c: { ...tally([1]), method: 'counts' } })).toEqual(ranked);
    expect(decidingTally(agenda, { b: tally([1]) })).toEqual(tally([1]));
  });
});

it('[B21] says how many slips are in that stay out once voting stops', () => {
  const voting = stage([dots({ phase: 'open' })], { counts: { byChannel: { b: { phone: 28, paper: 3, scribe: 1, kiosk: 2 } } } });
  expect([enteredIn(voting, 'b'), enteredIn(voting, 'a')]).toEqual([4, 0]);
});
