import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { stripPng, stripSvg } from '../../server/export/chart-pictures.ts';
import type { Chart, Mark } from '../../shared/charts/chart.ts';
import { chartsOf } from '../../shared/charts/charts.ts';
import { paintedBy, tones } from '../../shared/charts/strokes.ts';
import { buildNeedRecords, type NeedRecords } from '../../shared/need-record.ts';
import { contrastOf } from '../support/contrast.ts';
import { largeSession } from '../support/large-session.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const records = buildNeedRecords({ ...largeSession(), digest });
const charts = chartsOf(records, 'zh-CN');
const chart = (id: string, from: readonly Chart[] = charts) => from.find((one) => one.id === id)!;
const row = (of: Chart, label: string) => of.rows.find((one) => one.label === label)!;
const middle = ({ x, width }: Mark) => x + width / 2;

describe('[R12] charts', () => {
  it('of a session with everything are the order, dots, the gap, groups and channels, each with its figures', () => {
    expect(charts.map(({ id, rows }) => [id, rows.length])).toEqual([
      ['places', 26],
      ['dots', 26],
      ['gap', 26],
      ['groups-residence', 26],
      ['channels', 3],
    ]);
    for (const { head, rows } of charts) for (const { figures } of rows) expect(figures).toHaveLength(head.figures.length);
  });

  it('keep every mark inside its picture, and say what each is', () => {
    for (const locale of ['zh-CN', 'en'] as const)
      for (const { id, rows } of chartsOf(records, locale))
        for (const { label, strip } of rows)
          for (const { x, y, width, height, name } of strip.marks) {
            const isInside = x >= -0.01 && y >= 0 && x + width <= strip.width + 0.01 && y + height <= strip.height + 0.01;
            expect([id, label, isInside, width > 0 && height > 0, name !== '']).toEqual([id, label, true, true, true]);
          }
  });

  it('put places from left to right with their ranges, and needs that are tied at one place, with the mark of a tie', () => {
    const tied = { ...records, needs: records.needs.map((need) => ({ ...need })) };
    const placed = tied.needs.filter(({ priorityRank }) => priorityRank !== null).sort((a, b) => a.priorityRank! - b.priorityRank!);
    for (const need of placed.slice(2, 4)) Object.assign(need, { priorityRank: 3, rankTied: true });
    const { rows } = chart('places', chartsOf(tied, 'zh-CN'));
    const marks = rows.map(({ strip }) => strip.marks.filter(({ look }) => look !== 'span'));
    expect(marks.every((own) => own.length === 1)).toBe(true);
    expect(marks.slice(0, 5).map(([mark]) => mark!.look)).toEqual(['solid', 'solid', 'pair', 'pair', 'solid']);
    const at = marks.map(([mark]) => middle(mark!));
    expect(at[2]).toBe(at[3]);
    expect(at[0]).toBeLessThan(at[1]!);
    expect(at[3]).toBeLessThan(at[4]!);
    expect([rows[2]!.figures[0], marks[2]![0]!.name]).toEqual(['3 =', '第 3，同票']);
    for (const { strip } of rows) {
      const [span, mark] = strip.marks;
      expect([span!.look, span!.x <= middle(mark!), span!.x + span!.width >= middle(mark!)]).toEqual(['span', true, true]);
    }
  });

  it('make bars as long as their dots: the longest fills the picture, twice the dots are twice as long', () => {
    const { rows, head } = chart('dots');
    const lengths = rows.map(({ figures, strip }) => [Number(figures[0]), strip.marks[0]?.width ?? 0] as const);
    const [[most, longest]] = lengths as [readonly [number, number]];
    expect([longest, head.picture]).toEqual([240, `最长的是 ${most} 票`]);
    for (const [dots, length] of lengths) expect(length).toBeCloseTo((dots / most) * 240, 6);
    const given = records.results.filter(({ runId, group }) => runId === 'dot-vote.1' && group === null);
    expect(lengths.reduce((sum, [dots]) => sum + dots, 0)).toBe(given.reduce((sum, { score }) => sum + score!, 0));
  });

  it('lay the gap between importance and satisfaction', () => {
    const { rows } = chart('gap');
    for (const { label, strip, figures } of rows) {
      const need = records.needs.find(({ title }) => title === label)!;
      expect(figures).toEqual([need.importance!.toFixed(1), need.satisfaction!.toFixed(1), need.gap!.toFixed(1)]);
      const [gap, satisfaction, importance] = strip.marks;
      expect([gap!.look, satisfaction!.look, importance!.look]).toEqual(['span', 'hollow', 'solid']);
      expect(gap!.x).toBeCloseTo(Math.min(middle(satisfaction!), middle(importance!)), 6);
      expect(gap!.width).toBeCloseTo(Math.abs(middle(satisfaction!) - middle(importance!)), 6);
    }
    const gaps = rows.map(({ figures }) => Number(figures[2]));
    expect(gaps).toEqual([...gaps].sort((a, b) => b - a));
  });

  it('[T5] say a group that is suppressed and never draw it', () => {
    const groups = chart('groups-residence');
    expect(groups.head.figures).toHaveLength(4);
    expect(groups.remarks).toEqual([expect.stringMatching(/外籍住户.*不说/)]);
    const others = JSON.stringify({ ...groups, remarks: [] });
    expect(others).not.toContain('外籍住户');
    for (const { strip, figures } of groups.rows) expect(strip.marks).toHaveLength(figures.length);
    const lamps = row(groups, '夜里的路灯');
    expect(lamps.strip.marks.slice(1).map(({ name }) => name.replace('第 ', '').replace('，同票', ' ='))).toEqual(
      groups.head.figures.slice(1).map((head, i) => `${head.replace(/（.*/, '')} ${lamps.figures[i + 1]!}`),
    );
    const alone = hiding(records);
    expect(chart('groups-residence', chartsOf(alone, 'zh-CN'))).toMatchObject({
      rows: [],
      remarks: [expect.stringMatching(/本地老住户、租户/)],
    });
  });

  it('[T6] tell channels as the records do: what is pooled stays pooled, and where nothing may be told it says so', () => {
    const { rows } = chart('channels');
    const cast = records.runs.find(({ id }) => id === records.needs[0]!.priorityRunId)!.channels!;
    expect(Object.fromEntries(rows.map(({ label, figures }) => [label, figures[1]]))).toMatchObject({ 手机: String(cast['phone']) });
    const untold = {
      ...records,
      notes: records.notes.map((note) => ({ ...note, channel: null })),
      runs: records.runs.map((run) => ({ ...run, channels: null })),
    };
    expect(chart('channels', chartsOf(untold, 'en'))).toMatchObject({ rows: [], remarks: [expect.stringContaining('too few')] });
  });

  it('are not there where there is nothing to draw', () => {
    const empty = { ...records, needs: [], notes: [], runs: [], results: [], groups: [] };
    expect(chartsOf(empty, 'en')).toEqual([]);
  });

  it('are painted in tones that a washed-out print keeps apart, the same as SVG and as PNG', () => {
    for (const tone of ['ink', 'grey'] as const) expect(contrastOf(tones[tone], tones.paper)).toBeGreaterThanOrEqual(3);
    expect(contrastOf(tones.ink, tones.grey)).toBeGreaterThanOrEqual(3);
    const places = chart('places');
    const [first] = places.rows;
    const svg = stripSvg({ ...first!, label: '<b>"&' }, places, 'one');
    expect(svg).not.toContain('<b>');
    expect(svg).not.toMatch(/<text|<style|href|url\(/);
    for (const { name } of first!.strip.marks) expect(svg).toContain(`<title>${name}</title>`);
    expect(svg.match(/<rect/g)).toHaveLength(paintedBy(first!.strip).length);
    const png = Buffer.from(stripPng(first!.strip));
    expect([png.subarray(1, 4).toString('latin1'), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', 720, 54]);
  });
});

/** The records with every group too small to be told. */
function hiding(all: NeedRecords): NeedRecords {
  return {
    ...all,
    groups: all.groups.map((group) => ({ ...group, people: null, suppressed: true })),
    results: all.results.map((result) => (result.group === null ? result : { ...result, rank: null, tied: null, suppressed: true })),
  };
}
