import { silentGroups } from '../../shared/counting/under-heard.ts';
import { stageK } from '../../shared/tally.ts';
import type { Silence } from '../../shared/wall.ts';
import { takesNotes } from './evolve.ts';
import { ballotsOf, type ExerciseState, type State } from './state.ts';

/** [T9] The groups in the room of whom nobody has written, or voted, in an exercise whose round is not sealed. */
export function silenceIn(state: State, exercise: ExerciseState): Silence {
  const tookPart = groupsOfThose(state, exercise);
  const inRoom = [...state.participants.values()].filter(({ removed }) => !removed).map(({ groups }) => groups);
  const groups = state.details.groupQuestions.flatMap(({ questionId, options }) =>
    options.map(({ optionId }) => {
      const are = (all: readonly Record<string, string>[]) => all.filter((own) => own[questionId] === optionId).length;
      return { groupId: JSON.stringify([questionId, optionId]), people: are(inRoom), tookPart: are(tookPart) };
    }),
  );
  return {
    exerciseId: exercise.id,
    groups: silentGroups(groups, stageK).map((groupId) => {
      const [questionId, optionId] = JSON.parse(groupId) as [string, string];
      return { questionId, optionId };
    }),
  };
}

/** What those say of themselves who wrote or voted: of writers now, of voters as it was when they cast. */
function groupsOfThose(state: State, exercise: ExerciseState): Record<string, string>[] {
  if (!takesNotes(exercise)) return [...ballotsOf(state, exercise).values()].map(({ groups }) => groups);
  const writers = [...state.notes.values()].filter(({ exerciseId }) => exerciseId === exercise.id).map(({ id }) => state.authors.get(id));
  return [...new Set(writers)].flatMap((id) => {
    const writer = id === undefined ? undefined : state.participants.get(id);
    return writer ? [writer.groups] : [];
  });
}
