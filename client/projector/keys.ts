export type ClickerKey = 'next' | 'back' | 'blank' | 'full' | 'join' | 'reveal' | 'language';

const keys: Record<string, ClickerKey> = {
  PageDown: 'next',
  ArrowRight: 'next',
  ' ': 'next',
  PageUp: 'back',
  ArrowLeft: 'back',
  b: 'blank',
  '.': 'blank',
  f: 'full',
  q: 'join',
  r: 'reveal',
  l: 'language',
};

/** What a key of a clicker or a keyboard asks for, or null: while somebody types, composes or holds a modifier it asks for nothing. */
export function keyOf(event: KeyboardEvent): ClickerKey | null {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return null;
  const { target } = event;
  if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return null;
  return keys[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}
