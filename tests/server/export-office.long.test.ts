import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { download, hardTexts, heldWorkshop, recordsOf } from '../support/held-workshop.ts';
import type { Room } from '../support/room.ts';

/** Where LibreOffice is missing these tests say so and are skipped. */
const hasOffice = (() => {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stdout.write('skipped: LibreOffice is not here, so no workbook and no minutes are opened in it\n');
    return false;
  }
})();

let app: TestApp;
let room: Room;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yishi-office-'));
  app = await startApp();
  room = await heldWorkshop(app);
});
afterAll(async () => {
  room.close();
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});

/** What LibreOffice makes of a file, by name. It repairs nothing where nobody is there to be asked. */
async function opened(file: string, filter: string): Promise<Record<string, string>> {
  writeFileSync(join(dir, file), (await download(room, file)).bytes);
  const out = join(dir, `${file}-out`);
  const profile = `-env:UserInstallation=${pathToFileURL(join(dir, 'profile')).href}`;
  execFileSync('soffice', [profile, '--headless', '--convert-to', filter, '--outdir', out, join(dir, file)], {
    stdio: 'pipe',
    timeout: 120_000,
  });
  return Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name), 'utf8').replace(/^\uFEFF/, '')]));
}

describe.skipIf(!hasOffice)('[E2] [E3] [E4] opened in LibreOffice', () => {
  it('the workbook has every note as it is stored, and numbers are numbers', async () => {
    // UTF-8, all text quoted, every sheet a file.
    const files = await opened('needs.xlsx', 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1');
    expect(Object.keys(files).sort()).toEqual(['人群', '原话', '对接', '计算', '说明', '需求'].map((name) => `needs-${name}.csv`).sort());
    const [head = [], ...rows] = readRows(files['needs-原话.csv']!);
    const texts = rows.map((row) => row[head.indexOf('原文')]);
    for (const { text } of (await recordsOf(room)).notes) expect(texts).toContain(text);
    for (const text of hardTexts) expect(texts.filter((each) => each === text)).toHaveLength(1);
  });

  it('the minutes have what was quoted, as it is stored', async () => {
    const files = await opened('minutes.docx', 'txt:Text (encoded):UTF8');
    const text = files['minutes.txt']!.replaceAll('\r\n', '\n');
    for (const each of hardTexts.slice(0, 4)) expect(text).toContain(each);
    expect(text).toContain('到场的人不是抽样，结果说的是到场的人。');
  });
});

/** LibreOffice ends rows with a line feed alone, and keeps those inside cells. */
function readRows(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\n]*))(,|\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
