import type { Page } from 'playwright-core';
import {
  inBothLanguages,
  lookAt,
  phoneLimits,
  phoneSize,
  projectorLimits,
  projectorSizes,
  smallPhoneSize,
  tableLimits,
  type Worst,
} from './faces.ts';

/** A phone, the big screen and the facilitator's page of one session, each looked at in every way it is used. Every look gives what is wrong. */
export class Looks {
  readonly worst: Record<'phone' | 'projector' | 'tables', Worst> = { phone: {}, projector: {}, tables: {} };
  readonly #pages: { phone: Page; hall: Page; table: Page };

  constructor(pages: { phone: Page; hall: Page; table: Page }) {
    this.#pages = pages;
  }

  /** Usual size on a usual phone; 长辈版's largest on the smallest, where nothing may be cut. In both languages. */
  async phone(name: string): Promise<string[]> {
    const { phone } = this.#pages;
    const wrong: string[] = [];
    await inBothLanguages(phone, async (language) => {
      wrong.push(...(await lookAt(phone, `phone-${name}-${language}`, { limits: phoneLimits, worst: this.worst.phone, axe: true })));
      await phone.setViewportSize(smallPhoneSize);
      await phone.evaluate(() => (document.documentElement.dataset['size'] = '30'));
      const limits = { ...phoneLimits, whole: true };
      wrong.push(...(await lookAt(phone, `phone-${name}-${language}-320`, { limits, worst: this.worst.phone, axe: false })));
      await phone.setViewportSize(phoneSize);
      await phone.evaluate(() => (document.documentElement.dataset['size'] = '20'));
    });
    return wrong;
  }

  /** At every size a hall's screen has. */
  async hall(name: string): Promise<string[]> {
    const { hall } = this.#pages;
    const wrong: string[] = [];
    for (const size of projectorSizes) {
      await resized(hall, size);
      const terms = { limits: projectorLimits, worst: this.worst.projector, axe: size.width === 1920 };
      wrong.push(...(await lookAt(hall, `projector-${name}-${size.width}`, terms)));
    }
    await resized(hall, projectorSizes[0]);
    return wrong;
  }

  /** In both languages. */
  async table(name: string): Promise<string[]> {
    const wrong: string[] = [];
    await inBothLanguages(this.#pages.table, async (language) => {
      const terms = { limits: tableLimits, worst: this.worst.tables, axe: true };
      wrong.push(...(await lookAt(this.#pages.table, `facilitator-${name}-${language}`, terms)));
    });
    return wrong;
  }
}

/** Resolves when the page is laid out anew. */
async function resized(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
