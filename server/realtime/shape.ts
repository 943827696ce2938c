import * as z from 'zod/mini';
import { kindOf, type Ballot } from '../../shared/exercise.ts';
import type { Settings } from '../../shared/exercises/kind.ts';
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
  const parsed = z.safeParse(commands[name].payload as z.core.$ZodType, payload);
  if (!parsed.success) throw new RefusalError('bad-input');
  const { ballot, exercise } = parsed.data as { ballot?: Ballot; exercise?: { kind: string; settings?: Settings } };
  if (ballot && !kindOf(ballot.kind)?.ballot?.parse(ballot)) throw new RefusalError('bad-input');
  if (exercise && !kindOf(exercise.kind)?.settings(exercise.settings ?? {})) throw new RefusalError('bad-input');
  // The table gives each name its own payload; the pair cannot be split up in the type system.
  return { name, payload: parsed.data } as Command;
}
