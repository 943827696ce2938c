import type { DeskSession } from '../state/desk.svelte.ts';

type NamedFile = Awaited<ReturnType<DeskSession['download']>>;

/** Long enough for a browser to have taken the file. */
const keptMs = 60_000;

/** Lets the browser save a file. The key travels in a header, so that a link to the server would not do. */
export function saveFile({ blob, name }: NamedFile): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
