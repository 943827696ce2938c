import type { BoardNote } from '../state/grouping.ts';
import { locale, t } from '../state/locale.svelte.ts';
import { besideForRoom, type Beside } from '../state/wording.ts';
import { partsOf } from './columns.ts';
import type { Heights } from './heights.svelte.ts';

/** A note, or a part of one that no column holds whole, as a slip shows it. Its key says all that its height depends on. */
export interface Part {
  key: string;
  text: string;
  lang: string | null;
  /** [W6] */
  beside: Beside | null;
  number: number | null;
  /** What it is where it is no wish. */
  label: string | null;
  goesOn: boolean;
  isContinued: boolean;
}

/** The slips of a note under the need with this number, none taller than `room` once they are measured. `scale` names their width. */
export function slipsOf(
  note: BoardNote,
  { number, scale, room, heights }: { number: number | null; scale: string; room: number; heights: Heights },
): Part[] {
  const beside = besideForRoom(note, locale());
  const label = t().projector.collect.kinds[note.kind] ?? null;
  const keyOf = (text: string) => `${scale} ${number === null} ${label} ${note.lang} ${beside?.text ?? ''} ${text}`;
  const texts = partsOf(note.text, room, (text) => heights.of(keyOf(text)));
  return texts.map((text, i) => ({
    key: keyOf(text),
    text,
    lang: note.lang,
    beside: i === texts.length - 1 ? beside : null,
    number,
    label: i === 0 ? label : null,
    goesOn: i < texts.length - 1,
    isContinued: i > 0,
  }));
}
