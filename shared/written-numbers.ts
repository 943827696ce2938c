/** A need whose number stands on a slip, and how often it counts there. */
export interface Written {
  needId: string;
  times: number;
  /** Its number was circled on the slip, and is typed with a plus. */
  isCircled?: true;
}

/** What was read off a slip: the needs in their order, and the first thing that is no number of an option. */
export interface ReadNumbers {
  written: Written[];
  wrong: string | null;
}

/** [B15] Reads numbers as they are typed off a slip: `1 1 4 8`, `3x4` where 3 is to count four times, and [B22] `3+` where 3 is circled. Full-width digits and Chinese commas do as well. */
export function readNumbers(typed: string, options: readonly { needId: string; number: number }[]): ReadNumbers {
  const byNumber = new Map(options.map(({ needId, number }) => [number, needId]));
  const written: Written[] = [];
  let wrong: string | null = null;
  const words = typed
    .normalize('NFKC')
    .split(/[\s,、;.。]+/)
    .filter((word) => word !== '');
  for (const word of words) {
    const [, number, times = '1', circle] = /^(\d{1,3})(?:[x×*](\d{1,3})|(\+))?$/i.exec(word) ?? [];
    const needId = number === undefined ? undefined : byNumber.get(Number(number));
    if (needId === undefined || Number(times) === 0) wrong ??= word;
    else written.push({ needId, times: Number(times), ...(circle && { isCircled: true }) });
  }
  return { written, wrong };
}

/** How often each need counts in all. */
export function timesByNeed(written: readonly Written[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { needId, times } of written) sums[needId] = (sums[needId] ?? 0) + times;
  return sums;
}

/** The needs one by one, each as often as it counts. */
export function oneByOne(written: readonly Written[]): string[] {
  return written.flatMap(({ needId, times }) => Array.from({ length: times }, () => needId));
}
