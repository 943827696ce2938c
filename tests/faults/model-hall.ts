import { expect } from 'vitest';
import { rebuild } from '../../server/session/rebuild.ts';
import { readStage } from '../../shared/stage.ts';
import { readWall, writeNeed, writePlaces } from '../../shared/wall.ts';
import type { Joined } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { startApp, testKey } from '../support/app.ts';
import { layCable, type Cable } from '../support/cable.ts';
import { call, Commander, Facilitator, freshId, makeSession, PartReader } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { MoodyStore } from '../support/moody-store.ts';
import { seeded } from '../support/seeded.ts';
import { Speaker } from '../support/speaker.ts';

const people = 5;
const turns = 40;
const notesPerPerson = 5;
const needs = ['need-lamps', 'need-lunch', 'need-bikes'];

interface Said {
  name: 'note:add' | 'ballot:cast';
  payload: {
    commandId: string;
    exerciseId: string;
    noteId?: string;
    text?: string;
    ballot?: { kind: string; dots: Record<string, number> };
  };
}

/** Somebody whose Wi-Fi comes and goes: says one thing after the other, each again until it is answered. */
class FarPhone {
  readonly token: string;
  readonly participantId: string;
  readonly cable: Cable;
  readonly stage: PartReader;
  /** What has no answer yet. */
  readonly toSay: Said[] = [];
  /** What was answered ok, in order. */
  readonly taken: Said[] = [];
  readonly refused: string[] = [];
  readonly #speaker: Speaker;

  private constructor(cable: Cable, sessionId: string, { token, participantId }: Joined) {
    this.cable = cable;
    this.token = token;
    this.participantId = participantId;
    this.stage = new PartReader(cable.origin, { token, sessionId, part: 'stage' });
    this.#speaker = new Speaker(() => new Commander(cable.origin, { token, sessionId }));
  }

  static async join(origin: string, sessionId: string): Promise<FarPhone> {
    const { body } = await call<Joined>(origin, `/api/sessions/${sessionId}/participants`, { body: { commandId: freshId() } });
    return new FarPhone(await layCable(origin), sessionId, body);
  }

  say(said: Said): void {
    this.toSay.push(said);
    void this.#speaker.say(said.name, said.payload).then((answer) => {
      this.toSay.shift();
      if (answer.ok) this.taken.push(said);
      else this.refused.push(answer.refusal.code);
    });
  }

  async close(): Promise<void> {
    this.stage.close();
    this.cable.pull();
    this.cable.close();
    await this.#speaker.close();
  }
}

/**
 * The model on real sockets: five people and two facilitators on cables that are pulled out, a store that fails now and then. After quiet every page shows
 * what is stored, everybody's last ballot counts, and no note is lost or doubled. The seed makes the meeting, not the network's timing.
 */
