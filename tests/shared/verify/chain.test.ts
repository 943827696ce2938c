import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCodeOf } from '../../../shared/check-code.ts';
import { findCode, followChain } from '../../../shared/verify/chain.ts';
import type { Finding } from '../../../shared/verify/finding.ts';
import { verify } from '../../../shared/verify/verify.ts';
import { logByHand, type HandEntry, type HandLog } from '../../support/log-by-hand.ts';

const entries = fc.array(fc.constantFrom<HandEntry>('told', 'hidden', 'sealed', 'sealed-told'), { minLength: 2, maxLength: 12 });
const withPlace = entries.chain((sorts) => fc.record({ sorts: fc.constant(sorts), place: fc.nat({ max: sorts.length - 1 }) }));

const follow = ({ lines, head, sealings }: HandLog) => followChain({ log: lines.map((line) => `${line}\n`).join(''), head, sealings });
const brokenIn = (findings: readonly Finding[]) => findings.filter(({ verdict }) => verdict === 'broken');

/** The line that is named, and nothing else is. */
function namedLine(log: HandLog): number | null {
  const { chain, findings } = follow(log);
  const [first, ...others] = brokenIn(findings);
  expect([chain, others]).toEqual([null, []]);
  return first?.name === 'entry' ? first.said.line : null;
}

/** One thing changed in an entry, as somebody would who wants it to say something else. */
function altered(line: string, by: { field: number; digit: number }): string {
  const read = JSON.parse(line) as Record<string, unknown>;
  const fields = Object.keys(read);
  const field = fields[by.field % fields.length]!;
  const value = read[field];
  const to =
    typeof value === 'number'
      ? value + 1 + by.digit
      : typeof value === 'string'
        ? changedText(value, by.digit)
        : field === 'at'
          ? by.digit
          : field === 'bodyHash'
            ? '0'.repeat(64)
            : '[]';
  return JSON.stringify({ ...read, [field]: to });
}

function changedText(text: string, by: number): string {
  const place = by % text.length;
  return text.slice(0, place) + (text[place] === '7' ? '8' : '7') + text.slice(place + 1);
}

