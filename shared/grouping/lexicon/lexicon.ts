import { ageingAndHealth } from './ageing-and-health.ts';
import { children } from './children.ts';
import type { LexiconNeed } from './entry.ts';
import { homes } from './homes.ts';
import { services } from './services.ts';
import { streets } from './streets.ts';
import { surroundings } from './surroundings.ts';
import { together } from './together.ts';
import { utilities } from './utilities.ts';

/** All that the lexicon knows. To teach it a need or a word, edit the file of its theme. */
export const lexicon: readonly LexiconNeed[] = [
  ...utilities,
  ...homes,
  ...streets,
  ...surroundings,
  ...children,
  ...ageingAndHealth,
  ...together,
  ...services,
];
