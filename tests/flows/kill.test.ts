import { readFileSync, readdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import { chainStart, firstBroken, pseudonym } from '../../server/session/digest.ts';
import { rebuild } from '../../server/session/rebuild.ts';
import { writeNeed } from '../../shared/wall.ts';
import { exerciseOf } from '../support/agenda.ts';
import { Facilitator, freshId, makeSession, Phone, Commander, PartReader } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const me = { by: 'the test' };

describe('a server killed in the middle of a vote', () => {
  const dir = mkdtempSync(join(tmpdir(), 'yishi-kill-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('[D4] [F53] [F63] comes back with everything it acknowledged, nothing twice, and a chain that verifies', async () => {
    let server: RunningServer = await startServer({ dir });
    const session = await makeSession(server.origin, server.key);
    const facilitator = await Facilitator.open(server.origin, session);
    const phones = await Promise.all(Array.from({ length: 12 }, () => Phone.join(server.origin, session.sessionId)));
    const [collect, vote] = ['collect', 'dot-vote'].map((kind) => exerciseOf(facilitator.stage.stage, kind).id) as [string, string];

    await facilitator.commander.must('exercise:open', { exerciseId: collect });
    const acknowledgedNotes: string[] = [];
    await Promise.all(
      phones.map(async (phone, i) => {
        const noteId = freshId();
        await phone.commander.must('note:add', { exerciseId: collect, noteId, text: `第 ${i} 张：楼道灯不亮` });
        acknowledgedNotes.push(noteId);
      }),
    );
    const needs = ['need-lamps', 'need-lunch', 'need-bikes'];
    for (const [i, id] of needs.entries()) writeNeed(facilitator.wall.doc, { id, title: id }, { x: i, y: 0, order: `a${i + 1}` }, me);
    await eventually(() => expect(facilitator.wall.wall.needs.every(({ number }) => number !== null)).toBe(true));
    await facilitator.commander.must('exercise:close', { exerciseId: collect });
    await facilitator.commander.must('exercise:reveal', { exerciseId: collect });
    await facilitator.commander.must('exercise:open', { exerciseId: vote });

    // Half of the ballots are in; the other half is under way when the power goes.
    const ballots = phones.map((_, i) => ({
      commandId: freshId(),
      exerciseId: vote,
      ballot: { kind: 'dot-vote', dots: { [needs[i % 3]!]: 1 + (i % 3) } },
    }));
    const acknowledged = new Set<number>();
    await Promise.all(
      phones.slice(0, 6).map((phone, i) => phone.commander.must('ballot:cast', ballots[i]!).then(() => acknowledged.add(i))),
    );
    const underWay = phones.slice(6).map((phone, i) =>
      phone.commander
        .send('ballot:cast', ballots[6 + i]!)
        .then((answer) => answer.ok && acknowledged.add(6 + i))
        .catch(() => undefined),
    );
    await server.kill();
    for (const phone of phones) phone.close();
    facilitator.close();
    await Promise.allSettled(underWay);

    server = await startServer({ dir });
    const back = phones.map(({ token }) => new Commander(server.origin, { token, sessionId: session.sessionId }));
    const hellos = await Promise.all(back.map(({ hello }) => hello));
    for (const i of acknowledged) expect(hellos[i]!.mine!.ballots).toEqual({ [vote]: ballots[i]!.ballot });
    expect(hellos.flatMap(({ mine }) => mine!.notes.map(({ noteId }) => noteId)).sort()).toEqual([...acknowledgedNotes].sort());

    // Every phone resends what it has no answer for, and what it has, too.
    const answers = await Promise.all(back.map((commander, i) => commander.send('ballot:cast', ballots[i]!)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    const again = await Facilitator.open(server.origin, session);
    expect(await again.commander.must('exercise:close', { exerciseId: vote })).toEqual({ ballots: 12 });
    const tally = await again.commander.must('exercise:reveal', { exerciseId: vote });
    expect('options' in tally && tally.options.map(({ needId, score }) => [needId, score])).toEqual([
      ['need-lamps', 4],
      ['need-lunch', 8],
      ['need-bikes', 12],
    ]);
    const projector = new PartReader(server.origin, { token: session.projectorToken, sessionId: session.sessionId, part: 'wall' });
    await projector.synced;
    expect(projector.wall.notes.map(({ id }) => id).sort()).toEqual([...acknowledgedNotes].sort());
    for (const face of [projector, again, ...back]) face.close();
    expect(await server.stop()).toBe(0);

    const store = await openSqliteStore({ dir });
    expect(firstBroken({ seq: 0, hash: chainStart }, await store.commits(session.sessionId, 1))).toBeNull();
    await store.close();
  });

  it('[B4] [S3] after sealing no voter key is left in any file of the data folder, and the keys were there before', async () => {
    const server = await startServer({ dir });
    const session = await makeSession(server.origin, server.key);
    const facilitator = await Facilitator.open(server.origin, session);
    writeNeed(facilitator.wall.doc, { id: 'need-only', title: '只有一件' }, { x: 0, y: 0, order: 'a1' }, me);
    await eventually(() => expect(facilitator.wall.wall.needs[0]?.number).toBe(1));
    const vote = exerciseOf(facilitator.stage.stage, 'dot-vote').id;
    await facilitator.commander.must('exercise:open', { exerciseId: vote });
    const phones = await Promise.all(Array.from({ length: 8 }, () => Phone.join(server.origin, session.sessionId)));
    for (const phone of phones)
      await phone.commander.must('ballot:cast', { exerciseId: vote, ballot: { kind: 'dot-vote', dots: { 'need-only': 2 } } });
    await facilitator.commander.must('exercise:close', { exerciseId: vote });
    for (const phone of phones) phone.close();
    facilitator.close();
    await server.kill();

    const store = await openSqliteStore({ dir });
    const { state } = (await rebuild(store, session.sessionId))!;
    const roundKey = state.keys.get(`${vote}.1`)!;
    const voters = phones.map(({ participantId }) => pseudonym(roundKey, participantId));
    expect([...state.ballots.get(`${vote}.1`)!.keys()].sort()).toEqual([...voters].sort());
    await store.close();
    const secrets = [...voters.map((voter) => Buffer.from(voter)), Buffer.from(roundKey)];
    expect(found(dir, secrets)).toBe(secrets.length);

    const reborn = await startServer({ dir });
    const again = await Facilitator.open(reborn.origin, session);
    await again.commander.must('exercise:reveal', { exerciseId: vote });
    // The server still runs: nothing may be waiting in the WAL either.
    expect(found(dir, secrets)).toBe(0);
    again.close();
    await reborn.stop();
    expect(found(dir, secrets)).toBe(0);
  });
});

/** How many of these byte strings occur in any file of a folder. */
function found(dir: string, secrets: readonly Buffer[]): number {
  const files = readdirSync(dir).map((name) => readFileSync(join(dir, name)));
  return secrets.filter((secret) => files.some((bytes) => bytes.includes(secret))).length;
}
