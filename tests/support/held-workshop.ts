import { unzipSync } from 'fflate';
import { kindOf } from '../../shared/exercise.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import { testKey, type TestApp } from './app.ts';
import { call, freshId } from './clients.ts';
import { eventually } from './eventually.ts';
import { kindCases } from './kind-cases.ts';
import { Room } from './room.ts';
import { seeded } from './seeded.ts';

/** What people may type and files must give back: formulas, quotes, lines, what XML has no room for, letters from all over, families. */
export const hardTexts: readonly string[] = [
  '=HYPERLINK("http://x","y")',
  '+cmd|’ /C calc’!A0',
  '@SUM(1)\n=1+1',
  'a "quoted", comma; semicolon',
  '两行\n第二行',
  '<script>alert(1)</script> & <b>not bold</b> ]]>',
  '_x0041_ and _x000D_',
  '𠮷野家 㐂 生僻字 𡘙',
  'مرحبا بالعالم',
  '👨‍👩‍👧‍👦 👩🏽‍🔧 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'ตลาดนัด 日本語のメモ',
  '{{x}} ${y} %PATH% \\n',
  '� replaced',
  'valueOf',
  'constructor',
  '__proto__',
];

/** What is typed, and is stored as something else: what no file could hold goes on entry. */
export const typedOnEntry: readonly (readonly [typed: string, stored: string])[] = [
  ['zero\u0000byte', 'zerobyte'],
  ['lone \uD800 half', 'lone  half'],
  ['turned \u202Eround', 'turned round'],
  ['no \uFFFE character\uFDD0', 'no  character'],
];

/** A whole workshop as it was held: 24 residents wrote, hard texts too, and answered one exercise of each of these kinds; it has ended. */
export async function heldWorkshop(
  app: TestApp,
  details: Record<string, unknown> = {},
  kinds = ['dot-vote', 'rank', 'pledge'],
): Promise<Room> {
  const room = await Room.open({ origin: app.origin, key: testKey }, { title: '东风七社区 居民需求工作坊', template: 'blank', ...details });
  const must = room.facilitator.commander.must.bind(room.facilitator.commander);
  const random = seeded(7);
  await must('session:attendance', { present: 30, children: 2 });
  await room.join(24);
  const { exerciseId: collect } = await must('exercise:add', { exercise: { kind: 'collect' } });
  await must('exercise:open', { exerciseId: collect });
  await eventually(() => {
    if (room.facilitator.stage.stage.exercises.find(({ id }) => id === collect)?.phase !== 'open') throw new Error('it is not open yet');
  });
  for (const [i, [text]] of typedOnEntry.entries())
    await room.residents[i]!.commander.must('note:add', { exerciseId: collect, noteId: freshId(), text });
  const hard = await room.write(hardTexts);
  const wall = await room.hallWall();
  await eventually(() => {
    if (room.facilitator.wall.wall.notes.length < hard.length) throw new Error('not all notes are on the wall');
  });
  const [named] = await room.group([{ title: '=1+1 "怪" <题>', noteIds: hard.slice(0, 4) }]);
  const needIds = [...wall.slice(0, 4), named!];
  for (const kind of kinds) {
    const { exerciseId } = await must('exercise:add', { exercise: { kind, settings: kindCases[kind]!.settings(needIds) } });
    await must('exercise:open', { exerciseId, ...(kindOf(kind)!.isAboutNeeds && { needIds }) });
    await Promise.all(
      room.residents.map(({ commander }) =>
        commander.must('ballot:cast', { exerciseId, ballot: kindCases[kind]!.ballotBy(needIds, random) }),
      ),
    );
    await must('exercise:close', { exerciseId });
    await must('exercise:reveal', { exerciseId });
    // How sure a count is comes later, in a commit of its own.
    await eventually(() => {
      const tally = room.facilitator.stage.stage.tallies[exerciseId];
      if (!tally || (hasStability(kind) && !tally.stability)) throw new Error(`the count of ${kind} is not complete`);
    });
  }
  await must('need:describe', {
    needId: needIds[0]!,
    statement: '三号楼到五号楼，晚上七点以后全黑。',
    stage: 'discussing',
    reply: '街道已报修。',
    nextWord: '2026-12-15',
    minorityReason: '夜班的人回家只能走这一段',
    responders: { 'responder-1': { name: '东风七社区居委会', type: 'community' } },
    responses: { 'response-1': { responderId: 'responder-1', role: 'lead', action: '报修并回访', plannedAt: '2026-12-01' } },
  });
  await must('session:end', {});
  return room;
}

function hasStability(kind: string): boolean {
  const rules = kindOf(kind)?.ballot;
  return Boolean(rules?.given ?? rules?.weighed ?? rules?.bundled);
}

/** One of a session's files, as an organizer downloads it. */
export async function download(
  room: Pick<Room, 'origin' | 'session'>,
  file: string,
  options: { token?: string; lang?: string } = {},
): Promise<{ status: number; bytes: Uint8Array; headers: Headers }> {
  const response = await fetch(`${room.origin}/api/sessions/${room.session.sessionId}/${file}`, {
    headers: { authorization: `Bearer ${options.token ?? testKey}`, 'accept-language': options.lang ?? 'zh-CN' },
  });
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers };
}

/** The files of an archive, as text. */
export function unzipped(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, content]) => [name, new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)]),
  );
}

/** The need records of a session that has been held. */
export async function recordsOf(room: Pick<Room, 'origin' | 'session'>): Promise<NeedRecords> {
  const { body } = await call<NeedRecords>(room.origin, `/api/sessions/${room.session.sessionId}/needs.json`, {
    token: testKey,
  });
  return body;
}
