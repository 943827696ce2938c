import { seatCodeAlphabet, seatCodeLength } from '../../shared/seat-code.ts';
import { makeSeats } from '../session/decide-seat.ts';
import { nothing, type Decision } from '../session/decide.ts';
import { pseudonym } from '../session/digest.ts';
import { sessionKeyId, type State } from '../session/state.ts';

/**
 * [J19] The code of the n-th simulated resident's seat card, or null where no cards are asked for. It follows from the session's own key, since codes are
 * kept nowhere and whoever comes anew after a restart must have theirs.
 */
export function practiceCode(state: State, n: number): string | null {
  const key = state.keys.get(sessionKeyId);
  if (state.details.joinMode !== 'seat-card' || !key) return null;
  const signs = [...pseudonym(key, `practice card ${n}`)].slice(0, seatCodeLength);
  return signs.map((sign) => seatCodeAlphabet[sign.charCodeAt(0) % seatCodeAlphabet.length]).join('');
}

/** [J19] Makes the cards of so many simulated residents, the first of their session; later, and where no cards are asked for, there is nothing to do. */
export function makePracticeCards(state: State, residents: number): Decision {
  const codes = Array.from({ length: residents }, (_, n) => practiceCode(state, n)).filter((code) => code !== null);
  return state.seatsMade > 0 || codes.length === 0 ? nothing : makeSeats(state, codes);
}
