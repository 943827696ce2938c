import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface PageHeaders {
  /** Where a proxy or a name stands before us. */
  publicUrl: string | null;
}

/** In seconds: two years, as lists of sites that are HTTPS alone ask for. */
const hstsSeconds = 63_072_000;

/** What pages may not ask a browser for; the screen's fullscreen and wake lock they may. */
const notAsked = ['camera', 'microphone', 'geolocation', 'display-capture', 'payment', 'usb', 'serial', 'hid', 'midi'];

/**
 * [S32] What a page may do, as little as it needs. What is said of the server's own name differs with the Host, which the gate has let through; the rest
 * is the same each time, so helmet is asked once.
 */
export function pageHeaders({ publicUrl }: PageHeaders): RequestHandler {
  const isSecure = isHttps(publicUrl);
  const said = saidBy(
    helmet({
      contentSecurityPolicy: false,
      strictTransportSecurity: false,
      // A browser believes it on HTTPS alone, and complains of it elsewhere.
      crossOriginOpenerPolicy: isSecure && { policy: 'same-origin' },
      originAgentCluster: false,
      referrerPolicy: { policy: 'no-referrer' },
    }),
  );
  said.push(['Permissions-Policy', notAsked.map((feature) => `${feature}=()`).join(', ')]);
  const publicHost = publicUrl === null ? null : new URL(publicUrl).host;
  return (request, response, next) => {
    for (const [name, value] of said) response.setHeader(name, value);
    response.setHeader('Content-Security-Policy', policyFor([...new Set([request.headers.host, publicHost])].filter(isHost)));
    next();
  };
}

/** [S31] Said on every answer of a server that is reached by HTTPS; on a room's plain HTTP it would lock a phone out, and is never said. */
export function hsts({ publicUrl }: PageHeaders): RequestHandler {
  const isSecure = isHttps(publicUrl);
  return (_request, response, next) => {
    if (isSecure) response.setHeader('Strict-Transport-Security', `max-age=${hstsSeconds}; includeSubDomains`);
    next();
  };
}

/** Whether whoever comes in does so over HTTPS. */
export function isHttps(publicUrl: string | null): boolean {
  return publicUrl?.startsWith('https://') === true;
}

/** Only what cannot end a directive stands in one. */
function isHost(host: string | null | undefined): host is string {
  return typeof host === 'string' && /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(host);
}

function policyFor(hosts: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // Places and bars are styles of their elements, and Safari before 15.4 knows no rule for those alone.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    // For 'self' Safari before 15.4 does not take a WebSocket.
    `connect-src 'self'${hosts.map((host) => ` ws://${host} wss://${host}`).join('')}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html yishi-worker',
  ].join(';');
}

function saidBy(handler: ReturnType<typeof helmet>): [name: string, value: string][] {
  const said: [name: string, value: string][] = [];
  const listener = { setHeader: (name: string, value: string) => said.push([name, value]), removeHeader: () => undefined };
  handler(Object.create(null) as IncomingMessage, listener as unknown as ServerResponse, () => undefined);
  return said;
}
