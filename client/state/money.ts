import type { Locale } from '../../shared/refusal.ts';

/** An amount in yuan as people say it: 3.5 万元, 1.2 亿元, ¥35,000. */
export function moneyIn(locale: Locale, yuan: number): string {
  if (locale === 'en') return `¥${String(yuan).replace(/\B(?=(\d{3})+$)/g, ',')}`;
  if (yuan >= 100_000_000 && yuan % 1_000_000 === 0) return `${yuan / 100_000_000} 亿元`;
  return yuan >= 10_000 && yuan % 100 === 0 ? `${yuan / 10_000} 万元` : `${yuan} 元`;
}

/** A result of a bundle that money pays for. */
interface Paid {
  needId: string;
  number: number;
  [figure: string]: unknown;
}

/** What those cost that carry this mark: `chosen`, or `chosenByPeople`. */
export function spentOf(options: readonly Paid[], mark: string): number {
  return options.reduce((sum, option) => sum + (option[mark] === true && typeof option['cost'] === 'number' ? option['cost'] : 0), 0);
}

/** The numbers of those that somebody wants, that were not chosen, and that each by itself would be paid for by what is left. */
export function stillPaid(options: readonly Paid[], left: number): number[] {
  return options
    .filter(({ chosen, people, cost }) => chosen === false && Number(people) > 0 && typeof cost === 'number' && cost <= left)
    .map(({ number }) => number)
    .sort((a, b) => a - b);
}