export async function playHall(seed: number): Promise<void> {
  const random = seeded(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const store = new MoodyStore();
  const app = await startApp({ store });
  const session = await makeSession(app.origin, testKey);
  const phones = await Promise.all(Array.from({ length: people }, () => FarPhone.join(app.origin, session.sessionId)));
  const cables = [await layCable(app.origin), await layCable(app.origin)];
  const hosts = await Promise.all(cables.map((cable) => Facilitator.open(cable.origin, session)));
  const projector = new PartReader(app.origin, { token: session.projectorToken, sessionId: session.sessionId, part: 'wall' });
  const chair = new Commander(app.origin, { token: session.facilitatorToken, sessionId: session.sessionId });
  try {
    const [collect = '', vote = ''] = ['collect', 'dot-vote'].map((kind) => exerciseOf(hosts[0]!.stage.stage, kind).id);
    for (const id of needs) writeNeed(hosts[0]!.wall.doc, { id, title: id }, { x: 0, y: 0, order: 'V' }, {});
    await eventually(() => expect(hosts[1]!.wall.wall.needs.filter(({ number }) => number !== null)).toHaveLength(needs.length));
    await chair.must('exercise:open', { exerciseId: collect });
    await chair.must('exercise:reveal', { exerciseId: collect });
    let isVoting = false;
    for (let turn = 0; turn < turns; turn += 1) {
      if (turn === turns / 2) {
        await wellAgain(phones, store);
        await chair.must('exercise:close', { exerciseId: collect });
        await chair.must('exercise:open', { exerciseId: vote });
        isVoting = true;
      }
      const phone = pick(phones);
      const chance = random();
      const saidSoFar = phone.toSay.length + phone.taken.length;
      if (chance < 0.5 && isVoting) phone.say(ballot(vote, random));
      else if (chance < 0.5 && saidSoFar < notesPerPerson) phone.say(note(collect, saidSoFar));
      else if (chance < 0.6) phone.cable.pull();
      else if (chance < 0.7) phone.cable.plugIn();
      else if (chance < 0.75) pick(cables).pull();
      else if (chance < 0.82) for (const cable of cables) cable.plugIn();
      else if (chance < 0.87) store.next(random() < 0.5 ? 'full' : 'beaten', 1 + Math.floor(random() * 2));
      else arrange(pick(hosts), random, pick);
      if (random() < 0.5) await new Promise(setImmediate);
    }
    for (const cable of cables) cable.plugIn();
    await wellAgain(phones, store);
    await chair.must('session:attendance', { present: people });

    await eventually(
      async () => {
        const { documents, state } = (await rebuild(store, session.sessionId))!;
        const [stage, wall, backstage] = [
          readStage(documents.parts.stage),
          readWall(documents.parts.wall),
          readWall(documents.parts.backstage),
        ];
        for (const host of hosts) expect([host.stage.stage, host.wall.wall, host.backstage.wall]).toEqual([stage, wall, backstage]);
        for (const phone of phones) expect(phone.stage.stage).toEqual(stage);
        expect(projector.wall).toEqual(wall);
        const live = await app.sessions.get(session.sessionId);
        expect(await live.atRest(({ documents: { parts } }) => [readStage(parts.stage), readWall(parts.wall)])).toEqual([stage, wall]);
        const said = phones.flatMap(({ taken }) => taken.flatMap(({ payload }) => payload.noteId ?? []));
        expect([...state.notes.keys()].sort()).toEqual(said.sort());
      },
      { withinMs: 15_000 },
    );
    for (const { token, taken, refused } of phones) {
      const again = new Commander(app.origin, { token, sessionId: session.sessionId });
      const { mine } = await again.hello;
      const last = taken.filter(({ name }) => name === 'ballot:cast').at(-1)?.payload.ballot;
      expect(refused).toEqual([]);
      expect(mine!.ballots[vote]).toEqual(last);
      expect(mine!.notes.map(({ noteId }) => noteId)).toEqual(taken.flatMap(({ payload }) => payload.noteId ?? []));
      again.close();
    }
  } finally {
    for (const phone of phones) await phone.close();
    for (const one of [...hosts, projector, chair]) one.close();
    for (const cable of cables) cable.close();
    await app.close();
  }
}

function note(exerciseId: string, count: number): Said {
  const commandId = freshId();
  return { name: 'note:add', payload: { commandId, exerciseId, noteId: freshId(), text: `第 ${String(count)} 张` } };
}

function ballot(exerciseId: string, random: () => number): Said {
  const dots = { [needs[Math.floor(random() * needs.length)]!]: 1 + Math.floor(random() * 3) };
  return { name: 'ballot:cast', payload: { commandId: freshId(), exerciseId, ballot: { kind: 'dot-vote', dots } } };
}

function arrange({ wall }: Facilitator, random: () => number, pick: <T>(items: readonly T[]) => T): void {
  const place = { x: Math.floor(random() * 900), y: Math.floor(random() * 900), order: 'V' };
  const id = pick(needs);
  if (random() < 0.3) writeNeed(wall.doc, { id, title: `题 ${String(place.x)}` }, place, {});
  else if (wall.wall.notes.length > 0) writePlaces(wall.doc, new Map([[pick(wall.wall.notes).id, { ...place, needId: id }]]), {});
}

/** Everybody is back and has said what they had to say. */
async function wellAgain(phones: readonly FarPhone[], store: MoodyStore): Promise<void> {
  store.cheerUp();
  for (const { cable } of phones) cable.plugIn();
  await eventually(() => expect(phones.flatMap(({ toSay }) => toSay)).toEqual([]), { withinMs: 15_000 });
}
