import type { RequestHandler, Response } from 'express';
import { crossOriginMethods } from './cross-origin-calls.ts';
import type { Origins } from './origins.ts';
import { sendProblem } from './problem.ts';

export interface GateOptions {
  origins: Origins;
  /** Origins of pages elsewhere that may make some calls, as browsers write them. */
  corsOrigins: readonly string[];
}

/** In seconds: an operator who takes an origin away does not wait long for it. */
const preflightKept = 600;

/**
 * [S5] Lets in who calls us by our own name from a page of ours, or from no page. [S12] Pages of configured origins may make the calls that are listed for
 * them; they bring a key in a header, never cookies, since there are none.
 */
export function gate({ origins, corsOrigins }: GateOptions): RequestHandler {
  const known = new Set(corsOrigins);
  return (request, response, next) => {
    const { host, origin } = request.headers;
    const methods = known.size > 0 ? crossOriginMethods(request.path) : [];
    // Also where nobody of elsewhere asks: a cache must not hand them what was answered to another.
    if (methods.length > 0) response.vary('Origin');
    if (origins.isAllowed({ host, origin })) return next();
    const isKnown = origin !== undefined && known.has(origin) && origins.isAllowed({ host });
    const isPreflight = request.method === 'OPTIONS';
    const asked = isPreflight ? (request.headers['access-control-request-method'] ?? '') : request.method;
    if (!isKnown || !methods.includes(asked === 'HEAD' ? 'GET' : asked)) return sendProblem(request, response, 'not-allowed');
    response.set('access-control-allow-origin', origin);
    if (isPreflight) return answerPreflight(response, methods);
    response.set('access-control-expose-headers', 'content-disposition, retry-after');
    next();
  };
}

function answerPreflight(response: Response, methods: readonly string[]): void {
  response
    .set('access-control-allow-methods', methods.join(', '))
    .set('access-control-allow-headers', 'authorization, content-type, accept-language')
    .set('access-control-max-age', String(preflightKept))
    .status(204)
    .end();
}
