import type { Spot } from '../state/grouping.ts';
import type { Viewport } from './viewport.svelte.ts';

/** What the pointer has taken hold of. */
export type Hold =
  { what: 'notes'; noteIds: readonly string[] } | { what: 'need'; needId: string } | { what: 'canvas' } | { what: 'frame' };

/** A hold that has moved: from where to where, on the canvas. */
export interface Drag {
  hold: Hold;
  from: Spot;
  to: Spot;
}

/** Less than this is a tap by a hand that is not quite still. */
const tapPx = 6;
/** So near to the edge the canvas goes along. */
const edgePx = 48;
const edgePxPerFrame = 18;

interface Options {
  viewport: Viewport;
  edge: () => Spot;
  /** What lies under the pointer, or null where the browser may do with it what it does. */
  take: (event: PointerEvent) => Hold | null;
  onmove: (drag: Drag) => void;
  ondrop: (drag: Drag) => void;
  /** Called when it is over, dropped or not. */
  onend: () => void;
}

interface Pointer {
  id: number;
  hold: Hold;
  start: PointerEvent;
  last: PointerEvent;
  from: Spot;
}

/** One pointer that drags: a tap stays a tap, the edge scrolls along, Escape gives up. */
export class Dragging {
  readonly #options: Options;
  #pointer: Pointer | null = null;
  #frame = 0;
  #hold: Hold | null = $state.raw(null);

  constructor(options: Options) {
    this.#options = options;
  }

  /** What is being dragged right now. */
  get hold(): Hold | null {
    return this.#hold;
  }

  /** `element` is what scrolls: its scroll bars are the browser's. */
  down(event: PointerEvent, element: HTMLElement): void {
    if (!event.isPrimary || event.button !== 0) return;
    this.cancel();
    if (event.target === element && (event.offsetX > element.clientWidth || event.offsetY > element.clientHeight)) return;
    const hold = this.#options.take(event);
    if (!hold) return;
    const from = this.#options.viewport.toCanvas(event, this.#options.edge());
    this.#pointer = { id: event.pointerId, hold, start: event, last: event, from };
  }

  move(event: PointerEvent, element: HTMLElement): void {
    const pointer = this.#pointer;
    if (event.pointerId !== pointer?.id) return;
    // The button came up where nobody told us.
    if (event.pointerType === 'mouse' && event.buttons === 0) return this.cancel();
    const before = pointer.last;
    pointer.last = event;
    if (!this.#hold) {
      const isTap = Math.hypot(event.clientX - pointer.start.clientX, event.clientY - pointer.start.clientY) < tapPx;
      if (isTap) return;
      element.setPointerCapture(event.pointerId);
      this.#hold = pointer.hold;
      if (pointer.hold.what !== 'canvas') this.#scrollAlong(element);
    }
    if (pointer.hold.what === 'canvas') this.#options.viewport.panBy(before.clientX - event.clientX, before.clientY - event.clientY);
    else this.#options.onmove(this.#drag(pointer));
  }

  up(event: PointerEvent): void {
    const pointer = this.#pointer;
    if (event.pointerId !== pointer?.id) return;
    pointer.last = event;
    if (this.#hold) {
      swallowClick();
      if (pointer.hold.what !== 'canvas') this.#options.ondrop(this.#drag(pointer));
    }
    this.cancel();
  }

  cancel(): void {
    cancelAnimationFrame(this.#frame);
    if (this.#hold) this.#options.onend();
    this.#pointer = null;
    this.#hold = null;
  }

  #drag({ hold, from, last }: Pointer): Drag {
    return { hold, from, to: this.#options.viewport.toCanvas(last, this.#options.edge()) };
  }

  #scrollAlong(element: HTMLElement): void {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const step = () => {
      const pointer = this.#pointer;
      if (!pointer) return;
      const { clientX, clientY } = pointer.last;
      const dx = nearness(clientX, left, right);
      const dy = nearness(clientY, top, bottom);
      if (dx !== 0 || dy !== 0) {
        this.#options.viewport.panBy(dx * edgePxPerFrame, dy * edgePxPerFrame);
        this.#options.onmove(this.#drag(pointer));
      }
      this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }
}

/** From -1 at the one edge to 1 at the other; 0 where neither is near. */
function nearness(at: number, from: number, to: number): number {
  if (at < from + edgePx) return -Math.min(1, (from + edgePx - at) / edgePx);
  return at > to - edgePx ? Math.min(1, (at - to + edgePx) / edgePx) : 0;
}

/** What was dragged was not tapped: the click that follows is nobody's. */
function swallowClick(): void {
  const swallow = (event: MouseEvent) => event.stopPropagation();
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
}
