import { kindOf, type Exercise } from '../../../shared/exercise.ts';
import { collectSettings } from '../../../shared/exercises/collect.ts';
import type { FormAnswers, FormChoice, FormQuestion, Words } from '../../../shared/exercises/form.ts';
import { forWhomOptions, type ForWhom } from '../../../shared/note.ts';
import type { Option } from '../../../shared/need.ts';
import type { Locale } from '../../../shared/refusal.ts';
import type { Tally } from '../../../shared/tally.ts';
import type { Mine } from '../../../shared/wire.ts';
import { fieldOf } from './form-body.ts';
import { Markup, markup } from './markup.ts';
import type { PlainWords } from './words.ts';

/** In whose words, and the hidden fields that say who it is. */
export interface View {
  locale: Locale;
  words: PlainWords;
  /** A person's token, or what they will join with. Each form has ids of its own, so that one sent again has its effect once. */
  hidden: () => Markup;
  /** By the session's id: a new join code does not shut out who is in. */
  action: string;
}

const checked = new Markup(' checked');
const selected = new Markup(' selected');

export function hiddenField(name: string, value: string): Markup {
  return markup`<input type="hidden" name="${name}" value="${value}">`;
}

/** The form that writes one note. `draft` is what could not be sent. */
export function noteForm({
  exercise,
  draft,
  forWhom,
  view,
}: {
  exercise: Exercise;
  draft: string;
  forWhom: readonly ForWhom[];
  view: View;
}): Markup {
  const { words } = view;
  const { textMax } = collectSettings(exercise.settings);
  return markup`<form method="post" action="${view.action}"><h2>${exercise.prompt || words.writeQuestion}</h2>${view.hidden()}${hiddenField('exerciseId', exercise.id)}
<label>${words.writeLabel} <span class="small">${words.writeLimit(textMax)}</span><textarea name="text" rows="4" required>
${draft}</textarea></label>
<fieldset><legend>${words.forWhom}</legend>${forWhomOptions.map((whom) => markup`<label class="line"><input type="checkbox" name="forWhom" value="${whom}"${forWhom.includes(whom) && checked}>${words.forWhomNames[whom]}</label>`)}</fieldset>
<button name="do" value="note">${words.sendNote}</button><p class="small">${words.privacy}</p></form>`;
}

/** The form that casts a ballot, of any kind that has one. `lot` is the person's own. */
export function ballotForm(asked: {
  exercise: Exercise;
  /** What was chosen and could not be sent. */
  given: FormAnswers;
  isIn: boolean;
  lot: string;
  mayVote: string | null;
  view: View;
}): Markup | null {
  const { exercise, given, isIn, lot, mayVote, view } = asked;
  const { words, locale } = view;
  const form = kindOf(exercise.kind)?.ballot?.form;
  if (!form) return null;
  const { settings, options = [] } = exercise;
  const questions = form.questions({ settings, options: options.map(({ needId }) => needId) }, lot);
  return markup`<form method="post" action="${view.action}"><h2>${exercise.prompt || exercise.title}</h2>
${isIn && markup`<p><b>${words.ballotAgain}</b></p>`}
<p>${words.mayVote(mayVote)} ${form.rule(settings)[locale]}</p>${view.hidden()}${hiddenField('exerciseId', exercise.id)}
${groupedByNeed(questions).map((group) => questionsOf(group, { options, given, view }))}
<button name="do" value="ballot">${words.sendBallot}</button><p class="small">${words.secrecy}</p></form>`;
}

/** Questions about one need stand under its title together. */
function groupedByNeed(questions: readonly FormQuestion[]): FormQuestion[][] {
  const groups: FormQuestion[][] = [];
  for (const question of questions) {
    const last = groups.at(-1);
    if (last && question.needId !== undefined && last[0]?.needId === question.needId) last.push(question);
    else groups.push([question]);
  }
  return groups;
}

function questionsOf(group: readonly FormQuestion[], { options, given, view }: Asked): Markup {
  const { needId, title = '' } = group[0]!;
  const heading = needId === undefined ? said(title, view.locale) : needTitle(needId, options, view);
  return markup`<fieldset>${heading !== '' && markup`<legend><bdi>${heading}</bdi></legend>`}${group.map((question) =>
    questionOf(question, { heading, options, given, view }),
  )}</fieldset>`;
}

interface Asked {
  options: readonly Option[];
  given: FormAnswers;
  view: View;
}

function questionOf(question: FormQuestion, { heading, options, given, view }: Asked & { heading: string }): Markup {
  const field = fieldOf(question.name);
  const isGiven = (value: string) => value !== '' && given.get(question.name)?.includes(value) === true;
  const labelOf = ({ needId, label, value }: FormChoice) =>
    needId === undefined ? said(label ?? value, view.locale) : needTitle(needId, options, view);
  if (question.several)
    return markup`${question.choices.map(
      (choice) =>
        markup`<label><input type="checkbox" name="${field}" value="${choice.value}"${isGiven(choice.value) && checked}><bdi>${labelOf(choice)}</bdi></label>`,
    )}`;
  const asked = question.needId !== undefined && question.title ? said(question.title, view.locale) : null;
  return markup`<label>${asked}<select name="${field}" aria-label="${[heading || question.choices.map(labelOf).join(' / '), asked ?? ''].join(' ').trim()}">${question.choices.map(
    (choice) => markup`<option value="${choice.value}"${isGiven(choice.value) && selected}>${labelOf(choice)}</option>`,
  )}</select></label>`;
}

function needTitle(needId: string, options: readonly Option[], { locale, words }: View): string {
  const option = options.find((one) => one.needId === needId);
  return option ? `${words.number(option.number)} ${option.translations?.[locale] ?? option.title}` : needId;
}

function said(text: string | Words, locale: Locale): string {
  return typeof text === 'string' ? text : text[locale];
}

/** One's own notes, each of which can be taken back while `isOpen` says so. */
export function ownNotes(notes: Mine['notes'], { isOpen, view }: { isOpen: (exerciseId: string) => boolean; view: View }): Markup | null {
  const { words } = view;
  if (notes.length === 0) return null;
  return markup`<section><h2>${words.mine(notes.length)}</h2><ul>${notes.map(
    ({ noteId, exerciseId, text }) =>
      markup`<li><bdi>${text}</bdi>${isOpen(exerciseId) && markup`<form method="post" action="${view.action}">${view.hidden()}${hiddenField('noteId', noteId)}<button class="second" name="do" value="withdraw">${words.withdraw}</button></form>`}</li>`,
  )}</ul></section>`;
}

/** A revealed tally in words: the order with its ties, or the answers to questions. */
export function resultsOf(exercise: Exercise, tally: Tally, view: View): Markup {
  const { words } = view;
  const percent = (share: number) => `${Math.round(share * 100)}%`;
  const rows = [...tally.options].sort((a, b) => a.rank - b.rank || a.number - b.number);
  return markup`<section><h2>${words.results(exercise.title)}</h2>${
    tally.questions
      ? tally.questions.map(
          (question) =>
            markup`<h3><bdi>${question.title}</bdi></h3><ul>${question.options.map((option) => markup`<li><bdi>${option.label}</bdi> · ${option.people} · ${percent(option.share)}</li>`)}</ul>`,
        )
      : markup`<ul>${rows.map((row) => markup`<li>${words.place(row.rank)}${row.tied && ` · ${words.tied}`} · <bdi>${needTitle(row.needId, tally.options, view)}</bdi> · ${percent(row.share)}</li>`)}</ul>`
  }<p class="small">${words.notSample}</p></section>`;
}
