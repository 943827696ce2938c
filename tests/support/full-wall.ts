import { eventually } from './eventually.ts';
import { Room } from './room.ts';
import { sampleNotes } from './sample-notes.ts';

/** So many notes of people's own words; where there are fewer, they come round again with a count behind them. */
export function noteTexts(count: number): string[] {
  const { notes } = sampleNotes();
  return Array.from({ length: count }, (_, i) => {
    const round = Math.floor(i / notes.length);
    return `${notes[i % notes.length]!.text}${round > 0 ? `（${round + 1}）` : ''}`;
  });
}

/**
 * A session whose wall holds so many notes, the first of them in needs of seven. Gives the room, and the ids of the notes in the order they were written.
 */
export async function fullWall(
  server: { origin: string; key: string },
  { notes, needs = 0 }: { notes: number; needs?: number },
): Promise<{ room: Room; noteIds: string[] }> {
  const room = await Room.open(server, { template: 'needs-workshop' });
  await room.facilitator.commander.must('exercise:skip', { exerciseId: room.exerciseOf('survey'), skip: true });
  const collect = room.facilitator.stage.stage.exercises.find(({ kind }) => kind === 'collect')!;
  await room.facilitator.commander.must('exercise:change', {
    exerciseId: collect.id,
    settings: { ...collect.settings, notesPerPerson: 10 },
  });
  await room.join(Math.ceil(notes / 5));
  await room.step('open', 'collect');
  const noteIds = await room.write(noteTexts(notes));
  await room.step('close', 'collect');
  await room.step('reveal', 'collect');
  const titles = [
    '路灯和楼道照明',
    '电动车充电',
    '老年助餐',
    '放学后和假期托管',
    '停车',
    '垃圾投放和清运',
    '看病拿药',
    '公交出行',
    '快递',
    '邻里声音',
  ];
  await room.group(
    Array.from({ length: needs }, (_, i) => ({
      title: `${titles[i % titles.length]}${i < titles.length ? '' : Math.floor(i / titles.length) + 1}`,
      noteIds: noteIds.slice(i * 7, i * 7 + 7),
    })),
  );
  await eventually(() => {
    if (room.facilitator.wall.wall.notes.length < notes) throw new Error('not all notes are on the wall yet');
  });
  return { room, noteIds };
}