describe('[V1] [F86] a log that was followed', () => {
  it('fits where nobody touched it', () => {
    fc.assert(
      fc.property(entries, (sorts) => {
        const { chain, findings } = follow(logByHand(sorts));
        expect(brokenIn(findings)).toEqual([]);
        expect(chain?.lines).toHaveLength(sorts.length);
        expect([...chain!.sealings.values()].map(({ seq }) => seq)).toEqual(
          sorts.flatMap((sort, i) => (sort.startsWith('sealed') ? [i + 1] : [])),
        );
      }),
    );
  });

  it('names the entry in which one thing was altered', () => {
    fc.assert(
      fc.property(withPlace, fc.nat({ max: 7 }), fc.nat({ max: 400 }), ({ sorts, place }, field, digit) => {
        const log = logByHand(sorts);
        const lines = log.lines.map((line, i) => (i === place ? altered(line, { field, digit }) : line));
        expect(namedLine({ ...log, lines })).toBe(place + 1);
      }),
      { numRuns: 400 },
    );
  });

  it('names the place of an entry that was dropped, put in twice or made up', () => {
    fc.assert(
      fc.property(withPlace, fc.nat({ max: 11 }), ({ sorts, place }, other) => {
        const log = logByHand(sorts);
        const without = log.lines.filter((_, i) => i !== place);
        if (place < sorts.length - 1) expect(namedLine({ ...log, lines: without })).toBe(place + 1);
        const twice = log.lines.toSpliced(place + 1, 0, log.lines[place]!);
        expect(namedLine({ ...log, lines: twice })).toBe(place + 2);
        // One of another log, whose number is right.
        const strange = logByHand([...sorts, 'told', 'told'].map(() => 'sealed-told')).lines[place]!;
        const madeUp = log.lines.toSpliced(place, 0, strange.replace('salt-', `salt-${other}-`));
        expect(namedLine({ ...log, lines: madeUp })).toBe(place + 1);
      }),
    );
  });

  it('names the first of two entries that changed places', () => {
    fc.assert(
      fc.property(withPlace, fc.nat({ max: 11 }), ({ sorts, place }, second) => {
        const other = second % sorts.length;
        fc.pre(other !== place);
        const log = logByHand(sorts);
        const lines = [...log.lines];
        [lines[place], lines[other]] = [lines[other]!, lines[place]!];
        expect(namedLine({ ...log, lines })).toBe(Math.min(place, other) + 1);
      }),
    );
  });

  it('names the first entry that was cut off, in the middle of a line too', () => {
    fc.assert(
      fc.property(withPlace, fc.nat({ max: 300 }), ({ sorts, place }, kept) => {
        const log = logByHand(sorts);
        const { findings } = follow({ ...log, lines: log.lines.slice(0, place) });
        expect(brokenIn(findings)[0]).toEqual({ verdict: 'broken', name: 'cut', said: { seq: place, upTo: sorts.length } });
        const half = log.lines[place]!.slice(0, 1 + (kept % (log.lines[place]!.length - 1)));
        expect(namedLine({ ...log, lines: [...log.lines.slice(0, place), half] })).toBe(place + 1);
      }),
    );
  });

  it('whose end was cut off beside it, too, is found by the code that the room was shown', () => {
    const whole = logByHand(['told', 'sealed', 'hidden', 'told']);
    const short = logByHand(['told', 'sealed']);
    expect(short.lines).toEqual(whole.lines.slice(0, 2));
    const code = checkCodeOf((JSON.parse(whole.lines[3]!) as { hash: string }).hash);
    const { chain, findings } = follow(short);
    expect(brokenIn(findings)).toEqual([]);
    expect(findCode(code, chain!)).toEqual({ verdict: 'broken', name: 'codeElsewhere', said: {} });
    expect(findCode(code, follow(whole).chain!)).toMatchObject({ verdict: 'fits', name: 'code', said: { seq: 4, isLast: true } });
    expect(findCode(code.toLowerCase().replace(/.$/, '') + (code.endsWith('2') ? '3' : '2'), follow(whole).chain!)).toMatchObject({
      verdict: 'broken',
      name: 'codeSlip',
      said: { code, seq: 4 },
    });
  });

  it('has no other list of sealed rounds and no other end than its own', () => {
    const log = logByHand(['told', 'sealed', 'sealed-told']);
    const list = JSON.parse(log.sealings) as Record<string, unknown>[];
    const wrongLists = [
      list.slice(1),
      [...list, list[0]],
      [{ ...list[0], ballots: 99 }, list[1]],
      [{ ...list[0], at: '2026-01-01T00:00:00.000Z' }, list[1]],
      [{ ...list[0], ballotsHash: '0'.repeat(64) }, list[1]],
      [{ ...list[0], seq: 3 }, list[1]],
    ];
    for (const wrong of wrongLists)
      expect(brokenIn(follow({ ...log, sealings: JSON.stringify(wrong) }).findings)[0]?.name).toBe('sealingList');
    const head = JSON.parse(log.head) as { head: object; told: object };
    const other = { seq: 3, hash: 'a'.repeat(64) };
    for (const wrong of [{ told: other }, { head: other }, { isWhole: false }, { head: { seq: 2, hash: 'a'.repeat(64) }, isWhole: false }])
      expect(brokenIn(follow({ ...log, head: JSON.stringify({ ...head, ...wrong }) }).findings)[0]?.name).toBe('otherEnd');
  });

  it('is taken for what it is where the files around it are missing, or are no files of a log', () => {
    const { lines } = logByHand(['told', 'hidden']);
    const found = verify([{ name: 'log.jsonl', text: lines.join('\n') }], '');
    expect(found.map(({ verdict, name }) => `${verdict} ${name}`)).toEqual([
      'fits chain',
      'unknown noEnd',
      'unknown hashOnly',
      'unknown codeNone',
    ]);
    expect(verify([], '').map(({ name }) => name)).toEqual(['nothing']);
    for (const text of ['', '{}', 'null', '[[[', '{"__proto__": 1}', '<script>'])
      expect(verify([{ name: 'needs.json', text }], '').map(({ name }) => name)).toEqual(['promise']);
    expect(verify([{ name: 'a.ballots.jsonl', text: '{}' }], '').map(({ name }) => name)).toEqual(['ballotsAlone']);
  });
});
