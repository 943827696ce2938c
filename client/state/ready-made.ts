import type { Exercise } from '../../shared/exercise.ts';
import { readyMadeIn } from '../../shared/ready-made.ts';
import { locale } from './locale.svelte.ts';

/** [W7] What an exercise is called, in the page's language where its title is ready-made. */
export function titleOf({ title }: Pick<Exercise, 'title'>): string {
  return readyMadeIn(title, locale());
}

/** [W7] What it asks; '' where it says nothing of its own. */
export function promptOf({ prompt }: Pick<Exercise, 'prompt'>): string {
  return readyMadeIn(prompt, locale());
}
