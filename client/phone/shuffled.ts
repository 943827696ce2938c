import { hashOf } from '../../shared/counting/seeded.ts';

/** The same in an order that is this person's own and stays so: what comes first of a long list is favoured otherwise. */
export function shuffledFor<T extends { needId: string }>(options: readonly T[], seed: string): T[] {
  const lot = ({ needId }: T) => hashOf(`${seed}/${needId}`);
  return [...options].sort((a, b) => lot(a) - lot(b) || (a.needId < b.needId ? -1 : 1));
}
