import { expect } from 'vitest';
import * as Y from 'yjs';
import { parts, type Part } from '../../shared/document.ts';
import { readWall, writeNeed, writePlaces } from '../../shared/wall.ts';
import type { TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { Meeting } from '../support/meeting.ts';
import { seeded } from '../support/seeded.ts';

const notes = 200;
const perCommit = 2000;
/** Two seconds of a finger on one note. Each time another note is taken, some ten bytes of the one before stay for good. */
const movesInDrag = 40;

/** The same content, written once. */
function freshBytes(doc: Y.Doc): number {
  const fresh = new Y.Doc();
  const copy = (value: unknown): unknown => {
    if (!(value instanceof Y.Map)) return value;
    const map = new Y.Map<unknown>();
    for (const [key, inner] of value.entries()) map.set(key, copy(inner));
    return map;
  };
  for (const name of doc.share.keys()) for (const [key, value] of doc.getMap(name)) fresh.getMap(name).set(key, copy(value));
  return Y.encodeStateAsUpdate(fresh).length;
}

/** How many bytes of each part a joiner is sent after so many edits by three facilitators, and how many its content alone would need. */
export async function bloat(app: TestApp, edits: number): Promise<Record<Part, { sent: number; content: number }>> {
  const meeting = await Meeting.open(app);
  const session = await app.sessions.get(meeting.session.sessionId);
  const exerciseId = await meeting.exerciseOf('collect');
  await meeting.facilitator.must('exercise:open', { exerciseId });
  const residents = await meeting.residents(notes / 5);
  await Promise.all(
    Array.from({ length: notes }, (_, i) =>
      residents[i % residents.length]!.commander.must('note:add', {
        exerciseId,
        noteId: `note-${String(i)}-of-many`,
        text: `第 ${String(i)} 张：楼道灯不亮`,
      }),
    ),
  );
  await meeting.facilitator.must('exercise:reveal', { exerciseId });
  const random = seeded(7);
  const hosts = [1, 2, 3].map(() => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, session.encode('wall'));
    return doc;
  });
  const ids = readWall(hosts[0]!).notes.map(({ id }) => id);
  expect(ids).toHaveLength(notes);
  for (let done = 0; done < edits; done += perCommit) {
    const host = hosts[(done / perCommit) % hosts.length]!;
    Y.applyUpdate(host, session.encode('wall'), 'server');
    const before = Y.encodeStateVector(host);
    for (let drag = 0; drag < perCommit / movesInDrag; drag += 1) {
      const id = ids[Math.floor(random() * ids.length)]!;
      for (let i = 0; i < movesInDrag; i += 1) {
        const place = { needId: null, x: Math.round(random() * 900), y: Math.round(random() * 900), order: 'V' };
        writePlaces(host, new Map([[id, place]]), {});
      }
      const title = `题 ${String(done + drag)}`;
      if (drag % 10 === 0) writeNeed(host, { id: `need-${String(drag)}-of-many`, title }, { x: drag, y: 0, order: 'V' }, {});
    }
    expect(await session.arrange('wall', Y.encodeStateAsUpdate(host, before))).toMatchObject({ ok: true });
  }
  await meeting.facilitator.must('session:attendance', { present: 1 });
  await eventually(async () => expect((await meeting.stage()).counts.joined).toBe(residents.length));
  const sizes = { stage: { sent: 0, content: 0 }, wall: { sent: 0, content: 0 }, backstage: { sent: 0, content: 0 } };
  for (const part of parts) sizes[part] = { sent: session.encode(part).length, content: freshBytes(await meeting.stored(part)) };
  meeting.close();
  return sizes;
}
