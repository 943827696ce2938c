import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { suggest } from '../shared/grouping/suggest.ts';
import type { SuggestedGroup } from '../shared/grouping/suggestion.ts';
import type { Said } from './count-command.ts';

const usage = 'npm run -s group -- FILE [--lang zh-CN|en] [--json]';

const notesMax = 20_000;

/** Notes that are asked about may come from anywhere: of each, what it says and how it is called. */
const NotesFile = z.object({
  notes: z
    .array(
      z.object({
        id: z.string().check(z.minLength(1)),
        text: z.string(),
        lang: z.nullish(z.string()),
        hidden: z.nullish(z.boolean()),
        referred: z.nullish(z.boolean()),
      }),
    )
    .check(z.maxLength(notesMax)),
});

class GroupCommandError extends Error {}

/**
 * Suggests groups for a file of notes, from their words alone: needs and labels in the file are not looked at. Where it cannot, it says why in one sentence
 * and ends with 2; it throws for our own mistakes alone.
 */
export function groupCommand(args: string[]): Said {
  try {
    const { path, isJson, lang } = readArgs(args);
    const { notes, texts } = readNotes(path);
    const { groups } = suggest({ notes, needs: [] });
    const shown = groups.map(({ titles, title, why, noteIds }) => ({ title: titles?.[lang] ?? title, why: why[lang], noteIds }));
    return { stdout: isJson ? `${JSON.stringify({ groups: shown })}\n` : asTable(shown, texts), stderr: '', exitCode: 0 };
  } catch (error) {
    // What parseArgs throws has a code, and goes on after its first sentence.
    const isExpected = error instanceof GroupCommandError || (error instanceof TypeError && 'code' in error);
    if (!isExpected) throw error;
    const sentence = error instanceof GroupCommandError ? error.message : error.message.split(/(?<=\.)\s/)[0];
    return { stdout: '', stderr: `${sentence}\n`, exitCode: 2 };
  }
}

function readArgs(args: string[]): { path: string; isJson: boolean; lang: 'zh-CN' | 'en' } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' }, lang: { type: 'string' } },
  });
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) throw new GroupCommandError(`One file of notes is needed: ${usage}`);
  const lang = values.lang ?? 'zh-CN';
  if (lang !== 'zh-CN' && lang !== 'en') throw new GroupCommandError('--lang is zh-CN or en.');
  return { path, isJson: values.json === true, lang };
}

function readNotes(path: string) {
  const checked = NotesFile.safeParse(parsed(path, read(path)));
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const where = issue!.path.join('.') || 'the whole';
    throw new GroupCommandError(
      `${path} is not a file of notes: { "notes": [{ "id", "text", "lang" }] } is expected, and ${where} does not fit.`,
    );
  }
  const texts = new Map(checked.data.notes.map(({ id, text }) => [id, text]));
  if (texts.size < checked.data.notes.length) throw new GroupCommandError(`${path} has two notes with one id.`);
  const notes = checked.data.notes.map(({ id, text, lang, hidden, referred }) => ({
    id,
    text,
    lang: lang ?? null,
    needId: null,
    hidden: hidden === true,
    referred: referred === true,
  }));
  return { notes, texts };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new GroupCommandError(code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read${code && ` (${code})`}.`, {
      cause: error,
    });
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new GroupCommandError(`${path} is not JSON.`, { cause: error });
  }
}

function asTable(
  groups: readonly (Pick<SuggestedGroup, 'title' | 'noteIds'> & { why: string })[],
  texts: ReadonlyMap<string, string>,
): string {
  return groups
    .map(({ title, why, noteIds }) => [
      `${title}\t${noteIds.length}\t${why}`,
      ...noteIds.map((id) => `  ${id}\t${texts.get(id)!.replace(/\s+/g, ' ')}`),
      '',
    ])
    .flat()
    .join('\n');
}
