import type { Door } from '../../shared/wall.ts';
import { cardsOf, type State } from './state.ts';

/** [J7] How many people the door lets in: a tenth more than are in the room, and whom the facilitator let in besides; null where nobody counted. */
export function admitsOf({ attendance, letIn }: State): number | null {
  return attendance === null || attendance.present === 0 ? null : Math.ceil((attendance.present * 11) / 10) + letIn;
}

/** [J7] [J8] What facilitators are told of the door and of the cards, and nobody else. */
export function doorOf(state: State): Door {
  const admits = admitsOf(state);
  const cards = { unused: 0, used: 0, void: 0 };
  for (const { isVoid, isUsed } of cardsOf(state)) cards[isVoid ? 'void' : isUsed ? 'used' : 'unused'] += 1;
  const heads = state.attendance?.present ?? 0;
  return {
    isPaused: state.status === 'open' && admits !== null && state.joined >= admits,
    exceedBy: heads === 0 ? 0 : Math.max(0, state.joined - heads),
    cards,
    guessedAt: state.seatsGuessedAt,
  };
}
