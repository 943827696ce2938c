import type { ErrorRequestHandler, Request, Response } from 'express';
import { localeOf, RefusalError, sentenceOf, statusOf, type RefusalCode } from '../../shared/refusal.ts';
import { ToldRefusalError } from '../desk/told-refusal.ts';
import type { Problem } from '../../shared/wire.ts';

const titles: Partial<Record<RefusalCode, string>> = { internal: 'Internal error', 'not-found': 'Not found' };

/** Answers a refusal as RFC 9457 problem+json, in the caller's language; `said` is its own sentence where it has one. */
export function sendProblem(request: Request, response: Response, code: RefusalCode, said?: ToldRefusalError['said']): void {
  const locale = localeOf(request.headers['accept-language']);
  const problem: Problem = {
    type: `/problems/${code}`,
    title: titles[code] ?? code,
    status: statusOf(code),
    code,
    detail: said?.[locale] ?? sentenceOf(code, locale),
  };
  if (code === 'try-later' || code === 'too-fast') response.set('retry-after', '3');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

export interface Problems {
  onTrouble: (what: string, details: Record<string, unknown>) => void;
  /** Told of every "no" of a route, for whoever counts them. */
  onRefused: (code: RefusalCode) => void;
}

/** The edge where refusals become answers; anything else thrown is a bug, logged and answered `internal`. */
export function problems({ onTrouble, onRefused }: Problems): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, request, response, _next) => {
    const code = codeOf(error, request);
    onRefused(code);
    if (code === 'internal') onTrouble('a request failed', { route: routeOf(request), error: String(error) });
    const said = error instanceof ToldRefusalError ? error.said : undefined;
    if (!response.headersSent) sendProblem(request, response, code, said);
    else response.destroy();
  };
}

/** The pattern that matched, without what stood in its place. */
function routeOf(request: Request): string {
  const route: unknown = request.route;
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : '';
  return typeof path === 'string' ? path : '';
}

function codeOf(error: unknown, { method }: Request): RefusalCode {
  if (error instanceof RefusalError) return error.code;
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') return 'too-long';
  // What body-parser could not read: malformed JSON, a wrong charset, a broken length.
  if (typeof type === 'string') return 'bad-input';
  if (error instanceof URIError) return 'bad-input';
  // A body that its content-encoding does not fit, and whatever else the framework calls the sender's mistake.
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  if (status >= 400 && status < 500) return 'bad-input';
  // Whoever only asked wanted nothing stored.
  if (error instanceof Error && error.name === 'NotStoredError') return method === 'GET' ? 'try-later' : 'not-stored';
  if (error instanceof Error && error.name === 'OutcomeUnknownError') return 'try-later';
  return 'internal';
}
