export const shapes = ['circle', 'triangle', 'square', 'diamond'] as const;
export type Shape = (typeof shapes)[number];

/** Which of the four sticky colours, 1 to 4, and which shape a need's number has. Colour is never the only sign. */
export function stickyOf(number: number): { colour: 1 | 2 | 3 | 4; shape: Shape } {
  const index = ((((number - 1) % 4) + 4) % 4) as 0 | 1 | 2 | 3;
  return { colour: (index + 1) as 1 | 2 | 3 | 4, shape: shapes[index] };
}
