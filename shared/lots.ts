/** A result of a rule that chooses a bundle. */
interface Chosen {
  needId: string;
  number: number;
  [figure: string]: unknown;
}

/** [T1] The lots that left a need with nothing, by number: the one that won, and those that lost to it. */
export function lotsIn(options: readonly Chosen[]): { won: number; lost: number[] }[] {
  return options.flatMap(({ needId, number }) => {
    const lost = options.filter((option) => option['lostLotTo'] === needId).map((option) => option.number);
    return lost.length > 0 ? [{ won: number, lost: lost.sort((a, b) => a - b) }] : [];
  });
}
