import { nanoid } from 'nanoid';
import { compareRecords, type Comparison, type SameNeed } from '../../shared/comparison.ts';
import { suggest } from '../../shared/grouping/suggest.ts';
import { buildNeedRecords, type NeedRecordInput, type NeedRecords, type RecordProgramme } from '../../shared/need-record.ts';
import type { ListedProgramme, ProgrammeDetails, SameNeedBody, SuggestedSame } from '../../shared/programme.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { isBlank, normaliseText } from '../../shared/text.ts';
import { readWall } from '../../shared/wall.ts';
import { sha256 } from '../session/digest.ts';
import type { LiveSession } from '../session/live-session.ts';
import { needRecordInputOf } from '../session/need-records.ts';
import type { Sessions } from '../session/sessions.ts';
import type { SessionRow, Store } from '../store/store.ts';

interface Body {
  title: string;
  same: SameNeed[];
}

export interface ProgrammesOptions {
  store: Pick<Store, 'deskRows' | 'putDeskRow' | 'dropDeskRow'>;
  sessions: Pick<Sessions, 'rows' | 'get' | 'now'>;
  toolVersion: string;
}

/** Series of sessions that belong together [R9], and what an organizer decided about their needs [R11]. */
export class Programmes {
  readonly #options: ProgrammesOptions;
  /** One change after the other: each reads what the last one wrote. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ProgrammesOptions) {
    this.#options = options;
  }

  /** Those that were made, and those that only sessions name. */
  async list(): Promise<ListedProgramme[]> {
    const [made, rows] = [await this.#made(), await this.#options.sessions.rows()];
    const ids = new Set([...made.keys(), ...rows.flatMap(({ programmeId }) => programmeId ?? [])]);
    return [...ids].map((programmeId) => ({
      programmeId,
      title: made.get(programmeId)?.title ?? programmeId,
      sessions: rows.filter((row) => row.programmeId === programmeId).length,
    }));
  }

  /** Refuses `not-found` where nothing goes by this id. */
  async get(programmeId: string): Promise<ProgrammeDetails> {
    const [made, rows] = [await this.#made(), await this.#options.sessions.rows()];
    const body = made.get(programmeId);
    if (!body && !rows.some((row) => row.programmeId === programmeId)) throw new RefusalError('not-found');
    return { programmeId, title: body?.title ?? programmeId, same: body?.same ?? [] };
  }

  /** What need records say of the programme they belong to; null for none. */
  async named(programmeId: string | null): Promise<RecordProgramme | null> {
    if (programmeId === null) return null;
    return { id: programmeId, title: (await this.#made()).get(programmeId)?.title ?? programmeId };
  }

  /** Refuses `bad-input` where the title shows nothing. */
  async make(title: string): Promise<ProgrammeDetails> {
    const programmeId = nanoid();
    const shown = shownTitle(title);
    await this.#inTurn(() => this.#put(programmeId, { title: shown, same: [] }));
    return this.get(programmeId);
  }

  async rename(programmeId: string, title: string): Promise<ProgrammeDetails> {
    const shown = shownTitle(title);
    await this.#keep(programmeId, (body) => ({ ...body, title: shown }));
    return this.get(programmeId);
  }

  /** Refuses `not-allowed` while sessions belong to it. */
  async drop(programmeId: string): Promise<void> {
    await this.#inTurn(async () => {
      await this.get(programmeId);
      if ((await this.sessionsOf(programmeId)).length > 0) throw new RefusalError('not-allowed');
      await this.#options.store.dropDeskRow({ kind: 'programme', id: programmeId });
    });
  }

  /** Its sessions, by wave and then by age. */
  async sessionsOf(programmeId: string): Promise<SessionRow[]> {
    const waveOf = ({ summary }: SessionRow) => (JSON.parse(summary) as { wave?: number | null }).wave ?? Number.MAX_SAFE_INTEGER;
    return (await this.#options.sessions.rows())
      .filter((row) => row.programmeId === programmeId)
      .sort((a, b) => waveOf(a) - waveOf(b) || a.createdAt - b.createdAt);
  }

  /** [R11] Says that two needs of different sessions are one, or are not, or takes back what was said. Refuses `not-found` for a need that is not there. */
  async decide(programmeId: string, { a, b, isSame }: SameNeedBody): Promise<ProgrammeDetails> {
    const rows = await this.sessionsOf(programmeId);
    for (const { sessionId, needId } of [a, b]) {
      if (!rows.some(({ id }) => id === sessionId)) throw new RefusalError('not-found');
      const session = await this.#options.sessions.get(sessionId);
      const isThere = await session.atRest(() => readWall(session.documents.parts.wall).needs.some(({ id }) => id === needId));
      if (!isThere) throw new RefusalError('not-found');
    }
    const key = (one: Pick<SameNeed, 'a' | 'b'>) =>
      JSON.stringify([one.a, one.b].map(({ sessionId, needId }) => [sessionId, needId]).sort());
    await this.#keep(programmeId, (body) => ({
      ...body,
      same: [
        ...body.same.filter((one) => key(one) !== key({ a, b }) && !(isSame === true && one.isSame && isRival(one, { a, b }))),
        ...(isSame === null ? [] : [{ a, b, isSame }]),
      ],
    }));
    return this.get(programmeId);
  }

