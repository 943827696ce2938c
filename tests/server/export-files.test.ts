import { Ajv2020 } from 'ajv/dist/2020.js';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordFiles } from '../../server/export/files.ts';
import { checkCodeOf } from '../../shared/check-code.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, freshId } from '../support/clients.ts';
import { download, hardTexts, heldWorkshop, recordsOf, typedOnEntry, unzipped } from '../support/held-workshop.ts';
import { readCsv } from '../support/read-csv.ts';
import { readDocx, readXlsx } from '../support/office.ts';
import { Room } from '../support/room.ts';

let app: TestApp;
let room: Room;
let records: NeedRecords;
beforeAll(async () => {
  app = await startApp();
  room = await heldWorkshop(
    app,
    { communityName: '东风七社区', recorder: '小李', hostOrganization: '东风街道', question: '最想先办哪几件？', mode: 'onsite' },
    ['dot-vote', 'rank', 'pledge', 'survey'],
  );
  records = await recordsOf(room);
});
afterAll(async () => {
  room.close();
  expect(app.troubles).toEqual([]);
  await app.close();
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('[R4] [E1] needs.json', () => {
  it('satisfies the schema that is published, for a validator that is not ours', async () => {
    const { body: schema } = await call(app.origin, '/schemas/need-records.v1.json');
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    validate(records);
    expect(validate.errors).toBeNull();
    expect(validate({ ...records, session: { ...records.session, phone: '13800000000' } })).toBe(false);
  });

  it('has a checksum of everything else', () => {
    const { checksum, ...rest } = records;
    expect(checksum).toBe(sha256(canonicalJson(rest)));
  });

  it('[R1] has every note once, as it is stored, and every figure with a run that is in it', () => {
    const stored = [...hardTexts, ...typedOnEntry.map(([, text]) => text)];
    const texts = records.notes.map(({ text }) => text);
    for (const text of stored) expect(texts.filter((each) => each === text)).toHaveLength(1);
    expect(new Set(records.notes.map(({ id }) => id)).size).toBe(records.notes.length);
    const runs = new Set(records.runs.map(({ id }) => id));
    expect(records.results.filter(({ runId }) => !runs.has(runId))).toEqual([]);
  });

  it('says what the meeting was to answer, who held it, and how many wrote and voted', () => {
    expect(records.session).toMatchObject({
      question: '最想先办哪几件？',
      communityName: '东风七社区',
      recorder: '小李',
      hostOrganization: '东风街道',
      mode: 'onsite',
      present: 30,
      children: 2,
      joined: 24,
      wrote: 24,
      voted: 24,
    });
  });

  it('is changed in what was said of the meeting, one by one, also after the end', async () => {
    const path = `/api/sessions/${room.session.sessionId}`;
    const change = (body: Record<string, unknown>) => call(app.origin, path, { method: 'PATCH', token: testKey, body });
    await change({ adminCode: '110105036005', questionSetBy: 'joint' });
    await change({ recorder: '  ' });
    expect((await recordsOf(room)).session).toMatchObject({
      adminCode: '110105036005',
      questionSetBy: 'joint',
      recorder: null,
      mode: 'onsite',
    });
    for (const body of [{ adminCode: '12' }, { adminCode: '' }, { title: null }, { locale: null }, { mode: 'else' }])
      expect([body, (await change(body)).body['code']]).toEqual([body, 'bad-input']);
  });

  it('[R13] null clears what may be left unsaid, a text that shows nothing does, and what is not named stays', async () => {
    const path = `/api/sessions/${room.session.sessionId}`;
    const change = (body: Record<string, unknown>) => call(app.origin, path, { method: 'PATCH', token: testKey, body });
    const said = {
      adminCode: '110105036005',
      questionSetBy: 'staff',
      mode: 'mixed',
      communityType: 'village',
      place: '二楼',
      recorder: '小李',
    };
    expect((await change(said)).status).toBe(200);
    expect((await recordsOf(room)).session).toMatchObject(said);
    expect((await change({ adminCode: null, questionSetBy: null, mode: null })).status).toBe(200);
    expect((await recordsOf(room)).session).toMatchObject({
      adminCode: null,
      questionSetBy: null,
      mode: null,
      communityType: 'village',
      place: '二楼',
      recorder: '小李',
    });
    await change({ communityType: null, place: ' ', recorder: null, heldOn: null });
    expect((await recordsOf(room)).session).toMatchObject({
      communityType: null,
      place: null,
      recorder: null,
      hostOrganization: '东风街道',
    });
    await change({ place: '活动中心' });
  });
});

describe('[E3] needs.xlsx', () => {
  it('has six sheets, whose first row stays in sight, with text typed as text and no formula', async () => {
    const sheets = readXlsx((await download(room, 'needs.xlsx')).bytes);
    expect(sheets.map(({ name }) => name)).toEqual(['需求', '原话', '人群', '计算', '对接', '说明']);
    for (const { name, xml, rows } of sheets) {
      expect([name, xml]).toEqual([name, expect.stringMatching(/<pane [^>]*ySplit="1"[^>]*state="frozen"/)]);
      expect([name, xml]).toEqual([name, expect.stringMatching(/<col [^>]*width="\d+"/)]);
      expect(rows.flat().filter((cell) => cell && !['s', 'n'].includes(cell.type))).toEqual([]);
    }
    const [needs, notes, , counts, acts, about] = sheets;
    const said = new Map(about!.rows.map(([what, value]) => [what?.value, value?.value]));
    expect(said.get('校验码')).toBe(checkCodeOf(String(said.get('完整的校验码'))));
    expect(said.get('会场上最后看到的校验码')).toBe(records.session.shownCode);
    expect(needs!.xml).toMatch(/<cfRule type="dataBar"/);
    expect(needs!.rows).toHaveLength(1 + records.needs.length);
    expect(notes!.rows).toHaveLength(1 + records.notes.length);
    expect(new Set(counts!.rows.slice(1).map((row) => row[0]!.value))).toEqual(new Set(records.runs.map(({ id }) => id)));
    expect(acts!.rows[1]!.map((cell) => cell?.value)).toEqual(
      expect.arrayContaining(['夜里的路灯', '东风七社区居委会', '牵头', '报修并回访']),
    );
  });

  it('speaks English to who reads English', async () => {
    const sheets = readXlsx((await download(room, 'needs.xlsx', { lang: 'en' })).bytes);
    expect(sheets.map(({ name }) => name)).toEqual(['Needs', 'Notes', 'Groups', 'Counts', 'Who acts', 'About']);
  });
});

it('[E4] [W20] minutes.docx says all that minutes say, and names of methods in the appendix alone', async () => {
  const paragraphs = readDocx((await download(room, 'minutes.docx')).bytes);
  const text = paragraphs.join('\n');
  for (const said of [
    '会议记录',
    '30 人，其中孩子 2 人',
    '东风街道',
    '最想先办哪几件？',
    '排得越前得分越高',
    '收到 24 张投票单',
    '「夜里的路灯」',
    '楼道灯拍手也不亮',
    '人不多，但很急',
    '手机 24',
    '进前三的把握',
    '东风七社区居委会',
    '到场的人不是抽样，结果说的是到场的人。',
    '这是意见征集，不是选举。',
    // [W20]
    '一个人可能投多次。',
    '答应过大家的：大家看不到别人投了什么；公布后，系统删掉了对应关系。',
    '没有答应的：投票时，管这台电脑的人用技术手段能看到。现场网络没有加密，懂技术的人可能偷看。',
  ])
    expect(text).toContain(said);
  const [, code, hash, shown] =
    /校验码 (\S{14})，完整的是 ([0-9a-f]{64})。会场上最后看到的是 (\S{14})。校验码只能查出它公布之后的改动。/.exec(text) ?? [];
  expect([code, hash, shown]).toEqual([checkCodeOf(hash!), hash, records.session.shownCode]);
  expect(paragraphs.filter((each) => /^(主持人|记录人|居民代表|社区)：＿+/.test(each))).toHaveLength(4);
  const appendix = paragraphs.indexOf('附录　算法名称');
  expect(paragraphs.slice(0, appendix).join('\n')).not.toMatch(/Borda|Schulze|Kemeny|Equal Shares|tau/);
  expect(paragraphs.slice(appendix).join('\n')).toMatch(/Borda/);
  for (const { title } of records.needs) expect(text).toContain(title);
});

describe('[E5] report.html', () => {
  it('loads nothing and runs nothing, and says how far each need is', async () => {
    const { bytes, headers } = await download(room, 'report.html');
    const html = new TextDecoder().decode(bytes);
    expect(html).not.toMatch(
      /<(script|img|link|iframe|object|embed|form|video|audio)\b|\son\w+=|\s(src|href|srcset|style)=|@import|url\(/i,
    );
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'`);
    expect(html).toMatch(/校验码 [2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}</);
    expect(html).toContain('商量中');
    expect(html).toContain('2026-12-15');
    expect(html).toContain('街道已报修。');
    expect(html).not.toContain('<script>alert');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    for (const { title } of records.needs) expect(html).toContain(title.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`));
  });
});

describe('[E6] datapackage.zip', () => {
  interface Field {
    name: string;
    type: string;
    title: string;
    titles: { zh: string; en: string };
  }
  interface Table {
    name: string;
    path: string;
    bytes: number;
    hash: string;
    schema?: {
      fields: Field[];
      primaryKey?: string[];
      foreignKeys?: { fields: string[]; reference: { resource?: string; fields: string[] } }[];
    };
  }

  /** A cell in the type that Table Schema gives it; undefined where it is none. */
  function valueOf(cell: string, type: string): unknown {
    if (cell === '') return null;
    if (type === 'string') return cell;
    if (type === 'boolean') return cell === 'true' ? true : cell === 'false' ? false : undefined;
    if (type === 'integer') return /^-?\d+$/.test(cell) ? Number(cell) : undefined;
    if (type === 'number') return Number.isFinite(Number(cell)) ? Number(cell) : undefined;
    const parsed: unknown = JSON.parse(cell);
    return Array.isArray(parsed) === (type === 'array') ? parsed : undefined;
  }

  it('describes each table by fields, types, keys and hash; what is in them is the need records', async () => {
    const files = unzipped((await download(room, 'datapackage.zip')).bytes);
    const descriptor = JSON.parse(files['datapackage.json']!) as {
      $schema: string;
      licenses: { name: string }[];
      created: string;
      resources: Table[];
    };
    expect(descriptor.$schema).toBe('https://datapackage.org/profiles/2.0/datapackage.json');
    expect(descriptor.licenses).toEqual([expect.objectContaining({ name: 'notspecified' })]);
    expect(Object.keys(files).sort()).toEqual(['datapackage.json', ...descriptor.resources.map(({ path }) => path)].sort());
    const tables = new Map<string, Record<string, unknown>[]>();
    for (const { name, path, bytes, hash, schema } of descriptor.resources) {
      expect(files[path]!.startsWith('\uFEFF')).toBe(false);
      expect({ name, bytes, hash }).toEqual({ name, bytes: Buffer.byteLength(files[path]!), hash: `sha256:${sha256(files[path]!)}` });
      if (!schema) continue;
      const [head, ...rows] = readCsv(files[path]!);
      expect(head).toEqual(schema.fields.map((field) => field.name));
      expect(schema.fields.filter(({ titles }) => !titles.zh || !titles.en)).toEqual([]);
      const typed = rows.map((row) => Object.fromEntries(schema.fields.map((field, i) => [field.name, valueOf(row[i]!, field.type)])));
      expect(typed.filter((row) => Object.values(row).includes(undefined))).toEqual([]);
      tables.set(name, typed);
    }
    const keyOf = (row: Record<string, unknown>, fields: readonly string[]) => JSON.stringify(fields.map((field) => row[field]));
    for (const { name, schema } of descriptor.resources) {
      const rows = tables.get(name) ?? [];
      const { primaryKey, foreignKeys = [] } = schema ?? {};
      if (primaryKey) expect([name, new Set(rows.map((row) => keyOf(row, primaryKey))).size]).toEqual([name, rows.length]);
      for (const { fields, reference } of foreignKeys) {
        const there = new Set(tables.get(reference.resource ?? name)!.map((row) => keyOf(row, reference.fields)));
        const lost = rows.filter((row) => fields.every((field) => row[field] !== null) && !there.has(keyOf(row, fields)));
        expect([name, fields, lost]).toEqual([name, fields, []]);
      }
    }
    const emptyAsNull = (value: unknown) => (value === '' || value === undefined ? null : value);
    const of = (part: readonly Record<string, unknown>[], name: string) =>
      part.map((row) => Object.fromEntries(Object.keys(tables.get(name)![0]!).map((field) => [field, emptyAsNull(row[field])])));
    const bundle = JSON.parse(files['needs.json']!) as NeedRecords;
    for (const name of ['needs', 'notes', 'runs', 'responders', 'responses'] as const)
      expect(tables.get(name)).toEqual(of(bundle[name], name));
    expect(tables.get('results')).toHaveLength(bundle.results.length);
    expect(tables.get('surveys')).toHaveLength(bundle.surveys.reduce((sum, { options }) => sum + options.length, 0));
  });
});

describe('who may take them, and when', () => {
  it('facilitators and the organizer take all of them, nobody else any', async () => {
    const { facilitatorToken, projectorToken } = room.session;
    for (const file of [...recordFiles, 'log.zip']) {
      expect([file, (await download(room, file, { token: facilitatorToken })).status]).toEqual([file, 200]);
      expect([file, (await download(room, file, { token: projectorToken })).status]).toEqual([file, 403]);
      expect([file, (await download(room, file, { token: 'nobody' })).status]).toEqual([file, 401]);
    }
  });

  it('[R2] [E8] before a round is sealed and notes are shown nothing of them is in any file', async () => {
    const other = await Room.open({ origin: app.origin, key: testKey }, { title: '还没揭晓', template: 'needs-workshop' });
    await other.join(12);
    await other.hallWall();
    await other.openVote('dot-vote');
    const [first] = other.needIds();
    await other.putDots(Array.from({ length: 12 }, () => [1]));
    await other.step('close', 'dot-vote');
    const { exerciseId } = await other.facilitator.commander.must('exercise:add', { exercise: { kind: 'collect' } });
    await other.facilitator.commander.must('exercise:open', { exerciseId });
    const noteId = freshId();
    await other.residents[0]!.commander.must('note:add', { exerciseId, noteId, text: '还盖着的话' });
    for (const file of [...recordFiles, 'log.zip']) {
      const { bytes } = await download(other, file);
      const text = /zip|docx|xlsx/.test(file) ? Object.values(unzipped(bytes)).join('\n') : new TextDecoder().decode(bytes);
      expect([file, text.includes('还盖着的话'), text.includes(noteId)]).toEqual([file, false, false]);
    }
    const bundle = await recordsOf(other);
    expect([bundle.runs, bundle.results, bundle.session.voted]).toEqual([[], [], null]);
    expect(bundle.needs.find(({ id }) => id === first)).toMatchObject({ supporters: null });
    const head = JSON.parse(unzipped((await download(other, 'log.zip')).bytes)['head.json']!) as { isWhole: boolean };
    expect(head.isWhole).toBe(false);
    other.close();
  });
});
