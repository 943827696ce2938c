import type { CommandName, Payload } from '../../shared/wire.ts';
import { randomId } from '../net/identity.ts';
import { untilAnswered } from '../net/until-answered.ts';
import type { Room } from './phone.svelte.ts';

/** Says something that is not kept, until the server hears it; false where it has not for longer than anybody would wait. */
export async function sayUntilHeard<N extends CommandName>(room: Room, name: N, payload: Omit<Payload<N>, 'commandId'>): Promise<boolean> {
  const commandId = randomId();
  return (await untilAnswered(() => room.say(name, payload, { commandId }))) !== null;
}
