/** The file of a kind's face in a surface's `exercises` folder, from the kind's name: `dot-vote` is DotVote.svelte. */
export function faceFile(kind: string): string {
  return `./exercises/${kind.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase())}.svelte`;
}
