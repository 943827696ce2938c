/** Structured lines on standard error, one JSON object each. Texts, tokens and keys have no business in them. */
export function logTrouble(what: string, details: Record<string, unknown>): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level: 'warn', what, ...details })}\n`);
}
