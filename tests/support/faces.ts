import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { faceLocales } from '../../shared/languages.ts';
import { artefact } from './browser.ts';
import { axeViolations, measure, type Limits } from './measure.ts';

/** surfaces.md, Phone; WCAG 2.2 and the MIIT's rules for elders (适老化). */
export const phoneLimits: Limits = { target: 48, primary: 60, gap: 8, contrast: 7, type: 18 };

/** surfaces.md, Projector: what the back row reads in daylight. */
export const projectorLimits: Limits = {
  contrast: 13.5,
  line: 5,
  typeShare: 0.035,
  far: {
    selector: 'h1:not(.spoken), h2, .scroll p, .slip p:not(.beside):not(.label), .name, .how li, .room li > span:not(.share)',
    share: 0.052,
  },
  whole: true,
};

/** Facilitator and desk: words and targets as on the phone. */
export const tableLimits: Limits = { target: 48, contrast: 7, whole: true };

export interface Size {
  width: number;
  height: number;
}
export const phoneSize = { width: 390, height: 844 };
export const smallPhoneSize = { width: 320, height: 693 };
export const laptopSize = { width: 1440, height: 900 };
export const projectorSizes = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 },
  { width: 1024, height: 768 },
] as const;

/** The origin of a server as a phone in the room knows it: not this machine's own name, so no secure context. */
export const roomOrigin = (origin: string) => origin.replace('localhost', 'yishi.test');

/** A page of its own, which nobody else's storage reaches. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: phoneSize, locale: 'zh-CN', reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

const languageList = 'select:has(option[value="ko"])';

/** Turns the page to a language by its own switch. */
export async function speak(page: Page, tag: string): Promise<void> {
  const button = page.locator('button[lang]');
  if ((await button.count()) > 0) await button.click();
  else await page.locator(languageList).selectOption(tag);
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, tag);
}

/** Chinese or English, whichever is on, and then the other one; what was on is on again afterwards. */
export async function inBothLanguages(page: Page, look: (language: string) => Promise<void>): Promise<void> {
  for (let i = 0; i < 2; i += 1) {
    const shown = await page.evaluate(() => document.documentElement.lang);
    await look(shown);
    await speak(page, shown === 'en' ? 'zh-CN' : 'en');
  }
}

/** A resident's page in every language it has; what was on is on again afterwards. */
export async function inEveryLanguage(page: Page, look: (language: string) => Promise<void>): Promise<void> {
  const first = await page.evaluate(() => document.documentElement.lang);
  for (const tag of faceLocales) {
    await speak(page, tag);
    await look(tag);
  }
  await speak(page, first);
}

/** The worst figure of each kind that was seen, for the record. */
export type Worst = Record<string, number>;

/** Looks at a screen: a picture, axe where wanted, and every measure. Gives what is wrong, one line each. */
export async function lookAt(
  page: Page,
  name: string,
  { limits, worst, axe }: { limits: Limits; worst: Worst; axe: boolean },
): Promise<string[]> {
  const { findings, worst: seen } = await measure(page, limits);
  for (const [what, figure] of Object.entries(seen)) worst[what] = Math.min(worst[what] ?? Infinity, figure);
  if (axe) findings.push(...(await axeViolations(page)));
  await page.screenshot({ path: artefact(`faces/${name}.png`) });
  return findings.map((finding) => `${name}: ${finding}`);
}
