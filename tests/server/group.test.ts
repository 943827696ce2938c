import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { groupCommand } from '../../server/group-command.ts';
import { root } from '../support/root.ts';

const folder = mkdtempSync(join(tmpdir(), 'group-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const notes = [
  { id: 'n1', text: '路灯坏了', lang: 'zh-CN', need: 'x' },
  { id: 'n2', text: '晚上黑得看不见道', lang: 'zh-CN', need: 'y' },
  { id: 'n3', text: '电梯又停了', lang: 'zh-CN' },
];

test('[G6] a file of notes is grouped by their words alone, and printed as one object', () => {
  const path = file('notes.json', { licence: 'CC0-1.0', needs: [], notes });
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'server/group.ts', path, '--json'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    groups: [{ title: '路灯和楼道灯', why: expect.stringMatching(/「路灯」/) as string, noteIds: ['n1', 'n2'] }],
  });
  expect(stdout.trim().split('\n')).toHaveLength(1);
}, 60_000);

test('people read titles, reasons and the notes themselves, in English if they like', () => {
  const { stdout, exitCode } = groupCommand([file('notes.json', { notes }), '--lang', 'en']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Street and stairwell lighting\t2\tThey all seem to be about .*\n {2}n1\t路灯坏了\n {2}n2\t晚上黑得看不见道\n/);
});

test('no notes are no groups', () => {
  expect(groupCommand([file('none.json', { notes: [] }), '--json'])).toEqual({ stdout: '{"groups":[]}\n', stderr: '', exitCode: 0 });
  expect(groupCommand([file('none.json', { notes: [] })]).stdout).toBe('');
});

test('[G4] hidden and referred notes of a file are not used', () => {
  const path = file('hidden.json', { notes: [notes[0], { ...notes[1], hidden: true }, { ...notes[1], id: 'n9', referred: true }] });
  expect(JSON.parse(groupCommand([path, '--json']).stdout)).toEqual({ groups: [] });
});

test.each([
  ['no file', [], /^One file of notes is needed/],
  ['two files', ['a', 'b'], /^One file of notes is needed/],
  ['a file that is not there', [join(folder, 'missing.json')], /^There is no file .*missing\.json\.$/],
  ['a folder', [folder], /cannot be read/],
  ['not JSON', [file('words.json', 'notes')], /is not JSON\.$/],
  ['a list', [file('list.json', [])], /is not a file of notes/],
  ['no notes in it', [file('needs.json', { needs: [] })], /and notes does not fit\.$/],
  ['a note without text', [file('mute.json', { notes: [{ id: 'a' }] })], /and notes\.0\.text does not fit\.$/],
  ['an id twice', [file('twice.json', { notes: [notes[0], notes[0]] })], /two notes with one id\.$/],
  ['another language', [file('notes.json', { notes }), '--lang', 'fr'], /^--lang is zh-CN or en\.$/],
  ['an option that is none', [file('notes.json', { notes }), '--colour'], /colour/],
])('%s: a sentence and exit code 2', (_title, args, sentence) => {
  const { stdout, stderr, exitCode } = groupCommand(args);
  expect({ stdout, exitCode, lines: stderr.split('\n').length }).toEqual({ stdout: '', exitCode: 2, lines: 2 });
  expect(stderr.trim()).toMatch(sentence);
});
