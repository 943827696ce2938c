import { normaliseSeatCode } from '../../shared/seat-code.ts';
import type { Write } from '../store/store.ts';
import { pseudonym } from './digest.ts';
import { sessionKeyId, type SeatState, type State } from './state.ts';

/** A seat card's code as it is kept: a keyed hash. What is no code at all has one too, under which nothing is. */
export function seatIdOf(state: State, typed: string): string {
  return pseudonym(sessionKeyOf(state), `seat ${normaliseSeatCode(typed)}`);
}

/** The person of a seat: the same on every device, so that a seat has one ballot [J10]. */
export function personOfSeat(state: State, seatId: string): string {
  return `p${pseudonym(sessionKeyOf(state), `sits ${seatId}`)}`;
}

function sessionKeyOf(state: State): Uint8Array {
  const key = state.keys.get(sessionKeyId);
  if (!key) throw new Error('the session has no key');
  return key;
}

/** [J12] [J10] The session ends and its cards are dead; what is kept is which device of a person is the latest, where it is not the first. */
export function forgetSeats(state: State): Write[] {
  if (state.seats.size === 0) return [];
  const handedOn = [...state.seats].filter(([, { device }]) => device > 1);
  const ofPerson = ([id, seat]: [string, SeatState]) => (seat.serial === 0 ? id : personOfSeat(state, id));
  return [
    { op: 'drop-seats' },
    ...handedOn.map((entry) => putSeat(ofPerson(entry), { serial: 0, isVoid: true, isUsed: true, device: entry[1].device, takenAt: null })),
  ];
}

export function putSeat(seatId: string, seat: SeatState): Write {
  return { op: 'put-seat', seat: seatId, body: JSON.stringify(seat) };
}
