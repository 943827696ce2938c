import { isTyping } from './typing.ts';

const directions: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Makes many cards one stop of the Tab key: the arrow keys go from card to card as they lie, Home and End to the first and last in reading order. A card is
 * whatever has `data-card`.
 */
export function arrows(container: HTMLElement): () => void {
  const cardsIn = (element: Element) => [...element.querySelectorAll<HTMLElement>('[data-card]')];
  const cards = () => cardsIn(container);
  let current: HTMLElement | null = null;

  /** One card is reached by Tab: the last one that had the focus, or the first. */
  const settle = (fresh: readonly HTMLElement[]) => {
    for (const card of fresh) card.tabIndex = -1;
    if (current === null || !container.contains(current)) current = container.querySelector<HTMLElement>('[data-card]');
    if (current) current.tabIndex = 0;
  };
  const onfocusin = (event: FocusEvent) => {
    const card = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-card]') : null;
    if (!card || card === current) return;
    if (current) current.tabIndex = -1;
    card.tabIndex = 0;
    current = card;
  };
  const onkeydown = (event: KeyboardEvent) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const from = document.activeElement;
    if (!(from instanceof HTMLElement) || !from.matches('[data-card]')) return;
    const all = cards();
    const direction = directions[event.key];
    const next = direction
      ? goingTo(from, all, direction)
      : event.key === 'Home'
        ? all[0]
        : event.key === 'End'
          ? all[all.length - 1]
          : null;
    if (next === null) return;
    event.preventDefault();
    next?.focus();
    next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  const watcher = new MutationObserver((changes) => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node instanceof Element);
    settle(added.flatMap((element) => (element.matches('[data-card]') ? [element as HTMLElement] : cardsIn(element))));
  });
  watcher.observe(container, { childList: true, subtree: true });
  container.addEventListener('focusin', onfocusin);
  container.addEventListener('keydown', onkeydown);
  settle(cards());
  return () => {
    watcher.disconnect();
    container.removeEventListener('focusin', onfocusin);
    container.removeEventListener('keydown', onkeydown);
  };
}

/** The nearest card that way. At the end of a row it goes on in reading order. */
function goingTo(from: HTMLElement, cards: readonly HTMLElement[], [dx, dy]: readonly [number, number]): HTMLElement | undefined {
  const start = from.getBoundingClientRect();
  let best: { card: HTMLElement; far: number } | undefined;
  for (const card of cards) {
    if (card === from) continue;
    const end = card.getBoundingClientRect();
    const along = (middle(end).x - middle(start).x) * dx + (middle(end).y - middle(start).y) * dy;
    const aside = dy === 0 ? apart(start.top, start.bottom, end.top, end.bottom) : apart(start.left, start.right, end.left, end.right);
    if (along < 2 || (dy === 0 && aside > 0)) continue;
    const far = along + 2 * aside;
    if (!best || far < best.far) best = { card, far };
  }
  return best?.card ?? (dy === 0 ? cards[cards.indexOf(from) + dx] : undefined);
}

/** How far two stretches are apart; 0 where they overlap. */
function apart(from: number, to: number, otherFrom: number, otherTo: number): number {
  return Math.max(0, otherFrom - to, from - otherTo);
}

function middle({ left, top, width, height }: DOMRect): { x: number; y: number } {
  return { x: left + width / 2, y: top + height / 2 };
}
