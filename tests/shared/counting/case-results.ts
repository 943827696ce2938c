import { committeeChecks } from './case-checks-committees.ts';
import { figureChecks } from './case-checks-figures.ts';
import { ordinalChecks } from './case-checks-ordinal.ts';
import type { Case } from './cases.ts';
import type { Check } from './case-check.ts';

export const checks: Readonly<Record<string, Check>> = { ...ordinalChecks, ...committeeChecks, ...figureChecks };

/** What is published but not checked, and why. */
export const notCovered: Readonly<Record<string, string>> = {
  irv: 'instant run-off is none of our rules: residents rank a few needs, and it would throw most of that away',
  schulze_ratio: 'strengths by ratio are none of our options: they divide by zero where nobody is against',
  selected_in_reality: 'what a city decided, by rules of its own and with money from elsewhere',
};

/** Beside a result: how exact it is printed, or what it is measured from. */
const besides = new Set(['tolerance', 'reference']);

export interface Published {
  id: string;
  given: Case;
  name: string;
  expected: unknown;
}

/** Every published result of a case, by the name that it has there. */
export function publishedIn(given: Case): Published[] {
  return Object.entries(given.expected)
    .filter(([name]) => !besides.has(name))
    .map(([name, expected]) => ({ id: given.id, given, name, expected }));
}

/** Counts it again. Throws where it does not come out as published. */
export function recount({ given, name, expected }: Published): void {
  checks[name]!(given, expected as never);
}

/** How it comes out: as published, not so, or not counted for a reason that is written down. */
export function outcomeOf(published: Published): 'matched' | 'differs' | 'notCovered' {
  if (!(published.name in checks)) return published.name in notCovered ? 'notCovered' : 'differs';
  try {
    recount(published);
    return 'matched';
  } catch {
    return 'differs';
  }
}
