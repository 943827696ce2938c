import * as Y from 'yjs';
import { readStage } from '../../shared/stage.ts';
import { writeNeed } from '../../shared/wall.ts';
import { exerciseOf } from '../support/agenda.ts';
import { Facilitator } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { latencies, round, spread, type Latencies } from './figures.ts';
import { LightPhone } from './light-phone.ts';
import { LoadClock, type Spent } from './load-clock.ts';
import { startWarmYishi } from './yishi.ts';

export interface VoteStorm extends Spent {
  residents: number;
  ack: Latencies;
  refused: number;
  /** Milliseconds from the last acknowledgement until every phone's screen shows the last count. */
  allRightMs: number;
  cpuMsPerBallot: number;
  memoryMb: number;
  framesPerPhone: number;
}

/** W2: every resident casts one ballot within `withinMs`, each acknowledged after its fsync; every screen shows the new count. */
export async function voteStorm({ residents, withinMs }: { residents: number; withinMs: number }): Promise<VoteStorm> {
  const yishi = await startWarmYishi();
  try {
    const session = await yishi.makeSession();
    const facilitator = await Facilitator.open(yishi.origin, session);
    const needs = Array.from({ length: 10 }, (_, i) => `need-bench-${i}`);
    for (const [i, id] of needs.entries())
      writeNeed(facilitator.wall.doc, { id, title: `第 ${i + 1} 件` }, { x: i, y: 0, order: `a${i + 1}` }, {});
    await eventually(() => {
      if (facilitator.wall.wall.needs.some(({ number }) => number === null)) throw new Error('needs have no numbers yet');
    });
    const exerciseId = exerciseOf(facilitator.stage.stage, 'dot-vote').id;
    await facilitator.commander.must('exercise:open', { exerciseId });
    facilitator.close();
    const doc = new Y.Doc();
    let lastCountFrame: Buffer | null = null;
    const look = (frame: Buffer) => {
      applyFrame(doc, frame);
      if (readStage(doc).counts.submitted[exerciseId] === residents) lastCountFrame ??= frame;
    };
    const phones = await spread(Array.from({ length: residents }), residents * 4, async (_, i) => {
      const { token } = await LightPhone.join(yishi.origin, session.sessionId);
      return LightPhone.connect(yishi.origin, session.sessionId, token, i === 0 ? look : undefined);
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));

    const framesBefore = phones.map(({ frames }) => frames);
    const clock = new LoadClock(yishi.measured);
    const durations: number[] = [];
    let refused = 0;
    let lastAckAt = 0;
    await spread(phones, withinMs, async (phone, i) => {
      const sentAt = performance.now();
      const answer = await phone.send('ballot:cast', {
        exerciseId,
        ballot: { kind: 'dot-vote', dots: { [needs[i % 10]!]: 3, [needs[(i + 3) % 10]!]: 2 } },
      });
      lastAckAt = performance.now();
      durations.push(lastAckAt - sentAt);
      if (!answer.ok) refused += 1;
    });
    await eventually(
      () => {
        if (!lastCountFrame || phones.some((phone) => !phone.lastFrame?.equals(lastCountFrame!)))
          throw new Error('some screens are behind');
      },
      { withinMs: 20_000 },
    );
    const allRightMs = Math.max(...phones.map(({ lastFrameAt }) => lastFrameAt)) - lastAckAt;
    const spent = clock.stop();
    const result: VoteStorm = {
      residents,
      ack: latencies(durations),
      refused,
      allRightMs: round(allRightMs),
      cpuMsPerBallot: round((1000 * spent.serverCpuSeconds) / residents, 3),
      memoryMb: round(yishi.measured.memoryKb().peak / 1024),
      ...spent,
      framesPerPhone: round(phones.reduce((sum, { frames }, i) => sum + frames - framesBefore[i]!, 0) / residents),
    };
    for (const phone of phones) phone.close();
    return result;
  } finally {
    await yishi.stop();
  }
}

function applyFrame(doc: Y.Doc, frame: Buffer): void {
  // Message type and step are one byte each, then the update's length as a variable integer.
  let at = 2;
  while (frame[at]! & 128) at += 1;
  Y.applyUpdate(doc, frame.subarray(at + 1));
}
