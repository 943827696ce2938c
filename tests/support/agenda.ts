/** The first exercise of this kind on an agenda: of a stage, or of a session's own state. */
export function exerciseOf<T extends { kind: string }>(
  { exercises }: { exercises: readonly T[] | ReadonlyMap<string, T> },
  kind: string,
): T {
  const found = [...exercises.values()].find((exercise) => exercise.kind === kind);
  if (!found) throw new Error(`no ${kind} on the agenda`);
  return found;
}
