import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What a screen must keep to; what is left out is not measured. Sizes are CSS pixels, shares are of the picture's height. */
export interface Limits {
  /** The least width and height of everything that can be pressed, of the primary button's height, and the room between two of them. */
  target?: number;
  primary?: number;
  gap?: number;
  /** WCAG contrast of words against what lies behind them; of border lines, which are then at least 3 px wide, too. */
  contrast?: number;
  line?: number;
  type?: number;
  typeShare?: number;
  /** What the back row has to read: notes, options, headlines. */
  far?: { selector: string; share: number };
  /** Nothing is cut off, nothing scrolls sideways. */
  whole?: boolean;
}

/** What was measured: what breaks a limit, and the worst of what does not. */
export interface Measured {
  findings: string[];
  worst: Record<string, number>;
}

/** axe's violations, one line each: the rule and the element. */
export async function axeViolations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: runner } = window as unknown as { axe: typeof axe };
    const { violations } = await runner.run(document, { resultTypes: ['violations'], preload: false });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    );
  });
}

/** Measures what is on the page against `limits`. */
export function measure(page: Page, limits: Limits): Promise<Measured> {
  return page.evaluate(measureInPage, limits);
}

/** Runs in the page: nothing from outside of it is there. */
function measureInPage(limits: Limits): Measured {
  type Colour = [number, number, number, number];
  const findings: string[] = [];
  const worst: Record<string, number> = {};
  /** Boxes lie on fractions of a pixel. */
  const rounding = 0.01;
  const root = document.documentElement;

  function check(what: string, figure: number, least: number, element: Element): void {
    const rounded = Math.round(figure * 100) / 100;
    worst[what] = Math.min(worst[what] ?? Infinity, rounded);
    if (figure + rounding < least) findings.push(`${what} ${rounded} < ${least}: ${nameOf(element)}`);
  }
  function nameOf(element: Element): string {
    const words = (element.getAttribute('aria-label') ?? element.textContent).replace(/\s+/g, ' ').trim().slice(0, 40);
    return `<${element.tagName.toLowerCase()} class="${element.getAttribute('class')?.replace(/\s*s(velte)?-\w+/g, '') ?? ''}"> ${words}`;
  }
  function isSeen(element: Element): boolean {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    if (element.closest('.spoken, .gauge')) return false;
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1;
  }

  // What can be pressed. A field that is not seen is pressed by its label.
  const pressable = 'button, a[href], input, select, textarea, summary, [role=button], [role=radio], [role=checkbox], [tabindex="0"]';
  const targets = new Set<Element>();
  for (const element of document.querySelectorAll(pressable)) {
    const label = element.closest('label');
    const isTick = element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type);
    const target = isTick && label ? label : element;
    if (isSeen(target)) targets.add(target);
  }
  /** What hangs over the page is not beside what lies under it. */
  const layerOf = (element: Element): Element | null => {
    for (let at: Element | null = element; at; at = at.parentElement) if (/sticky|fixed/.test(getComputedStyle(at).position)) return at;
    return null;
  };
  const boxes = [...targets].map((element) => ({ element, box: element.getBoundingClientRect(), layer: layerOf(element) }));
  for (const { element, box } of boxes) {
    if (limits.target) check('target', Math.min(box.width, box.height), limits.target, element);
    if (limits.primary && element.classList.contains('primary')) check('primary', box.height, limits.primary, element);
    if (limits.whole && (box.left < -1 || box.right > innerWidth + 1)) findings.push(`leaves the screen: ${nameOf(element)}`);
  }
  if (limits.gap) {
    boxes.forEach((a, i) => {
      for (const b of boxes.slice(i + 1)) {
        if (a.layer !== b.layer || a.element.contains(b.element) || b.element.contains(a.element)) continue;
        const across = Math.max(a.box.left - b.box.right, b.box.left - a.box.right);
        const down = Math.max(a.box.top - b.box.bottom, b.box.top - a.box.bottom);
        check('gap', Math.max(across, down), limits.gap!, b.element);
      }
    });
  }

  // Colours.
  function coloursIn(css: string): Colour[] {
    return [...css.matchAll(/rgba?\(([^)]+)\)/g)].map(([, list]) => {
      const [r = 0, g = 0, b = 0, a = 1] = list!.split(/[,/\s]+/).map(Number);
      return [r, g, b, a];
    });
  }
  function over([r, g, b, a]: Colour, below: Colour): Colour {
    const mix = (top: number, bottom: number) => top * a + bottom * (1 - a);
    return [mix(r, below[0]), mix(g, below[1]), mix(b, below[2]), 1];
  }
  function luminance([r, g, b]: Colour): number {
    const linear = (value: number) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  }
  function ratio(a: Colour, b: Colour): number {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
    return (light + 0.05) / (dark + 0.05);
  }
  /** Everything that may lie behind a point of an element: its own background, then whatever is painted below it. */
  function behind(element: Element, x: number, y: number): Colour[] {
    const stack = document.elementsFromPoint(x, y);
    const at = stack.indexOf(element);
    const layers: Element[] = at >= 0 ? stack.slice(at) : [];
    if (at < 0) for (let up: Element | null = element; up; up = up.parentElement) layers.push(up);
    const seen: Colour[] = [];
    for (const layer of layers) {
      const style = getComputedStyle(layer);
      const colour = coloursIn(style.backgroundColor)[0] ?? [0, 0, 0, 0];
      const image = style.backgroundImage;
      // A gradient that begins with nothing draws hairlines, as letter paper does; the words stand on what is between them.
      if (image.includes('gradient') && !/gradient\((?:[^(]*deg, )?rgba\(0, 0, 0, 0\)/.test(image))
        seen.push(...coloursIn(image).filter(([, , , a]) => a === 1));
      if (colour[3] > 0) seen.push(colour);
      if (colour[3] === 1) break;
    }
    const base = seen.at(-1) ?? [255, 255, 255, 1];
    return (seen.length === 0 ? [[255, 255, 255, 1] as Colour] : seen).map((colour) =>
      over(colour, base[3] === 1 ? base : [255, 255, 255, 1]),
    );
  }
  function contrastOf(element: Element, css: string, box: DOMRect): number {
    let opacity = 1;
    for (let up: Element | null = element; up; up = up.parentElement) opacity *= Number(getComputedStyle(up).opacity);
    const [r, g, b, a] = coloursIn(css)[0] ?? [0, 0, 0, 1];
    const grounds = behind(element, box.left + box.width / 2, box.top + box.height / 2);
    return Math.min(...grounds.map((ground) => ratio(over([r, g, b, a * opacity], ground), ground)));
  }

  // Words.
  const lines: { element: Element; left: number; right: number; top: number; bottom: number; layer: Element | null }[] = [];
  /** Keeps a line of words, without its leading, unless it is scrolled out of sight. */
  function addLine(element: Element, { left, right, top, bottom }: DOMRect, size: number): void {
    const middle = (top + bottom) / 2;
    for (let up = element.parentElement; up && up !== root; up = up.parentElement) {
      const box = up.getBoundingClientRect();
      if (/auto|scroll|hidden/.test(getComputedStyle(up).overflowY) && (middle < box.top || middle > box.bottom)) return;
    }
    lines.push({ element, left, right, top: middle - size * 0.4, bottom: middle + size * 0.4, layer: layerOf(element) });
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement!;
    if (!node.nodeValue?.trim() || element.closest('script, style, option, title') || !isSeen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
    if (rects.length > 0) words(element, getComputedStyle(element), rects);
  }
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')) {
    if (!isSeen(field) || /^(checkbox|radio)$/.test(field.type)) continue;
    const isEmpty = field.value === '';
    if (isEmpty && field.placeholder === '') continue;
    const style = getComputedStyle(field, isEmpty ? '::placeholder' : null);
    const box = field.getBoundingClientRect();
    if (limits.contrast) check('contrast', contrastOf(field, style.color, box), limits.contrast, field);
    if (limits.type) check('type', parseFloat(getComputedStyle(field).fontSize), limits.type, field);
  }

  function words(element: Element, style: CSSStyleDeclaration, rects: DOMRect[]): void {
    const size = parseFloat(style.fontSize);
    if (limits.contrast) check('contrast', contrastOf(element, style.color, rects[0]!), limits.contrast, element);
    if (limits.type) check('type', size, limits.type, element);
    if (limits.typeShare) check('type %', (size / innerHeight) * 100, limits.typeShare * 100, element);
    if (limits.far && element.closest(limits.far.selector) && !element.closest('small, .plate'))
      check('far type %', (size / innerHeight) * 100, limits.far.share * 100, element);
    if (!limits.whole) return;
    // A line box may be lower than the font's own box: that is no cut.
    const leading = size * 0.3;
    for (const rect of rects) {
      addLine(element, rect, size);
      if (rect.left < -1 || rect.right > innerWidth + 1) return void findings.push(`words leave the screen: ${nameOf(element)}`);
      for (let up: Element | null = element; up && up !== root; up = up.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(up);
        const box = up.getBoundingClientRect();
        const isButton = up.matches('button, a, label, summary');
        if ((isButton || /hidden|clip/.test(overflowX)) && (rect.left < box.left - 1 || rect.right > box.right + 1))
          return void findings.push(`words cut off sideways by ${nameOf(up)}: ${nameOf(element)}`);
        if ((isButton || /hidden|clip/.test(overflowY)) && (rect.top < box.top - leading || rect.bottom > box.bottom + leading))
          return void findings.push(`words cut off in height by ${nameOf(up)}: ${nameOf(element)}`);
        if (/auto|scroll/.test(overflowY)) break;
      }
    }
  }

  lines.forEach((a, i) => {
    for (const b of lines.slice(i + 1)) {
      if (a.layer !== b.layer || a.element.contains(b.element) || b.element.contains(a.element)) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && down > 2) findings.push(`words on words: ${nameOf(a.element)} / ${nameOf(b.element)}`);
    }
  });
  if (limits.whole) {
    if (root.scrollWidth > innerWidth) findings.push(`scrolls sideways: ${root.scrollWidth} > ${innerWidth}`);
    for (const element of document.querySelectorAll('body *')) {
      if (!isSeen(element) || element.scrollWidth <= element.clientWidth + 1) continue;
      const { overflowX, textOverflow } = getComputedStyle(element);
      if (/auto|scroll/.test(overflowX)) findings.push(`scrolls sideways: ${nameOf(element)}`);
      else if (textOverflow === 'ellipsis') findings.push(`ends in …: ${nameOf(element)}`);
    }
  }

  if (limits.line) {
    for (const element of document.querySelectorAll('body *')) {
      if (!isSeen(element)) continue;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      for (const side of ['top', 'right', 'bottom', 'left']) {
        const width = parseFloat(style.getPropertyValue(`border-${side}-width`));
        const css = style.getPropertyValue(`border-${side}-color`);
        const colour = coloursIn(css)[0];
        if (width === 0 || /none|hidden/.test(style.getPropertyValue(`border-${side}-style`)) || !colour || colour[3] === 0) continue;
        const grounds = [element, element.parentElement ?? element].map((ground) => contrastOf(ground, css, box));
        check('line', Math.max(...grounds), limits.line, element);
        check('line px', width, 3, element);
      }
    }
  }
  return { findings: [...new Set(findings)], worst };
}
