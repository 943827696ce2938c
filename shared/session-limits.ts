/** What the form that makes a session must know; it needs no schemas. */
export const mayVoteMax = 100;
/** About how many notes a facilitator's page may ask at once what they mean: what is on its way when they switch it off. */
export const noteVectorsMax = 32;
/** How many simulated residents may take part in a rehearsal, and how many do where nobody says. */
export const rehearsalResidents = { min: 5, max: 200, usual: 40 } as const;
/** Seat cards of one session, and how many of them are made at once. */
export const seatsMax = 5_000;
export const seatsAtOnceMax = 500;
/** Shared tablets of one session at a time. */
export const kiosksMax = 50;
/** Of a Wi-Fi's name, and of a WPA password. */
export const wifiNameMax = 32;
export const wifiPassword = { min: 8, max: 63 } as const;

/** [E9] Fewer ballots of a round than this do not hide one another. */
export const researchBallotsMin = 20;
/** A file with need records that are to be imported, as it is sent. */
export const importBytesMax = 16 * 1024 * 1024;
