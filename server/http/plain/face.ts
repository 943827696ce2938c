import { kindOf, type Exercise } from '../../../shared/exercise.ts';
import { currentExercise, readStageJson, type Stage } from '../../../shared/stage.ts';
import type { Mine } from '../../../shared/wire.ts';
import type { FormAnswers } from '../../../shared/exercises/form.ts';
import type { ForWhom } from '../../../shared/note.ts';
import type { Caller } from '../../session/decide.ts';
import type { LiveSession } from '../../session/live-session.ts';
import { mineOf } from '../../session/mine.ts';
import { markup, type Markup } from './markup.ts';
import { plainPage } from './page.ts';
import { ballotForm, noteForm, ownNotes, resultsOf, type View } from './views.ts';

/** What became of what was asked, for the page that answers. */
export interface Outcome {
  caller: Caller | null;
  token: string | null;
  said: string | null;
  /** What could not be sent: it goes back into its field. */
  draft: string;
  forWhom: readonly ForWhom[];
  answers: FormAnswers;
  /** The id to join with was used up: the next form has another. */
  isJoinSpent: boolean;
}

interface Face {
  session: LiveSession;
  outcome: Outcome;
  /** The person's own, also before they are somebody. */
  lot: string;
  isEncrypted: boolean;
  view: View;
}

/** The whole page as things stand. Only at rest, so that it speaks of what is stored. */
export function plainFace({ session, outcome, lot, isEncrypted, view }: Face): string {
  const { caller, said } = outcome;
  const { words, locale } = view;
  const { title, joinMode } = session.state.details;
  const stage = readStageJson(session.stageJson());
  const mine = caller && mineOf(session.state, caller);
  const current = currentExercise(stage);
  const isOpen = (exerciseId: string) => stage.exercises.some(({ id, phase }) => id === exerciseId && phase === 'open');
  const card =
    joinMode === 'seat-card' &&
    caller === null &&
    markup`<label>${words.card}<input type="text" name="seatCode" autocomplete="off" required></label>`;
  const withCard: View = { ...view, hidden: () => markup`${view.hidden()}${card}` };
  const body = markup`<h1><bdi>${title}</bdi></h1>${said !== null && markup`<p class="said" role="status">${said}</p>`}
${nowOn({ stage, current, mine, outcome, lot, view: withCard })}${mine && ownNotes(mine.notes, { isOpen, view })}
<form method="post" action="${view.action}">${view.hidden()}<button class="second" name="do" value="look">${words.look}</button></form>
<p class="small">${words.notElection} ${!isEncrypted && words.notEncrypted}</p>`;
  return plainPage({ title: words.pageTitle(title), locale, body });
}

interface NowOn {
  stage: Stage;
  current: Exercise | null;
  mine: Mine | null;
  outcome: Outcome;
  lot: string;
  view: View;
}

/** The form of what is open, the result of what was revealed, or where to look. */
function nowOn({ stage, current, mine, outcome, lot, view }: NowOn): Markup {
  const { words } = view;
  if (stage.session?.status === 'ended') {
    const { joinCode, rehearsal } = stage.session;
    return markup`<p>${words.ended}</p>${!rehearsal && markup`<p><a href="/r/${joinCode}">${words.report}</a></p>`}`;
  }
  const isIn = current !== null && mine?.ballots[current.id] !== undefined;
  const form = openForm(current, { outcome, isIn, lot, mayVote: stage.session?.mayVote ?? null, view });
  const tally = current?.revealed ? stage.tallies[current.id] : undefined;
  const result = current && tally && resultsOf(current, tally, view);
  return form || result ? markup`${form}${result ?? null}` : markup`<p>${words.nothingOpen}</p>`;
}

function openForm(
  current: Exercise | null,
  { outcome, ...around }: { outcome: Outcome; isIn: boolean; lot: string; mayVote: string | null; view: View },
): Markup | null {
  if (current?.phase !== 'open') return null;
  if (kindOf(current.kind)?.ballot) return ballotForm({ exercise: current, given: outcome.answers, ...around });
  return noteForm({ exercise: current, draft: outcome.draft, forWhom: outcome.forWhom, view: around.view });
}
