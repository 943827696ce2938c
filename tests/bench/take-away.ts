import { AskedThread, startWorkerBeside } from '../../server/threads/asked-thread.ts';
import { orderBetween } from '../../shared/order.ts';
import { writeNeed, writePlaces } from '../../shared/wall.ts';
import { exerciseOf } from '../support/agenda.ts';
import { Facilitator, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { latencies, median, round, spread, type Latencies } from './figures.ts';
import { LightPhone } from './light-phone.ts';
import type { Taken, ToTake } from './taking.ts';
import { startWarmYishi } from './yishi.ts';

const files = ['needs.json', 'needs.csv', 'needs.xlsx', 'minutes.docx', 'report.html', 'datapackage.zip', 'log.zip'] as const;

export interface TakeAway {
  notes: number;
  needs: number;
  ballots: number;
  /** Milliseconds from asking until the last byte, for the first file of all, whose thread has to be started. */
  coldMs: number;
  /** Milliseconds of each file, and its size. */
  files: Record<string, { ms: number; kb: number }>;
  quiet: Latencies;
  /** While one file after another is taken. */
  meanwhile: Latencies;
  takenMeanwhile: number;
}

/** W10: what is taken away of a large evening, and what the room notices of it. */
export async function takeAway({
  residents,
  notesEach,
  needs: needCount,
}: {
  residents: number;
  notesEach: number;
  needs: number;
}): Promise<TakeAway> {
  const yishi = await startWarmYishi();
  // The organizer's computer is none of the phones.
  const taker = new AskedThread<ToTake, Taken>(() => startWorkerBeside(import.meta.url, 'taking-worker'));
  try {
    const session = await yishi.makeSession();
    const facilitator = await Facilitator.open(yishi.origin, session);
    const must = facilitator.commander.must.bind(facilitator.commander);
    const phones = await spread(Array.from({ length: residents }), residents * 4, async () => {
      const { token } = await LightPhone.join(yishi.origin, session.sessionId);
      return LightPhone.connect(yishi.origin, session.sessionId, token);
    });
    const collect = exerciseOf(facilitator.stage.stage, 'collect').id;
    await must('exercise:open', { exerciseId: collect });
    const noteIds = phones.flatMap(() => Array.from({ length: notesEach }, freshId));
    await spread(noteIds, 10_000, async (noteId, i) => {
      const text = `第 ${i + 1} 张：三号楼门口的灯又坏了，晚上看不见台阶，请来修一修`;
      const answer = await phones[i % residents]!.send('note:add', { exerciseId: collect, noteId, text });
      if (!answer.ok) throw new Error(`a note was refused: ${JSON.stringify(answer)}`);
    });
    await must('exercise:close', { exerciseId: collect });
    await must('exercise:reveal', { exerciseId: collect });
    const needIds = await group(facilitator, noteIds, needCount);
    const asked = needIds.slice(0, 30);
    for (const [kind, ballotOf] of Object.entries(ballots)) {
      const { exerciseId } = await must('exercise:add', { exercise: { kind } });
      await must('exercise:open', { exerciseId, needIds: asked });
      await spread(phones, 5_000, (phone, i) => phone.send('ballot:cast', { exerciseId, ballot: ballotOf(asked, i) }));
      await must('exercise:close', { exerciseId });
      await must('exercise:reveal', { exerciseId });
      await eventually(
        () => {
          if (!facilitator.stage.stage.tallies[exerciseId]?.stability) throw new Error('not sure yet');
        },
        { withinMs: 30_000 },
      );
    }
    const { exerciseId } = await must('exercise:add', { exercise: { kind: 'dot-vote' } });
    await must('exercise:open', { exerciseId, needIds: asked });
    const voting = (withinMs: number) => voteAgain(phones.slice(0, 400), { exerciseId, needId: asked[0]!, withinMs });
    const take = (file: string) => taker.ask({ url: `${yishi.origin}/api/sessions/${session.sessionId}/${file}`, key: yishi.key });

    await voting(4_000);
    const quiet = await voting(8_000);
    const { ms: coldMs } = await take('needs.json');
    const sizes: TakeAway['files'] = {};
    for (const file of files) {
      const times = [await take(file), await take(file), await take(file)];
      sizes[file] = { ms: round(median(times.map(({ ms }) => ms))), kb: round(times[0]!.bytes / 1024) };
    }
    const voted = new AbortController();
    let takenMeanwhile = 0;
    const taking = (async () => {
      for (let i = 0; !voted.signal.aborted; i += 1) {
        await take(files[i % files.length]!);
        takenMeanwhile += 1;
      }
    })();
    const meanwhile = await voting(8_000);
    voted.abort();
    await taking;
    for (const phone of phones) phone.close();
    facilitator.close();
    return {
      notes: noteIds.length,
      needs: needIds.length,
      ballots: 3 * residents,
      coldMs: round(coldMs),
      files: sizes,
      quiet,
      meanwhile,
      takenMeanwhile,
    };
  } finally {
    await taker.close();
    await yishi.stop();
  }
}

/** How each kind is answered by the how-manieth person. */
const ballots: Record<string, (needIds: readonly string[], i: number) => { kind: string }> = {
  'dot-vote': (needIds, i) => ({ kind: 'dot-vote', dots: { [needIds[i % 30]!]: 3, [needIds[(i * 7 + 3) % 30]!]: 2 } }) as { kind: string },
  rank: (needIds, i) =>
    ({ kind: 'rank', ranking: [...new Set([0, 3, 7, 11, 20].map((step) => needIds[(i * 13 + step) % 30]!))] }) as { kind: string },
  points: (needIds, i) => ({ kind: 'points', points: { [needIds[i % 30]!]: 7, [needIds[(i + 5) % 30]!]: 3 } }) as { kind: string },
};

/** As many needs, each of the next notes. */
async function group({ wall }: Facilitator, noteIds: readonly string[], count: number): Promise<string[]> {
  const size = noteIds.length / count;
  let order: string | null = null;
  const needIds = Array.from({ length: count }, (_, i) => {
    const id = freshId();
    order = orderBetween(order, null);
    writeNeed(wall.doc, { id, title: `第 ${i + 1} 件要办的事` }, { x: 0, y: 0, order }, {});
    return id;
  });
  await eventually(
    () => {
      if (wall.wall.notes.length < noteIds.length) throw new Error('not all notes are on the wall');
    },
    { withinMs: 20_000 },
  );
  const places = new Map(
    noteIds.map((noteId, i) => [noteId, { needId: needIds[Math.floor(i / size)]!, x: 0, y: 0, order: 'a1' }] as const),
  );
  writePlaces(wall.doc, places, {});
  await eventually(
    () => {
      if (wall.wall.needs.some(({ number }) => number === null)) throw new Error('needs have no numbers yet');
    },
    { withinMs: 20_000 },
  );
  return needIds;
}

async function voteAgain(
  phones: readonly LightPhone[],
  { exerciseId, needId, withinMs }: { exerciseId: string; needId: string; withinMs: number },
): Promise<Latencies> {
  const durations: number[] = [];
  await spread([...phones, ...phones], withinMs, async (phone, i) => {
    const sentAt = performance.now();
    const answer = await phone.send('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots: { [needId]: 1 + (i % 3) } } });
    if (!answer.ok) throw new Error(`a ballot was refused: ${JSON.stringify(answer)}`);
    durations.push(performance.now() - sentAt);
  });
  return latencies(durations);
}
