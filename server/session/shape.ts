import * as z from 'zod/mini';
import { kindOf } from '../../shared/exercise.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { requireTame } from '../../shared/tame.ts';
import { commands, type Command, type CommandName } from '../../shared/wire.ts';

/** True where `name` is a command of the wire contract. */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

/** The command in a payload, or a refusal `bad-input`: unknown fields are refused, never dropped, and so are a ballot or settings that no kind knows. */
export function parseCommand(name: CommandName, payload: unknown): Command {
  requireTame(payload);
  const parsed = z.safeParse(commands[name].payload, payload);
  if (!parsed.success) throw new RefusalError('bad-input');
  // The table gives each name its own payload; the pair cannot be split up in the type system.
  const command = { name, payload: parsed.data } as Command;
  requireKnownKind(command);
  return command;
}

/** Whether a ballot and settings are of a shape at all is their kind's to say; whether they fit is looked at later [S1]. */
function requireKnownKind({ name, payload }: Command): void {
  if (name === 'ballot:cast' && !kindOf(payload.ballot.kind)?.ballot?.parse(payload.ballot)) throw new RefusalError('bad-input');
  if (name === 'exercise:add' && !kindOf(payload.exercise.kind)?.settings(payload.exercise.settings ?? {}))
    throw new RefusalError('bad-input');
}
