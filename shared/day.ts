/** The day of a date or a time. */
export function dayOf(at: string): string;
export function dayOf(at: string | null): string | null;
export function dayOf(at: string | null): string | null {
  return at === null ? null : dayIn(at);
}

/** The day, such as 2026-05-16, of a date or of an ISO 8601 moment: where the meeting is, which is the zone of this machine's clock unless one is named. */
export function dayIn(at: string, timeZone?: string): string {
  if (!at.includes('T')) return at;
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(
    new Date(at),
  );
  return (['year', 'month', 'day'] as const).map((type) => parts.find((part) => part.type === type)?.value).join('-');
}
