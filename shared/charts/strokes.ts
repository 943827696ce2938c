import type { Box, Mark, Strip } from './chart.ts';

/** Ink and grey are 3:1 against paper at least, in print too; a tick is decoration. */
export const tones = { ink: '#1b1815', grey: '#76706a', paper: '#ffffff', tick: '#d8cebb' } as const;
export type Tone = keyof typeof tones;

/** A rectangle of one tone: all that a picture is painted with, so that every painter paints the same. */
export interface Stroke extends Box {
  tone: Tone;
}

const line = 2;
const hatchStep = 5;

/** What a strip's ticks are painted with. */
export function tickStrokes({ ticks, height }: Strip): Stroke[] {
  return ticks.map((x) => ({ x: x - 0.5, y: 0, width: 1, height, tone: 'tick' }));
}

/** What a mark is painted with, the later over the earlier. */
export function strokesOf({ look, name: _, ...box }: Mark): Stroke[] {
  switch (look) {
    case 'solid':
      return [{ ...box, tone: 'ink' }];
    case 'span':
      return [{ ...box, tone: 'grey' }];
    case 'hollow':
      return hollow(box);
    case 'hatched':
      return [...hollow(box), ...hatching(box)];
    case 'pair': {
      const height = box.height * 0.36;
      const bar: Stroke = { ...box, height, tone: 'ink' };
      return [{ ...box, tone: 'paper' }, bar, { ...bar, y: box.y + box.height - height }];
    }
    default:
      return look satisfies never;
  }
}

/** All of a strip, in the order in which it is painted. */
export function paintedBy(strip: Strip): Stroke[] {
  return [...tickStrokes(strip), ...strip.marks.flatMap(strokesOf)];
}

function hollow(box: Box): Stroke[] {
  const edge = Math.min(line, box.width / 3, box.height / 3);
  const inside = { x: box.x + edge, y: box.y + edge, width: box.width - 2 * edge, height: box.height - 2 * edge };
  return [
    { ...box, tone: 'ink' },
    { ...inside, tone: 'paper' },
  ];
}

function hatching({ x, y, width, height }: Box): Stroke[] {
  const count = Math.max(0, Math.floor((width - line) / hatchStep));
  return Array.from({ length: count }, (_, i) => ({ x: x + (i + 1) * hatchStep, y, width: Math.min(line, 1.5), height, tone: 'ink' }));
}
