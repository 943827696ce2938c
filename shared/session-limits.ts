/** What the form that makes a session must know; it needs no schemas. */
export const mayVoteMax = 100;
/** How many simulated residents may take part in a rehearsal, and how many do where nobody says. */
export const rehearsalResidents = { min: 5, max: 200, usual: 40 } as const;
