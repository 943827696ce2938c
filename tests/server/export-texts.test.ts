import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unguarded } from '../../server/export/csv.ts';
import { makeFile } from '../../server/export/make-file.ts';
import { recordFiles } from '../../server/export/files.ts';
import type { NeedInput, NeedRecordInput, NeedRecords, NoteInput } from '../../shared/need-record.ts';
import { isBlank, normaliseText } from '../../shared/text.ts';
import { heldSource } from '../support/held-source.ts';
import { hardTexts, typedOnEntry, unzipped } from '../support/held-workshop.ts';
import { readDocx, readXlsx } from '../support/office.ts';
import { readCsv } from '../support/read-csv.ts';

function inputOf(texts: readonly string[]): Omit<NeedRecordInput, 'digest'> {
  const note = (text: string, i: number): NoteInput => ({
    id: `note-${i}`,
    number: i + 1,
    exerciseId: 'write',
    needId: `need-${i}`,
    text,
    lang: null,
    kind: 'need',
    forWhom: [],
    channel: 'phone',
    hidden: false,
    referred: false,
  });
  const needs = texts.map((text, i): NeedInput => ({ id: `need-${i}`, number: i + 1, title: text, reply: text }));
  return {
    session: { id: 'session-1', title: texts[0] ?? '题' },
    notes: texts.map(note),
    needs,
    rounds: [],
    logHead: null,
    generatedAt: 0,
    toolVersion: '0',
  };
}

async function made(file: (typeof recordFiles)[number], input: Omit<NeedRecordInput, 'digest'>): Promise<Uint8Array> {
  return (await makeFile({ file, ...heldSource(input), locale: 'zh-CN' })).bytes;
}

const utf8 = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

/** What a browser shows of the page, line feeds kept as the style does. */
const shownIn = (html: string) =>
  html.replace(/<[^>]*>/g, '\u0001').replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

/** Each format with a reader of its own: the texts of notes, and of replies, in the order of the needs. */
const readers: Record<(typeof recordFiles)[number], (bytes: Uint8Array) => { notes: string[]; replies: string[] }> = {
  'needs.json': (bytes) => {
    const { notes, needs } = JSON.parse(utf8(bytes)) as NeedRecords;
    return { notes: notes.map(({ text }) => text ?? ''), replies: needs.map(({ reply }) => reply ?? '') };
  },
  'needs.csv': (bytes) => {
    const [titles = [], ...rows] = readCsv(utf8(bytes).slice(1));
    const column = (title: string) => rows.map((row) => unguarded(row[titles.indexOf(title)]!));
    return { notes: column('原话'), replies: column('答复原文') };
  },
  'needs.xlsx': (bytes) => {
    const [needs, notes] = readXlsx(bytes);
    const column = (sheet: typeof needs, title: string) =>
      sheet!.rows.slice(1).map((row) => {
        const cell = row[sheet!.rows[0]!.findIndex((head) => head?.value === title)]!;
        expect(cell.type).toBe('s');
        return cell.value;
      });
    return { notes: column(notes, '原文'), replies: column(needs, '答复原文') };
  },
  'minutes.docx': (bytes) => {
    const paragraphs = readDocx(bytes);
    const notes = paragraphs.flatMap((text, i) => (paragraphs[i - 1]?.startsWith('居民原话，共') ? [text] : []));
    // The minutes have no replies; the titles of needs stand in the table.
    return { notes, replies: notes };
  },
  'report.html': (bytes) => {
    const html = utf8(bytes);
    const quoted = [...html.matchAll(/<blockquote[^>]*>([\s\S]*?)<\/blockquote>/g)].map(([, text]) => shownIn(text!));
    const cells = [...html.matchAll(/<td data-of="办得怎样">([\s\S]*?)<\/td>/g)].map(([, cell]) =>
      shownIn(/<bdi>([\s\S]*?)<\/bdi>/.exec(cell!)![1]!),
    );
    return { notes: quoted, replies: cells };
  },
  'datapackage.zip': (bytes) => {
    const files = unzipped(bytes);
    const column = (file: string, name: string) => {
      const [titles = [], ...rows] = readCsv(files[file]!);
      return rows.map((row) => row[titles.indexOf(name)]!);
    };
    expect(files['data/notes.csv']!.startsWith('\uFEFF')).toBe(false);
    return { notes: column('data/notes.csv', 'text'), replies: column('data/needs.csv', 'reply') };
  },
};

describe.each(recordFiles)('[E2] [F13] [F14] [F17] %s', (file) => {
  test('gives back what is hard to write as it is stored', async () => {
    const texts = [...hardTexts, ...typedOnEntry.map(([, stored]) => stored)];
    expect(readers[file](await made(file, inputOf(texts)))).toEqual({ notes: texts, replies: texts });
  });

  test('gives back whatever anybody could have typed', async () => {
    const typed = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 40 })
      .map(normaliseText)
      .filter((text) => !isBlank(text));
    await fc.assert(
      fc.asyncProperty(fc.array(typed, { minLength: 1, maxLength: 12 }), async (texts) => {
        expect(readers[file](await made(file, inputOf(texts)))).toEqual({ notes: texts, replies: texts });
      }),
      { numRuns: 15 },
    );
  });
});

test.each(typedOnEntry)('[N1] %j is stored as %j', (typed, stored) => {
  expect(normaliseText(typed)).toBe(stored);
});

test('[E1] records that break a promise leave in no format', async () => {
  const input = inputOf(['路灯']);
  const twice = { ...input, notes: [...input.notes, ...input.notes] };
  for (const file of recordFiles) await expect(made(file, twice)).rejects.toThrow(/note-0 is in it twice/);
});

test('[N6] a hidden note is counted and quoted nowhere', async () => {
  const input = inputOf(['路灯', '骂人的话']);
  const hidden = {
    ...input,
    needs: input.needs.slice(0, 1),
    notes: input.notes.map((note, i) => ({ ...note, needId: 'need-0', hidden: i === 1 })),
  };
  for (const file of ['needs.csv', 'needs.xlsx', 'minutes.docx', 'report.html'] as const) {
    const bytes = await made(file, hidden);
    const text = file.endsWith('x') ? Object.values(unzipped(bytes)).join('\n') : utf8(bytes);
    expect(text).toContain('路灯');
    expect(text).not.toContain('骂人的话');
  }
});
