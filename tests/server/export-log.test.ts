import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { download, hardTexts, heldWorkshop, recordsOf, unzipped } from '../support/held-workshop.ts';
import type { Room } from '../support/room.ts';

let app: TestApp;
let room: Room;
let logHead: string;
let files: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
  room = await heldWorkshop(app);
  // Who leaves is counted in a commit of its own, so that the log may go on after the records.
  logHead = (await recordsOf(room)).session.logHead!;
  // The page that checks the log is of nobody's session.
  const { 'verifier.html': _page, ...own } = unzipped((await download(room, 'log.zip')).bytes);
  files = own;
});
afterAll(async () => {
  room.close();
  await app.close();
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('[E8] log.zip', () => {
  it('is a chain that can be followed from its first line to its head, and goes through the one that the records name', async () => {
    const lines = files['log.jsonl']!.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string | number> & { events: string | null; sealed: string | null });
    let before = '0'.repeat(64);
    for (const [i, { seq, at, events, sealed, bodyHash, eventsHash, updatesHash, hash }] of lines.entries()) {
      expect(seq).toBe(i + 1);
      const body = events === null ? bodyHash : sha256(`${seq} ${at}\n${events}`);
      if (sealed !== null) expect(eventsHash).toBe(sha256(`${seq} ${at}\n${sealed}\n${body}`));
      else if (events !== null) expect(eventsHash).toBe(body);
      else expect(at).toBeNull();
      expect(hash).toBe(sha256(`${before}${eventsHash}${updatesHash}`));
      before = String(hash);
    }
    expect(lines.map(({ hash }) => hash)).toContain(logHead);
    expect(lines.filter(({ events }) => events !== null).length).toBeGreaterThan(3);
    expect(JSON.parse(files['head.json']!)).toMatchObject({ isWhole: true, head: { seq: lines.length, hash: before } });
  });

  it('names each sealed round with the hash of its sorted nameless ballots and of a salt that is told nowhere in it', async () => {
    const sealings = JSON.parse(files['sealings.json']!) as { exerciseId: string; round: number; ballots: number; ballotsHash: string }[];
    const stored = (await app.sessions.store.load(room.session.sessionId))!.ballots;
    const { state } = await app.sessions.get(room.session.sessionId);
    expect(sealings).toHaveLength(3);
    for (const { exerciseId, round, ballots, ballotsHash } of sealings) {
      const bodies = stored
        .filter((row) => row.exerciseId === exerciseId && row.round === round)
        .map(({ body }) => canonicalJson(JSON.parse(body)));
      expect(bodies).toHaveLength(ballots);
      const salt = state.rounds.find((one) => one.exerciseId === exerciseId && one.round === round)!.ballotsSalt!;
      expect(ballotsHash).toBe(sha256([...bodies, `{"salt":"${salt}"}`].sort().join('\n')));
      expect(Object.values(files).join('\n')).not.toContain(salt);
    }
  });

  it('[T5] [T6] tells of no single note, of no few people and of no way in', () => {
    const types = files['log.jsonl']!.split('\n').flatMap((line) => {
      const { events } = line === '' ? { events: null } : (JSON.parse(line) as { events: string | null });
      return events === null ? [] : (JSON.parse(events) as { type: string; tally?: unknown }[]);
    });
    expect(types.filter(({ type }) => /^(note|need|seat|participant|token|code|session-created)/.test(type))).toEqual([]);
    expect(types.filter(({ tally }) => tally)).toEqual([]);
    expect(Object.values(files).join('\n')).not.toContain(room.session.joinCode);
  });

  it('[S8] has neither words, people, ballots nor tokens in it', () => {
    const all = Object.values(files).join('\n');
    for (const text of hardTexts.filter((each) => each.length > 8)) expect(all).not.toContain(JSON.stringify(text).slice(1, -1));
    for (const { participantId } of room.residents) expect(all).not.toContain(participantId);
    for (const token of [room.session.facilitatorToken, room.session.projectorToken]) expect(all).not.toContain(token);
    expect(all).not.toMatch(/"(dots|ranking|pledges)":\s*[{[]/);
  });
});
