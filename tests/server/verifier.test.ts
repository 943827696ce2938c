import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArchiveError, filesIn } from '../../client/verifier/archive.ts';
import { chained, chainStart, firstBroken, sha256 } from '../../server/session/digest.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { exerciseKinds, kindOf } from '../../shared/exercise.ts';
import { checksumText, type NeedRecords } from '../../shared/need-record.ts';
import type { LogHead } from '../../shared/stage.ts';
import type { Finding } from '../../shared/verify/finding.ts';
import type { GivenFile } from '../../shared/verify/given.ts';
import { verify } from '../../shared/verify/verify.ts';
import { writeNeed } from '../../shared/wall.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { givenOf } from '../support/given-files.ts';
import { heldWorkshop } from '../support/held-workshop.ts';
import { kindCases } from '../support/kind-cases.ts';
import { Meeting } from '../support/meeting.ts';
import type { Room } from '../support/room.ts';
import { seeded } from '../support/seeded.ts';

const counted = exerciseKinds.filter((kind) => kindOf(kind)?.ballot);
const published = counted.filter((kind) => kindOf(kind)?.ballot?.research);
const brokenIn = (findings: readonly Finding[]) => findings.filter(({ verdict }) => verdict === 'broken');
const names = (findings: readonly Finding[]) => findings.map(({ verdict, name }) => `${verdict} ${name}`);

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

/** Records that say something else, with a checksum of that. */
function forged(files: readonly GivenFile[], change: (bundle: NeedRecords) => void): GivenFile[] {
  return files.map((file) => {
    if (file.name !== 'needs.json') return file;
    const bundle = JSON.parse(file.text) as NeedRecords;
    change(bundle);
    bundle.checksum = createHash('sha256').update(checksumText(bundle)).digest('hex');
    return { ...file, text: JSON.stringify(bundle) };
  });
}

