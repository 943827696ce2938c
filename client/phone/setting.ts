/** A whole number of an exercise's settings. The server has checked them; the phone carries no schemas. */
export function wholeSetting(settings: Record<string, unknown>, name: string, otherwise: number): number {
  const value = settings[name];
  return typeof value === 'number' && Number.isInteger(value) ? value : otherwise;
}
