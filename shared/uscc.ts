const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** True of a 统一社会信用代码 whose last character checks the others (GB 32100-2015: weights are powers of 3 modulo 31). */
export function isUscc(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false;
  let weight = 1;
  let sum = 0;
  for (const character of code.slice(0, 17)) {
    sum += characters.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return characters[(31 - (sum % 31)) % 31] === code[17];
}