describe('[V1] [V3] [F84] a workshop with every kind of exercise, whose ballots were published', () => {
  let room: Room;
  let files: GivenFile[];
  beforeAll(async () => {
    room = await heldWorkshop(app, { ballotsForResearch: true }, counted);
    files = await givenOf(room, 'needs.json', 'log.zip', 'ballots.zip');
  });
  afterAll(() => room.close());

  it('fits in everything, and is counted again by every method', () => {
    const findings = verify(files, '');
    expect(brokenIn(findings)).toEqual([]);
    const again = findings.flatMap((finding) => (finding.name === 'recount' ? [finding.said] : []));
    expect(again.map(({ kind }) => kind).sort()).toEqual([...published].sort());
    expect([...new Set(again.flatMap(({ methods }) => methods))].sort()).toEqual(
      ['borda', 'bradley-terry', 'counts', 'dots', 'equal-shares', 'gap', 'kemeny', 'points', 'ranked-pairs', 'schulze'].sort(),
    );
    expect(findings.filter(({ name, verdict }) => name === 'count' && verdict === 'fits')).toHaveLength(counted.length);
    expect(findings.filter(({ name }) => name === 'ballots')).toHaveLength(published.length);
    expect(findings.flatMap((finding) => (finding.name === 'noBallots' ? [finding.said.kind] : [])).sort()).toEqual(['pledge', 'survey']);
  });

  it('[V4] fits the whole hash in the records, and says so', () => {
    const bundle = JSON.parse(files.find(({ name }) => name === 'needs.json')!.text) as NeedRecords;
    expect(names(verify(files, bundle.session.logHead!))).toContain('fits code');
    expect(names(verify(files, '2222-2222-2222'))).toContain('broken codeElsewhere');
    expect(names(verify(files, '路灯'))).toContain('unknown codeOdd');
  });

  it('does not fit once a ballot is changed, dropped or put in', () => {
    const changes: ((lines: string[]) => string[])[] = [
      (lines) => lines.slice(1),
      (lines) => [...lines, lines[0]!],
      (lines) => [lines[0]!.replace(/\d|"need/, '"x'), ...lines.slice(1)],
    ];
    for (const [i, file] of files.filter(({ name }) => name.endsWith('.ballots.jsonl')).entries()) {
      const changed = changes[i % changes.length]!(file.text.trimEnd().split('\n'));
      const given = files.map((one) => (one === file ? { ...file, text: `${changed.join('\n')}\n` } : one));
      const [first] = brokenIn(verify(given, ''));
      expect(first).toEqual({ verdict: 'broken', name: 'ballotsStray', said: { file: file.name } });
    }
  });

  it('does not fit once the records say another result, though their checksum is of it', () => {
    const bundle = JSON.parse(files.find(({ name }) => name === 'needs.json')!.text) as NeedRecords;
    for (const run of bundle.runs.filter(({ rule }) => rule !== null)) {
      const place = bundle.results.findIndex(
        ({ runId, group, share }) => runId === run.id && group === null && (!run.shown || share !== null),
      );
      if (place === -1) continue;
      const given = forged(files, ({ results }) => {
        const result = results[place]!;
        if (run.shown) result.score = (result.score ?? 0) + 1;
        else result.rank = (result.rank ?? 0) + 1;
      });
      const found = brokenIn(verify(given, ''));
      expect({ run: run.id, names: found.map(({ name }) => name) }).toEqual({
        run: run.id,
        names: published.includes(run.kind) ? ['countDiffers', 'recountDiffers'] : ['countDiffers'],
      });
    }
  });

  it('does not fit with a round left out, another session’s records, or words changed without the checksum', async () => {
    const without = forged(files, (bundle) => {
      const [first] = bundle.runs.filter(({ kind }) => kind === 'pledge');
      bundle.runs = bundle.runs.filter(({ exerciseId }) => exerciseId !== first!.exerciseId);
      bundle.results = bundle.results.filter(({ runId }) => !runId.startsWith(first!.exerciseId));
      for (const need of bundle.needs) Object.assign(need, { pledges: null, pledgeRunId: null });
    });
    expect(brokenIn(verify(without, '')).map(({ name }) => name)).toEqual(['countLeftOut']);
    const words = files.map((file) =>
      file.name === 'needs.json' ? { ...file, text: file.text.replace('三号楼到五号楼', '三号楼到六号楼') } : file,
    );
    expect(brokenIn(verify(words, '')).map(({ name }) => name)).toEqual(['checksum']);
    const other = await Meeting.open(app);
    const strange = await givenOf({ origin: app.origin, session: other.session }, 'log.zip');
    expect(brokenIn(verify([...strange, ...files.filter(({ name }) => name === 'needs.json')], '')).map(({ name }) => name)).toEqual([
      'otherSession',
    ]);
    other.close();
  });

  it('[V2] [E8] tells of every sealed round its count and the hash of its ballots, and of groups and channels nothing', () => {
    const lines = files
      .find(({ name }) => name === 'log.jsonl')!
      .text.trimEnd()
      .split('\n');
    const sealed = lines.flatMap((line) => (JSON.parse(line) as { sealed: string | null }).sealed ?? []);
    expect(sealed).toHaveLength(counted.length);
    for (const text of sealed) {
      expect(text).toBe(canonicalJson(JSON.parse(text)));
      expect(text).not.toMatch(/byGroup|channels|forFiles|salt/);
    }
  });
});

describe('[V1] [V2] a workshop whose screen tells of groups what files do not', () => {
  const groupQuestions = [
    { questionId: 'age', title: '年龄', options: ['old', 'young'].map((optionId) => ({ optionId, label: optionId })) },
  ];
  let meeting: Meeting;
  beforeAll(async () => {
    meeting = await Meeting.open(app, { template: 'blank', groupQuestions, ballotsForResearch: true });
    const { facilitator } = meeting;
    const random = seeded(11);
    const people = await meeting.residents(22);
    await Promise.all(
      people.map(({ commander }, i) => commander.must('participant:describe', { groups: { age: i < 9 ? 'old' : 'young' } })),
    );
    const { exerciseId: collect } = await facilitator.must('exercise:add', { exercise: { kind: 'collect' } });
    await facilitator.must('exercise:open', { exerciseId: collect });
    const noteIds = people.slice(0, 4).map(() => freshId());
    for (const [i, noteId] of noteIds.entries())
      await people[i]!.commander.must('note:add', { exerciseId: collect, noteId, text: `楼道灯不亮，第 ${i} 回了` });
    await people[3]!.commander.must('note:withdraw', { noteId: noteIds[3]! });
    await facilitator.must('exercise:reveal', { exerciseId: collect });
    await facilitator.must('exercise:close', { exerciseId: collect });
    await facilitator.must('note:mask', { noteId: noteIds[0]!, spans: [{ from: 0, to: 3 }] });
    await facilitator.must('note:hide', { noteId: noteIds[1]! });
    await facilitator.must('note:refer', { noteId: noteIds[2]! });
    const needIds = ['need-lamp', 'need-lift', 'need-ramp', 'need-park'];
    // The last is merged on the way.
    const standing = needIds.slice(0, 3);
    await meeting.needs(...needIds);
    const wall = meeting.reader('wall');
    await wall.synced;
    for (const [kind, voters] of [
      ['dot-vote', 22],
      ['rank', 22],
      ['points', 3],
    ] as const) {
      const { exerciseId } = await facilitator.must('exercise:add', { exercise: { kind } });
      for (const round of kind === 'points' ? [1] : [1, 2]) {
        await facilitator.must(round === 1 ? 'exercise:open' : 'exercise:reopen', {
          exerciseId,
          ...(round === 1 && { needIds: kind === 'points' ? standing : needIds }),
        });
        for (const { commander } of people.slice(0, voters))
          await commander.must('ballot:cast', {
            exerciseId,
            ballot: kindCases[kind]!.ballotBy(kind === 'points' ? standing : needIds, random),
          });
        await facilitator.must('exercise:close', { exerciseId });
        if (kind === 'rank' && round === 1) {
          writeNeed(wall.doc, { id: 'need-park', title: '题 need-park', mergedInto: 'need-ramp' }, null, { by: 'the test' });
          await eventually(async () => {
            const session = await app.sessions.get(meeting.session.sessionId);
            expect(await session.atRest(() => session.documents.standing()('need-park'))).toBe('need-ramp');
          });
        }
        if (kind !== 'points') await facilitator.must('exercise:reveal', { exerciseId });
      }
    }
    await facilitator.must('session:end', {});
  });
  afterAll(() => meeting.close());

  it('is told as hashes where it must be, and every sealing can be checked and counted again all the same', async () => {
    const files = await givenOf({ origin: app.origin, session: meeting.session }, 'needs.json', 'log.zip', 'ballots.zip');
    const findings = verify(files, '');
    expect(brokenIn(findings)).toEqual([]);
    const rounds = findings.flatMap((finding) => (finding.name === 'recount' ? [`${finding.said.kind} ${finding.said.round}`] : []));
    expect(rounds.sort()).toEqual(['dot-vote 1', 'dot-vote 2', 'rank 1', 'rank 2']);
    const counts = findings.flatMap((finding) => (finding.name === 'count' ? [finding.said] : []));
    expect(counts.map(({ kind, ballots }) => `${kind} ${ballots}`)).toContain('points null');
    expect(counts).toHaveLength(5);
    const lines = files
      .find(({ name }) => name === 'log.jsonl')!
      .text.trimEnd()
      .split('\n');
    const sealed = lines
      .map((line) => JSON.parse(line) as { sealed: string | null; events: string | null })
      .filter((line) => line.sealed !== null);
    expect(sealed).toHaveLength(5);
    expect(sealed.some(({ events }) => events === null)).toBe(true);
    expect(lines.join('\n')).not.toContain('楼道灯');
  });

  it('is told up to the first round that is secret, and the records that go further wait for the log', async () => {
    const early = await Meeting.open(app, { template: 'blank' });
    const people = await early.residents(6);
    await early.needs('need-lamp', 'need-lift');
    const { exerciseId } = await early.facilitator.must('exercise:add', { exercise: { kind: 'dot-vote' } });
    await early.facilitator.must('exercise:open', { exerciseId });
    for (const { commander } of people)
      await commander.must('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots: { 'need-lamp': 1 } } });
    const given = { origin: app.origin, session: early.session };
    const found = verify(await givenOf(given, 'needs.json', 'log.zip'), '');
    expect(brokenIn(found)).toEqual([]);
    expect(names(found)).toEqual(expect.arrayContaining(['unknown covered', 'unknown bundleLater']));
    early.close();
  });
});

describe('[V4] the check code that the room is shown', () => {
  it('is another one after each opening, each sealing and the end, and each is that of the log up to there', async () => {
    const meeting = await Meeting.open(app, { template: 'blank' });
    const people = await meeting.residents(6);
    await meeting.needs('need-lamp', 'need-lift');
    const { exerciseId } = await meeting.facilitator.must('exercise:add', { exercise: { kind: 'dot-vote' } });
    expect((await meeting.stage()).session?.head).toBeUndefined();
    const heads: LogHead[] = [];
    const next = async () => {
      const head = await eventually(async () => {
        const shown = (await meeting.stage()).session?.head;
        if (!shown || shown.moment === heads.at(-1)?.moment) throw new Error('nothing new is shown');
        return shown;
      });
      heads.push(head);
    };
    await meeting.facilitator.must('exercise:open', { exerciseId });
    await next();
    for (const { commander } of people)
      await commander.must('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots: { 'need-lift': 2 } } });
    await meeting.facilitator.must('exercise:close', { exerciseId });
    await meeting.facilitator.must('exercise:reveal', { exerciseId });
    await next();
    await meeting.facilitator.must('session:end', {});
    await next();
    const files = await givenOf({ origin: app.origin, session: meeting.session }, 'log.zip', 'needs.json');
    for (const { seq, code } of heads) {
      const found = verify(files, code).find(({ name }) => name === 'code');
      expect(found).toMatchObject({ verdict: 'fits', said: { seq } });
    }
    // What the log does not tell may share a commit with what it tells: how sure the round is comes whenever it is computed.
    const commits = await app.sessions.store.commits(meeting.session.sessionId, 1);
    expect(commits[heads[1]!.seq - 1]!.events).toContain('ballotsHash');
    expect(commits[heads[2]!.seq - 1]!.events).toContain('session-ended');
    const { session } = JSON.parse(files.find(({ name }) => name === 'needs.json')!.text) as NeedRecords;
    expect(session.shownCode).toBe(heads[2]!.code);
    meeting.close();
  });
});

describe('[V2] [D6] a log from before sealings stood apart in it', () => {
  const sealing = { type: 'round-sealed', exerciseId: 'e', round: 1, ballots: 3, ballotsHash: sha256(''), tally: null, seed: 1 };
  const row = chained(chainStart, { seq: 1, at: 7, events: JSON.stringify([sealing]), stage: null, wall: null, backstage: null });
  const eventsHash = sha256(`1 7\n${row.events}`);
  const old = { ...row, eventsHash, hash: sha256(chainStart, eventsHash, row.updatesHash) };
  const start = { seq: 0, hash: chainStart };

  it('is opened as it is, and not once it was altered', () => {
    expect(row.eventsHash).not.toBe(eventsHash);
    expect([firstBroken(start, [row]), firstBroken(start, [old])]).toEqual([null, null]);
    const events = row.events.replace('"ballots":3', '"ballots":4');
    expect([firstBroken(start, [{ ...row, events }]), firstBroken(start, [{ ...old, events }])]).toEqual([1, 1]);
  });
});

describe('[V1] sessions of other sorts fit', () => {
  it('an empty one, one that has ended so, and a rehearsal', async () => {
    const empty = await Meeting.open(app);
    const given = { origin: app.origin, session: empty.session };
    expect(brokenIn(verify(await givenOf(given, 'needs.json', 'log.zip'), ''))).toEqual([]);
    await empty.facilitator.must('session:end', {});
    const ended = verify(await givenOf(given, 'needs.json', 'log.zip'), '');
    expect(names(ended)).toEqual(expect.arrayContaining(['fits chain', 'fits bundle', 'fits bundleHead']));
    expect(brokenIn(ended)).toEqual([]);
    empty.close();
    const rehearsal = await Meeting.open(app, { rehearsal: 5 });
    expect(brokenIn(verify(await givenOf({ origin: app.origin, session: rehearsal.session }, 'needs.json', 'log.zip'), ''))).toEqual([]);
    rehearsal.close();
  });
});

describe('[V6] [F67] what is given as an archive', () => {
  const text = (given: string) => new TextEncoder().encode(given);

  it('is read by its files’ names, whatever folder they are in', () => {
    const bytes = zipSync({ 'a/log.jsonl': text('x'), 'b/README.txt': text('y'), 'needs.json': text('{}') });
    expect(filesIn('any', bytes, 1000)).toEqual([
      { name: 'log.jsonl', text: 'x' },
      { name: 'needs.json', text: '{}' },
    ]);
  });

  it('is refused where it unpacks to more than may be, whatever it says of its size, and where it is none', () => {
    const bomb = zipSync({ 'log.jsonl': new Uint8Array(4_000_000) });
    expect(bomb.length).toBeLessThan(10_000);
    expect(() => filesIn('any', bomb, 1_000_000)).toThrow(ArchiveError);
    const lying = bomb.slice();
    // The sizes in the local header and in the directory.
    for (let i = 0; i < lying.length - 4; i += 1)
      if (new DataView(lying.buffer).getUint32(i, true) === 4_000_000) new DataView(lying.buffer).setUint32(i, 10, true);
    expect(() => filesIn('any', lying, 1_000_000)).toThrow(ArchiveError);
    expect(() => filesIn('any', bomb.slice(0, 500), 10_000_000)).toThrow(ArchiveError);
    expect(() => filesIn('any', text('PK nothing'), 1_000_000)).toThrow(ArchiveError);
    expect(() => filesIn('log.jsonl', new Uint8Array([0xff, 0xfe]), 1_000_000)).toThrow(ArchiveError);
  });
});
