/** A whole number of an exercise's settings. The server has checked them; the phone carries no schemas. */
export function wholeSetting(settings: Record<string, unknown>, name: string, otherwise: number): number {
  const value = settings[name];
  return typeof value === 'number' && Number.isInteger(value) ? value : otherwise;
}

const noteSortsAll = ['need', 'offer', 'question'] as const;
export type NoteSort = (typeof noteSortsAll)[number];

/** What a note of an exercise may be, where there is a choice; otherwise none. */
export function noteSorts(settings: Record<string, unknown>): NoteSort[] {
  const also: unknown = settings['alsoTakes'];
  if (!Array.isArray(also) || also.length === 0) return [];
  return noteSortsAll.filter((sort) => sort === 'need' || also.includes(sort));
}
