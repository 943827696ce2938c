import { expect, it } from 'vitest';
import { headsOf } from '../../client/projector/screen.ts';
import type { Exercise } from '../../shared/exercise.ts';
import type { Stage } from '../../shared/stage.ts';
import type { Tally } from '../../shared/tally.ts';

const exercise: Exercise = {
  id: 'e1',
  kind: 'dot-vote',
  title: '',
  prompt: '',
  settings: {},
  phase: 'open',
  revealed: false,
  sealed: false,
  round: 1,
  order: '1',
};
const stage = (submitted: number, channels?: Record<string, number>): Stage => ({
  session: null,
  exercises: [exercise],
  tallies: {},
  counts: { joined: 0, online: 0, submitted: { e1: submitted }, byChannel: channels ? { e1: channels } : {}, ready: {}, notes: {} },
});
const tally = (ballots: number, channels: Tally['channels']): Tally => ({
  exerciseId: 'e1',
  kind: 'dot-vote',
  round: 1,
  method: 'dots',
  ballots,
  channels,
  hands: null,
  countedAt: 0,
  options: [],
  alsoBy: [],
  agreement: null,
  stability: null,
  byGroup: [],
});

it.each([
  [stage(40, { phone: 28, paper: 9, scribe: 3 }), null, { total: 40, phone: 28, helped: 12 }],
  [stage(9, { paper: 9 }), null, { total: 9, phone: 0, helped: 9 }],
  [stage(0, {}), null, { total: 0, phone: null, helped: 0 }],
  [stage(12), null, { total: 12, phone: null, helped: 0 }],
  [stage(40), tally(40, { phone: 28, assisted: 12 }), { total: 40, phone: 28, helped: 12 }],
  [stage(60), tally(60, { paper: 60 }), { total: 60, phone: 0, helped: 60 }],
  [stage(12), tally(12, null), { total: 12, phone: null, helped: 0 }],
])('[T13] heads by phone and with help, and the total alone where channels are too few to be told', (on, counted, heads) => {
  expect(headsOf(on, exercise, counted)).toEqual(heads);
});
