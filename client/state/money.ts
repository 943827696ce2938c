import type { Locale } from '../../shared/refusal.ts';

/** An amount in yuan as people say it: 3.5 万元, ¥35,000. */
export function moneyIn(locale: Locale, yuan: number): string {
  if (locale === 'en') return `¥${String(yuan).replace(/\B(?=(\d{3})+$)/g, ',')}`;
  return yuan >= 10_000 && yuan % 100 === 0 ? `${yuan / 10_000} 万元` : `${yuan} 元`;
}
