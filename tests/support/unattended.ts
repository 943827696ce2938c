import { setTimeout as wait } from 'node:timers/promises';
import { sampleNeeds, sampleNotes, wordingsOf } from '../../server/rehearsal/sample-notes.ts';
import { kindOf, type Exercise } from '../../shared/exercise.ts';
import { ballotsMin } from '../../shared/tally.ts';
import { eventually } from './eventually.ts';
import type { Room } from './room.ts';

/** After so long without an answer, in milliseconds at the speed of people, a hall has said what it will. */
const silenceMs = 10_000;
const strongestKept = 5;
const needOf = new Map(sampleNotes.flatMap((note) => wordingsOf(note).map((text) => [text, note.need] as const)));

/** Runs a rehearsal's agenda to the end of the session, as a facilitator who waits until nobody answers any more. `pace` is the residents'. */
export async function runUnattended(room: Room, { pace }: { pace: number }): Promise<void> {
  for (const { id } of room.facilitator.stage.stage.exercises) {
    const exercise = () => room.facilitator.stage.stage.exercises.find((one) => one.id === id)!;
    const needIds = kindOf(exercise().kind)?.isAboutNeeds ? strongest(room) : undefined;
    await room.facilitator.commander.must('exercise:open', { exerciseId: id, ...(needIds && { needIds }) });
    await settled(room, id, pace);
    await room.facilitator.commander.must('exercise:close', { exerciseId: id });
    await room.facilitator.commander.must('exercise:reveal', { exerciseId: id });
    if (kindOf(exercise().kind)?.ballot === null) await groupBySubject(room);
    else await eventually(() => tallyOf(room, exercise()));
  }
  await room.facilitator.commander.must('session:end', {});
}

function tallyOf(room: Room, { id, title }: Exercise): void {
  if (!room.facilitator.stage.stage.tallies[id]) throw new Error(`no tally of ${title}`);
}

/** The needs that come first in the vote before, or all of them. */
function strongest(room: Room): string[] {
  const { exercises, tallies } = room.facilitator.stage.stage;
  const last = exercises.map(({ id }) => tallies[id]).findLast((tally) => tally && tally.options.length > 0);
  const kept = last?.options.filter(({ rank }) => rank <= strongestKept).map(({ needId }) => needId);
  return kept ?? room.needIds();
}

export async function settled(room: Room, exerciseId: string, pace: number): Promise<void> {
  const answers = () => {
    const { submitted, notes } = room.facilitator.stage.stage.counts;
    return { people: submitted[exerciseId] ?? 0, all: (submitted[exerciseId] ?? 0) + (notes[exerciseId] ?? 0) };
  };
  for (let before = -1; before < answers().all || answers().people < ballotsMin;) {
    before = answers().all;
    await wait(silenceMs * pace + 500);
  }
}

/** Puts the notes that are on the wall together by what the sample set says they are about. */
export async function groupBySubject(room: Room): Promise<void> {
  const waiting = await eventually(() => {
    const { wall, stage } = room.facilitator;
    const count = stage.stage.exercises.reduce((sum, { id }) => sum + (stage.stage.counts.notes[id] ?? 0), 0);
    if (wall.wall.notes.length < count) throw new Error(`${wall.wall.notes.length} of ${count} notes are on the wall`);
    return wall.wall.notes;
  });
  const needs = sampleNeeds.map(({ id, title }) => ({
    title,
    noteIds: waiting.filter(({ text, place }) => place.needId === null && needOf.get(text) === id).map((note) => note.id),
  }));
  await room.group(needs.filter(({ noteIds }) => noteIds.length > 0));
}
