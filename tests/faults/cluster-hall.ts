import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { chainStart, firstBroken } from '../../server/session/digest.ts';
import type { Event } from '../../server/session/events.ts';
import { rebuild } from '../../server/session/rebuild.ts';
import { readStage } from '../../shared/stage.ts';
import { readWall, writeNeed } from '../../shared/wall.ts';
import type { CommandName, CreatedSession, Joined, Payload } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { call, Commander, Facilitator, freshId, makeSession, PartReader } from '../support/clients.ts';
import type { Cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { compare, Life, needs, Sender, type Differences, type Witnessing } from './kill-people.ts';

/** What pages do without anybody's doing. */
const patienceMs = 3_000;
const healsWithinMs = 40_000;
/** So many come in together. */
const atOnce = 10;

/** What a session came to that was served by several processes while things went wrong. */
export interface Weathered extends Differences {
  acknowledged: number;
  /** Null where the log follows from its first entry to its last. */
  brokenAt: number | null;
  /** Notes that the log has more than once. */
  doubled: string[];
  /** Ballots that were counted, and people who voted. */
  ballots: number;
  people: number;
}

/** A hall of one session that a cluster serves: residents at work all the time, and screens, which come again when their lines break. */
export class ClusterHall {
  readonly session: CreatedSession;
  readonly #cluster: Cluster;
  /** Of processes that are hurt this one is none: a list suffices, and a file that is synced for each of 500 people keeps them waiting. */
  readonly #witness = new Heard();
  readonly #residents: Resident[] = [];
  readonly #screens: PartReader[] = [];
  readonly #thinkMs: number;
  /** How long people waited for what they sent, in milliseconds, while something else went on. */
  waits: number[] = [];
  #life: Life | null = null;
  #taken = 0;
  #collect = '';
  #vote = '';
  #hasWritten = false;

  private constructor(cluster: Cluster, session: CreatedSession, thinkMs: number) {
    this.#cluster = cluster;
    this.session = session;
    this.#thinkMs = thinkMs;
  }

  static async open(cluster: Cluster, { people, thinkMs = 0 }: { people: number; thinkMs?: number }): Promise<ClusterHall> {
    const { origin, key } = cluster;
    const hall = new ClusterHall(cluster, await makeSession(origin, key), thinkMs);
    const facilitator = await Facilitator.open(origin, hall.session);
    [hall.#collect, hall.#vote] = ['collect', 'dot-vote'].map((kind) => exerciseOf(facilitator.stage.stage, kind).id) as [string, string];
    for (const [i, id] of needs.entries()) writeNeed(facilitator.wall.doc, { id, title: id }, { x: i, y: 0, order: 'V' }, {});
    await eventually(() => {
      if (facilitator.wall.wall.needs.filter(({ number }) => number !== null).length < needs.length) throw new Error('no numbers yet');
    });
    facilitator.close();
    await hall.say('exercise:change', { exerciseId: hall.#collect, settings: { notesPerPerson: 1000 } });
    const { sessionId, projectorToken, facilitatorToken } = hall.session;
    for (const [token, part] of [
      [projectorToken, 'stage'],
      [projectorToken, 'wall'],
      [facilitatorToken, 'stage'],
    ] as const)
      hall.#screens.push(new PartReader(origin, { token, sessionId, part }));
    for (let i = 0; i < people; i += atOnce) {
      const some = Array.from({ length: Math.min(atOnce, people - i) }, () =>
        call<Joined>(origin, `/api/sessions/${sessionId}/participants`, { body: { commandId: freshId() } }),
      );
      for (const { body } of await Promise.all(some)) hall.#residents.push(new Resident(origin, sessionId, new Sender(body)));
    }
    return hall;
  }

  get voteId(): string {
    return this.#vote;
  }

  /** Everybody writes notes while `meanwhile` goes on. */
  async write(meanwhile: () => Promise<void>): Promise<void> {
    await this.say('exercise:open', { exerciseId: this.#collect });
    this.#hasWritten = true;
    await this.#work(this.#collect, false, meanwhile);
    await this.say('exercise:close', { exerciseId: this.#collect });
  }

  /** Everybody casts ballots, over and over, while `meanwhile` goes on. */
  async vote(meanwhile: () => Promise<void>): Promise<void> {
    await this.say('exercise:open', { exerciseId: this.#vote, needIds: needs });
    await this.#work(this.#vote, true, meanwhile);
  }

  /** Resolves when so many more answers came than there were. */
  async hears(more: number): Promise<void> {
    const before = this.#witness.lines.length;
    await eventually(
      () => {
        if (this.#witness.lines.length < before + more) throw new Error(`no ${more} answers in time`);
      },
      { withinMs: healsWithinMs },
    );
  }

  /** How long people waited since this was last asked, while they are at work. */
  takeWaits(): number[] {
    const waits = this.#life?.waits.slice(this.#taken) ?? [];
    this.#taken += waits.length;
    return waits;
  }

  /** `guests` are there and vote beside the hall's own people. Waits until every screen shows what is stored, then reveals, and says what became of everything. Throws where a screen stays wrong. */
  async end({ guests = 0 } = {}): Promise<Weathered> {
    const people = this.#residents.length + guests;
    await this.#screensAreRight(people);
    await this.say('exercise:close', { exerciseId: this.#vote });
    if (this.#hasWritten) await this.say('exercise:reveal', { exerciseId: this.#collect });
    const fresh = this.#residents.map((resident) => resident.anew());
    const { lost, ghosts } = compare(
      this.#residents.map(({ sender }) => sender),
      await Promise.all(fresh.map(({ hello }) => hello)),
      { witness: this.#witness, vote: this.#vote },
    );
    for (const commander of fresh) commander.close();
    const { ballots } = (await this.say('exercise:reveal', { exerciseId: this.#vote })) as { ballots: number };
    await this.#screensAreRight(people);
    const store = await this.#cluster.openStore();
    try {
      const commits = await store.commits(this.session.sessionId, 1);
      const added = commits
        .flatMap(({ events }) => JSON.parse(events) as Event[])
        .flatMap((event) => (event.type === 'note-added' ? [event.noteId] : []));
      return {
        acknowledged: this.#witness.lines.length,
        brokenAt: firstBroken({ seq: 0, hash: chainStart }, commits),
        lost,
        ghosts,
        doubled: added.filter((id, i) => added.indexOf(id) !== i),
        ballots,
        people,
      };
    } finally {
      await store.close();
    }
  }

  close(): void {
    for (const { commander } of this.#residents) commander.close();
    for (const screen of this.#screens) screen.close();
  }

  /** A facilitator's command, sent until it is answered ok, under one id. */
  async say<N extends CommandName>(name: N, payload: Omit<Payload<N>, 'commandId'>): Promise<unknown> {
    const commandId = freshId();
    const { sessionId, facilitatorToken: token } = this.session;
    return eventually(
      async () => {
        const facilitator = new Commander(this.#cluster.origin, { token, sessionId });
        try {
          await facilitator.hello;
          return await facilitator.must(name, { ...payload, commandId });
        } finally {
          facilitator.close();
        }
      },
      { withinMs: healsWithinMs },
    );
  }

  async #work(exerciseId: string, isVoting: boolean, meanwhile: () => Promise<void>): Promise<void> {
    const life = (this.#life = new Life(exerciseId, isVoting, { passing: ['try-later'], patienceMs, thinkMs: this.#thinkMs }));
    this.#taken = 0;
    const working = Promise.all(this.#residents.map((resident) => resident.work(life, this.#witness)));
    await this.hears(this.#residents.length);
    await Promise.race([meanwhile(), working.then(() => undefined)]);
    await this.hears(this.#residents.length);
    life.isOver = true;
    await working;
    this.waits = life.waits;
  }

  async #screensAreRight(online: number): Promise<void> {
    const store = await this.#cluster.openStore();
    try {
      await eventually(
        async () => {
          const { documents } = (await rebuild(store, this.session.sessionId))!;
          const [stage, wall] = [readStage(documents.parts.stage), readWall(documents.parts.wall)];
          if (stage.counts.online !== online) throw new Error(`${stage.counts.online} are online, not ${online}`);
          for (const [i, screen] of this.#screens.entries()) {
            const [shown, right] = i === 1 ? [screen.wall, wall] : [screen.stage, stage];
            // In whichever order a document has its keys: that is another one once it was read from a snapshot.
            if (!isDeepStrictEqual(shown, right))
              throw new Error(`screen ${i} is behind: ${JSON.stringify(shown)}, where it is ${JSON.stringify(right)}`);
          }
        },
        { withinMs: healsWithinMs },
      );
    } finally {
      await store.close();
    }
  }
}

class Heard implements Witnessing {
  readonly lines: string[] = [];

  write(line: string): void {
    this.lines.push(line);
  }
}

/** Somebody whose page comes again, with what was not answered. */
class Resident {
  readonly sender: Sender;
  commander: Commander;
  readonly #origin: string;
  readonly #sessionId: string;

  constructor(origin: string, sessionId: string, sender: Sender) {
    this.#origin = origin;
    this.#sessionId = sessionId;
    this.sender = sender;
    this.commander = this.anew();
  }

  anew(): Commander {
    return new Commander(this.#origin, { token: this.sender.joined.token, sessionId: this.#sessionId });
  }

  async work(life: Life, witness: Witnessing): Promise<void> {
    for (;;) {
      try {
        await this.commander.hello;
        await this.sender.work(this.commander, life, { witness, random: Math.random });
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('refused: ')) throw error;
      }
      if (life.isOver && this.sender.underWay === null) return;
      this.commander.close();
      // As long as socket.io of a page waits.
      await wait(350 + 700 * Math.random());
      this.commander = this.anew();
    }
  }
}
