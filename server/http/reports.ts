import { createHash } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { dayOf } from '../../shared/day.ts';
import { localeOf, RefusalError, sentenceOf, statusOf, type Locale } from '../../shared/refusal.ts';
import type { Programmes } from '../desk/programmes.ts';
import type { MakeFile } from '../export/export-thread.ts';
import { reportStyleHash } from '../export/report.ts';
import { importedIn } from '../session/session-row.ts';
import type { Sessions } from '../session/sessions.ts';
import type { SessionRow } from '../store/store.ts';
import type { JoinCodes } from './join-codes.ts';
import { noReportPage, noReportStyleHash } from './plain/no-report.ts';

export interface ReportRoutes {
  sessions: Sessions;
  programmes: Programmes;
  joinCodes: JoinCodes;
  makeFile: MakeFile;
}

/** A whole group chat opens the same page within a minute: so many are kept as they were made, each until its records change. */
const keptMax = 100;

interface Made {
  of: string;
  page: Promise<{ html: string; etag: string }>;
}

/** [E12] What became of what residents asked for, for whoever has the code: made from the records as they are now. */
export function reportRoutes({ sessions, programmes, joinCodes, makeFile }: ReportRoutes): Router {
  const router = Router();
  const kept = new Map<string, Made>();

  router.get('/r/:code', async (request, response) => {
    const locale = localeFor(request);
    try {
      await send(request, response, { row: await joinCodes.rowOf(request.params.code), locale });
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      if (error.code === 'too-fast' || error.code === 'try-later') response.set('retry-after', '3');
      const page = noReportPage(sentenceOf(error.code, locale), locale);
      secured(response, noReportStyleHash).status(statusOf(error.code)).set('cache-control', 'no-store').send(page);
    }
  });

  async function send(request: Request, response: Response, { row, locale }: { row: SessionRow; locale: Locale }): Promise<void> {
    const version = await versionOf(row);
    if (version === null) return response.redirect(303, `/j/${row.joinCode}`);
    const { html, etag } = await pageOf(row.id, { version, locale });
    // Asked for anew each time, so that what staff filled in is seen at the next look; where nothing changed that costs nothing.
    secured(response, reportStyleHash).set('cache-control', 'no-cache').set('vary', 'accept-language').set('etag', etag);
    if (request.headers['if-none-match'] === etag) return void response.status(304).end();
    response.send(html);
  }

  /** What changes with the records; null while there is no report yet. Refuses `code-unknown` for a rehearsal. */
  async function versionOf(row: SessionRow): Promise<string | null> {
    const mark = importedIn(row);
    if (mark) return mark.now;
    const session = await sessions.get(row.id);
    return session.atRest(({ state, seq }) => {
      if (state.details.rehearsal !== null) throw new RefusalError('code-unknown');
      return state.status === 'ended' ? String(seq) : null;
    });
  }

  async function pageOf(
    sessionId: string,
    { version, locale }: { version: string; locale: Locale },
  ): Promise<{ html: string; etag: string }> {
    const day = dayOf(new Date(sessions.now()).toISOString());
    const [key, of] = [`${sessionId} ${locale}`, `${version} ${day}`];
    const known = kept.get(key);
    if (known?.of === of) return known.page;
    const made: Made = { of, page: make(sessionId, locale) };
    kept.delete(key);
    kept.set(key, made);
    if (kept.size > keptMax) kept.delete(kept.keys().next().value!);
    made.page.catch(() => kept.get(key) === made && kept.delete(key));
    return made.page;
  }

  async function make(sessionId: string, locale: Locale): Promise<{ html: string; etag: string }> {
    const source = await programmes.recordSourceOf(sessionId);
    const { bytes } = await makeFile({ ...source, file: 'report.html', locale, speaks: locale });
    const html = new TextDecoder().decode(bytes);
    return { html, etag: `"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"` };
  }

  return router;
}

/** The language of `?lang=`, else what the browser reads. */
function localeFor(request: Request): Locale {
  const { lang } = request.query;
  const asked = typeof lang === 'string' && /^(zh|en)\b/i.test(lang) ? lang : undefined;
  return localeOf(asked ?? request.headers['accept-language']);
}

/** Nothing runs, nothing is loaded, nobody frames it, and no search engine keeps it. */
function secured(response: Response, styleHash: string): Response {
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return response.set('content-security-policy', policy).set('x-robots-tag', 'noindex, nofollow').type('html');
}
