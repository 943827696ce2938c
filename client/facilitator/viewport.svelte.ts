import { flushSync } from 'svelte';
import type { Spot } from '../state/grouping.ts';
import type { Area } from '../state/layout.ts';

const zoomLeast = 0.08;
const zoomMost = 1.6;
const zoomStep = 1.25;
/** Room around what lies on the canvas, in its own units; the edge moves in steps, so that it does not move with every note. */
const margin = 240;
const edgeStep = 400;

/** What part of the canvas the page shows. Panning is the browser's own scrolling. */
export class Viewport {
  #element: HTMLElement | null = null;
  #zoom = $state(1);

  get zoom(): number {
    return this.#zoom;
  }

  attach(element: HTMLElement): () => void {
    this.#element = element;
    return () => (this.#element = null);
  }

  /** The point of the canvas under a point of the screen. `edge` is the canvas's upper left corner. */
  toCanvas({ clientX, clientY }: { clientX: number; clientY: number }, edge: Spot): Spot {
    const element = this.#element;
    if (!element) return edge;
    const { left, top } = element.getBoundingClientRect();
    return {
      x: edge.x + (clientX - left + element.scrollLeft) / this.#zoom,
      y: edge.y + (clientY - top + element.scrollTop) / this.#zoom,
    };
  }

  panBy(dx: number, dy: number): void {
    this.#element?.scrollBy(dx, dy);
  }

  /** Keeps the point of the screen where it is; without one, the middle. */
  zoomTo(wanted: number, around?: { clientX: number; clientY: number }): void {
    const element = this.#element;
    if (!element) return;
    const { left, top, width, height } = element.getBoundingClientRect();
    const x = around ? around.clientX - left : width / 2;
    const y = around ? around.clientY - top : height / 2;
    const factor = Math.max(zoomLeast, Math.min(zoomMost, wanted)) / this.#zoom;
    const scroll = { left: (element.scrollLeft + x) * factor - x, top: (element.scrollTop + y) * factor - y };
    flushSync(() => (this.#zoom *= factor));
    element.scrollTo(scroll);
  }

  zoomIn(around?: { clientX: number; clientY: number }): void {
    this.zoomTo(this.#zoom * zoomStep, around);
  }

  zoomOut(around?: { clientX: number; clientY: number }): void {
    this.zoomTo(this.#zoom / zoomStep, around);
  }

  /** Shows an area whole, and no larger than it is; where that would be smaller than `least`, as much of its beginning as there is room for. */
  show(area: Area, edge: Spot, least = zoomLeast): void {
    const element = this.#element;
    if (!element) return;
    const room = 24;
    const zoom = Math.min(1, element.clientWidth / (area.width + 2 * room), element.clientHeight / (area.height + 2 * room));
    flushSync(() => (this.#zoom = Math.max(least, zoom)));
    if (zoom < least) return element.scrollTo({ left: (area.x - edge.x) * least - room, top: (area.y - edge.y) * least - room });
    element.scrollTo({
      left: (area.x + area.width / 2 - edge.x) * this.#zoom - element.clientWidth / 2,
      top: (area.y + area.height / 2 - edge.y) * this.#zoom - element.clientHeight / 2,
    });
  }
}

/** The canvas that these bounds need: its upper left corner and its size. */
export function canvasAround(bounds: Area): Area {
  const down = (value: number) => Math.floor((value - margin) / edgeStep) * edgeStep;
  const up = (value: number) => Math.ceil((value + margin) / edgeStep) * edgeStep;
  const x = down(bounds.x);
  const y = down(bounds.y);
  return { x, y, width: up(bounds.x + bounds.width) - x, height: up(bounds.y + bounds.height) - y };
}
