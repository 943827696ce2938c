type Attributes = Readonly<Record<string, string>>;

/** An element with what is in it; text is text, whatever it says. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  content: readonly (Node | string)[],
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

/** An input with its label and a hint. */
export function field({ id, label, hint, type }: { id: string; label: string; hint: string; type: string }): {
  box: HTMLElement;
  input: HTMLInputElement;
} {
  const input = element('input', { id, type, 'aria-describedby': `${id}-hint` }, []);
  const box = element('div', { class: 'field' }, [
    element('label', { for: id }, [label]),
    element('p', { id: `${id}-hint`, class: 'hint' }, [hint]),
    input,
  ]);
  return { box, input };
}
