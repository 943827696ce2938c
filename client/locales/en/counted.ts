import { figure } from './figures.ts';

const rules = new Intl.PluralRules('en');

/** The word that goes with so many. */
export const plural = (count: number, one: string, other: string) => (rules.select(count) === 'one' ? one : other);

/** `1 note`, `2 notes`, `1,200 notes`. */
export const counted = (count: number, one: string, other: string) => `${figure(count)} ${plural(count, one, other)}`;
