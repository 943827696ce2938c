import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { dayIn } from '../../shared/day.ts';
import { attachment, fileNameOf } from '../../server/export/file-name.ts';
import { makeFile } from '../../server/export/make-file.ts';
import { heldSource } from '../support/held-source.ts';
import { unzipped } from '../support/held-workshop.ts';

const named = (title: string, rehearsal = false) =>
  fileNameOf({ session: { title, rehearsal }, generatedAt: '2026-05-16' }, 'minutes.docx', 'zh-CN');

describe('[E7] [F19] names of files', () => {
  test.each([
    ['东风七社区 居民需求工作坊', '东风七社区 居民需求工作坊 会议记录 2026-05-16.docx'],
    ['CON', 'CON- 会议记录 2026-05-16.docx'],
    ['CON.txt', 'CON txt 会议记录 2026-05-16.docx'],
    ['../../etc/passwd', 'etc passwd 会议记录 2026-05-16.docx'],
    ["'; DROP TABLE x", "'; DROP TABLE x 会议记录 2026-05-16.docx"],
    ['a:b*c?d"e<f>g|h\\i/j', 'a b c d e f g h i j 会议记录 2026-05-16.docx'],
    ['...', 'Yishi 会议记录 2026-05-16.docx'],
    ['尾巴. . .', '尾巴 会议记录 2026-05-16.docx'],
  ])('%j becomes %j', (title, name) => {
    expect(named(title)).toBe(name);
  });

  it('carry the day that it was in the meeting’s zone', () => {
    expect(dayIn('2026-05-15T23:30:00.000Z', 'Asia/Shanghai')).toBe('2026-05-16');
    expect(dayIn('2026-05-16T01:00:00.000Z', 'America/New_York')).toBe('2026-05-15');
    expect(dayIn('2026-05-16', 'Asia/Shanghai')).toBe('2026-05-16');
  });

  it('and so does everything in them', async () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Asia/Shanghai';
    try {
      const morning = '2026-05-15T23:30:00.000Z';
      const session = { id: 'session-1', title: '早会', place: '三号楼', heldAt: morning };
      const input = { session, notes: [], needs: [], rounds: [], logHead: null, generatedAt: Date.parse(morning), toolVersion: '0' };
      const source = heldSource(input);
      const report = await makeFile({ ...source, file: 'report.html', locale: 'zh-CN' });
      const sides = { programme: '两次', then: source, now: source, same: [] };
      const workbook = await makeFile({ ...sides, file: 'comparison.xlsx', locale: 'zh-CN' });
      const shown = [new TextDecoder().decode(report.bytes), ...Object.values(unzipped(workbook.bytes))].join('\n');
      expect(shown.match(/2026-05-1\d/g)).toEqual(expect.arrayContaining(['2026-05-16']));
      expect(shown).not.toContain('2026-05-15');
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('[R5] a rehearsal is one by its name', () => {
    expect(named('练习', true)).toBe('彩排 练习 会议记录 2026-05-16.docx');
  });

  it('are at most a hundred characters and 255 bytes, whole characters all of them, whatever the title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (title) => {
        const name = named(title);
        expect([...name].length).toBeLessThanOrEqual(100);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        expect(name).toMatch(/^[^<>:"/\\|?*\p{Cc}]+ 会议记录 2026-05-16\.docx$/u);
        expect(() => encodeURIComponent(name)).not.toThrow();
        expect(name).not.toMatch(/^\s|^(con|prn|aux|nul|com\d|lpt\d)( |\.)*$/i);
      }),
      { numRuns: 300 },
    );
    const family = named('👨‍👩‍👧‍👦'.repeat(40));
    expect(family).toMatch(/^(👨‍👩‍👧‍👦)+ 会议记录/u);
  });

  it('stand in the header as RFC 6266 and RFC 8187 have them, in ASCII beside it', () => {
    const name = named("东风 (一) 'x' *");
    const header = attachment(name, 'minutes.docx');
    const [, ascii, encoded] = /^attachment; filename="([\x20-\x7E]+)"; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]+)$/.exec(header)!;
    expect(ascii).toBe('minutes-2026-05-16.docx');
    expect(decodeURIComponent(encoded!)).toBe(name);
  });
});
