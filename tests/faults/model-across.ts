import fc from 'fast-check';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Caller } from '../../server/session/decide.ts';
import type { Answer } from '../../server/session/outcomes.ts';
import { mineOf } from '../../server/session/mine.ts';
import type { Rebuilt } from '../../server/session/rebuild.ts';
import type { Store } from '../../server/store/store.ts';
import { parts, type Part } from '../../shared/document.ts';
import { readStage } from '../../shared/stage.ts';
import { readWall } from '../../shared/wall.ts';
import type { Ack, Command, CreatedSession, Joined, Mine } from '../../shared/wire.ts';
import { layCable, type Cable } from '../support/cable.ts';
import { call, Commander, makeSession, PartReader } from '../support/clients.ts';
import type { Cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { Speaker } from '../support/speaker.ts';
import { pictureOf, type Hall, type Line, type Seat } from './model.ts';

/** What befalls one of the processes, by its number, or all of them. */
export type Blow =
  { is: 'kill' | 'pause' | 'cut-from-database' | 'cut-from-bus'; number: number } | { is: 'bus-dies' | 'database-crashes' | 'mend' };

const ofOne = fc.record({
  is: fc.constantFrom(...(['kill', 'pause', 'cut-from-database', 'cut-from-bus'] as const)),
  number: fc.nat({ max: 2 }),
});
const ofAll = fc.record({ is: fc.constantFrom(...(['bus-dies', 'database-crashes', 'mend', 'mend'] as const)) });

export const blows: fc.Arbitrary<Blow> = fc.oneof({ weight: 3, arbitrary: ofOne }, { weight: 2, arbitrary: ofAll });

/** Longer than the database keeps anybody waiting who gets an answer at all. */
const patienceMs = 2_500;
const stepMs = { idle: 3, busy: 25 };
const restMs = 250;
const answersWithinMs = 2_000;
const healsWithinMs = 20_000;

/** One session that several processes serve, on real lines: whoever connects comes to another of them. */
export class AcrossHall implements Hall<Blow> {
  readonly isOneQueue = false;
  readonly quietWithinMs = 30_000;
  readonly store: Store;
  readonly #cluster: Cluster;
  readonly #session: CreatedSession;
  readonly #origin: string;
  readonly #tokens = new Map<string, string>();
  readonly #seats: FarSeat[] = [];
  readonly #paused = new Set<number>();
  readonly #coming = new Map<number, Promise<void>>();

  private constructor({ cluster, session, store, origin }: { cluster: Cluster; session: CreatedSession; store: Store; origin: string }) {
    this.#cluster = cluster;
    this.#session = session;
    this.store = store;
    this.#origin = origin;
  }

  /** `origin`: where everybody connects to; left out, behind the cluster's proxy. */
  static async open(cluster: Cluster, { origin = cluster.origin } = {}): Promise<AcrossHall> {
    const [session, store] = await Promise.all([
      eventually(() => makeSession(cluster.origin, cluster.key), { withinMs: healsWithinMs }),
      cluster.openStore(),
    ]);
    return new AcrossHall({ cluster, session, store, origin });
  }

  get sessionId(): string {
    return this.#session.sessionId;
  }
  /** How long people waited for what they said, in milliseconds. */
  get waits(): number[] {
    return this.#seats.flatMap(({ speaker }) => speaker.waits);
  }

  async join(commandId: string): Promise<Caller> {
    const { participantId, token } = await eventually(
      async () => {
        const joined = await call<Joined>(this.#origin, `/api/sessions/${this.sessionId}/participants`, { body: { commandId } });
        expect(joined.status).toBe(201);
        return joined.body;
      },
      { withinMs: healsWithinMs },
    );
    this.#tokens.set(participantId, token);
    return { role: 'resident', participantId };
  }

  async seat(caller: Caller, parts: readonly Part[]): Promise<Seat> {
    const cable = await layCable(this.#origin);
    const seat = new FarSeat({ cable, sessionId: this.sessionId, token: this.#tokenOf(caller), parts });
    this.#seats.push(seat);
    return seat;
  }

  #tokenOf({ role, participantId }: Caller): string {
    if (participantId !== null) return this.#tokens.get(participantId)!;
    return role === 'facilitator' ? this.#session.facilitatorToken : this.#session.projectorToken;
  }

  async befall(blow: Blow): Promise<void> {
    switch (blow.is) {
      case 'kill':
        if (!this.#coming.has(blow.number)) await this.#kill(blow.number);
        return;
      case 'pause':
        if (this.#coming.has(blow.number)) return;
        this.#paused.add(blow.number);
        return this.#cluster.pause(blow.number);
      case 'cut-from-database':
        return this.#cluster.members[blow.number]!.toDatabase.hush();
      case 'cut-from-bus':
        return this.#cluster.members[blow.number]!.toBus.hush();
      case 'bus-dies':
        return this.#cluster.redis.kill();
      case 'database-crashes':
        await this.#cluster.postgres.crash();
        return this.#cluster.postgres.begin();
      case 'mend':
        return this.#mend();
      default:
        blow satisfies never;
    }
  }

  /** Another process takes its place, in its own time; one that finds no database ends, and is started again. */
  async #kill(number: number): Promise<void> {
    this.#paused.delete(number);
    await this.#cluster.kill(number);
    const coming = eventually(() => this.#cluster.replace(number), { withinMs: healsWithinMs });
    this.#coming.set(number, coming);
    // Whoever waits for it hears why it did not come.
    coming.then(
      () => this.#coming.delete(number),
      () => undefined,
    );
  }

  async #mend(): Promise<void> {
    for (const number of this.#paused) this.#cluster.goOn(number);
    this.#paused.clear();
    for (const { toDatabase, toBus } of this.#cluster.members) for (const cable of [toDatabase, toBus]) cable.plugIn();
    if (!this.#cluster.redis.isRunning) await this.#cluster.redis.begin();
  }

  /** The processes are no faster than they are. */
  async goOn(underWay: ReadonlySet<Promise<void>>): Promise<void> {
    await Promise.race([...underWay, wait(underWay.size === 0 ? stepMs.idle : stepMs.busy)]);
  }

  async rest(underWay: ReadonlySet<Promise<void>>): Promise<void> {
    await Promise.race([Promise.all(underWay), wait(restMs)]);
  }

  async heal(): Promise<void> {
    await this.#mend();
    await Promise.all(this.#coming.values());
  }

  /** Every process shows what is stored, and tells everybody of their own doings what is stored of them. */
  async check(truth: Rebuilt): Promise<void> {
    const picture = pictureOf(truth);
    const people = [...this.#tokens];
    await Promise.all(
      this.#cluster.members.map(async ({ server: { origin } }, number) => {
        const seen = await this.#shownAt(origin);
        expect({ number, ...seen }).toEqual({ number, stage: picture.stage, wall: picture.wall, backstage: picture.backstage });
        for (const [participantId, token] of people.filter((_, i) => i % this.#cluster.members.length === number)) {
          expect(await this.#mineAt(origin, token)).toEqual(mineOf(truth.state, { role: 'resident', participantId }));
        }
      }),
    );
  }

  async #shownAt(origin: string) {
    const token = this.#session.facilitatorToken;
    const readers = parts.map((part) => new PartReader(origin, { token, sessionId: this.sessionId, part }));
    try {
      const synced = Promise.all(readers.map(({ synced }) => synced));
      await Promise.race([synced, wait(answersWithinMs, null, { ref: false })]);
      const [stage, wall, backstage] = readers.map(({ doc }) => doc);
      return { stage: readStage(stage!), wall: readWall(wall!), backstage: readWall(backstage!) };
    } finally {
      for (const reader of readers) reader.close();
    }
  }

  /** Null where it does not say. */
  async #mineAt(origin: string, token: string): Promise<Mine | null> {
    const commander = new Commander(origin, { token, sessionId: this.sessionId });
    try {
      const hello = await Promise.race([commander.hello, wait(answersWithinMs, null, { ref: false })]);
      return hello?.mine ?? null;
    } finally {
      commander.close();
    }
  }

  surprises(): string[] {
    const lines = this.#cluster.members.flatMap(({ server }) => server.output().split('\n'));
    return lines.filter((line) => /"what":"a (decision|command) failed"/.test(line));
  }

  async close(): Promise<void> {
    await this.heal();
    await Promise.all(this.#seats.map((seat) => seat.close()));
    await this.store.close();
  }
}

/** A person on a cable of their own. */
class FarSeat implements Seat {
  readonly speaker: Speaker;
  readonly lines: readonly Line[];
  readonly #readers: readonly PartReader[];
  readonly #cable: Cable;
  /** What has no answer yet: whoever comes back says it again anyway. */
  readonly #asked = new Map<string, Promise<Ack>>();

  constructor({ cable, sessionId, token, parts }: { cable: Cable; sessionId: string; token: string; parts: readonly Part[] }) {
    this.#cable = cable;
    this.#readers = parts.map((part) => new PartReader(cable.origin, { token, sessionId, part }));
    // Frames come when they come.
    this.lines = this.#readers.map(({ doc }) => ({ doc, let: () => undefined }));
    this.speaker = new Speaker(() => new Commander(cable.origin, { token, sessionId }), { patienceMs });
  }

  connect(): void {
    this.#cable.plugIn();
  }
  drop(): void {
    this.#cable.pull();
  }

  async ask({ name, payload }: Command): Promise<{ answer: Answer; isHeard: boolean }> {
    const { commandId } = payload;
    const answering = this.#asked.get(commandId) ?? this.speaker.say(name, payload);
    this.#asked.set(commandId, answering);
    const answer = await answering;
    this.#asked.delete(commandId);
    return { answer: answer.ok ? answer : { ok: false, code: answer.refusal.code }, isHeard: true };
  }

  async close(): Promise<void> {
    this.#cable.close();
    for (const reader of this.#readers) reader.close();
    await this.speaker.close();
  }
}
