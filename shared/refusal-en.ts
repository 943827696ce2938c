import type { RefusalCode } from './refusal.ts';

/** What happened, whether the words are safe, what to do next. */
export const refusalsEn: Record<RefusalCode, string> = {
  'bad-input': 'This could not be read, so nothing was saved. Your words are still on your device; change them and send again.',
  'bad-token': 'This link no longer works. Your words are still on your device; please scan the code again.',
  'not-allowed': 'This is not yours to do, and nothing has changed. Please ask the facilitator.',
  'not-found': 'That was not found, and nothing has changed. Reload and try again.',
  'exercise-not-open': 'Too late for this one; your words are still on your device. Please look at the screen for what comes next.',
  'exercise-already-open': 'Another exercise is still open, and nothing has changed. Close that one first.',
  'session-ended': 'The session has ended. What was not sent is still on your device; please tell the facilitator.',
  'over-budget': 'That is more than you have, so it was not counted. Your ballot is still on your device; take some away and send again.',
  'not-an-option':
    'It names something that is not an option here, so it was not counted. Your ballot is still on your device; reload and send again.',
  'too-long': 'This is too long, so it was not sent. Your words are still on your device; shorten them and send again.',
  'too-many-notes': 'You have written as many notes as this exercise allows. This one is still on your device; take one back to send it.',
  'too-few': 'Fewer than 5 ballots: a tally would show who chose what, so there is none. Nothing has changed.',
  'too-fast': 'That was too fast. Your words are still on your device; wait a few seconds and send again.',
  'command-id-reused':
    'This id was already used for something else; the first one counts. The new one is still on your device; please send it again.',
  'seat-taken': 'This seat card is already in use, and nothing has changed. Please ask the facilitator for another.',
  'slip-used': 'This slip was already entered, so it was not counted again. Please check its number.',
  'code-unknown': 'There is no such join code. Please copy it from the screen again.',
  'room-locked': 'The room is locked for now. Please tell the facilitator, then try again.',
  'wire-too-old': 'This page is too old. Your words are still on your device; please reload the page.',
  'try-later': 'The room is busy, so this was not saved. Your words are still on your device; it will be tried again.',
  'not-stored':
    'The computer could not save this, and nothing has changed. Your words are still on your device; please tell the facilitator.',
  internal: 'Something went wrong, and nothing was saved. Your words are still on your device; please try again.',
};
