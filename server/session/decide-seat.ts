import { RefusalError } from '../../shared/refusal.ts';
import { seatsMax } from '../../shared/session-limits.ts';
import type { Payload } from '../../shared/wire.ts';
import type { Write } from '../store/store.ts';
import { nothing, type Caller, type Decision, type Surroundings } from './decide.ts';
import { admission, readmission, requireOpenDoor } from './decide-room.ts';
import { personOfSeat, putSeat, seatIdOf } from './seats.ts';
import type { SeatState, State } from './state.ts';

/** Two devices that scan one card together do it within this time, and before the first of them has come in. */
const takingMs = 2_000;
/** More than ever take one seat. */
const devicesMax = 1_000;

/** [J9] More seat cards, by the hashes of their codes; their serials go on from the last one. */
export function makeSeats(state: State, codes: readonly string[]): Decision<{ serials: number[] }> {
  if (state.status === 'ended') throw new RefusalError('session-ended');
  if (state.seatsMade + codes.length > seatsMax) throw new RefusalError('bad-input');
  const serials = codes.map((_, i) => state.seatsMade + 1 + i);
  const writes = codes.map((code, i) =>
    putSeat(seatIdOf(state, code), { serial: serials[i]!, isVoid: false, isUsed: false, device: 0, takenAt: null }),
  );
  return { events: [{ type: 'seats-made', count: codes.length }], writes, value: { serials } };
}

/**
 * [J10] A device takes a seat, or takes it over from an earlier one: the latest scan holds it, and the earlier device's token is dead. Of two that come
 * together the second is refused `seat-taken`. `isHere` says whether the device that has it is connected; `now` in milliseconds since 1970.
 */
export function takeSeat(
  state: State,
  seatId: string,
  { isHere, now }: { isHere: boolean; now: number },
): Decision<{ alias: string; device: number }> {
  if (state.status === 'ended') throw new RefusalError('session-ended');
  const seat = findSeat(state, seatId);
  const participantId = personOfSeat(state, seatId);
  const person = state.participants.get(participantId);
  if (person?.removed) throw new RefusalError('not-allowed');
  if (seat.takenAt !== null && !isHere && Math.abs(now - seat.takenAt) < takingMs) throw new RefusalError('seat-taken');
  // [D11] Devices that took it after the copy that this session goes on from are none of those that come now.
  const device = Math.max(seat.device, state.restores * devicesMax) + 1;
  const taken = putSeat(seatId, { ...seat, isUsed: true, device, takenAt: now });
  if (person) return { events: [{ type: 'seat-resumed' }], writes: [taken], value: { alias: person.alias, device } };
  requireOpenDoor(state);
  const { events, writes, value } = admission(state, participantId, seatId);
  return {
    events: [...events, ...(seat.isUsed ? [] : [{ type: 'seat-used' as const }])],
    writes: [...writes, taken],
    value: { ...value, device },
  };
}

/** [J12] Void cards open nothing any more. One that is in use is not voided: `seat-taken`, and nothing of the call is done. */
export function voidSeats(state: State, { serials }: Payload<'seat:void'>): Decision<Record<string, never>> {
  const bySerial = new Map([...state.seats].map(([id, seat]) => [seat.serial, { id, seat }]));
  const named = [...new Set(serials)].map((serial) => bySerial.get(serial));
  const writes: Write[] = [];
  const voided: number[] = [];
  for (const one of named) {
    if (!one) throw new RefusalError('not-found');
    if (one.seat.isUsed) throw new RefusalError('seat-taken');
    if (one.seat.isVoid) continue;
    writes.push(putSeat(one.id, { ...one.seat, isVoid: true }));
    voided.push(one.seat.serial);
  }
  return voided.length === 0 ? nothing : { events: [{ type: 'seats-voided', serials: voided }], writes, value: {} };
}

/**
 * [B7] Who speaks, and what that changes: a resident for themself, a shared tablet for the person of the typed seat code, or, where no cards are asked for,
 * for somebody new each time. Refuses `code-unknown`, and `bad-input` where a code is missing or is none of theirs to give.
 */
export function speakerOf(
  state: State,
  { seatCode }: { seatCode?: string | undefined },
  caller: Caller,
  around: Pick<Surroundings, 'id'>,
): Pick<Decision, 'events' | 'writes'> & { caller: Caller } {
  if (caller.role !== 'kiosk') {
    if (seatCode !== undefined) throw new RefusalError('bad-input');
    return { ...readmission(state, caller), caller };
  }
  if (seatCode === undefined) {
    if (state.details.joinMode === 'seat-card') throw new RefusalError('bad-input');
    return { events: [], writes: [], caller: { role: 'kiosk', participantId: `kiosk-${around.id()}` } };
  }
  const seatId = seatIdOf(state, seatCode);
  const seat = findSeat(state, seatId);
  const participantId = personOfSeat(state, seatId);
  const holder: Caller = { role: 'kiosk', participantId };
  if (state.participants.get(participantId)?.removed) throw new RefusalError('not-allowed');
  if (seat.isUsed) return { events: [], writes: [], caller: holder };
  return { events: [{ type: 'seat-used' }], writes: [putSeat(seatId, { ...seat, isUsed: true })], caller: holder };
}

/** [J12] A void card is as unknown as one that was never printed. */
function findSeat(state: State, seatId: string): SeatState {
  const seat = state.seats.get(seatId);
  if (!seat || seat.isVoid) throw new RefusalError('code-unknown');
  return seat;
}
