import type { Exercise } from '../../shared/exercise.ts';
import type { FaceLocale } from '../../shared/languages.ts';
import type * as ReadyMade from '../../shared/ready-made.ts';
import { languageOf } from '../../shared/script.ts';
import { locale } from './locale.svelte.ts';

/** All languages at once are much for a phone: they are fetched where a text is in another language than the page. */
let known: typeof ReadyMade | null = $state.raw(null);
let isAsked = false;

type Find = 'readyTitleIn' | 'readyPromptIn';

function readyMade(text: string, find: Find): string {
  const tag = locale();
  if (text === '' || isIn(text, tag)) return text;
  if (!isAsked) {
    isAsked = true;
    import('../../shared/ready-made.ts').then(
      (words) => (known = words),
      () => (isAsked = false),
    );
  }
  return known?.[find](text, tag) ?? text;
}

function isIn(text: string, tag: FaceLocale): boolean {
  const lang = languageOf(text, tag);
  return (tag === 'zh-CN' && (lang === 'zh' || lang === 'zh-Hans')) || (tag === 'en' && lang === 'en');
}

/** [W7] What an exercise is called, in the page's language where its title is ready-made. */
export function titleOf({ title }: Pick<Exercise, 'title'>): string {
  return readyMade(title, 'readyTitleIn');
}

/** [W7] What it asks; '' where it says nothing of its own. */
export function promptOf({ prompt }: Pick<Exercise, 'prompt'>): string {
  return readyMade(prompt, 'readyPromptIn');
}
