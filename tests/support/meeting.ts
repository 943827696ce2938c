import { type Part } from '../../shared/document.ts';
import type { TokenRole } from '../../shared/session.ts';
import { orderBetween } from '../../shared/order.ts';
import { readStage, type Stage } from '../../shared/stage.ts';
import { readPeople, readWall, writeNeed } from '../../shared/wall.ts';
import type { Ack, CreatedSession, Joined } from '../../shared/wire.ts';
import * as Y from 'yjs';
import { exerciseOf } from './agenda.ts';
import { testKey, type TestApp } from './app.ts';
import { call, Commander, freshId, makeSession, PartReader } from './clients.ts';
import { eventually } from './eventually.ts';

export interface Resident {
  participantId: string;
  token: string;
  alias: string;
  commander: Commander;
}

/** A session under test with whoever takes part in it; all of them leave with `close`. */
export class Meeting {
  readonly app: TestApp;
  readonly session: CreatedSession;
  readonly facilitator: Commander;
  readonly #open: { close: () => void }[] = [];

  private constructor(app: TestApp, session: CreatedSession) {
    this.app = app;
    this.session = session;
    this.facilitator = this.commander(session.facilitatorToken);
  }

  static async open(app: TestApp, details: Record<string, unknown> = {}): Promise<Meeting> {
    const meeting = new Meeting(app, await makeSession(app.origin, testKey, { title: '槐树里社区', ...details }));
    await meeting.facilitator.hello;
    return meeting;
  }

  /** One more command socket of whoever holds the token. */
  commander(
    token: string,
    options: { auth?: Record<string, unknown>; headers?: Record<string, string>; transports?: string[] } = {},
  ): Commander {
    return this.#keep(new Commander(this.app.origin, { token, sessionId: this.session.sessionId, ...options }));
  }

  reader(part: Part, token: string = this.session.facilitatorToken): PartReader {
    return this.#keep(new PartReader(this.app.origin, { token, sessionId: this.session.sessionId, part }));
  }

  join(commandId: string = freshId()): Promise<{ status: number; body: Joined; headers: Headers }> {
    return call<Joined>(this.app.origin, `/api/sessions/${this.session.sessionId}/participants`, { body: { commandId } });
  }

  async resident(): Promise<Resident> {
    const { status, body } = await this.join();
    if (status !== 201) throw new Error(`could not join: ${status} ${JSON.stringify(body)}`);
    const commander = this.commander(body.token);
    await commander.hello;
    return { ...body, commander };
  }

  residents(count: number): Promise<Resident[]> {
    return Promise.all(Array.from({ length: count }, () => this.resident()));
  }

  /** A token of a role that nobody is given yet. */
  async token(role: TokenRole): Promise<string> {
    return this.app.sessions.tokenFor(await this.app.sessions.get(this.session.sessionId), role, null);
  }

  /** A part as it is stored, read back by nobody's socket. */
  async stored(part: Part): Promise<Y.Doc> {
    const session = await this.app.sessions.get(this.session.sessionId);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, await session.atRest(() => session.encode(part)));
    // Reading gives each field its type; without one it would be nothing as JSON.
    readStage(doc);
    readWall(doc);
    readPeople(doc);
    return doc;
  }

  async stage(): Promise<Stage> {
    return readStage(await this.stored('stage'));
  }

  /** The first exercise of this kind on the agenda; with settings it is put there where there is none. */
  async exerciseOf(kind: string, settings?: Record<string, unknown>): Promise<string> {
    const stage = await this.stage();
    if (!settings || stage.exercises.some((exercise) => exercise.kind === kind)) return exerciseOf(stage, kind).id;
    const { exerciseId } = await this.facilitator.must('exercise:add', { exercise: { kind, settings } });
    return exerciseId;
  }

  async exercise(exerciseId: string) {
    return (await this.stage()).exercises.find(({ id }) => id === exerciseId);
  }

  /** Puts needs on the wall as a facilitator does, and waits for their numbers. The title is the id's. */
  async needs(...needIds: string[]): Promise<void> {
    const wall = this.reader('wall');
    await wall.synced;
    let order: string | null = null;
    for (const id of needIds) {
      order = orderBetween(order, null);
      writeNeed(wall.doc, { id, title: `题 ${id}` }, { x: 0, y: 0, order }, { by: 'the test' });
    }
    await eventually(() => {
      const numbered = wall.wall.needs.filter(({ number }) => number !== null).map(({ id }) => id);
      if (needIds.some((id) => !numbered.includes(id))) throw new Error(`only ${numbered.join(' ')} have numbers`);
    });
    wall.close();
  }

  close(): void {
    for (const one of this.#open) one.close();
  }

  #keep<T extends { close: () => void }>(one: T): T {
    this.#open.push(one);
    return one;
  }
}

/** `ok`, or the code of the refusal. */
export function codeOf(answer: Ack): string {
  return answer.ok ? 'ok' : answer.refusal.code;
}

/** Resolves when the server has dropped the socket. */
export function dropped(commander: Commander): Promise<unknown> {
  return eventually(() => {
    if (commander.socket.connected) throw new Error('still connected');
  });
}

/** What the server says to a socket that it does not let in. */
export async function refusedCode(commander: Commander): Promise<unknown> {
  try {
    await commander.hello;
    return 'let in';
  } catch (error) {
    return (error as { data?: { code?: unknown } }).data?.code;
  }
}
