import { randomBytes } from 'node:crypto';
import { Router, urlencoded, type Request, type Response } from 'express';
import * as z from 'zod/mini';
import { kindOf } from '../../../shared/exercise.ts';
import type { FormAnswers } from '../../../shared/exercises/form.ts';
import { localeOf, RefusalError, type Locale } from '../../../shared/refusal.ts';
import { sentenceOf } from '../../../shared/refusal-sentences.ts';
import { readStageJson } from '../../../shared/stage.ts';
import { requireTame } from '../../../shared/tame.ts';
import type { CommandName } from '../../../shared/wire.ts';
import type { Caller } from '../../session/decide.ts';
import type { LiveSession } from '../../session/live-session.ts';
import { importedIn } from '../../session/session-row.ts';
import type { Sessions } from '../../session/sessions.ts';
import { parseCommand } from '../../session/shape.ts';
import { residentRate, TokenBuckets } from '../../session/token-bucket.ts';
import type { Grant } from '../../session/tokens.ts';
import type { SessionRow } from '../../store/store.ts';
import type { Admission } from '../admission.ts';
import { letIn } from '../let-in.ts';
import type { Origins } from '../origins.ts';
import { answersIn, FormBody } from './form-body.ts';
import { plainFace, type Outcome } from './face.ts';
import { markup } from './markup.ts';
import { hiddenField, type View } from './views.ts';
import { plainWords, type PlainWords } from './words.ts';

export interface PlainRoutes {
  sessions: Sessions;
  admission: Admission;
  origins: Origins;
  /** What a code, or a seat card's address, leads to; refuses `code-unknown`. */
  rowOf: (code: string) => Promise<SessionRow>;
}

/** Room for a note that is too long to be told so. */
const bodyLimit = '256kb';

interface Asked {
  request: Request;
  session: LiveSession;
  body: FormBody;
}

interface Sending extends Pick<Asked, 'session' | 'body'> {
  /** Of a form that casts one. */
  ballot: unknown;
}

/**
 * [P1] The page without scripts: `POST /j/CODE` answers with a page whose forms lead back to it. Nobody takes a seat by looking; a person is somebody new
 * with the first note or ballot, whose token the next page's forms carry in a hidden field.
 */