  /** [R10] Two of its sessions side by side. Refuses `not-found` where one of them is of another programme. */
  async compare(programmeId: string, { then, now }: { then: string; now: string }): Promise<Comparison & { suggestions: SuggestedSame[] }> {
    const { same } = await this.get(programmeId);
    const [before, after] = [await this.#recordsIn(programmeId, then), await this.#recordsIn(programmeId, now)];
    const comparison = compareRecords(before, after, same);
    return { ...comparison, suggestions: suggestedSame(comparison, same) };
  }

  /** What the need records of a session are made of now, with the programme it belongs to. */
  async recordInputOf(session: LiveSession): Promise<Omit<NeedRecordInput, 'digest'>> {
    const { sessions, toolVersion } = this.#options;
    const programme = await this.named(await session.atRest(({ state }) => state.details.programmeId));
    return session.atRest(() => needRecordInputOf(session, { generatedAt: sessions.now(), toolVersion, programme }));
  }

  async #recordsIn(programmeId: string, sessionId: string): Promise<NeedRecords> {
    const rows = await this.sessionsOf(programmeId);
    if (!rows.some(({ id }) => id === sessionId)) throw new RefusalError('not-found');
    const input = await this.recordInputOf(await this.#options.sessions.get(sessionId));
    return buildNeedRecords({ ...input, digest: sha256 });
  }

  async #made(): Promise<Map<string, Body>> {
    const rows = await this.#options.store.deskRows('programme');
    return new Map(rows.map(({ id, body }) => [id, JSON.parse(body) as Body]));
  }

  /** Refuses `not-found` where it was taken away meanwhile. */
  #keep(programmeId: string, change: (body: Body) => Body): Promise<void> {
    return this.#inTurn(async () => {
      const { title, same } = await this.get(programmeId);
      await this.#put(programmeId, change({ title, same }));
    });
  }

  #put(programmeId: string, body: Body): Promise<void> {
    return this.#options.store.putDeskRow({ kind: 'programme', id: programmeId, body: JSON.stringify(body) });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function shownTitle(title: string): string {
  const shown = normaliseText(title);
  if (isBlank(shown)) throw new RefusalError('bad-input');
  return shown;
}

const sameTitle = { 'zh-CN': '题目一样。', en: 'The titles are the same.' };

const folded = (title: string) => title.normalize('NFKC').trim().toLowerCase();

/** True where two decisions give one need two partners in one session. */
function isRival(one: SameNeed, { a, b }: Pick<SameNeed, 'a' | 'b'>): boolean {
  const ends = ({ a: first, b: second }: Pick<SameNeed, 'a' | 'b'>) =>
    [
      [first, second],
      [second, first],
    ] as const;
  return ends(one).some(([from, to]) =>
    ends({ a, b }).some(
      ([other, goal]) => from.sessionId === other.sessionId && from.needId === other.needId && to.sessionId === goal.sessionId,
    ),
  );
}

/** Needs that only one of the two sessions has and whose titles look alike, as far as nobody said that they are not one. */
function suggestedSame({ then, now, needs }: Comparison, same: readonly SameNeed[]): SuggestedSame[] {
  const only = (side: 'then' | 'now') =>
    needs.flatMap((need) => (need[side === 'then' ? 'now' : 'then'] === null && need[side] ? [need[side]] : []));
  const [before, after] = [only('then'), only('now')];
  const refused = (thenId: string, nowId: string) =>
    same.some(({ a, b, isSame }) => {
      const ids = new Set([`${a.sessionId} ${a.needId}`, `${b.sessionId} ${b.needId}`]);
      return !isSame && ids.has(`${then.sessionId} ${thenId}`) && ids.has(`${now.sessionId} ${nowId}`);
    });
  const alike = after.flatMap(({ needId: now, title }) => {
    const twin = before.find((need) => folded(need.title) === folded(title));
    return twin && !refused(twin.needId, now) ? [{ then: twin.needId, now, why: sameTitle }] : [];
  });
  const { groups } = suggest({
    notes: after
      .filter(({ needId }) => !alike.some(({ now }) => now === needId))
      .map(({ needId, title }) => ({ id: needId, text: title, needId: null })),
    needs: before.map(({ needId, title }) => ({ id: needId, title })),
  });
  return [
    ...alike,
    ...groups.flatMap(({ needId, noteIds, why }) =>
      needId === null ? [] : noteIds.filter((id) => !refused(needId, id)).map((id) => ({ then: needId, now: id, why: { ...why } })),
    ),
  ];
}
