import type { NeedRecords } from '../need-record/parts.ts';
import { laneHeight, stripWidth, type Chart, type Mark } from './chart.ts';
import type { ChartWords } from './words.ts';

/** By which way notes and the ballots of the deciding round came; null where there is neither. */
export function channelChart({ needs, notes, runs }: NeedRecords, words: ChartWords): Chart | null {
  const runId = needs.find(({ priorityRunId }) => priorityRunId !== null)?.priorityRunId;
  const run = runs.find(({ id }) => id === runId);
  if (notes.length === 0 && !run) return null;
  const written = new Map<string, number>();
  for (const { channel } of notes) if (channel !== null) written.set(channel, (written.get(channel) ?? 0) + 1);
  const cast = new Map(Object.entries(run?.channels ?? {}));
  const isHidden = notes.some(({ channel }) => channel === null) || (run !== undefined && run.ballots !== null && run.channels === null);
  const channels = [...new Set([...written.keys(), ...cast.keys()])];
  if (channels.length === 0 && !isHidden) return null;
  const most = Math.max(1, ...written.values(), ...cast.values());
  const { channels: own } = words;
  return {
    id: 'channels',
    title: own.title,
    explanation: channels.length === 0 ? '' : own.explanation,
    head: { row: own.channel, figures: [own.notes, own.ballots], picture: own.picture(most) },
    rows: channels.map((channel) => {
      const counts = [written.get(channel), cast.get(channel)] as const;
      return {
        number: null,
        label: own.names[channel] ?? channel,
        figures: counts.map((count) => (count === undefined ? words.none : String(count))),
        strip: { width: stripWidth, height: 2 * laneHeight, ticks: [0.5, stripWidth - 0.5], marks: marksOf(counts, most, words) },
      };
    }),
    remarks: isHidden ? [own.suppressed] : [],
  };
}

function marksOf(counts: readonly [number | undefined, number | undefined], most: number, { channels }: ChartWords): Mark[] {
  const looks = ['hollow', 'solid'] as const;
  const names = [channels.notes, channels.ballots];
  return counts.flatMap((count, i): Mark[] => {
    if (!count) return [];
    const width = (count / most) * stripWidth;
    return [{ x: 0, y: i * laneHeight + 3, width, height: laneHeight - 6, look: looks[i]!, name: `${names[i]!} ${count}` }];
  });
}