export function plainRoutes({ sessions, admission, origins, rowOf }: PlainRoutes): Router {
  const router = Router();
  const buckets = new TokenBuckets();

  router.post('/j/:code', urlencoded({ extended: false, limit: bodyLimit, parameterLimit: 1_000 }), async (request, response) => {
    requireTame(request.body);
    const parsed = z.safeParse(FormBody, request.body ?? {});
    if (!parsed.success) throw new RefusalError('bad-input');
    const row = await rowOf(request.params.code);
    if (importedIn(row)) response.redirect(303, `/r/${row.joinCode}`);
    else await answer({ request, session: await sessions.get(row.id), body: parsed.data }, response);
  });

  /** The form of the page where one types a code. */
  router.get('/j', (request, response) => {
    const { code } = request.query;
    response.redirect(303, typeof code === 'string' && code.trim() !== '' ? `/j/${encodeURIComponent(code.trim())}` : '/');
  });

  async function answer(asked: Asked, response: Response): Promise<void> {
    const { request, session, body } = asked;
    const locale = localeOf(request.headers['accept-language']);
    const outcome = await carryOut(asked, locale);
    const join = outcome.isJoinSpent ? freshId() : (body.join ?? freshId());
    const who = outcome.token === null ? hiddenField('join', join) : hiddenField('token', outcome.token);
    const hidden = () => markup`${who}${hiddenField('commandId', freshId())}${hiddenField('noteId', freshId())}`;
    const view: View = { locale, words: plainWords[locale], hidden, action: `/j/${session.id}` };
    const html = await session.atRest(() =>
      plainFace({ session, outcome, lot: outcome.caller?.participantId ?? join, isEncrypted: isEncrypted(), view }),
    );
    response.set('cache-control', 'no-store').set('referrer-policy', 'same-origin').type('html').send(html);
  }

  async function carryOut({ request, session, body }: Asked, locale: Locale): Promise<Outcome> {
    const words = plainWords[locale];
    const outcome: Outcome = {
      caller: null,
      token: body.token ?? null,
      said: null,
      draft: body.text ?? '',
      forWhom: body.forWhom ?? [],
      answers: answersIn(request.body),
      isJoinSpent: false,
    };
    try {
      if (outcome.token !== null) outcome.caller = residentOf((await sessions.grant(outcome.token, session.id)).grant);
      if (body.do === undefined || body.do === 'look') return outcome;
      const caller = outcome.caller ?? (await comeIn(session, body, outcome));
      if (!buckets.take(`${session.id} ${caller.participantId}`, residentRate, performance.now())) throw new RefusalError('too-fast');
      const ballot = body.do === 'ballot' ? await ballotIn(session, body.exerciseId ?? '', outcome.answers) : undefined;
      // What contradicts itself is not sent, and stays in its form.
      if (ballot === null) return { ...outcome, said: words.contradicts };
      outcome.said = await command({ session, body, ballot }, caller, words);
      Object.assign(outcome, { draft: '', forWhom: [], answers: new Map() });
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      // A token of another day: the next form makes them somebody new.
      if (error.code === 'bad-token') outcome.token = null;
      // [J18] The answer to another card was lost: the next form begins anew.
      if (error.code === 'command-id-reused') outcome.isJoinSpent = true;
      outcome.said = error.code === 'code-unknown' ? words.cardWrong : sentenceOf(error.code, locale);
    }
    return outcome;
  }

  /** Makes whoever asks a person of the session, whose token the next forms carry whatever becomes of what they sent. */
  async function comeIn(session: LiveSession, { join, seatCode }: FormBody, outcome: Outcome): Promise<Caller> {
    if (join === undefined) throw new RefusalError('bad-input');
    const { joined, caller } = await letIn({ sessions, admission }, session, { commandId: join, seatCode: seatCode || undefined });
    Object.assign(outcome, { caller, token: joined.token });
    return caller;
  }

  /** What was done, in words. */
  async function command({ session, body, ballot }: Sending, caller: Caller, words: PlainWords): Promise<string> {
    const { commandId, exerciseId, noteId } = body;
    const send = async (name: CommandName, payload: Record<string, unknown>) => {
      const answered = await session.command(parseCommand(name, { commandId, ...payload }), caller);
      if (!answered.ok) throw new RefusalError(answered.code);
    };
    switch (body.do) {
      case 'note':
        await send('note:add', { exerciseId, noteId, text: body.text?.replace(/\r\n/g, '\n') ?? '', forWhom: body.forWhom ?? [] });
        return words.noteDelivered;
      case 'withdraw':
        await send('note:withdraw', { noteId });
        return words.withdrawn;
      case 'ballot':
        await send('ballot:cast', { exerciseId, ballot });
        return words.ballotDelivered;
      default:
        throw new RefusalError('bad-input');
    }
  }

  function isEncrypted(): boolean {
    return (origins.room() ?? origins.local()).startsWith('https:');
  }

  return router;
}

/** The ballot in a form's answers; null where they contradict each other. Refuses where the exercise has no ballots. */
function ballotIn(session: LiveSession, exerciseId: string, answers: FormAnswers): Promise<unknown> {
  return session.atRest(() => {
    const exercise = readStageJson(session.stageJson()).exercises.find(({ id }) => id === exerciseId);
    const form = exercise && kindOf(exercise.kind)?.ballot?.form;
    if (!form) throw new RefusalError('not-found');
    const options = (exercise.options ?? []).map(({ needId }) => needId);
    return form.read(answers, { settings: exercise.settings, options });
  });
}

/** [S1] The forms are for residents. */
function residentOf(grant: Grant): Caller {
  if (grant.role !== 'resident') throw new RefusalError('not-allowed');
  return grant;
}

/** 128 random bits in the alphabet of ids. */
function freshId(): string {
  return randomBytes(16).toString('base64url');
}
