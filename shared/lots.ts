/** A result of a rule that chooses a bundle. */
interface Chosen {
  needId: string;
  number: number;
  [figure: string]: unknown;
}

/** [T1] The lots that left a need with nothing, by number: all between whom one was drawn, and the one that was. */
export function lotsIn(options: readonly Chosen[]): { among: number[]; drawn: number }[] {
  return options.flatMap(({ needId, number }) => {
    const lost = options.filter((option) => option['lostLotTo'] === needId).map((option) => option.number);
    return lost.length > 0 ? [{ among: [number, ...lost].sort((a, b) => a - b), drawn: number }] : [];
  });
}
