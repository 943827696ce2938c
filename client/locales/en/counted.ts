const rules = new Intl.PluralRules('en');

/** `1 note`, `2 notes`, `1,200 notes`. */
export const counted = (count: number, one: string, other: string) =>
  `${count.toLocaleString('en')} ${rules.select(count) === 'one' ? one : other}`;
