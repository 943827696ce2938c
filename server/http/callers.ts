import type { Request } from 'express';
import { RefusalError } from '../../shared/refusal.ts';
import type { Organizer, OrganizerKeys } from '../desk/organizer-keys.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Grant } from '../session/tokens.ts';

export interface CallersOptions {
  keys: Pick<OrganizerKeys, 'holderOf' | 'used'>;
  /** Organizer calls from other machines: only behind a public URL or with `--remote-desk`. */
  isDeskRemote: boolean;
  sessions: Sessions;
}

/** Who is behind a request: the organizer by a key, everybody else by a session's token. */
export class Callers {
  readonly #options: CallersOptions;

  constructor(options: CallersOptions) {
    this.#options = options;
  }

  /** Refuses whoever is no organizer, or is not where the desk may be. */
  requireOrganizer(request: Request): Organizer {
    if (!this.isDeskHere(request)) throw new RefusalError('not-allowed');
    const organizer = this.#organizer(request);
    if (!organizer) throw new RefusalError('bad-token');
    return organizer;
  }

  /** [S11] Refuses `not-allowed` for a key that the owner made: who has it must not make another that outlives it. */
  requireOwner(request: Request): void {
    if (!this.requireOrganizer(request).isOwner) throw new RefusalError('not-allowed');
  }

  /** True on loopback, and everywhere where the desk is meant to be remote. Who asks through a proxy that we trust is whom it names [S9]. */
  isDeskHere(request: Request): boolean {
    return this.#options.isDeskRemote || this.isThisComputer(request);
  }

  /** True for whoever sits at this computer. */
  isThisComputer(request: Request): boolean {
    return isLoopback(request.ip);
  }

  isOrganizer(request: Request): boolean {
    return this.isDeskHere(request) && this.#organizer(request) !== null;
  }

  /** The grant of the request's token in this session; refuses `bad-token`. */
  async grant(request: Request, sessionId: string): Promise<{ grant: Grant; session: LiveSession }> {
    return this.#options.sessions.grant(bearerOf(request), sessionId);
  }

  /** The session, for its facilitators and the organizer. */
  async recordsOf(request: Request, sessionId: string): Promise<LiveSession> {
    if (this.isOrganizer(request)) return this.#options.sessions.get(sessionId);
    const { grant, session } = await this.grant(request, sessionId);
    if (grant.role !== 'facilitator') throw new RefusalError('not-allowed');
    return session;
  }

  #organizer(request: Request): Organizer | null {
    const { keys } = this.#options;
    const organizer = keys.holderOf(bearerOf(request));
    if (organizer && !organizer.isOwner) keys.used(organizer);
    return organizer;
  }
}

function bearerOf(request: Request): string {
  return /^Bearer ([A-Za-z0-9._~+/=-]{1,1024})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1|(::ffff:)?127\.)/.test(address);
}
