import type { Page } from 'playwright-core';
import { printedSlip, slipSerial } from '../../shared/slip.ts';
import { eventually } from '../support/eventually.ts';
import { expect } from 'vitest';

/** What stands on a slip: the needs' numbers, as they are typed. */
export interface PaperSlip {
  n: number;
  numbers: readonly number[];
}

/** Slips as a hall fills them in: of five cells, two to five are used, now and then a number twice. */
export function filledSlips(count: number, needs: number, from = 1): PaperSlip[] {
  return Array.from({ length: count }, (_, i) => {
    const used = 2 + ((i * 7) % 4);
    const numbers = Array.from({ length: used }, (__, cell) => 1 + ((i * 3 + cell * (1 + (i % 3))) % needs));
    const most = new Map<number, number>();
    const fitting = numbers.filter((number) => {
      most.set(number, (most.get(number) ?? 0) + 1);
      return most.get(number)! <= 3;
    });
    return { n: from + i, numbers: fitting };
  });
}

export const totalsOf = (slips: readonly PaperSlip[]) => {
  const all = slips.flatMap(({ numbers }) => numbers);
  return { slips: slips.length, cells: all.length, sum: all.reduce((sum, number) => sum + number, 0) };
};

/** Types one slip by the keyboard alone, `keyMs` a key. The serial's field has the focus before and after. */
export async function typeSlip(page: Page, { n, numbers }: PaperSlip, keyMs: number): Promise<void> {
  await page.keyboard.type(slipSerial(n), { delay: keyMs });
  await page.keyboard.press('Enter');
  await page.keyboard.type(numbers.join(' '), { delay: keyMs });
  await page.keyboard.press('Enter');
}

/** Waits until the page's control totals are these. */
export async function shownTotals(page: Page, totals: ReturnType<typeof totalsOf>): Promise<void> {
  const figure = async (name: string) => Number(await page.locator(`td[data-figure="${name}"]`).textContent());
  await eventually(async () =>
    expect({ slips: await figure('slips'), cells: await figure('cells'), sum: await figure('sum') }).toEqual(totals),
  );
}

export const strike = (page: Page, n: number) => page.getByRole('button', { name: `作废 ${printedSlip(slipSerial(n))}` }).click();
