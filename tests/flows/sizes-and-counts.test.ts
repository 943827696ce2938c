import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exerciseKinds, kindOf, type Ballot } from '../../shared/exercise.ts';
import { readStage } from '../../shared/stage.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { artefact } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { kindCases } from '../support/kind-cases.ts';
import { Meeting, type Resident } from '../support/meeting.ts';
import { seeded } from '../support/seeded.ts';

const needIds = ['need-lamps', 'need-lifts', 'need-bins'];
const kinds = exerciseKinds.filter((kind) => kindOf(kind)?.ballot);
const each = 12;

let app: TestApp;
let meeting: Meeting;
beforeAll(async () => {
  app = await startApp();
  meeting = await Meeting.open(app);
  await meeting.needs(...needIds);
});
afterAll(async () => {
  meeting.close();
  await app.close();
});

async function opened(kind: string): Promise<string> {
  const settings = kindCases[kind]!.settings(needIds);
  const { exerciseId } = await meeting.facilitator.must('exercise:add', { exercise: { kind, settings } });
  await meeting.facilitator.must('exercise:open', { exerciseId, ...(kindOf(kind)!.isAboutNeeds && { needIds }) });
  return exerciseId;
}

/** The latest answer with a receipt as it came, without how many there were before it and its place in the log, which say when and not what. */
function answered({ commander }: Resident): string {
  const [answer] = commander.received.filter((text) => text.includes('receipt')).slice(-1);
  if (answer === undefined) throw new Error('no answer was heard');
  return answer.replace(/^"43\d+/, '"43#').replace(/(seq\W+)\d+/, '$1#');
}

describe('[S23] who counts bytes and heads in the room’s network', () => {
  it('is told by no answer to a ballot what was voted: of each kind all answers are as long', async () => {
    const rows: string[] = ['| kind | ballots, bytes | answers, bytes |', '| --- | --- | --- |'];
    for (const kind of kinds) {
      const exerciseId = await opened(kind);
      const [voter, random] = [await meeting.resident(), seeded(kind.length)];
      const [sent, heard] = [new Set<number>(), new Set<number>()];
      for (let i = 0; i < each; i += 1) {
        const ballot = kindCases[kind]!.ballotBy(needIds, random) as Ballot;
        await voter.commander.must('ballot:cast', { exerciseId, ballot });
        sent.add(Buffer.byteLength(JSON.stringify(ballot)));
        heard.add(Buffer.byteLength(answered(voter)));
      }
      expect([kind, heard.size]).toEqual([kind, 1]);
      // The ballots themselves are not: the network of a room has no cover but TLS, and that keeps lengths.
      expect([kind, sent.size > 1]).toEqual([kind, true]);
      rows.push(`| ${kind} | ${Math.min(...sent)}–${Math.max(...sent)} | ${[...heard].join()} |`);
      await meeting.facilitator.must('exercise:close', { exerciseId });
    }
    writeFileSync(artefact('sizes.md'), `${rows.join('\n')}\n`);
  });

  it('sees counts of people that say the same whatever they vote, also when they change it or leave it empty', async () => {
    const histories: number[][] = [];
    const changes: [Record<string, number>, Record<string, number>][] = [
      [{ 'need-lamps': 3 }, { 'need-bins': 1 }],
      [{}, { 'need-lifts': 2, 'need-bins': 2 }],
    ];
    const voters = await meeting.residents(6);
    for (const [first, second] of changes) {
      const exerciseId = await opened('dot-vote');
      const watcher = meeting.reader('stage', voters[0]!.token);
      await watcher.synced;
      const history: number[] = [];
      watcher.doc.on('update', () => history.push(readStage(watcher.doc).counts.submitted[exerciseId] ?? 0));
      const counted = (count: number) => eventually(() => expect(readStage(watcher.doc).counts.submitted[exerciseId]).toBe(count));
      for (const [i, { commander }] of voters.entries()) {
        await commander.must('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots: first } });
        await counted(i + 1);
        await commander.must('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots: second } });
      }
      await meeting.facilitator.must('exercise:close', { exerciseId });
      await eventually(() => expect(readStage(watcher.doc).exercises.find(({ id }) => id === exerciseId)?.phase).toBe('closed'));
      watcher.close();
      const rises = history.filter((count, i) => count !== history[i - 1]);
      expect(rises).toEqual([...rises].sort((a, b) => a - b));
      histories.push([...new Set(rises)]);
    }
    expect(histories[0]).toEqual(expect.arrayContaining([1, 2, 3, 4, 5, 6]));
    expect(histories[1]).toEqual(histories[0]);
  });

  it('is told by no refusal what would have been voted: a ballot that came too late hears as much whatever is in it', async () => {
    for (const kind of kinds) {
      const exerciseId = await opened(kind);
      await meeting.facilitator.must('exercise:close', { exerciseId });
      const [voter, random] = [await meeting.resident(), seeded(kind.length)];
      const lengths = new Set<number>();
      for (let i = 0; i < each; i += 1) {
        const answer = await voter.commander.send('ballot:cast', {
          exerciseId,
          ballot: kindCases[kind]!.ballotBy(needIds, random),
        });
        expect(answer).toMatchObject({ ok: false, refusal: { code: 'exercise-not-open' } });
        const [heard] = voter.commander.received.filter((text) => text.includes('exercise-not-open')).slice(-1);
        lengths.add(Buffer.byteLength(heard!.replace(/^"43\d+/, '"43#')));
      }
      expect([kind, lengths.size]).toEqual([kind, 1]);
    }
  });
});
