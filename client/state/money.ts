import type { FaceLocale } from '../../shared/languages.ts';

const units: Record<Exclude<FaceLocale, 'en'>, [hundredMillions: string, tenThousands: string, ones: string]> = {
  'zh-CN': ['亿元', '万元', '元'],
  'zh-TW': ['億元', '萬元', '元'],
  ja: ['億元', '万元', '元'],
  ko: ['억 위안', '만 위안', '위안'],
};

/** An amount in yuan as people say it: 3.5 万元, 1.2 亿元, ¥35,000. */
export function moneyIn(locale: FaceLocale, yuan: number): string {
  if (locale === 'en') return `¥${yuan.toLocaleString('en')}`;
  const [hundredMillions, tenThousands, ones] = units[locale];
  if (yuan >= 100_000_000 && yuan % 1_000_000 === 0) return `${yuan / 100_000_000} ${hundredMillions}`;
  return yuan >= 10_000 && yuan % 100 === 0 ? `${yuan / 10_000} ${tenThousands}` : `${yuan} ${ones}`;
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
